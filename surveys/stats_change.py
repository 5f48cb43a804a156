"""How much a number of a figure changed: plain values in, plain values out, no database."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

# So many times as much, or a part of it; of percentages and shares so many points. Among some 150
# councils 20 points are 30 of them, and a number that doubled is more often counted otherwise than
# twice as large: both are asked about, of one council's answer and of England's figure.
TIMES = 2
POINTS = 20

Number = Decimal | datetime.date | None


@dataclass(frozen=True, slots=True)
class Share:
    """k of n; of a share that was printed alone, only that."""

    k: int | None
    n: int | None
    printed: Decimal | None = None

    @property
    def share(self) -> float | None:
        if self.k is not None and self.n:
            return self.k / self.n
        return None if self.printed is None else float(self.printed) / 100


def size_of_share(before: Share, after: Share) -> float:
    """Between 0 and 1: how far the share moved; 1 where there is none at one end."""
    if before.share is None or after.share is None:
        return 0.0 if before.share is after.share else 1.0
    return abs(after.share - before.share)


def size_of_number(
    before: Number | float, after: Number | float, *, is_percent: bool = False
) -> float:
    """Between 0 and 1, so that unlike numbers can be put in order: of percentages the points, of
    days the share of a year, of all others the difference as a share of the larger one. 1 where
    there is no number at one end."""
    if isinstance(before, datetime.date) and isinstance(after, datetime.date):
        return min(abs((after - before).days) / 365, 1.0)
    if not isinstance(before, Decimal) or not isinstance(after, Decimal):
        return 1.0
    if is_percent:
        return min(float(abs(after - before)) / 100, 1.0)
    larger = max(abs(before), abs(after))
    return float(abs(after - before) / larger) if larger else 0.0


def times_of_a_lot(before: Decimal, after: Decimal, *, is_percent: bool = False) -> Decimal:
    """How far it moved in the measure of what is a lot: at 1 and above it is."""
    if is_percent:
        return abs(after - before) / POINTS
    less, more = sorted((after, before))
    # From or to nothing there is no telling how many times: one stands for it.
    return max(more, Decimal(1)) / max(less, Decimal(1)) / TIMES
