"""A measure through its rounds, as released: on each base, what was counted and what foretold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from councils.permissions import Person
from milestones.library import Library
from milestones.models import Measure, MeasureBase, MeasureRate
from milestones.moving.changes import PartChange, measures_changed, worst
from surveys.models import Figure, Question, Release, ReleasedReturn, Round
from surveys.models.figures import FigureQuerySet
from surveys.models.question_types import Comparability
from surveys.permissions import sees_blurred
from surveys.releases.editions import Edition
from surveys.releases.results import amount_of, reading_of
from surveys.releases.rounded import council_rate
from surveys.releases.shown import ShownFigure
from surveys.stats import Amount, Base, Reading

from .stats import NOT_YET, Reached, Verdict, is_due, verdict

Role = MeasureRate.Role
# What the base of a rate did: fewer than answered, where some did not know one of its parts.
GAVE_BOTH = "gave both counts"


@dataclass(frozen=True, slots=True)
class Rate:
    """A measure on one base in one round: by area's address, its rates and who reached the target.

    `reached` is how many councils are at or above the target, where the round counts it or the
    reader may count it from the councils' own rates. `change`: of the measure, since the round
    before.
    """

    release: Release
    question: Question
    amounts: Mapping[str, Amount]
    reached: Mapping[str, Reading] = field(default_factory=dict)
    change: PartChange | None = None

    @property
    def comparability(self) -> str:
        """Of the question and of the measure, to the round before."""
        asked = self.question.comparability
        return worst(asked, self.change.comparability) if self.change else asked

    @property
    def is_reworded(self) -> bool:
        return self.comparability == Comparability.WORDING

    @property
    def round(self) -> Round:
        return self.release.round

    @property
    def england(self) -> Amount | None:
        return self.amounts.get("england")

    def base_in(self, area: str = "england") -> Base | None:
        """How many of the area's councils it counts."""
        amount = self.amounts.get(area)
        return amount.base if amount else None

    @property
    def pooled(self) -> Decimal | None:
        return self.england.pooled if self.england else None

    @property
    def on_its_day(self) -> Reached:
        return Reached(self.round.reference_date, self.pooled)

    @property
    def regions(self) -> list[Amount]:
        return [amount for amount in self.amounts.values() if amount.place.kind == "region"]


@dataclass(frozen=True, slots=True)
class OnBase:
    """The measure on one base: rounds that counted it, and that foretold it, the earliest first."""

    measure: Measure
    base: MeasureBase
    counted: Sequence[Rate]
    foretold: Sequence[Rate]

    @property
    def target(self) -> Decimal | None:
        return self.measure.target_percent

    @property
    def releases(self) -> list[Release]:
        """Of what was counted and foretold, the earliest first."""
        return [rate.release for rate in (*self.counted, *self.foretold)]

    @property
    def latest(self) -> Rate | None:
        return self.counted[-1] if self.counted else None

    def in_round(self, slug: str) -> Rate | None:
        return next((rate for rate in self.counted if rate.round.slug == slug), None)

    def verdict_of(self, amount: Amount | None) -> Verdict:
        """On the pooled rate."""
        return self.verdict_of_rate(amount.pooled if amount else None)

    def told_of(self, rate: Rate, pooled: Decimal | None) -> str:
        """The verdict in words: what falls short before the target is due has not failed."""
        found = self.verdict_of_rate(pooled)
        due = self.measure.expectation.due_on if self.measure.expectation else None
        is_early = due is not None and not is_due(due, rate.round.reference_date)
        return NOT_YET if found == "not met" and is_early else found

    def verdict_of_rate(self, rate: Decimal | None) -> Verdict:
        return verdict(rate, self.target, higher_is_better=self.measure.higher_is_better)


def measure_of(rates: Sequence[MeasureRate]) -> Measure:
    """In the words of the latest release that tells of it."""
    return rates[0].base.measure


def questions_of(library: Library, rates: Sequence[MeasureRate]) -> dict[int, int | None]:
    """The questions that tell the rates, and with what they band those that say who reached the
    target; None of a rate itself."""
    bands = {
        band.pk: band.banded_id
        for rate in rates
        for band in _bands(library.editions[rate.release_pk], rate)
    }
    return {**{rate.question_id: None for rate in rates}, **bands}


def figures_of(rates: Sequence[MeasureRate], questions: Iterable[int]) -> FigureQuerySet:
    asked = Figure.objects.filter(release__in={rate.release_pk for rate in rates})
    return asked.of_questions(questions)


def on_bases(
    library: Library, rates: Sequence[MeasureRate], figures: Sequence[ShownFigure]
) -> list[OnBase]:
    """Every area's rates on each base, in every round that has them."""
    amounts = _amounts(figures)
    reached = _reached(figures, questions_of(library, rates))
    bases = {rate.base.key: rate.base for rate in reversed(rates)}
    by_day = sorted(rates, key=lambda rate: rate.question.round.reference_date)

    def told(base: MeasureBase, role: str) -> list[Rate]:
        ours = [rate for rate in by_day if rate.base.key == base.key and rate.role == role]
        return [
            Rate(
                library.release(rate.release_pk),
                rate.question,
                amounts.get(rate.question_id, {}),
                reached.get(rate.question_id, {}),
                change,
            )
            for rate, change in zip(ours, measures_changed(ours), strict=True)
        ]

    return [
        OnBase(measure_of(rates), base, told(base, Role.ACTUAL), told(base, Role.FORECAST))
        for base in sorted(bases.values(), key=lambda base: base.position)
    ]


def band_of(edition: Edition, rate: MeasureRate) -> Question | None:
    """The question that says of each council whether it has reached the target, if there is one."""
    return next(iter(_bands(edition, rate)), None)


def _bands(edition: Edition, rate: MeasureRate) -> Iterable[Question]:
    """Questions that say of each council whether its rate has reached the target."""
    target = rate.base.measure.target_percent
    for question in edition.questions.values():
        if question.banded_id == rate.question_id and target is not None:
            bounds = [option.lower_bound for option in edition.options_of(question)]
            if target in bounds and len(bounds) == 2:
                yield question


def _amounts(figures: Sequence[ShownFigure]) -> dict[int, dict[str, Amount]]:
    found: dict[int, dict[str, Amount]] = {}
    for figure in figures:
        if figure.question is not None and figure.question.is_number:
            found.setdefault(figure.question.pk, {})[figure.area.slug] = amount_of(figure)
    return found


def _reached(
    figures: Sequence[ShownFigure], bands: Mapping[int, int | None]
) -> dict[int, dict[str, Reading]]:
    """The count of councils with the better answer, by the question whose bands it tells."""
    found: dict[int, dict[str, Reading]] = {}
    for figure in figures:
        banded = bands.get(figure.question_id or 0)
        if banded is None or figure.option is None or figure.option.tone <= 0:
            continue
        found.setdefault(banded, {})[figure.area.slug] = reading_of(figure)
    return found


@dataclass(frozen=True, slots=True)
class CouncilRate:
    """One council's own rate in per cent, in one round."""

    council: ReleasedReturn
    rate: Decimal


def council_rates(rate: Rate, person: Person, *, region: str = "") -> list[CouncilRate]:
    """The highest first, of one region alone if it is named; none where the person may not see
    named councils. One query."""
    every = ReleasedReturn.objects.all()
    release = rate.release
    returns = every.in_region([release.pk], region) if region else every.of_release(release)
    return _rates_of(rate, returns.that_answered(rate.question, person), person)


@dataclass(frozen=True, slots=True)
class RegionCouncils:
    """One region's councils: their own rates, the highest first, and by name who is not in its
    count. `rates` is empty where the person may not see named councils; `silent` are then those
    alone that sent no return."""

    rates: Sequence[CouncilRate] = ()
    silent: Sequence[ReleasedReturn] = ()


def councils_in(rate: Rate, person: Person, region: str) -> RegionCouncils:
    """One query."""
    asked = ReleasedReturn.objects.in_region([rate.release.pk], region)
    returns = list(asked.with_whole_answer_to([rate.question], person))
    rates = _rates_of(rate, [row for row in returns if row.given is not None], person)
    counted = {each.council.pk for each in rates}
    silent = [
        row
        for row in returns
        if row.is_required and row.pk not in counted and (rates or not row.is_answered)
    ]
    return RegionCouncils(rates, silent)


def _rates_of(rate: Rate, returns: Iterable[ReleasedReturn], person: Person) -> list[CouncilRate]:
    is_blurred = sees_blurred(person, rate.release)

    def own(given: object) -> Decimal:
        return council_rate(rate.question, Decimal(str(given)), is_blurred=is_blurred)

    found = [
        CouncilRate(row, own(row.given["number"]))
        for row in returns
        if row.given["number"] is not None
    ]
    return sorted(found, key=lambda each: (-each.rate, each.council.name))
