"""What the forms of all parts of a programme have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.db.models import Model, QuerySet

from milestones.models import Programme
from ppf_site.meanwhile import TellsOthers

Row = TypeVar("Row", bound=Model)


class PartForm(TellsOthers, forms.ModelForm[Row]):
    """A part of a programme; `parent` is what a new one belongs to. Lists tell it from those
    `beside` it by what it is `named_by`."""

    named_by: Sequence[str] = ()

    def __init__(self, *args: Any, programme: Programme, parent: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.parent = parent
        if self.instance.pk is None and parent is not None:
            self.belong(parent)

    def belong(self, parent: Any) -> None:
        """Makes the new part one of its parent's."""
        raise NotImplementedError

    def beside(self) -> QuerySet[Any]:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for field in self.named_by:
            typed = data.get(field, "")
            # What has its name already keeps it.
            if not typed or typed == self.initial.get(field):
                continue
            if self.beside().filter(**{f"{field}__iexact": typed}).exclude(pk=self.instance.pk):
                told = f"“{typed}” is the name of another beside it. Lists could not tell them"
                self.add_error(field, f"{told} apart: choose another.")
        return data
