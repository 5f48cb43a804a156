"""What is asked of who changes a part that councils were asked about or that releases have."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from surveys.models import Comparability

from .part_form import PartForm, Row
from .touched import TouchedPart, touched_by

EXPLAINED = {"comparability", "change_note", "confirmed"}


class RevisedForm(PartForm[Row]):
    """Of a part that has been asked about, a change is confirmed; where `meaning` changes, it is
    said how comparable it is to what was asked before, and why it changes."""

    meaning: Sequence[str] = ()

    comparability = forms.ChoiceField(
        label="If its words, day or target change: how comparable is it to what was asked before?",
        required=False,
        choices=Comparability.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how comparable it is to what was asked before."},
    )
    change_note = forms.CharField(
        label="Why it changes",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For those who run rounds. It is kept in the history with the change.",
        error_messages={"required": "Say in a sentence why it changes."},
    )
    confirmed = forms.BooleanField(
        label="I have seen what a change touches: what was released stays as it was",
        required=False,
        error_messages={"required": "Tick that you have seen what the change touches."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.touched = touched_by(self.instance) if self.instance.pk else TouchedPart()
        asked = self.touched.has_been_asked
        for name in EXPLAINED:
            if not asked or (name != "confirmed" and not self.meaning):
                del self.fields[name]
            else:
                # Needed by whoever changes something, so the page does not call it optional.
                self.fields[name].required = True

    def full_clean(self) -> None:
        self.take_over()
        if self.is_bound and "confirmed" in self.fields:
            self._require({*self.changed_data} - EXPLAINED)
        super().full_clean()
        for name in EXPLAINED.intersection(self.fields):
            self.fields[name].required = True

    def _require(self, changed: Collection[str]) -> None:
        """Nothing is asked of who saves it as it was."""
        changes_meaning = not {*self.meaning}.isdisjoint(changed)
        for name in EXPLAINED.intersection(self.fields):
            self.fields[name].required = bool(changed) if name == "confirmed" else changes_meaning

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("comparability") and data.get("change_note"):
            vars(self.instance).update({key: data[key] for key in ("comparability", "change_note")})
        return data
