"""A measure's rates of what is compared: of areas as released, of councils their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from councils.permissions import Person
from milestones.by_place import ByPlace
from milestones.measures.measured import Rate, council_rates
from milestones.measures.stats import sides_of_target, verdict
from milestones.models import MeasureBase, MeasureRate
from milestones.moving.courses import Course, InRound
from milestones.selection import Selection
from milestones.tables import answer_words
from ppf_site import words
from surveys.models import Figure, Release, ReleasedReturn
from surveys.releases.results import amount_of
from surveys.releases.shown import read
from surveys.stats import Amount, Breakdown, Choice, Place

from .members import Members


def rate_name(base: MeasureBase) -> str:
    """ "Share of people on personal budgets, of all users"; a title that ends with what it is of
    says that once."""
    title = base.measure.title
    return title if title.endswith(base.name) else f"{title}, of {base.name}"


@dataclass(frozen=True, slots=True)
class OwnRate:
    """One council's rate in per cent, None where it gave none; on which side of the target it is,
    as released; and that, or why there is none, in words."""

    row: ReleasedReturn
    rate: Decimal | None
    side: Choice | None
    said: str

    @property
    def name(self) -> str:
        return self.row.council.name

    @property
    def is_at_target(self) -> bool:
        return self.side is not None and self.side.tone > 0


@dataclass(frozen=True, slots=True)
class ComparedRates:
    """`amounts` by area's address; of a group of one's own, where nothing else tells of it, from
    its councils' counts. Councils stand with the best first, and without a rate last."""

    base: MeasureBase
    amounts: Mapping[str, Amount]
    councils: Sequence[OwnRate]

    @property
    def label(self) -> str:
        return f"{self.base.measure.title}: {self.base.name}"

    @property
    def target(self) -> float | None:
        target = self.base.measure.target_percent
        return None if target is None else float(target)

    def highest_first(self, places: Sequence[Place]) -> list[Amount]:
        """Of those places that have a rate of all counted together."""
        found = [self.amounts[place.slug] for place in places if place.slug in self.amounts]
        return sorted(
            (amount for amount in found if amount.pooled is not None),
            key=lambda amount: -(amount.pooled or 0),
        )

    def in_order(self, areas: Sequence[Breakdown]) -> list[Breakdown]:
        """As their chart has them; those without a rate last."""
        told = [amount.place for amount in self.highest_first([area.place for area in areas])]
        return sorted(
            areas, key=lambda area: told.index(area.place) if area.place in told else len(told)
        )

    @property
    def told(self) -> list[OwnRate]:
        """Councils with a rate."""
        return [each for each in self.councils if each.rate is not None]

    @property
    def _sides(self) -> tuple[Choice, Choice]:
        measure = self.base.measure
        return sides_of_target(measure.target_percent, measure.higher_is_better)

    @property
    def at_target(self) -> str:
        """ "30% or more"."""
        return words.lower_first(self._sides[0].label)

    def side_words(self, each: OwnRate) -> str:
        """ "30% or more" or "Under 30%"; "" where no side is told."""
        if each.side is None:
            return ""
        at, short = self._sides
        return at.label if each.is_at_target else short.label


def rates_of(
    rate: MeasureRate,
    selection: Selection,
    places: ByPlace,
    councils: Sequence[ReleasedReturn],
    person: Person,
    *,
    groups: Sequence[str] = (),
) -> ComparedRates:
    """`selection` is of who has reached the target, or of the rate itself; `councils`, and those of
    `groups`, are such as the person may read. A query, and one more where there are councils, and
    groups two."""
    release = selection.release
    figures = Figure.objects.of_release(release).of_questions([rate.question_id])
    amounts = {figure.area.slug: amount_of(figure) for figure in read(figures, person, [release])}
    amounts |= _of_groups(rate, release, groups, person) if groups else {}
    own: dict[int, Decimal] = {}
    if councils:
        every = council_rates(Rate(release, rate.question, {}), person)
        own = {each.council.council_id: each.rate for each in every}
    choices = {choice.key: choice for choice in _choices(places)}
    found = [
        OwnRate(
            row,
            own.get(row.council_id),
            choices.get(next(iter(row.choices or ()), ""))
            or _side(rate, own.get(row.council_id), is_banded=bool(choices)),
            answer_words(row, places.labels, selection.question),
        )
        for row in councils
    ]
    best = -1 if rate.base.measure.higher_is_better else 1
    found.sort(key=lambda each: float("inf") if each.rate is None else best * each.rate)
    return ComparedRates(rate.base, amounts, found)


def _of_groups(
    rate: MeasureRate, release: Release, groups: Sequence[str], person: Person
) -> dict[str, Amount]:
    course = Course("rates", "", [InRound(release, rate.question, joins=False)])
    members = Members.of(course, person)
    told = {area: members.course(course, area, person).steps[0].amount for area in groups}
    return {area: amount for area, amount in told.items() if amount is not None}


def _side(rate: MeasureRate, own: Decimal | None, *, is_banded: bool) -> Choice | None:
    """By the council's rate, where the release does not tell on which side of the target it is."""
    measure = rate.base.measure
    target = measure.target_percent
    if is_banded or own is None or target is None:
        return None
    at, short = sides_of_target(target, measure.higher_is_better)
    found = verdict(own, target, higher_is_better=measure.higher_is_better)
    return at if found == "met" else short


def places_counted(selection: Selection, person: Person) -> ByPlace:
    """Where the rate that is selected is told: places without answers to choose from."""
    release = selection.release
    figures = Figure.objects.of_release(release).of_questions([selection.question.pk])
    amounts = map(amount_of, read(figures, person, [release]))
    return ByPlace.of([Breakdown(amount.place, amount.base, ()) for amount in amounts])


def _choices(places: ByPlace) -> list[Choice]:
    shown: Sequence[Breakdown] = places.shown
    return [reading.choice for reading in shown[0].readings] if shown else []
