"""Choosing a part of a round from a list: nobody types a key."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms

from surveys.models import Question, Round

Grouped = list[tuple[str, Any]]


def followable(round: Round) -> list[Question]:
    """The questions of rounds about an earlier day, the newest round first."""
    earlier = Question.objects.filter(round__reference_date__lt=round.reference_date)
    others = earlier.exclude(round=round).select_related("round")
    return list(others.order_by("-round__reference_date", "round", "position"))


class QuestionPicker(forms.TypedChoiceField):
    """One of some questions, told by their short names; by round where they are of several.

    Made for each form anew: a field of a class would be shared with what it offers.
    """

    def __init__(
        self,
        questions: Iterable[Question],
        label: str,
        help_text: str = "",
        *,
        empty: str = "None",
        by_round: bool = False,
    ) -> None:
        rows = list(questions)
        found = {str(each.pk): each for each in rows}
        options: Grouped = [(str(each.pk), each.short_text) for each in rows]
        if by_round:
            pairs = groupby(zip(rows, options, strict=True), key=lambda pair: pair[0].round)
            options = [(str(of), [option for _, option in those]) for of, those in pairs]
        super().__init__(
            choices=[("", empty), *options],
            label=label,
            help_text=help_text,
            required=False,
            coerce=found.__getitem__,
            empty_value=None,
        )

    def prepare_value(self, value: Any) -> Any:
        return str(value.pk) if isinstance(value, Question) else value


def follows_picker(round: Round) -> QuestionPicker:
    return QuestionPicker(
        followable(round),
        "Which earlier question it follows",
        "Of a round about an earlier day. “Same” and “Wording only” are for the same kind of "
        "answer, in the same unit, with the same choices.",
        by_round=True,
    )


class QuestionsPicker(forms.TypedMultipleChoiceField):
    """Some of a round's questions."""

    def __init__(self, questions: Iterable[Question], label: str, help_text: str = "") -> None:
        found = {str(each.pk): each for each in questions}
        super().__init__(
            choices=[(key, each.short_text) for key, each in found.items()],
            label=label,
            help_text=help_text,
            required=False,
            coerce=found.__getitem__,
            empty_value=[],
            widget=forms.CheckboxSelectMultiple,
        )
