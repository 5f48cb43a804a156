"""What is due when: a programme's expectations by their days, with what councils said last."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from milestones.library import Library
from milestones.models import Expectation, Milestone, Programme
from milestones.moving.courses import Course, InRound, courses_of, of_area
from milestones.outcomes.ends import find_ends
from ppf_site import words
from surveys.models import Release, Round
from surveys.releases.shown import ShownFigure
from surveys.stats import Reading

from .told_instead import Instead, instead_of


class DueRow(NamedTuple):
    """One expectation, and England's best answer in the last round that forecast it.

    `before`: in the round that this one follows, where the question can be compared. `later`: how
    far it got, in words, on each base of the last round that tells; "" while none does.
    """

    expectation: Expectation
    course: Course | None = None
    said: Reading | None = None
    before: Reading | None = None
    later: str = ""
    instead: Sequence[Instead] = ()

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


class Came(NamedTuple):
    """What came of an expectation, on one base, in the last round that tells it."""

    expectation: Expectation
    step: InRound
    said: Reading
    base: str

    @property
    def is_beside(self) -> bool:
        """What came in a survey of other people stands apart, never beside what was foretold."""
        return self.said.k is not None and bool(self.said.n) and not self.said.place.people


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A programme along its days, and what came of what was foretold."""

    programme: Programme
    milestones: Sequence[Milestone]
    days: Sequence[DueDay]
    came: Sequence[Came] = ()

    @property
    def rows(self) -> list[DueRow]:
        return [row for day in self.days for row in day.rows]

    @property
    def has_moved(self) -> bool:
        """Whether any was asked before."""
        return any(row.moved for row in self.rows)

    @property
    def asked_in(self) -> str:
        """ "March 2010", where all were last asked in rounds of one month; else ""."""
        rounds = [row.round for row in self.by_share]
        months = {f"{round.reference_date:%B %Y}" for round in rounds if round is not None}
        return months.pop() if len(months) == 1 else ""

    @property
    def columns(self) -> int:
        return 1 + self.tells + self.has_moved

    @property
    def tells(self) -> bool:
        """Whether anything is known of any."""
        return bool(self.by_share) or self.tells_instead

    @property
    def tells_instead(self) -> bool:
        """Whether of any that was not forecast what came or was counted is told."""
        return any(row.instead for row in self.rows)

    @property
    def by_share(self) -> list[DueRow]:
        """Those that councils were asked about, the surest first."""
        told = [row for row in self.rows if row.said is not None and row.said.share is not None]
        return sorted(told, key=_surest_first)


def forecasts_of(library: Library, expectations: Iterable[Expectation]) -> dict[str, Course]:
    """Of each expectation that was forecast the rounds that did, by its slug."""
    every = {each.slug: courses_of(library, each.slug) for each in expectations}
    return {
        slug: course
        for slug, courses in every.items()
        for course in courses
        if course.key == "forecasts"
    }


def outcomes_of(
    library: Library, expectations: Iterable[Expectation]
) -> dict[str, list[tuple[InRound, str]]]:
    """Of each expectation of which a forecast stands beside what came, the last that came on each
    base, by its slug."""
    found: dict[str, list[tuple[InRound, str]]] = {}
    for expectation in expectations:
        ends = find_ends(library, expectation.slug)
        if ends is None:
            continue
        for link in ends.bases:
            step = InRound(ends.outcome_release, link.question)
            found.setdefault(expectation.slug, []).append((step, link.basis))
    return found


def steps_of(
    courses: Mapping[str, Course], outcomes: Mapping[str, Sequence[tuple[InRound, str]]]
) -> list[InRound]:
    """The rounds whose figures tell what was foretold and what came."""
    steps = [step for course in courses.values() for step in course.steps]
    return [*steps, *(step for told in outcomes.values() for step, _ in told)]


def time_line(
    programme: Programme,
    courses: dict[str, Course],
    outcomes: Mapping[str, Sequence[tuple[InRound, str]]],
    figures: Sequence[ShownFigure],
    without: Mapping[str, Sequence[Course]] = MappingProxyType({}),
) -> TimeLine:
    told = of_area(figures, "england")
    england = {question: answers.top for question, answers in told.answers.items()}
    expectations = programme_expectations(programme)
    came = [
        Came(each, step, said, base)
        for each in expectations
        for step, base in outcomes.get(each.slug, ())
        if (said := england.get(step.question.pk)) is not None
    ]
    rows = [
        _row(each, courses.get(each.slug), england)._replace(
            later=later_words(
                [later.said for later in came if later.expectation == each and later.is_beside]
            ),
            instead=instead_of(without.get(each.slug, ()), told),
        )
        for each in expectations
    ]
    return TimeLine(programme, programme.in_order, days_of(rows), came)


def releases_of(lines: Iterable[TimeLine]) -> list[Release]:
    """Those that the figures are of: each round's last, the one held against it, and what came."""
    steps = [
        step
        for line in lines
        for row in line.rows
        if row.course is not None and row.said is not None
        for step in row.course.joined[-2:]
    ]
    steps += [came.step for line in lines for came in line.came]
    releases = [step.release for step in steps]
    releases += [told.release for line in lines for row in line.rows for told in row.instead]
    return list({release.pk: release for release in releases}.values())


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
    told = of_area(figures, "england").answers
    england = {question: answers.top for question, answers in told.items()}
    return [
        DueRow(expectation, course, reading, england.get(course.joined[-2].question.pk))
        if (course := courses.get(expectation.slug))
        else DueRow(expectation, None, reading)
        for expectation, reading in said
    ]


def later_words(said: Sequence[Reading]) -> str:
    """ "met later: 71 or 93 of 132, by base", the lowest and the highest of several."""
    if not said:
        return ""
    in_order = sorted(said, key=lambda each: each.share or 0)
    low, high = in_order[0], in_order[-1]
    told = f"{high.k} of {high.n}"
    if (low.k, low.n) != (high.k, high.n):
        # Of one base of councils short, as it stands beside a bar.
        least = low.k if low.n == high.n else f"{low.k} of {low.n}"
        told = f"{least} or {told}, by base"
    return f"{words.lower_first(said[0].choice.label)} later: {told}"


def programme_expectations(programme: Programme) -> list[Expectation]:
    return [each for milestone in programme.in_order for each in milestone.in_order]


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
