"""What is due when: a programme's expectations by their days, with what councils said last."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from ppf_site import words
from surveys.models import Round
from surveys.releases.results import breakdowns_of
from surveys.releases.shown import ShownFigure
from surveys.stats import Reading

from .library import Library
from .models import Expectation, Milestone, Programme
from .moving.courses import Course, courses_of


class DueRow(NamedTuple):
    """One expectation, and England's best answer in the last round that forecast it.

    `before`: in the round that this one follows, where the question can be compared.
    """

    expectation: Expectation
    course: Course | None = None
    said: Reading | None = None
    before: Reading | None = None

    @property
    def round(self) -> Round | None:
        return self.course.steps[-1].release.round if self.course else None

    @property
    def wide(self) -> str:
        """The share as the width of a bar."""
        return f"{100 * (self.said.share or 0):.1f}%" if self.said else "0"

    @property
    def moved(self) -> str:
        """ "+7 points since December 2009", each round's own councils; "" if not asked before."""
        if self.course is None or self.change is None:
            return ""
        before = self.course.joined[-2].release.round.reference_date
        points = words.rounded(self.change)
        sign = "+" if points > 0 else "−" if points < 0 else "±"
        points_words = words.plural(int(abs(points)), "point")
        return f"{sign}{points_words} since {before:%B %Y}"

    @property
    def change(self) -> float | None:
        """In percentage points of the unrounded shares, each of its own councils."""
        if self.said is None or self.before is None:
            return None
        if self.said.share is None or self.before.share is None:
            return None
        return 100 * (self.said.share - self.before.share)


class DueDay(NamedTuple):
    """The expectations of a day, the surest first."""

    label: str
    rows: Sequence[DueRow]


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A programme along its days."""

    programme: Programme
    milestones: Sequence[Milestone]
    days: Sequence[DueDay]

    @property
    def rows(self) -> list[DueRow]:
        return [row for day in self.days for row in day.rows]

    @property
    def has_moved(self) -> bool:
        """Whether any was asked before."""
        return any(row.moved for row in self.rows)

    @property
    def columns(self) -> int:
        return 1 + bool(self.by_share) + self.has_moved

    @property
    def by_share(self) -> list[DueRow]:
        """Those that councils were asked about, the surest first."""
        told = [row for row in self.rows if row.said is not None and row.said.share is not None]
        return sorted(told, key=_surest_first)


def forecasts_of(library: Library, expectations: Iterable[Expectation]) -> dict[str, Course]:
    """Of each expectation that was forecast the rounds that did, by its slug."""
    slugs = [each.slug for each in expectations]
    every = {slug: courses_of(library, slug) for slug in slugs}
    return {
        slug: course
        for slug, courses in every.items()
        for course in courses
        if course.key == "forecasts"
    }


def time_line(
    programme: Programme, courses: dict[str, Course], figures: Sequence[ShownFigure]
) -> TimeLine:
    england = _england(figures)
    rows = [
        _row(each, courses.get(each.slug), england) for each in programme_expectations(programme)
    ]
    return TimeLine(programme, programme.in_order, days_of(rows))


def days_of(rows: Sequence[DueRow]) -> list[DueDay]:
    in_order = sorted(rows, key=lambda row: (row.expectation.due_on, _surest_first(row)))
    return [
        DueDay(label, list(of_day))
        for label, of_day in groupby(in_order, key=lambda row: row.expectation.due_label)
    ]


def in_one_round(
    said: Sequence[tuple[Expectation, Reading | None]],
    courses: dict[str, Course],
    figures: Sequence[ShownFigure],
) -> list[DueRow]:
    """What one round said of each, with the round before it where there is one in `figures`."""
    england = _england(figures)
    return [
        DueRow(expectation, course, reading, england.get(course.joined[-2].question.pk))
        if (course := courses.get(expectation.slug))
        else DueRow(expectation, None, reading)
        for expectation, reading in said
    ]


def programme_expectations(programme: Programme) -> list[Expectation]:
    return [each for milestone in programme.in_order for each in milestone.in_order]


def _england(figures: Sequence[ShownFigure]) -> dict[int, Reading]:
    return {
        question: found[0].top
        for question, breakdowns in breakdowns_of(figures).items()
        if (found := [each for each in breakdowns if each.place.kind == "england"])
    }


def _row(expectation: Expectation, course: Course | None, england: dict[int, Reading]) -> DueRow:
    if course is None:
        return DueRow(expectation)
    last, before = course.steps[-1], course.joined[-2:-1]
    return DueRow(
        expectation,
        course,
        england.get(last.question.pk),
        england.get(before[0].question.pk) if before else None,
    )


def _surest_first(row: DueRow) -> float:
    share = row.said.share if row.said else None
    return 1.0 if share is None else -share
