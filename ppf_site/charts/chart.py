"""What every chart on the site is: bars, a title that says the finding, a sentence, a source."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from .bars import Bars, Mark, Swatch
from .interactive import spec_of
from .looks import Look


class DrawnMark(NamedTuple):
    """A part as an attribute of an SVG writes it: places in per cent of the drawing's width."""

    look: str
    x: str
    width: str
    text: str
    text_at: str
    beside: bool
    hatch: str


class DrawnRow(NamedTuple):
    area: str
    label: str
    apart: bool
    marks: Sequence[DrawnMark]


class Guide(NamedTuple):
    """A line through all rows, and what is written under it."""

    x: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Chart:
    """Draw with templates/_chart.html.

    `table_id` is the element with the same numbers; `page` is the address at which the page with
    this chart stays as it is.
    """

    key: str
    title: str
    summary: str
    source: str
    bars: Bars
    table_id: str = ""
    page: str = ""

    @property
    def png(self) -> str:
        """The address of the chart as a picture, under that of its page."""
        return self._picture("png")

    @property
    def svg(self) -> str:
        return self._picture("svg")

    @property
    def embedded(self) -> str:
        """The address of the chart alone, for pages of other sites."""
        return self._picture("html")

    def _picture(self, form: str) -> str:
        path, mark, query = self.page.partition("?")
        return f"{path}{self.key}.{form}{mark}{query}"

    @property
    def legend(self) -> Sequence[Swatch]:
        return self.bars.legend

    @cached_property
    def rows(self) -> list[DrawnRow]:
        return [
            DrawnRow(row.area, row.label, row.apart, [self._drawn(mark) for mark in row.marks])
            for row in self.bars.rows
        ]

    @property
    def guides(self) -> list[Guide]:
        """The first and the last label stay within the drawing."""
        found = [(self.bars.along(value), label) for value, label in self.bars.ticks]
        anchors = {0.0: "start", 100.0: "end"}
        return [Guide(_per_cent(at), label, anchors.get(at, "middle")) for at, label in found]

    @property
    def baseline(self) -> str:
        return _per_cent(self.bars.along(self.bars.baseline))

    @property
    def hatches(self) -> list[Look]:
        """The looks of this chart that are hatched."""
        found = {mark.look for row in self.bars.rows for mark in row.marks if mark.look.hatch}
        return sorted(found, key=lambda look: look.name)

    @property
    def spec(self) -> dict[str, Any]:
        """Plain JSON for the page's `json_script`: the same chart for plotly.js."""
        return spec_of(self.bars)

    def _drawn(self, mark: Mark) -> DrawnMark:
        start, width = self.bars.along(mark.start), self.bars.across(mark.width)
        return DrawnMark(
            "" if mark.look.hatch else mark.look.name,
            _per_cent(start),
            _per_cent(width),
            mark.count if self.bars.fits(mark) else "",
            _per_cent(start + (width if mark.beside else width / 2)),
            mark.beside,
            f"url(#{self.key}-{mark.look.name})" if mark.look.hatch else "",
        )


def _per_cent(value: float) -> str:
    return f"{round(value, 2):g}%"
