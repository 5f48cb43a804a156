"""In the administration: what was released stays, and what else goes along is told and goes."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Model
from django.http import HttpRequest

from ppf_site.deleting import TellsDeletion

from .parts import along_with, along_words, is_part, remove, why_it_stays

Row = TypeVar("Row", bound=Model)


class StaysOnceReleased(TellsDeletion[Row]):
    """What releases have figures of is not deleted, nor what a deletion would take along."""

    def why_it_stays(self, obj: Row) -> str:
        """Found once for a page, which asks it several times."""
        found: dict[str, Any] = vars(obj)
        if "stays" not in found:
            found["stays"] = why_it_stays(obj)
        return str(found["stays"])

    def goes_along(self, obj: Row) -> Sequence[str]:
        return along_words(along_with(obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A part goes as on its programme’s page: links and measures along with it."""
        found = list(objs)
        if not all(map(is_part, found)):
            return super().get_deleted_objects(objs, request)
        told: list[Any] = []
        counted: dict[str, int] = {}
        for part in found:
            along = along_with(part)
            told += [str(part), list(along_words(along))] if along else [str(part)]
            for each in [part, *along]:
                name = str(each._meta.verbose_name_plural)
                counted[name] = counted.get(name, 0) + 1
        return told, counted, set(), []

    def delete_model(self, request: HttpRequest, obj: Row) -> None:
        if is_part(obj):
            remove(obj)
        else:
            super().delete_model(request, obj)
