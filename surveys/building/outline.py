"""Everything that a round asks, in order, drawn as a council will see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count

from ppf_site.words import join_words
from surveys.answers.fields import GRID_TYPES, AnswerField, Block, blocks_of, boxes_of
from surveys.answers.raised_checks import RaisedChecks
from surveys.answers.stored import Stored
from surveys.models import Question, Return, Round, Section

from .told_of import ToldOf, told_of

# Whom a question is drawn for before anybody is asked.
NOBODY_YET = 0


@dataclass(frozen=True, slots=True)
class Outlined:
    """A question in its place. `checks`: how many are about it. `told`: what it tells of."""

    question: Question
    checks: int
    told: Sequence[ToldOf]
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """What moves as a whole: a question, or the rows of a grid. `block` draws what is asked."""

    rows: list[Outlined]
    block: Block | None
    worked_out: str
    is_first: bool
    is_last: bool

    @property
    def first(self) -> Question:
        return self.rows[0].question

    @property
    def last(self) -> Question:
        return self.rows[-1].question

    @property
    def is_grid(self) -> bool:
        return self.block is not None and self.block.grid is not None


@dataclass(frozen=True, slots=True)
class Outline:
    section: Section
    units: list[Unit]
    is_first: bool
    is_last: bool

    @property
    def tells_of_something(self) -> bool:
        return any(row.told for unit in self.units for row in unit.rows)


def nobodys_return(round: Round) -> Return:
    """What a council’s pages ask of a return, where there is none."""
    return Return(pk=NOBODY_YET, round=round)


def unanswered(question: Question) -> AnswerField:
    stored = Stored(question, None, None, RaisedChecks())
    return AnswerField(stored, boxes_of(stored))


def grouped(questions: Sequence[Question]) -> list[list[Question]]:
    """By what is laid out together: the rows of a grid that follow one another."""
    numbers: list[int] = []
    for place, question in enumerate(questions):
        before = questions[place - 1] if place else None
        goes_on = before is not None and _grid_of(question) == _grid_of(before) is not None
        numbers.append(numbers[-1] if goes_on else place)
    pairs = groupby(zip(numbers, questions, strict=True), key=lambda pair: pair[0])
    return [[question for _, question in found] for _, found in pairs]


def _grid_of(question: Question) -> int | None:
    is_row = question.type in GRID_TYPES and not question.derivation
    return question.grid_id if is_row else None


def outlines_of(round: Round) -> list[Outline]:
    """Section by section. Four queries, and one for each kind of what its questions tell of."""
    sections = list(round.sections.all())
    found = Question.objects.listed_in(round).annotate(checks_of_it=Count("checks"))
    linked = found.select_related("numerator", "denominator", "banded", "tallied_grid")
    questions = list(linked.prefetch_related("tallied_grid__questions__scale__options"))
    told = told_of(round)
    return [
        Outline(
            section,
            list(_units([each for each in questions if each.section_id == section.pk], told)),
            is_first=place == 0,
            is_last=place == len(sections) - 1,
        )
        for place, section in enumerate(sections)
    ]


def _units(questions: Sequence[Question], told: Mapping[int, Sequence[ToldOf]]) -> Iterator[Unit]:
    groups = grouped(questions)
    for place, group in enumerate(groups):
        worked_out = worked_out_words(group[0])
        yield Unit(
            [
                Outlined(
                    each,
                    getattr(each, "checks_of_it", 0),
                    told.get(each.pk, []),
                    is_first=at == 0,
                    is_last=at == len(group) - 1,
                )
                for at, each in enumerate(group)
            ],
            None if worked_out else blocks_of([unanswered(each) for each in group])[0],
            worked_out,
            is_first=place == 0,
            is_last=place == len(groups) - 1,
        )


def worked_out_words(question: Question) -> str:
    """How a value is worked out when a release is compiled; "" of a question that is asked."""
    if question.numerator and question.denominator:
        top, base = question.numerator.short_text, question.denominator.short_text
        return f"“{top}” as a percentage of “{base}”"
    if question.banded:
        return f"Which band “{question.banded.short_text}” falls in"
    if question.tallied_grid:
        rows = list(question.tallied_grid.questions.all())
        labels = {option.key: option.label for row in rows[:1] for option in row.offered}
        said = [f"“{labels.get(key, key)}”" for key in question.tallied_options]
        counted = join_words(said, last="or") if said else "the answers that count"
        return f"Whether all, some or none of “{question.tallied_grid.stem}” are {counted}"
    return ""
