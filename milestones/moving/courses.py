"""What of an expectation can be followed from round to round, and how each round is joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from milestones.library import Library
from milestones.measures.stats import sides_of_target, verdict
from milestones.models import ExpectationQuestion, MeasureRate
from milestones.selection import Role
from surveys.models import Figure, Question, Release
from surveys.models.figures import FigureQuerySet
from surveys.models.question_types import Comparability
from surveys.releases.moves import Between
from surveys.releases.results import amount_of, breakdowns_of
from surveys.releases.shown import ShownFigure
from surveys.stats import Amount, Base, Breakdown, Choice

from .changes import JOINS, Part, PartChange, change_between, worst

# Of a round what tells it, and the expectation or the measure as its release has it.
Told = tuple[Release, Question, Part]


@dataclass(frozen=True, slots=True)
class InRound:
    """What one round tells, in one area: of choices the answers, of a measure the pooled rate.

    `joins`: with the step before, as the question says of itself, and whoever changed what it asks
    about of that: `change`. `said` is what a single council chose, or why it tells nothing: one
    council's answer is no share.
    """

    release: Release
    question: Question
    joins: bool = False
    answers: Breakdown | None = None
    amount: Amount | None = None
    said: str = ""
    change: PartChange | None = None

    @property
    def value(self) -> float | None:
        """The best answer's share or the rate, in per cent."""
        if self.said:
            return None
        if self.answers is not None:
            share = self.answers.top.share
            return None if share is None else 100 * share
        pooled = self.amount.pooled if self.amount else None
        return None if pooled is None else float(pooled)

    @property
    def base(self) -> Base | None:
        """Who answered in the area; of a measure, who gave both its parts."""
        told = self.answers or self.amount
        return told.base if told is not None else None

    @property
    def is_reworded(self) -> bool:
        return self.joins and self.comparability == Comparability.WORDING

    @property
    def comparability(self) -> str:
        """Of the question and of what it asks about, to the step before."""
        asked = self.question.comparability
        return worst(asked, self.change.comparability) if self.change else asked


@dataclass(frozen=True, slots=True)
class Course:
    """One thing told in one round or more, the earliest first.

    `key` is how addresses name it; `target` is of a measure, `basis` whom an outcome counts, where
    that is told on several. `apart` are the rounds that asked
    something that cannot be compared.
    """

    key: str
    label: str
    steps: Sequence[InRound]
    target: Decimal | None = None
    higher_is_better: bool = True
    apart: Sequence[str] = field(default_factory=list)
    basis: str = ""

    @property
    def joined(self) -> Sequence[InRound]:
        """The last rounds that are joined: between these councils can be matched."""
        start = len(self.steps) - 1
        while start > 0 and self.steps[start].joins:
            start -= 1
        return self.steps[start:]

    @property
    def is_counted(self) -> bool:
        """Whether councils' answers are held of the joined rounds."""
        return not any(step.release.round.is_totals_only for step in self.joined)

    @property
    def can_flow(self) -> bool:
        is_told_in_two = self.steps[-1].answers is not None or self.target is not None
        return len(self.joined) > 1 and self.is_counted and is_told_in_two

    def between(self, earlier: InRound) -> Between:
        later = self.steps[-1]
        return Between(
            (earlier.release, earlier.question),
            (later.release, later.question),
            self.target,
            self.higher_is_better,
        )

    def choices(self, step: InRound) -> list[Choice]:
        """The answers, the best first; of a rate whether the target is reached."""
        if step.answers is not None:
            found = [reading.choice for reading in step.answers.readings]
            return sorted(found, key=lambda choice: -choice.tone)
        return list(sides_of_target(self.target, self.higher_is_better))

    def reached(self, step: InRound) -> bool:
        """Whether the rate reaches the target."""
        pooled = step.amount.pooled if step.amount else None
        told = verdict(pooled, self.target, higher_is_better=self.higher_is_better)
        return told == "met"


def courses_of(library: Library, slug: str) -> list[Course]:
    """Without figures: what councils foretold, what came, and what was counted, on each base."""
    links = library.about(slug)
    found = [_of_links(library, "forecasts", "What councils forecast", _role(links, Role.FORECAST))]
    outcomes = _role(links, Role.OUTCOME)
    bases = {link.basis_key: link.basis for link in outcomes}
    found += [
        _of_links(
            library,
            f"outcome-{key}" if key else "outcome",
            f"What came, of {name}" if name else "What came",
            [link for link in outcomes if link.basis_key == key],
        )
        for key, name in bases.items()
    ]
    found += _of_measures(library, library.rates_of(expectation=slug))
    return [course for course in found if course.steps]


def _role(links: Sequence[ExpectationQuestion], role: str) -> list[ExpectationQuestion]:
    return [link for link in links if link.role == role]


def _of_links(
    library: Library, key: str, label: str, links: Sequence[ExpectationQuestion]
) -> Course:
    whole = [link for link in links if library.editions[link.release_pk].answered_by_half]
    told: list[Told] = [
        (library.release(link.release_pk), link.question, link.expectation)
        for link in whole or links
    ]
    basis = links[-1].basis if links else ""
    return _joined(Course(key, label, [], basis=basis), told)


def _of_measures(library: Library, rates: Sequence[MeasureRate]) -> list[Course]:
    counted = [rate for rate in rates if rate.role == MeasureRate.Role.ACTUAL]
    bases = {
        (rate.base.measure.slug, rate.base.key): rate.base
        for rate in sorted(counted, key=lambda rate: rate.base.position)
    }
    return [
        _joined(
            Course(
                base.key,
                f"{base.measure.title}, of {base.name}",
                [],
                base.measure.target_percent,
                base.measure.higher_is_better,
            ),
            [
                (library.release(rate.release_pk), rate.question, rate.base.measure)
                for rate in counted
                if (rate.base.measure.slug, rate.base.key) == (measure, key)
            ],
        )
        for (measure, key), base in bases.items()
    ]


def _joined(course: Course, told: Sequence[Told]) -> Course:
    """From the latest back to whatever it follows; what cannot be compared stands apart."""
    by_question = {question.pk: (release, question, part) for release, question, part in told}
    ordered = sorted(told, key=lambda each: each[1].round.reference_date)
    steps: list[InRound] = []
    at = ordered[-1] if ordered else None
    while at is not None:
        release, question, part = at
        before = by_question.get(question.follows_id or 0)
        change = change_between(before[2], part) if before is not None else None
        step = InRound(release, question, change=change)
        if step.comparability == Comparability.NONE:
            before = None
        joins = before is not None and step.comparability in JOINS
        steps.insert(0, replace(step, joins=joins))
        at = before
    used = {step.question.pk for step in steps}
    apart = [question.round.title for _, question, _ in ordered if question.pk not in used]
    return replace(course, steps=steps, apart=apart)


def figures_of(courses: Sequence[Course]) -> FigureQuerySet:
    return figures_in([step for course in courses for step in course.steps])


def figures_in(steps: Sequence[InRound]) -> FigureQuerySet:
    asked = Figure.objects.filter(release__in={step.release.pk for step in steps})
    return asked.of_questions([step.question.pk for step in steps])


class OfArea(NamedTuple):
    """What was released of one area, by question: of a choice the answers, of a number the sum."""

    answers: Mapping[int, Breakdown]
    amounts: Mapping[int, Amount]


def of_area(figures: Sequence[ShownFigure], area: str) -> OfArea:
    of_it = [figure for figure in figures if figure.area.slug == area]
    return OfArea(
        {question: found[0] for question, found in breakdowns_of(of_it).items()},
        {
            figure.question.pk: amount_of(figure)
            for figure in of_it
            if figure.question is not None and figure.question.is_number
        },
    )


def in_area(course: Course, told: OfArea) -> Course:
    """With what each round tells of the area."""
    steps = [
        replace(
            step,
            answers=told.answers.get(step.question.pk),
            amount=told.amounts.get(step.question.pk),
        )
        for step in course.steps
    ]
    return replace(course, steps=steps)
