"""What a question needs beside its words, told alike to the pages that build a round and to the
administration's. A round's file must have the same: `consistency`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ppf_site.words import join_words
from surveys.models import Grid, Option, Question, Round, Scale, Section
from surveys.models.question_types import CHOICE_TYPES, QuestionType

from .consistency import OF_COUNTS, SOURCES
from .followed import JOINED, AnsweredBy, why_not_joined
from .names import why_name_taken, why_row_taken

PARTS = ("numerator", "denominator", "banded")


class QuestionProblem(NamedTuple):
    """A problem, and the field beside which it is told."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as it will be, once what somebody typed is saved."""

    round: Round | None = None
    section: Section | None = None
    position: int = 0
    type: str = ""
    scale: Scale | None = None
    follows: Question | None = None
    comparability: str = ""
    derivation: str = ""
    numerator: Question | None = None
    denominator: Question | None = None
    banded: Question | None = None
    tallied_grid: Grid | None = None
    tallied_options: list[str] = field(default_factory=list)


def problems(draft: QuestionDraft) -> Iterator[QuestionProblem]:
    yield from of_choice(draft.type, has_scale=draft.scale is not None)
    yield from of_followed(draft.round, draft.follows, draft.comparability)
    yield from of_sources(draft)
    yield from _of_order(draft)


def of_choice(type: str, *, has_scale: bool) -> Iterator[QuestionProblem]:
    if type in CHOICE_TYPES and not has_scale:
        yield QuestionProblem("scale", "A question with choices needs the scale that has them.")
    if has_scale and type not in CHOICE_TYPES:
        yield QuestionProblem("scale", "Only a question with choices has a scale. Leave it empty.")


def of_followed(
    round: Round | None,
    follows: Question | None,
    comparability: str,
    own: AnsweredBy | None = None,
) -> Iterator[QuestionProblem]:
    """`own` is how the question is answered, where that is known."""
    if follows and own and own.type and comparability in JOINED:
        why = why_not_joined(own, follows, AnsweredBy.of(follows))
        if why:
            yield QuestionProblem("follows", why)
    if follows and follows.round == round:
        yield QuestionProblem(
            "follows", "This is of the same round. Choose a question of an earlier one."
        )
    if follows and not comparability:
        yield QuestionProblem(
            "comparability", "Say how comparable it is to the question that it follows."
        )
    if comparability and not follows:
        yield QuestionProblem("follows", "Choose the question that it is comparable to.")


def of_name(
    round: Round | None, typed: str, own: Question, grid: Grid | None = None
) -> Iterator[QuestionProblem]:
    """Beside the rows of its grid, or beside all that stand by themselves."""
    why = why_row_taken(grid, [typed], own) if grid else why_name_taken(round, typed, own)
    if why:
        yield QuestionProblem("short_text", why)


def of_sources(draft: QuestionDraft) -> Iterator[QuestionProblem]:
    needed = SOURCES.get(draft.derivation, ())
    for name in needed:
        if not getattr(draft, name):
            yield QuestionProblem(name, f"A {draft.derivation} needs this.")
    for name in sorted({name for names in SOURCES.values() for name in names} - {*needed}):
        if getattr(draft, name):
            yield QuestionProblem(name, "Nothing is worked out from this. Leave it empty.")
    for name in PARTS:
        source = getattr(draft, name)
        if source and not source.is_number:
            yield QuestionProblem(name, f"“{source.short_text}” is no number. Choose one that is.")
    for name in ("numerator", "denominator"):
        source = getattr(draft, name)
        if source and source.is_number and source.type != QuestionType.NUMBER:
            told = f"“{source.short_text}” is a percentage. {OF_COUNTS} Choose a whole number."
            yield QuestionProblem(name, told)
    if draft.numerator and draft.numerator == draft.denominator:
        yield QuestionProblem(
            "denominator", "This is the part itself: every council would have 100%. Choose another."
        )
    yield from _of_tally(draft)


def _of_tally(draft: QuestionDraft) -> Iterator[QuestionProblem]:
    if not draft.tallied_grid:
        return
    if not draft.tallied_options:
        yield QuestionProblem("tallied_options", "A tally needs the options that count.")
    rows = Option.objects.filter(scale__questions__grid=draft.tallied_grid)
    there = dict.fromkeys(rows.order_by("position").values_list("key", flat=True))
    lost = [key for key in draft.tallied_options if key not in there]
    if lost:
        keys = join_words([f"“{key}”" for key in there])
        yield QuestionProblem(
            "tallied_options", f"The grid has no option “{lost[0]}”: it has {keys}."
        )


def _of_order(draft: QuestionDraft) -> Iterator[QuestionProblem]:
    """A value that is worked out stands after what it is worked out from."""
    if not draft.section:
        return
    place = (draft.section.position, draft.position)
    for name in PARTS:
        source = getattr(draft, name)
        if source and (source.section.position, source.position) >= place:
            yield QuestionProblem("position", _after(source))


def _after(source: Question) -> str:
    return f"Put it after “{source.short_text}”, which it needs."


def why_too_early(question: Question, places: Mapping[int, int]) -> str:
    """Why it cannot stand there; `places` by the questions' ids. "" where it can."""
    for name in PARTS:
        source = getattr(question, name)
        if source and places[source.pk] >= places[question.pk]:
            own, needed = question.short_text, source.short_text
            return f"“{own}” is worked out from “{needed}”: it stays after it."
    return ""


def why_keeps_rows(grid: Grid) -> str:
    """Why no row comes to the grid: a tally that councils have been told of keeps its rows."""
    tally = None if grid.section.round.is_draft else grid.tallies.first()
    if tally is None:
        return ""
    return (
        f"“{tally.short_text}” counts the rows of this grid, so they stay as they were when the "
        "round was opened."
    )
