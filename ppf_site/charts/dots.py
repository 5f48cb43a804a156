"""Dots on lines: one place against the rest, and every council of an area."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ppf_site import words

from . import looks
from .drawing import QUARTERS, Bars, Mark, Row, Swatch

# Of a gap that would keep its sign whatever the missing and one council each had said, or not.
CLEAR, CLOSE = "a clear gap", "close: one council or the missing could turn it"
# Dots that would cover each other stand in lanes, from the middle outwards.
LANES = (0, 9, -9)
# Nearer than this, in per cent of the axis, they would.
TOO_NEAR = 1.6
# Of a pair so near each stands off the line, the place itself above: both are seen on a phone too.
PAIR_TOO_NEAR, OFF_THE_LINE = 2.5, 6
# In one line of a phone: a second would take the room of the first pair.
BELOW = "just below where level"


class DumbbellRow(NamedTuple):
    """One place and the rest of England on one subject: shares in per cent, and both in words."""

    name: str
    here: float
    rest: float
    here_says: str
    rest_says: str
    is_robust: bool = True
    label: str = ""  # what stands at the right, if it is not what is said of the place
    apart: bool = False
    group: str = ""


class StripRow(NamedTuple):
    """The values of an area's councils; `pooled` and quartiles in the same unit.

    `values` are those that the reader may see, each with its council in words.
    """

    area: str
    values: Sequence[tuple[float, str]]
    quartiles: tuple[float, float, float] | None
    pooled: float | None
    label: str
    own: str = ""  # what one's own council says, which is one of the values
    apart: bool = False


def dumbbell(
    rows: Sequence[DumbbellRow], *, here: str, rest: str, tells_robust: bool = True
) -> Bars:
    """Two dots on one line a subject; where it tells robust gaps, those are filled."""
    drawn = []
    named = f"{rest}, {BELOW}" if any(map(_is_near, rows)) else rest
    for row in rows:
        marks = list(_pair(row, _named(row, here, tells_robust=tells_robust), rest, named))
        drawn.append(Row(row.name, marks, row.label or row.here_says, row.apart, row.group))
    legend = [Swatch(looks.HERE, f"{here}, {CLEAR}" if tells_robust else here)]
    if not all(row.is_robust for row in rows):
        legend.append(Swatch(looks.HERE_OPEN, f"{here}, {CLOSE}"))
    legend.append(Swatch(looks.OTHERS, named))
    return Bars("dumbbell", drawn, 0, 100, ticks=QUARTERS, legend=legend)


def _named(row: DumbbellRow, here: str, *, tells_robust: bool) -> str:
    if not tells_robust:
        return here
    return f"{here}, {CLEAR if row.is_robust else CLOSE}"


def _is_near(row: DumbbellRow) -> bool:
    return abs(row.here - row.rest) < PAIR_TOO_NEAR


def _pair(row: DumbbellRow, here: str, rest: str, rest_named: str) -> Iterator[Mark]:
    off = OFF_THE_LINE if _is_near(row) else 0
    low, high = sorted((row.here, row.rest))
    if high > low:
        says = f"The gap: {words.number(words.rounded(high - low))} percentage points"
        yield Mark("The gap", looks.BETWEEN, low, high - low, says, shape="span")
    says = f"{rest}: {row.rest_says}"
    yield Mark(rest_named, looks.OTHERS, row.rest, 0, says, shape="dot", rise=-off)
    look = looks.HERE if row.is_robust else looks.HERE_OPEN
    yield Mark(here, look, row.here, 0, f"{here}: {row.here_says}", shape="dot", rise=off)


def strip(
    rows: Sequence[StripRow],
    *,
    high: float,
    target: float | None = None,
    unit: str = "%",
    own: str = "Your council",
) -> Bars:
    """Every council a dot on its area's line, with the quartiles, the typical one and the pooled.

    `high` is the end of the axis; the target is a line through all rows; `own` is what the dot of
    the council that stands out is called.
    """
    drawn = [Row(row.area, list(_spread(row, unit, own)), row.label, row.apart) for row in rows]
    legend = []
    if any(row.values for row in rows):
        legend.append(Swatch(looks.OTHERS, "One council"))
    if any(row.own for row in rows):
        legend.append(Swatch(looks.HERE, own))
    if any(row.quartiles for row in rows):
        legend.append(Swatch(looks.BETWEEN, "The middle half of councils"))
        legend.append(Swatch(looks.TYPICAL, "The typical council"))
    if any(row.pooled is not None for row in rows):
        legend.append(Swatch(looks.SERIES[2], "All counted together"))
    if target is not None:
        legend.append(Swatch(looks.TARGET, f"Target: {words.number(target)}{unit}"))
    step = high / 4
    ticks = [(step * at, f"{words.number(words.rounded(step * at))}{unit}") for at in range(5)]
    levels = [target] if target is not None else []
    return Bars("strip", drawn, 0, high, ticks=ticks, legend=legend, levels=levels)


def _spread(row: StripRow, unit: str, own: str) -> Iterator[Mark]:
    if row.quartiles:
        low, _, high = row.quartiles
        says = f"The middle half: {_told(low, unit)} to {_told(high, unit)}"
        yield Mark(
            "The middle half of councils", looks.BETWEEN, low, high - low, says, shape="span"
        )
    ours = [value for value, says in row.values if row.own and says == row.own]
    others = [(value, says) for value, says in row.values if not row.own or says != row.own]
    for value, says, lane in _in_lanes(others, ours):
        yield Mark("One council", looks.OTHERS, value, 0, says, shape="dot", rise=lane)
    # On top, in the middle, where the eye looks for it.
    for value in ours:
        yield Mark(own, looks.HERE, value, 0, row.own, shape="dot")
    if row.quartiles:
        says = f"The typical council: {_told(row.quartiles[1], unit)}"
        yield Mark("The typical council", looks.TYPICAL, row.quartiles[1], 0, says, shape="tick")
    if row.pooled is not None:
        says = f"All counted together: {_told(row.pooled, unit)}"
        yield Mark("All counted together", looks.SERIES[2], row.pooled, 0, says, shape="tick")


def _in_lanes(
    values: Sequence[tuple[float, str]], ours: Sequence[float] = ()
) -> Iterator[tuple[float, str, int]]:
    """The first lane whose last dot is far enough away; the middle one where none is. Beside
    one's own council the middle is taken."""
    last = dict.fromkeys(LANES, -TOO_NEAR)
    for value, says in sorted(values):
        free = [lane for lane in LANES if value - last[lane] >= TOO_NEAR]
        if any(abs(value - own) < TOO_NEAR for own in ours):
            free = [lane for lane in free if lane != LANES[0]] or [LANES[1]]
        lane = free[0] if free else LANES[0]
        last[lane] = value
        yield value, says, lane


def _told(value: float, unit: str) -> str:
    return f"{words.number(words.rounded(value, 1))}{unit}"
