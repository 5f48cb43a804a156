"""Values through time: a line a series, broken where what was counted changed."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ppf_site import words

from . import looks
from .drawing import Swatch, Told
from .interactive import lines_spec
from .looks import Look

# The drawing on the page, in pixels; widths are per cent of the room there is.
HEIGHT = 250
TOP, BOTTOM = 34, 212
# The first and the last day keep off the edges, for what is written at them.
LEFT, RIGHT = 8.0, 94.0
# Nearer than this two values cannot both stand between their points.
TWO_LINES = 50
# A line so near over another leaves its value no room between them.
CLOSE_OVER = 36
# Stands behind the value of what was asked in other words than before.
REWORDED = "*"


class Point(NamedTuple):
    """A value on a day. `is_open`: foretold, not counted. `joins`: with the one before, where
    `is_reworded` with a mark, as it was asked for in other words."""

    day: datetime.date
    value: float
    says: str
    is_open: bool = False
    joins: bool = True
    is_reworded: bool = False


class Line(NamedTuple):
    name: str
    points: Sequence[Point]


class DrawnPoint(NamedTuple):
    x: float
    y: float
    text: str
    text_y: float
    anchor: str
    look: Look
    says: str
    is_open: bool
    series: str


class Stroke(NamedTuple):
    """From one point to the next."""

    look: Look
    x1: float
    y1: float
    x2: float
    y2: float
    is_open: bool


@dataclass(frozen=True)
class Lines:
    """Up to four lines over one axis of days and one of values, and a level to reach.

    `decimals` is how exactly values are written: none of shares of few. `counted_from` is the day
    from which the days are counted, where they are no dates; then values stand close, and only
    the last of a line is written.
    """

    template = "_chart_lines.html"

    lines: Sequence[Line]
    high: float
    unit: str = "%"
    target: float | None = None
    decimals: int = 1
    counted_from: datetime.date | None = None

    @property
    def tall(self) -> int:
        return HEIGHT

    @property
    def bottom(self) -> int:
        """Where nothing is, in pixels from the drawing's top."""
        return BOTTOM

    @property
    def under(self) -> int:
        """Where the days are written."""
        return BOTTOM + 24

    @property
    def kind(self) -> str:
        return "lines"

    @property
    def legend(self) -> list[Swatch]:
        found = [Swatch(look, line.name) for line, look in self._looking]
        if any(point.is_open for line in self.lines for point in line.points):
            found.append(Swatch(looks.HERE_OPEN, "Forecast by councils"))
        if self.target is not None:
            found.append(Swatch(looks.TARGET, f"Target: {words.number(self.target)}{self.unit}"))
        return found

    @property
    def looks(self) -> set[Look]:
        return {look for _, look in self._looking}

    @property
    def told(self) -> Iterator[Told]:
        for line in self.lines:
            yield line.name, [point.says for point in line.points]

    @property
    def days(self) -> list[datetime.date]:
        return sorted({point.day for line in self.lines for point in line.points})

    def along(self, day: datetime.date) -> float:
        """In per cent of the drawing's width; a single day stands in the middle."""
        first, last = self.days[0], self.days[-1]
        if first == last:
            return (LEFT + RIGHT) / 2
        return LEFT + (RIGHT - LEFT) * (day - first).days / (last - first).days

    def down(self, value: float) -> float:
        """In pixels from the drawing's top."""
        return BOTTOM - (BOTTOM - TOP) * value / self.high

    @property
    def points(self) -> Iterator[DrawnPoint]:
        """What is written stands over the highest line of a day and under the others."""
        of_day: dict[datetime.date, list[float]] = {}
        for line in self.lines:
            for point in line.points:
                of_day.setdefault(point.day, []).append(point.value)
        for line, look in self._looking:
            for point in line.points:
                x, y = self.along(point.day), self.down(point.value)
                is_close = self.counted_from is not None
                others = [self.down(value) for value in of_day[point.day] if value != point.value]
                is_over = (
                    not any(0 < y - other < CLOSE_OVER for other in others)
                    if is_close
                    else point.value == max(of_day[point.day])
                )
                is_written = not is_close or point == line.points[-1]
                # "25.0%" beside "29.2%", as sentences have it.
                value = f"{words.rounded(point.value, self.decimals):,}"
                mark = REWORDED if point.is_reworded else ""
                text = f"{value}{self.unit}{mark}" if is_written else ""
                yield DrawnPoint(
                    x, y, text, self._text_y(y, others, is_over=is_over), _anchor(x), look,
                    point.says, point.is_open, line.name,
                )  # fmt: skip

    def _text_y(self, y: float, others: Sequence[float], *, is_over: bool) -> float:
        """The line on which a point's value is written: where it would lie on the level or on the
        axis, on its other side; where another point of the day is there, beyond the level."""
        over, under = y - 12, y + 24
        first, second = (over, under) if is_over else (under, over)
        if self._is_clear(first):
            return first
        is_taken = any(abs(other - y) < TWO_LINES and (other > y) == is_over for other in others)
        if not is_taken and self._is_clear(second):
            return second
        if self.level is None or first > BOTTOM:
            return first
        return self.level - 6 if is_over else self.level + 18

    def _is_clear(self, text_y: float) -> bool:
        """Of the level to reach, from the feet of the figures to their heads, and of the axis."""
        if text_y > BOTTOM - 3:
            return False
        return self.level is None or not text_y - 17 < self.level < text_y + 5

    @property
    def strokes(self) -> Iterator[Stroke]:
        for line, look in self._looking:
            for before, after in zip(line.points, line.points[1:], strict=False):
                if after.joins:
                    yield Stroke(
                        look,
                        *(self.along(before.day), self.down(before.value)),
                        *(self.along(after.day), self.down(after.value)),
                        after.is_open,
                    )

    @property
    def ticks(self) -> list[tuple[float, str, str]]:
        """Of the days, each with the side on which there is room for it."""
        found: list[tuple[float, str, str]] = []
        for day in self.days:
            x = self.along(day)
            if not found or x - found[-1][0] > 14:
                found.append((x, self._day_words(day), _anchor(x)))
        return found

    def _day_words(self, day: datetime.date) -> str:
        if self.counted_from is None:
            return f"{day:%b %Y}"
        return f"Day {(day - self.counted_from).days}"

    has_values = True

    @property
    def spec(self) -> dict[str, Any]:
        return lines_spec(self)

    @property
    def level(self) -> float | None:
        return None if self.target is None else self.down(self.target)

    @property
    def level_text(self) -> str:
        """Stands at the left end of the level to reach, before the first day."""
        return "" if self.target is None else f"{words.number(self.target)}{self.unit}"

    @property
    def _looking(self) -> list[tuple[Line, Look]]:
        return list(zip(self.lines, looks.SERIES, strict=False))


def _anchor(x: float) -> str:
    if x < 12:
        return "start"
    return "end" if x > 90 else "middle"
