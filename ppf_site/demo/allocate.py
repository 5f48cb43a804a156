"""Whole numbers for councils that add up to a total exactly, each within its own bounds."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Bounds = tuple[int, int]


class CannotShareOutError(Exception):
    """The bounds leave no room for the total."""


def share_out(
    total: int, wanted: Mapping[str, float], bounds: Mapping[str, Bounds]
) -> dict[str, int]:
    """Numbers as near in proportion to the wanted ones as the bounds allow, with this sum.

    One scale for all, cut off at each council's bounds; then largest remainders.
    """
    lowest = sum(bounds[code][0] for code in wanted)
    highest = sum(bounds[code][1] for code in wanted)
    if not lowest <= total <= highest:
        raise CannotShareOutError(f"{total} is not between {lowest} and {highest}")
    exact = _scaled(total, wanted, bounds)
    given = {code: math.floor(value) for code, value in exact.items()}
    rank = sorted(wanted, key=lambda code: (given[code] - exact[code], code))
    left = total - sum(given.values())
    step = 1 if left > 0 else -1
    while left:
        for code in rank:
            if left and bounds[code][0] <= given[code] + step <= bounds[code][1]:
                given[code] += step
                left -= step
    return given


def _scaled(
    total: int, wanted: Mapping[str, float], bounds: Mapping[str, Bounds]
) -> dict[str, float]:
    def at(scale: float) -> dict[str, float]:
        return {
            code: min(max(scale * value, bounds[code][0]), bounds[code][1])
            for code, value in wanted.items()
        }

    low, high = 0.0, 1.0
    while sum(at(high).values()) < total and high < 1e9:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        if sum(at(middle).values()) < total:
            low = middle
        else:
            high = middle
    return at(low)


@dataclass(frozen=True, slots=True)
class Band:
    """So many councils have a rate from `low` up to, and without, `high`."""

    low: float
    high: float
    count: int

    def bounds(self, base: int) -> Bounds:
        """Without floats: a number just at an edge must not slip over it."""
        low, high = Fraction(str(self.low)), Fraction(str(self.high))
        return math.ceil(low * base), math.ceil(high * base) - 1


def spread(
    order: Sequence[str], bands: Sequence[Band], weights: Mapping[str, float], target: float
) -> dict[str, float]:
    """A rate for each council, lowest first, so many in each band, with this weighted sum.

    Rates rise evenly through a band, but in the last they are bent, a few far above the others,
    until the sum is met.
    """
    if len(order) != sum(band.count for band in bands):
        raise CannotShareOutError(f"{len(order)} councils do not fill the bands")

    def at(bend: float) -> dict[str, float]:
        rates: dict[str, float] = {}
        for band in bands:
            bent = bend if band is bands[-1] else 0.0
            for place in range(band.count):
                even = (place + 0.5) / band.count
                height = (1 - bent) * even + bent * even**6
                rates[order[len(rates)]] = band.low + (band.high - band.low) * height
        return rates

    def weighed(bend: float) -> float:
        return sum(rate * weights[code] for code, rate in at(bend).items())

    if not weighed(1) <= target <= weighed(0):
        raise CannotShareOutError(f"{target} is not between {weighed(1)} and {weighed(0)}")
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        if weighed(middle) > target:
            low = middle
        else:
            high = middle
    return at(high)


def band_of(place: int, bands: Sequence[Band]) -> Band:
    """The band of the council at this place in the order, counted from nothing."""
    for band in bands:
        if place < band.count:
            return band
        place -= band.count
    raise IndexError(place)
