"""Two people who edit a row in the administration do not write over one another. Knows no model."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, HttpResponse

from .meanwhile import TellsOthers

Row = TypeVar("Row", bound=models.Model)
TAKEN_AWAY = (
    "Somebody else took this row away while you had it open. Open the page again: what you typed "
    "in other rows is to be typed again."
)
CHANGED = "Somebody else changed this row while you had it open. Tick again to delete it."


class RowTellsOthers(TellsOthers):
    """Of a row among others on the page of what they belong to."""

    def _clashing(self, seen: Mapping[str, str]) -> list[tuple[str, str]]:
        is_changed = any(self.is_changed(name, seen) for name in self.compared)
        found = super()._clashing(seen)
        deletes = self.add_prefix(DELETION_FIELD_NAME)
        if not is_changed or not self.data.get(deletes):
            return found
        sent: Any = self.data
        data = sent.copy()
        data.pop(deletes)
        self.data = data
        return [(DELETION_FIELD_NAME, CHANGED)]

    def told_beside(self, name: str) -> str | None:
        return None if name == DELETION_FIELD_NAME else name

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.is_nobodys and self.data.get(self.add_prefix("id")):
            self.add_error(None, TAKEN_AWAY)


class EditedTogether(admin.ModelAdmin[Row]):
    """Of two who had a row open, what each changed stays; where both changed one field, the second
    is told and asked. Who saves waits for who saves before. The template of these pages has what
    each form held when it was shown."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        found = None
        if request.method == "POST" and object_id:
            found = self.get_object(request, unquote(object_id))
        if found is not None:
            # In no order: that could join another table, which is not held.
            rows = self.model._base_manager.filter(pk=found.pk).order_by()
            list(rows.select_for_update(no_key=True).values_list("pk"))
            self._hold_rows_of(request, found)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _hold_rows_of(self, request: HttpRequest, found: Row) -> None:
        """The rows on its page have pages of their own: who saves there is waited for as well. In
        the order of their keys, so that two pages do not wait for one another."""
        for formset, _ in self.get_formsets_with_inlines(request, found):
            rows = formset.model._base_manager.filter(**{formset.fk.name: found}).order_by("pk")
            list(rows.select_for_update(no_key=True).values_list("pk"))

    def get_form(
        self, request: HttpRequest, obj: Row | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        told = {"form": _with(TellsOthers, kwargs.get("form") or self.form)}
        return super().get_form(request, obj, change=change, **{**kwargs, **told})

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: Row | None = None
    ) -> Iterator[tuple[Any, Any]]:
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.form = _with(RowTellsOthers, formset.form)
            yield formset, inline


def _with(telling: type[TellsOthers], form: type[forms.BaseForm]) -> type[forms.BaseForm]:
    if issubclass(form, telling):
        return form
    made: Any = type(form)
    return cast("type[forms.BaseForm]", made(form.__name__, (telling, form), {}))
