"""What a round asks. Once it is open, words can be put right, and the rest is read."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from ppf_site.words import join_words
from surveys.models import Grid, Option, Question, Section
from surveys.models.question_types import CHOICE_TYPES
from surveys.rounds.consistency import SOURCES

from .of_a_round import OfARound, chosen_round
from .wording import WordsForm, worded_words

Told = tuple[str, str]
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

    def touches(self, old: str) -> str:
        return _touched(self.instance, "the words that it had" if old else "it without")

    def words_of(self, value: Any) -> str:
        """A section stands over the question with its title and guidance."""
        if isinstance(value, Section):
            return ". ".join(filter(None, [value.title.rstrip("."), value.guidance]))
        return super().words_of(value)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        found = [*self._links(), *self._sources(), *self._order()]
        for field, message in found:
            if field in self.fields and field not in self.errors:
                self.add_error(field, message)
        return data

    def clean_grid(self) -> Grid | None:
        """A tally that councils have been told of keeps its rows."""
        grid: Grid | None = self.cleaned_data["grid"]
        if grid and self.instance.pk is None and not grid.section.round.is_draft:
            tally = grid.tallies.first()
            if tally:
                raise forms.ValidationError(
                    f"“{tally.short_text}” counts the rows of this grid, so they stay as they "
                    "were when the round was opened."
                )
        return grid

    def _now(self, name: str) -> Any:
        """As it will be: a field that is only read keeps what it had."""
        is_asked = name in self.fields
        return self.cleaned_data.get(name) if is_asked else getattr(self.instance, name)

    def _links(self) -> Iterator[Told]:
        is_choice, scale = self._now("type") in CHOICE_TYPES, self._now("scale")
        if is_choice and not scale:
            yield "scale", "A question with choices needs the scale that has them."
        if scale and not is_choice:
            yield "scale", "Only a question with choices has a scale. Leave it empty."
        follows, comparability = self._now("follows"), self._now("comparability")
        if follows and follows.round == self._now("round"):
            yield "follows", "This is of the same round. Choose a question of an earlier one."
        if follows and not comparability:
            yield "comparability", "Say how comparable it is to the question that it follows."
        if comparability and not follows:
            yield "follows", "Choose the question that it is comparable to."

    def _sources(self) -> Iterator[Told]:
        derivation = self._now("derivation")
        needed = SOURCES.get(derivation, ())
        for name in needed:
            if not self._now(name):
                yield name, f"A {derivation} needs this."
        for name in {name for names in SOURCES.values() for name in names} - {*needed}:
            if self._now(name):
                yield name, "Nothing is worked out from this. Leave it empty."
        for name in ("numerator", "denominator", "banded"):
            source = self._now(name)
            if source and not source.is_number:
                yield name, f"“{source.short_text}” is no number. Choose one that is."
        yield from self._tally()

    def _tally(self) -> Iterator[Told]:
        grid, counted = self._now("tallied_grid"), self._now("tallied_options") or []
        if not grid:
            return
        if not counted:
            yield "tallied_options", "A tally needs the options that count."
        rows = Option.objects.filter(scale__questions__grid=grid)
        there = dict.fromkeys(rows.order_by("position").values_list("key", flat=True))
        lost = [key for key in counted if key not in there]
        if lost:
            keys = join_words([f"“{key}”" for key in there])
            yield "tallied_options", f"The grid has no option “{lost[0]}”: it has {keys}."

    def _order(self) -> Iterator[Told]:
        """A value that is worked out stands after what it is worked out from."""
        section = self._now("section")
        if not section:
            return
        place = (section.position, self._now("position") or 0)
        for name in ("numerator", "denominator", "banded"):
            source = self._now(name)
            if source and (source.section.position, source.position) >= place:
                yield "position", f"Put it after “{source.short_text}”, which it needs."


def _touched(question: Question, what: str) -> str:
    return worded_words(question.round, Question.objects.filter(pk=question.pk), what)


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
        return _touched(obj, "its words")

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
