"""Where one council stands among others, without itself: plain values in, plain values out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from surveys.stats import Breakdown

# So many of its type are called similar.
MOST_SIMILAR = 10
# So many percentage points from its own are called near.
NEAR = 3


class SizedCouncil(NamedTuple):
    """A council with its population in thousands, as the release has it; None where it has none."""

    pk: int
    name: str
    population: int | None


def most_similar(own: SizedCouncil, others: Iterable[SizedCouncil]) -> list[SizedCouncil]:
    """Of `others`, which are of the same type, the ten nearest in population, the nearest first.

    How far apart two are is how many times the smaller goes into the larger, so that 200 is as far
    from 160 as from 250. Of two that are as far, the one whose name comes first in the alphabet
    stands first. None for a council without a population; those without one are left out.
    """
    if not own.population:
        return []
    sized = [other for other in others if other.population and other.pk != own.pk]
    return sorted(sized, key=lambda other: (_times(own, other), other.name))[:MOST_SIMILAR]


def _times(own: SizedCouncil, other: SizedCouncil) -> float:
    """Equal ratios of whole numbers are equal as floats too."""
    low, high = sorted([own.population or 1, other.population or 1])
    return high / low


@dataclass(frozen=True, slots=True)
class Position:
    """A council's own number, and those of others that gave one."""

    own: Decimal
    others: Sequence[Decimal]

    @property
    def higher_than(self) -> int:
        return sum(self.own > other for other in self.others)

    @property
    def lower_than(self) -> int:
        return sum(self.own < other for other in self.others)

    @property
    def level_with(self) -> int:
        return sum(self.own == other for other in self.others)

    @property
    def near(self) -> int:
        """Those within three points on either side, the ends among them."""
        return sum(abs(self.own - other) <= NEAR for other in self.others)


@dataclass(frozen=True, slots=True)
class OthersSaid:
    """How many others gave each answer, of the `n` that gave one; `missing` gave none.

    `n` is None where the counts are not told.
    """

    counts: Mapping[str, int]
    n: int | None
    missing: int = 0

    def same(self, choice: str) -> int:
        return self.counts.get(choice, 0)


def others_in(area: Breakdown, own: str) -> OthersSaid:
    """Of an area's figures, without the council: it is in them with its own answer, if it gave
    one."""
    counts = {reading.choice.key: reading.k for reading in area.readings}
    told = {key: k - (key == own) for key, k in counts.items() if k is not None}
    if len(told) < len(counts) or area.base.n is None:
        return OthersSaid({}, None)
    missing = (area.base.missing or 0) - (not own)
    return OthersSaid(told, area.base.n - bool(own), max(missing, 0))


def others_among(answers: Iterable[str], asked: int) -> OthersSaid:
    """Of councils that gave these answers, so many of them asked."""
    counts = Counter(answer for answer in answers if answer)
    given = sum(counts.values())
    return OthersSaid(dict(counts), given, asked - given)
