"""What a round asks. Once it is open, words can be put right, and the rest is read."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest

from surveys.models import Grid, Question, Section
from surveys.rounds.question_rules import (
    QuestionDraft,
    QuestionProblem,
    of_name,
    problems,
    why_keeps_rows,
)
from surveys.rounds.wording import WordsForm, question_touches, worded_words

from .of_a_round import OfARound, chosen_round

WHY_FIXED = (
    "What it means stays as it was asked: its key, type, unit, scale, grid and what it is worked "
    "out from. It can be made optional, and not required."
)
WHY_ADDED = (
    "The round is open: councils that have signed are not asked this question again, and their "
    "returns stay complete. All others are, from the moment it is saved."
)


class QuestionForm(WordsForm[Question]):
    """What a round's file must have as well (rounds/consistency.py), said beside the field."""

    worded = ["text", "short_text", "help_text", "section"]

    class Meta:
        # A question is longer than a line.
        widgets = {"text": AdminTextareaWidget(attrs={"rows": 2})}

    def touches(self, old: str) -> str:
        return question_touches(self.instance, old)

    def words_of(self, value: Any) -> str:
        """A section stands over the question with its title and guidance."""
        if isinstance(value, Section):
            return ". ".join(filter(None, [value.title.rstrip("."), value.guidance]))
        return super().words_of(value)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for field, message in [*problems(self._draft()), *self._of_name()]:
            if field in self.fields and field not in self.errors:
                self.add_error(field, message)
        return data

    def _of_name(self) -> Iterable[QuestionProblem]:
        in_grid = self.cleaned_data.get("grid") if "grid" in self.fields else self.instance.grid
        round = self.instance.round if self.instance.pk else self.cleaned_data.get("round")
        typed = self.cleaned_data.get("short_text", "")
        return of_name(round, typed, self.instance, in_grid)

    def clean_grid(self) -> Grid | None:
        grid: Grid | None = self.cleaned_data["grid"]
        why = why_keeps_rows(grid) if grid and self.instance.pk is None else ""
        if why:
            raise forms.ValidationError(why)
        return grid

    def _draft(self) -> QuestionDraft:
        """As it will be: a field that is only read keeps what it had."""

        def now(name: str) -> Any:
            is_asked = name in self.fields
            return self.cleaned_data.get(name) if is_asked else getattr(self.instance, name)

        values = {each.name: now(each.name) for each in dataclasses.fields(QuestionDraft)}
        values["position"] = values["position"] or 0
        values["tallied_options"] = values["tallied_options"] or []
        return QuestionDraft(**values)


@admin.register(Question)
class QuestionAdmin(OfARound[Question]):
    form = QuestionForm
    parts = {
        "section": "round",
        "grid": "section__round",
        "scale": "round",
        "numerator": "round",
        "denominator": "round",
        "banded": "round",
        "tallied_grid": "section__round",
    }
    list_display = ["short_text", "key", "round", "section", "type", "position"]
    list_filter = ["round", "type", "derivation"]
    list_select_related = ["round", "section"]
    search_fields = ["text", "short_text", "key", "round__title"]
    autocomplete_fields = ["follows"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "round", "section", "grid", "position", "key", "text", "short_text",
                    "help_text",
                ]
            },
        ),
        (
            "Its answers",
            {
                "fields": [
                    "type", "unit", "scale", "is_required", "counts_people", "counts_not_known",
                ]
            },
        ),
        ("The question that it follows", {"fields": ["follows", "comparability"]}),
        (
            "For a value that is worked out, and not asked",
            {
                "fields": [
                    "derivation", "numerator", "denominator", "banded", "tallied_grid",
                    "tallied_options",
                ]
            },
        ),
    ]  # fmt: skip

    fixed_once_open = [
        "key", "type", "unit", "scale", "grid", "counts_not_known", "derivation", "numerator",
        "denominator", "banded", "tallied_grid", "tallied_options",
    ]  # fmt: skip
    stays_once_open = True
    why_fixed = WHY_FIXED

    def touches(self, obj: Question) -> str:
        own = Question.objects.filter(pk=obj.pk)
        return worded_words(obj.round, own, "its words")

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> Any:
        """What is optional when the round opens stays so."""
        fixed = super().get_readonly_fields(request, obj)
        stays_optional = obj is not None and self.is_fixed(obj) and not obj.is_required
        return [*fixed, "is_required"] if stays_optional else fixed

    def get_fieldsets(self, request: HttpRequest, obj: Question | None = None) -> Any:
        (name, first), *others = super().get_fieldsets(request, obj)
        round = chosen_round(request) if obj is None else None
        if round is not None and not round.is_draft:
            first = {**first, "description": WHY_ADDED}
        return [(name, first), *others]
