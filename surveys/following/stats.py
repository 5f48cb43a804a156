"""How many of a round's returns are how far, and how fast they were signed: plain values."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SIGNED, READY, IN_PROGRESS, NOT_STARTED = "signed", "to_sign", "in_progress", "not_started"
DECLINED, ON_PAPER, NO_LONGER = "declined", "on_paper", "no_longer_required"


def how_far(requirement: str, state: str) -> str:
    """Which count a return belongs to: what is signed is signed, on paper or here; what came on
    paper and is not entered yet is on paper, whatever has been typed of it."""
    if requirement in {DECLINED, NO_LONGER}:
        return requirement
    if state == SIGNED:
        return SIGNED
    return ON_PAPER if requirement == ON_PAPER else state


class RegionPlace(NamedTuple):
    """A region, by its name and how it stands in an address; England has none."""

    name: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class RegionProgress:
    """The returns of one region by how far they are. All but those that are no longer required
    are the required ones; the overdue are among those that are not signed."""

    place: RegionPlace
    counts: Counter[str]
    overdue: int

    @property
    def required(self) -> int:
        return self.counts.total() - self.counts[NO_LONGER]

    @property
    def signed(self) -> int:
        return self.counts[SIGNED]

    @property
    def ready(self) -> int:
        return self.counts[READY]

    @property
    def in_progress(self) -> int:
        return self.counts[IN_PROGRESS]

    @property
    def not_started(self) -> int:
        return self.counts[NOT_STARTED]

    @property
    def not_in_file(self) -> int:
        """Of a round that was imported: required, and nothing is known of it."""
        return self.required - self.signed - self.declined

    @property
    def declined(self) -> int:
        return self.counts[DECLINED]

    @property
    def on_paper(self) -> int:
        return self.counts[ON_PAPER]

    @property
    def no_longer(self) -> int:
        return self.counts[NO_LONGER]

    @property
    def share(self) -> float:
        """Signed, of those required; 0 of none."""
        return self.signed / self.required if self.required else 0.0

    @property
    def wide(self) -> str:
        """The bar of what is signed of what is required."""
        return f"{self.share * 100:.4g}%"


class HowFar(NamedTuple):
    """What is counted of a return."""

    place: RegionPlace
    far: str
    is_overdue: bool


def progress(place: RegionPlace, returns: Iterable[HowFar]) -> RegionProgress:
    listed = list(returns)
    counts = Counter(each.far for each in listed)
    return RegionProgress(place, counts, sum(each.is_overdue for each in listed))


def by_region(returns: Sequence[HowFar]) -> list[RegionProgress]:
    """In the order in which the regions come."""
    places = list(dict.fromkeys(each.place for each in returns))
    return [progress(place, [each for each in returns if each.place == place]) for place in places]


@dataclass(frozen=True, slots=True)
class ResponseCurve:
    """When a round's required returns were first signed, in days from the one it opened on.

    `last` is the day up to which it is known: today's, or the one it closed on.
    """

    name: str
    required: int
    days: Sequence[int]
    last: int

    def signed_by(self, day: int) -> int:
        return sum(signed <= day for signed in self.days)

    def share_by(self, day: int) -> float:
        """Per cent of the required returns, which are some."""
        return self.signed_by(day) * 100 / self.required


# How many days apart the values of a chart stand, and at most how many of them.
STEPS = (1, 2, 7, 14, 28, 91)
MOST_DAYS = 13


def days_shown(curves: Sequence[ResponseCurve]) -> list[int]:
    """The same days for all, from the first on, and the last that is known of each."""
    longest = max(curve.last for curve in curves)
    step = next((step for step in STEPS if longest // step < MOST_DAYS), STEPS[-1])
    return sorted({*range(0, longest + 1, step), *(curve.last for curve in curves)})


class DayOfResponse(NamedTuple):
    """What was signed by a day in each of the rounds; None where the day is still to come."""

    day: int
    signed: Sequence[tuple[int, int] | None]


def days_of_response(curves: Sequence[ResponseCurve]) -> list[DayOfResponse]:
    """A row a day, for a table: k of n in each round."""
    return [
        DayOfResponse(
            day,
            [(c.signed_by(day), c.required) if day <= c.last else None for c in curves],
        )
        for day in days_shown(curves)
    ]
