"""Of an expectation that no round asked councils to forecast: what is known of it instead."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from milestones.library import Library
from milestones.models import Expectation
from milestones.moving.courses import Course, InRound, OfArea, courses_of, in_area
from ppf_site import words
from surveys.models import Question, Release
from surveys.sentences import k_of_n
from surveys.sentences_values import amount_words, value_words
from surveys.stats import Amount


class Instead(NamedTuple):
    """`about`: the measure and its base; "" of an outcome. `words`: what England's councils said
    or counted, and when. `basis`: whom an outcome counts, where it is told on several bases."""

    about: str
    words: str
    step: InRound
    basis: str = ""

    @property
    def release(self) -> Release:
        return self.step.release


def told_without_forecast(
    library: Library, expectations: Iterable[Expectation], forecast: Mapping[str, Course]
) -> dict[str, list[Course]]:
    """Of each that has no forecast its outcomes and its measure's bases, by its slug."""
    found = {
        each.slug: courses_of(library, each.slug)
        for each in expectations
        if each.slug not in forecast
    }
    return {slug: courses for slug, courses in found.items() if courses}


def last_steps(found: Mapping[str, Sequence[Course]]) -> list[InRound]:
    return [course.steps[-1] for courses in found.values() for course in courses]


def instead_of(courses: Sequence[Course], england: OfArea) -> list[Instead]:
    """Of each the last round that tells it."""
    return [
        told
        for course in courses
        if (told := _instead(course, in_area(course, england).steps[-1])) is not None
    ]


def _instead(course: Course, step: InRound) -> Instead | None:
    when = f"{step.release.round.reference_date:%B %Y}"
    if step.answers is not None:
        top = step.answers.top
        of_base = f", of {course.basis}" if course.basis else ""
        told = f"{words.lower_first(top.choice.label)}: {k_of_n(top)}{of_base}"
        return Instead("", f"{told}, {when}", step, course.basis)
    if step.amount is not None:
        told = _counted(step.question, step.amount)
        return Instead(course.label, f"{told}, {when}", step) if told else None
    return None


def _counted(question: Question, amount: Amount) -> str:
    """All councils' together where it is told, else as others tell it."""
    if amount.pooled is None or amount.published is not None:
        return amount_words(question, amount)
    return value_words(question, amount.pooled, blurred=amount.is_rounded)
