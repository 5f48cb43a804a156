"""The order of what a round asks: sections, questions, and the rows of a grid."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import transaction

from ppf_site.refused import Refused
from surveys.building.outline import grouped
from surveys.models import Question, Round, Section
from surveys.rounds.question_rules import why_too_early

Row = TypeVar("Row")
UP, DOWN = -1, 1


@transaction.atomic
def move_question(*, round: Round, key: str, step: int, is_grid: bool = False) -> None:
    """One place up or down in its section. A grid moves whole, and is passed as a whole."""
    found = _held(round)
    moved = _of(found, key)
    own = [each for each in found if each.section_id == moved.section_id]
    groups = grouped(own)
    at = next(place for place, group in enumerate(groups) if moved in group)
    if is_grid or len(groups[at]) == 1:
        _swap(groups, at, at + step)
    else:
        _swap(groups[at], groups[at].index(moved), groups[at].index(moved) + step)
    _renumber(found, {moved.section_id: [each for group in groups for each in group]})


@transaction.atomic
def place_question(*, round: Round, key: str, section: str, before: str = "") -> None:
    """As it was dropped: before that question, or at the end of the section.

    A row of a grid takes the whole grid along.
    """
    found = _held(round)
    moved = next(group for group in grouped(found) if _of(found, key) in group)
    into = round.sections.filter(key=section).first()
    if into is None:
        raise Refused("This section is no longer there.")
    if moved[0].section_id != into.pk:
        _change_section(round, moved, into)
    rest = [each for each in found if each.section_id == into.pk and each not in moved]
    groups = grouped(rest)
    at = next(
        (place for place, group in enumerate(groups) if before in [each.key for each in group]),
        len(groups),
    )
    groups.insert(at, moved)
    _renumber(found, {into.pk: [each for group in groups for each in group]})


def _change_section(round: Round, moved: Sequence[Question], into: Section) -> None:
    if not round.is_draft:
        raise Refused("The round is open: a question stays in its section.")
    if moved[0].grid_id:
        raise Refused("The rows of a grid stay in the section of their grid.")
    for question in moved:
        question.section = into
        question.save(update_fields=["section"])


@transaction.atomic
def move_section(*, round: Round, key: str, step: int) -> None:
    sections = list(round.sections.select_for_update())
    at = next((place for place, each in enumerate(sections) if each.key == key), None)
    if at is None:
        raise Refused("This section is no longer there.")
    _swap(sections, at, at + step)
    for place, section in enumerate(sections):
        if section.position != place:
            section.position = place
            section.save(update_fields=["position"])
    _renumber(_held(round), {})


def insert_after(question: Question, after: str) -> None:
    """A question that was just saved, after the one with that key, or at its section's end."""
    found = [each for each in _held(question.round) if each.pk != question.pk]
    own = [each for each in found if each.section_id == question.section_id]
    at = next((place for place, each in enumerate(own, 1) if each.key == after), len(own))
    while 0 < at < len(own) and own[at].grid_id and own[at].grid_id == own[at - 1].grid_id:
        if question.grid_id == own[at].grid_id:
            break
        at += 1  # the rows of another grid stay together
    own.insert(at, question)
    _renumber([*found, question], {question.section_id: own})


def put_in_order(round: Round) -> None:
    """After a question has changed its section, or what it is worked out from."""
    _renumber(_held(round), {})


def _held(round: Round) -> list[Question]:
    """All of the round's, in order; who else moves one waits."""
    Round.objects.select_for_update(of=["self"]).get(pk=round.pk)
    ordered = Question.objects.filter(round=round).order_by("section__position", "position", "pk")
    return list(ordered.select_related("section", "numerator", "denominator", "banded"))


def _of(found: Iterable[Question], key: str) -> Question:
    question = next((each for each in found if each.key == key), None)
    if question is None:
        raise Refused("This question is no longer there.")
    return question


def _swap(rows: list[Row], at: int, other: int) -> None:
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]


def _renumber(found: Sequence[Question], orders: dict[int, list[Question]]) -> None:
    """Positions count through the whole round, as in its file. Raises Refused where a value that
    is worked out would stand before what it is worked out from."""
    sections = sorted({each.section for each in found}, key=lambda each: (each.position, each.pk))
    own = {section.pk: [q for q in found if q.section_id == section.pk] for section in sections}
    ordered = [each for section in sections for each in (own | orders)[section.pk]]
    moved = []
    for place, question in enumerate(ordered):
        if question.position != place:
            question.position = place
            moved.append(question)
    places = {question.pk: question.position for question in ordered}
    for question in ordered:
        why = why_too_early(question, places)
        if why:
            raise Refused(why)
    Question.objects.bulk_update(moved, ["position"])
