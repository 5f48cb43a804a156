"""Whom a draft will ask: all in force on its reference date, or some of them and why."""

from typing import Any

from django import forms

from councils.models import Council
from ppf_site import words
from ppf_site.needed import NeedsByRules
from surveys.models import Round

ALL, SOME = "all", "some"


class AskedForm(NeedsByRules, forms.Form):
    needed = ("reason",)
    who = forms.ChoiceField(
        label="Who is asked",
        choices=[(ALL, "Every council in force on the reference date"), (SOME, "Only these")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who is asked."},
    )
    reason = forms.CharField(
        label="Why only these",
        max_length=200,
        help_text="Such as: The councils of the pilot. With a release everybody reads it beside "
        "the results.",
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round
        in_force = Council.objects.in_force(on=round.reference_date).select_related("region")
        self.in_force = list(in_force.order_by("region__position", "name"))
        self.chosen = {each.council_id: each for each in round.chosen.all()}
        self.fields["councils"] = forms.TypedMultipleChoiceField(
            label="Councils",
            choices=[(str(each.pk), each.name) for each in self.in_force],
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        first = next(iter(self.chosen.values()), None)
        self.initial.setdefault("who", SOME if first else ALL)
        self.initial.setdefault("reason", first.reason if first else "")
        self.initial.setdefault("councils", list(self.chosen))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        ticked = data.get("councils", [])
        # Who was chosen before stays ticked; whoever goes back to all need not untick them.
        if data.get("who") == ALL and ticked and set(ticked) != set(self.chosen):
            told = f"You ticked {words.plural(len(ticked), 'council')}"
            self.add_error("who", f"{told}: choose “Only these”, or untick them.")
        if data.get("who") == SOME:
            if not data.get("councils") and "councils" not in self.errors:
                self.add_error("councils", "Tick the councils that are asked.")
            if not data.get("reason") and "reason" not in self.errors:
                self.add_error("reason", "Say why only these are asked.")
        return data

    def reasons(self) -> dict[int, str]:
        """By council. Who was chosen before keeps the reason, unless another was written."""
        data = self.cleaned_data
        if data["who"] == ALL:
            return {}
        is_another = data["reason"] != self.initial["reason"]
        return {
            council: data["reason"]
            if is_another or council not in self.chosen
            else self.chosen[council].reason
            for council in data["councils"]
        }

    @property
    def asked(self) -> int:
        """How many it asks, as it stands on the page."""
        ticked = self["councils"].value() or ()
        return len(ticked) if self["who"].value() == SOME else len(self.in_force)

    def by_region(self) -> list[tuple[str, list[tuple[int, str, bool]]]]:
        """The boxes to tick: a council's number and name, and whether it is ticked."""
        ticked = {str(each) for each in self["councils"].value() or ()}
        found: dict[str, list[tuple[int, str, bool]]] = {}
        for council in self.in_force:
            box = (council.pk, council.name, str(council.pk) in ticked)
            found.setdefault(council.region.name, []).append(box)
        return list(found.items())
