"""A row that stays says why on a page of its own, with the way back to it. Knows no model."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.contrib.admin.utils import unquote
from django.db import IntegrityError, connection, models, transaction
from django.http import HttpRequest, HttpResponse

from .refusals import SaysRefusals, told_of
from .refused import Refused

Row = TypeVar("Row", bound=models.Model)
NOT_YOURS = "Your role does not delete this. Ask an administrator."
RECORD = "This is a record of what was done: it is read here, and stays."


class TellsDeletion(SaysRefusals[Row]):
    """Django answers a deletion that is not allowed with a bare “forbidden”."""

    def why_it_stays(self, obj: Row) -> str:
        """ "" where it can be deleted."""
        return ""

    def goes_along(self, obj: Row) -> Sequence[str]:
        """What a deletion would take along, for the page that refuses it."""
        return ()

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not self.why_it_stays(obj))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        found = self.get_object(request, unquote(object_id))
        if found is None or not self.has_view_or_change_permission(request, found):
            return super().delete_view(request, object_id, extra_context)
        if not self.has_delete_permission(request, found):
            return self._stays(request, found, self.why_it_stays(found) or NOT_YOURS)
        try:
            with transaction.atomic():
                answer = super().delete_view(request, object_id, extra_context)
                # What is checked at the end of a transaction can refuse in words too.
                if request.method == "POST":
                    connection.check_constraints()
                return answer
        except IntegrityError as error:
            return self._stays(request, found, told_of(error))
        except Refused as refused:
            # It could go when the page was asked for, and no longer when it was to go.
            return self._stays(request, found, str(refused))

    def _stays(self, request: HttpRequest, found: Row, why: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"This {self.opts.verbose_name} stays",
            "stays": why,
            "object": found,
            "deleted_objects": self.goes_along(found),
            "opts": self.opts,
            "is_popup": "_popup" in request.GET,
        }
        page = self.render_delete_form(request, context)
        page.status_code = 403
        return page


class StaysAsRecord(TellsDeletion[Row]):
    """Deleted by nobody: `stays` says why."""

    stays = RECORD

    def why_it_stays(self, obj: Row) -> str:
        return self.stays

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        return False
