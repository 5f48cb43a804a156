"""Names that lists could not tell apart are refused where they are typed. Knows no model."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet

Row = TypeVar("Row", bound=Model)


def not_apart(typed: str) -> str:
    told = f"“{typed}” is the name of another beside it. Lists could not tell them apart: "
    return f"{told}choose another."


class NamedApart(forms.ModelForm[Row]):
    """Lists tell a row from those `beside` it by each field that it is `named_by`. `within` is the
    way to what has them all, from a field of its own. What has its name already keeps it there."""

    named_by: Sequence[str] = ()
    within = ""

    def beside(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self._meta.model._default_manager.all()
        if not self.within:
            return rows
        place = self._place()
        return rows.filter(**{self.within: place}) if place else rows.none()

    def _place(self) -> Any:
        first, *further = self.within.split("__")
        # What is only read is not among what was sent.
        is_asked = first in self.fields
        found = self.cleaned_data.get(first) if is_asked else getattr(self.instance, first, None)
        for name in further:
            found = getattr(found, name, None)
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        stays = self.within.partition("__")[0] not in self.changed_data
        for field in self.named_by:
            typed = data.get(field, "")
            if not typed or (stays and typed == self.initial.get(field)):
                continue
            if self.beside().filter(**{f"{field}__iexact": typed}).exclude(pk=self.instance.pk):
                self.add_error(field, not_apart(typed))
        return data


class NamedApartRows(BaseInlineFormSet[Any, Any, Any]):
    """The same of rows that are typed together: they are all there is beside one another."""

    named_by: Sequence[str] = ()

    def clean(self) -> None:
        super().clean()
        for field in self.named_by:
            forms_sent = [form for form in self.forms if _name_in(form, field)]
            for form in self._twins(forms_sent, field):
                form.add_error(field, not_apart(form.cleaned_data[field]))

    def _twins(self, sent: Iterable[Any], field: str) -> Iterable[Any]:
        """Those that have a name anew, after another that has it."""
        held: set[str] = set()
        for form in sorted(sent, key=lambda form: field in form.changed_data):
            name = form.cleaned_data[field].casefold()
            if name in held and field in form.changed_data:
                yield form
            held.add(name)


def _name_in(form: Any, field: str) -> str:
    data = getattr(form, "cleaned_data", {})
    return "" if data.get("DELETE") else data.get(field, "")
