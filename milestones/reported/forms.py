"""A figure as a source printed it, and the held figure that it speaks of."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Max
from django.http import QueryDict

from councils.models import User
from milestones.models import ReportedFigure
from ppf_site import words
from ppf_site.days import read_day
from ppf_site.refused import Refused

from .both_picked import PICKS, TellsPicks
from .picking import (
    KEPT,
    NEEDS,
    TARGET,
    Choices,
    Groups,
    Picked,
    ReleasedChoices,
    held_as,
    picked_of,
    statistic_of,
)
from .reconciled import Reconciled

CLOSENESS = (
    ("equal", "The same, as far as it was printed"),
    ("nearest:10", "The same, rounded to tens"),
    ("nearest:100", "The same, rounded to hundreds"),
    ("nearest:1000", "The same, rounded to thousands"),
    ("above", "More than the printed number"),
    ("above_near:5", "Just over it: up to 5% more"),
    ("at_least", "The printed number or more"),
    ("below", "Less than the printed number"),
    ("below_near:5", "Almost it: up to 5% less"),
)
NEEDED = {
    "numerator": "The held figure is a count or an amount: enter the number that was printed.",
    "percent": "The held figure is a percentage: enter the per cent that was printed.",
}
NUMBERS = ("numerator", "denominator", "percent")


class FigureForm(TellsPicks, forms.ModelForm[ReportedFigure]):
    """Picking narrows: each list has what goes with the picks before it. `looks`: what was typed
    so far is shown beside the held data, and nothing is missed yet."""

    url = forms.URLField(label="Its address", max_length=300, required=False, assume_scheme="https")
    milestone = forms.ChoiceField(
        label="Milestone that it is about",
        required=False,
        help_text="Left empty: that of the figure it speaks of, if that is of one.",
    )
    programme = forms.ChoiceField(label="Programme", required=False)
    in_round = forms.ChoiceField(label="Round", required=False)
    about = forms.ChoiceField(label="Question, measure or target", required=False)
    answer = forms.ChoiceField(label="Answer", required=False)
    place = forms.ChoiceField(label="Area", required=False)
    rule = forms.ChoiceField(
        label="The held number agrees if it is", choices=CLOSENESS, required=False
    )

    class Meta:
        model = ReportedFigure
        fields = (
            "source", "url", "published", "what", "area", "numerator", "denominator", "percent",
            "qualifier", "note", "known_difference", "milestone", "rule",
        )  # fmt: skip
        labels = {
            "source": "Source",
            "published": "Published",
            "what": "What it says",
            "area": "Area, as the source names it",
            "numerator": "Number that was printed",
            "denominator": "Out of",
            "percent": "Per cent that was printed",
            "qualifier": "Its words around the number",
            "note": "Note",
            "known_difference": "Why the two cannot agree",
        }
        help_texts = {
            "source": "Who said it and where, such as Community Care. The day has its own field.",
            "published": "The day, such as 27 May 2010, or the month or year if that is known.",
            "what": "In the source’s own words, as far as they fit.",
            "area": "Left empty: the name of the area that is picked.",
            "numerator": "Such as 8, where 8 of 9 councils are meant, or 30,000.",
            "percent": "Only if the source printed one.",
            "qualifier": "Such as almost, more than, only.",
            "known_difference": "Only where source and held data cannot agree, and why is known.",
        }
        error_messages = {
            "source": {"required": "Enter who said it, and where."},
            "published": {"required": "Enter the day on which it was published."},
            "what": {"required": "Enter what it says."},
        }
        widgets = {
            "what": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 2}),
            "known_difference": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        shelf: ReleasedChoices,
        looks: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data.copy() if data is not None else None, **kwargs)
        self.shelf, self.looks, self.held = shelf, looks, picked_of(self.instance)
        self.kept = self.held.about == KEPT
        self._show_as_typed()
        # Before the lists are narrowed by what is picked.
        self.take_over()
        self.picked = self._narrow(self._said())
        self._offer("milestone", [("", ""), *shelf.milestones(self.instance.milestone)])
        self.fields["area"].required = False
        rule = self.instance.rule
        if rule and rule not in dict(CLOSENESS):
            self._offer("rule", [*CLOSENESS, (rule, f"As it is: {rule}")])

    @property
    def printed_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in {*PICKS, "rule"}]

    @property
    def picked_fields(self) -> list[forms.BoundField]:
        """An answer and an area only where there is a choice of them."""
        offered = {
            "answer": self.shelf.options(self.picked),
            "place": self.shelf.areas(self.picked),
        }
        empty = {name for name, choices in offered.items() if not choices}
        return [self[name] for name in (*PICKS, "rule") if name not in empty]

    def _show_as_typed(self) -> None:
        """Numbers without places that nobody printed, and a day as people write it."""
        for name in NUMBERS:
            number = getattr(self.instance, name)
            if number is not None:
                self.initial[name] = f"{number.normalize():f}"
        if self.instance.pk:
            self.initial["published"] = words.printed(self.instance.published)

    def _said(self) -> Picked:
        if not self.is_bound:
            return self.held
        return Picked(*(self.data.get(name, "") for name in PICKS))

    def _narrow(self, said: Picked) -> Picked:
        """What of it goes together: a pick that does not go with those before it is none."""
        shelf = self.shelf
        programme = self._pick(
            "programme", said.programme, [("", "All of them"), *shelf.programmes()]
        )
        round = self._pick("in_round", said.round, [("", "No round"), *shelf.rounds(programme)])
        found = Picked(programme, round)
        kept = [(KEPT, "As the list has it")] if self.kept else []
        groups: Groups = [("", [("", "Nothing"), *kept]), *shelf.about(found)]
        about = self._pick("about", said.about, [each for _, own in groups for each in own])
        self._offer("about", [*groups[0][1], *groups[1:]])
        found = Picked(programme, round, about)
        option = self._pick("answer", said.option, [("", "Choose one"), *shelf.options(found)])
        place = self._pick("place", said.area or "england", shelf.areas(found))
        return Picked(programme, round, about, option, place)

    def _pick(self, name: str, value: str, choices: Choices) -> str:
        self._offer(name, choices)
        picked = value if value in dict(choices) else ""
        self.initial[name] = picked
        if self.is_bound:
            self.data[name] = picked  # type: ignore[index]  # a copy of what was sent
        return picked

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def full_clean(self) -> None:
        """Nothing is missed by who only looks."""
        super().full_clean()
        if self.looks and self.is_bound:
            found = self.errors.as_data()
            for name in [name for name, errors in found.items() if _is_missing(errors)]:
                del self.errors[name]

    def clean_published(self) -> str:
        return _dated(self.cleaned_data["published"].strip())

    def clean_denominator(self) -> Decimal | None:
        whole: Decimal | None = self.cleaned_data["denominator"]
        part = self.cleaned_data.get("numerator")
        if whole is not None and part is not None and part > whole:
            raise forms.ValidationError("This is less than the number that was printed.")
        return whole

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self._compare()
        if self.looks or self.picked.about == KEPT:
            return data
        if self.picked.round and not self.picked.about:
            self.add_error("about", "Choose which figure of the round it speaks of, or no round.")
        if self.shelf.options(self.picked) and not self.picked.option:
            self.add_error("answer", "Choose which answer it speaks of.")
        needed = NEEDS.get(self.instance.statistic, "")
        if needed and needed not in self.errors and data.get(needed) is None:
            self.add_error(needed, NEEDED[needed])
        return data

    def _compare(self) -> None:
        """What of the held data it is set beside."""
        figure, picked, data = self.instance, self.picked, self.cleaned_data
        if not data.get("area"):
            areas = dict(self.shelf.areas(picked))
            data["area"] = areas.get(picked.area, "England")
        if picked.about == KEPT:
            data["rule"] = figure.rule
            return
        figure.numerator, figure.percent = data.get("numerator"), data.get("percent")
        figure.statistic = statistic_of(figure, picked, self.shelf)
        figure.held = held_as(picked, self.shelf)
        is_target = picked.about.startswith(TARGET)
        figure.round = "" if is_target or not picked.about else picked.round
        figure.question = picked.about.partition(":")[2]
        figure.option, figure.area_slug = picked.option, "" if is_target else picked.area
        figure.against = ""
        data["rule"] = (data.get("rule") or "equal") if figure.statistic else ""

    def reconciled(self) -> Reconciled:
        """Beside the held data, as it would be saved."""
        return self.shelf.reconcile(self.instance)

    def save_by(self, person: User) -> ReportedFigure:
        """A new one comes last, with a number of its own. From now on no file changes it."""
        figure = self.instance
        if figure.pk is None:
            last = ReportedFigure.objects.aggregate(last=Max("position"))["last"]
            figure.position = 0 if last is None else last + 1
            figure.key = _free_key()
        figure.entered_by = person
        figure.save()
        return figure


def _dated(typed: str) -> str:
    """2010-05-27, 2010-05 or 2010, as the list has days, months and years."""
    if re.fullmatch(r"(19|20)\d\d", typed):
        return typed
    readings = [(typed, 10)]
    # "2010/11" and "10/11" are financial years as well as months.
    if re.fullmatch(r"\d{4}-\d{1,2}", typed):
        readings.append((f"{typed}-01", 7))
    elif not re.fullmatch(r"\d{2}/\d{2}", typed):
        readings.append((f"1 {typed}", 7))
    for day, length in readings:
        with contextlib.suppress(Refused):
            return read_day(day).isoformat()[:length]
    raise forms.ValidationError("Enter a day, such as 27 May 2010, or the month or the year.")


def _is_missing(errors: Iterable[forms.ValidationError]) -> bool:
    return all(error.code == "required" for error in errors)


def _free_key() -> str:
    """E for entered, and a number."""
    taken = set(ReportedFigure.objects.values_list("key", flat=True))
    number = next(each for each in range(1, len(taken) + 2) if f"E-{each}" not in taken)
    return f"E-{number}"
