"""Two areas beside each other: how far apart, and whether that is robust."""

from dataclasses import dataclass
from decimal import Decimal

from ppf_site import words
from ppf_site.intervals import chance_of_gap
from surveys.stats import Reading


@dataclass(frozen=True, slots=True)
class Counted:
    """A share with its counts: k of n that answered, of the required; n is at least 1."""

    k: int
    n: int
    required: int

    @property
    def missing(self) -> int:
        return self.required - self.n


def counted(reading: Reading) -> Counted | None:
    """None without counts, without an answer, or where who was required is not known."""
    required = reading.base.required
    if reading.k is None or not reading.n or required is None:
        return None
    return Counted(reading.k, reading.n, required)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What with what, how far apart, and whether that is robust: computed once, used everywhere.

    `shared` councils are in both areas; None where that is not known.
    """

    left: Reading
    right: Reading
    shared: int | None = 0

    @property
    def gap(self) -> float | None:
        """Left minus right, in shares; None unless both have a base."""
        left, right = self.left.share, self.right.share
        return None if left is None or right is None else left - right

    @property
    def points(self) -> Decimal | None:
        """The gap of the unrounded shares in percentage points, to the whole point."""
        return None if self.gap is None else words.rounded(100 * self.gap)

    @property
    def is_rounded(self) -> bool:
        """Whether the points differ from those between the shares as they are shown."""
        left, right = self.left.shown_percent, self.right.shown_percent
        if left is None or right is None or self.points is None:
            return False
        return self.points != words.rounded(float(left - right))

    @property
    def verdict(self) -> str:
        """ "higher", "lower" or "level": left against right. "unknown" without both bases."""
        gap = self.gap
        if gap is None:
            return "unknown"
        if gap == 0:
            return "level"
        return "higher" if gap > 0 else "lower"

    @property
    def is_robust(self) -> bool:
        """Whether anything may be called higher or lower: the one rule for every page and file.

        The gap keeps its sign whatever the missing councils would have said, and would keep it
        if one council in each area had answered otherwise. Never without counts or answers.
        """
        ends = self._high_and_low
        return (
            ends is not None
            and _outlast_missing(*ends)
            and _still_higher(*ends, from_high=1, to_low=1)
        )

    @property
    def outlasts_missing(self) -> bool:
        """Whether the bounds do not overlap: k / required and (k + missing) / required."""
        ends = self._high_and_low
        return ends is not None and _outlast_missing(*ends)

    @property
    def outlasts_one_in_each(self) -> bool:
        """Whether the gap keeps its sign if one council in each area had closed it."""
        ends = self._high_and_low
        return ends is not None and _still_higher(*ends, from_high=1, to_low=1)

    @property
    def outlasts_one(self) -> bool:
        """Whether the gap keeps its sign if one council alone, in either area, had closed it."""
        ends = self._high_and_low
        return ends is not None and (
            _still_higher(*ends, from_high=1, to_low=0)
            and _still_higher(*ends, from_high=0, to_low=1)
        )

    @property
    def missing(self) -> int | None:
        """Councils that are in neither base, of both areas; None where that is not known."""
        if self.left.base.missing is None or self.right.base.missing is None:
            return None
        return self.left.base.missing + self.right.base.missing

    @property
    def chance(self) -> float | None:
        """Fisher's exact test, two-sided. None without counts, or if a council is in both areas:
        the test asks for two groups without overlap. It decides nothing."""
        left, right = self.left, self.right
        counts = (left.k, left.n, right.k, right.n)
        if self.shared != 0 or None in counts:
            return None
        return chance_of_gap(left.k, left.n, right.k, right.n)

    @property
    def _high_and_low(self) -> tuple[Counted, Counted] | None:
        """The side with the higher share first; None if level or without counts."""
        left, right = counted(self.left), counted(self.right)
        verdict = self.verdict
        if left is None or right is None or verdict not in {"higher", "lower"}:
            return None
        return (left, right) if verdict == "higher" else (right, left)


def _outlast_missing(high: Counted, low: Counted) -> bool:
    return high.k * low.required > (low.k + low.missing) * high.required


def _still_higher(high: Counted, low: Counted, *, from_high: int, to_low: int) -> bool:
    """In whole numbers, so that no rounding turns a tie into a gap."""
    return (high.k - from_high) * low.n > (low.k + to_low) * high.n
