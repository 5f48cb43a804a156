"""A measure's rates of what is compared: of areas as released, of councils their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from councils.permissions import Person
from milestones.by_place import ByPlace
from milestones.measures.measured import Rate, council_rates
from milestones.measures.stats import sides_of_target
from milestones.models import MeasureBase, MeasureRate
from milestones.selection import Selection
from milestones.tables import answer_words
from ppf_site import words
from surveys.models import Figure, ReleasedReturn
from surveys.releases.results import amount_of
from surveys.releases.shown import read
from surveys.stats import Amount, Breakdown, Choice


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
    """`amounts` by area's address. A group of one's own has none: they are worked out when a
    release is compiled. Councils stand with the best first, and without a rate last."""

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
) -> ComparedRates:
    """`selection` is of who has reached the target; `councils` are those that the person may read,
    each with its side of it. A query, and one more where there are councils."""
    release = selection.release
    figures = Figure.objects.of_release(release).of_questions([rate.question_id])
    amounts = {figure.area.slug: amount_of(figure) for figure in read(figures, person, [release])}
    own: dict[int, Decimal] = {}
    if councils:
        every = council_rates(Rate(release, rate.question, {}), person)
        own = {each.council.council_id: each.rate for each in every}
    choices = {choice.key: choice for choice in _choices(places)}
    found = [
        OwnRate(
            row,
            own.get(row.council_id),
            choices.get(next(iter(row.choices or ()), "")),
            answer_words(row, places.labels, selection.question),
        )
        for row in councils
    ]
    best = -1 if rate.base.measure.higher_is_better else 1
    found.sort(key=lambda each: float("inf") if each.rate is None else best * each.rate)
    return ComparedRates(rate.base, amounts, found)


def _choices(places: ByPlace) -> list[Choice]:
    shown: Sequence[Breakdown] = places.shown
    return [reading.choice for reading in shown[0].readings] if shown else []
