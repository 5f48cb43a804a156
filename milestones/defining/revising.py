"""What is asked of who changes a part that councils were asked about or that releases have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django import forms
from django.db.models import Model

from milestones.models import Programme
from surveys.models import Comparability

from .touched import TouchedPart, touched_by

Row = TypeVar("Row", bound=Model)


class PartForm(forms.ModelForm[Row]):
    """A part of a programme; `parent` is what a new one belongs to."""

    def __init__(self, *args: Any, programme: Programme, parent: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.parent = parent
        if self.instance.pk is None and parent is not None:
            self.belong(parent)

    def belong(self, parent: Any) -> None:
        """Makes the new part one of its parent's."""
        raise NotImplementedError


class RevisedForm(PartForm[Row]):
    """Of a part that has been asked about, a change is confirmed; where `meaning` changes, it is
    said how comparable it is to what was asked before, and why it changes."""

    meaning: Sequence[str] = ()

    comparability = forms.ChoiceField(
        label="If its words, day or target change: how comparable is it to what was asked before?",
        required=False,
        choices=Comparability.choices,
        widget=forms.RadioSelect,
    )
    change_note = forms.CharField(
        label="Why it changes",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For those who run rounds. It is kept in the history with the change.",
    )
    confirmed = forms.BooleanField(
        label="I have seen what a change touches: what was released stays as it was",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.touched = touched_by(self.instance) if self.instance.pk else TouchedPart()
        asked = self.touched.has_been_asked
        for name in ("comparability", "change_note", "confirmed"):
            if not asked or (name != "confirmed" and not self.meaning):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        changed = {*self.changed_data} - {"comparability", "change_note", "confirmed"}
        if "confirmed" in self.fields and changed:
            if changed.intersection(self.meaning):
                self._explain(data)
            if not data.get("confirmed"):
                self.add_error("confirmed", "Tick that you have seen what the change touches.")
        return data

    def _explain(self, data: dict[str, Any]) -> None:
        if not data.get("comparability"):
            self.add_error("comparability", "Choose how comparable it is to what was asked before.")
        if not data.get("change_note"):
            self.add_error("change_note", "Say in a sentence why it changes.")
        vars(self.instance).update(
            comparability=data.get("comparability", ""), change_note=data.get("change_note", "")
        )
