"""Rows over one axis: the value that every drawing of such a chart is made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from ppf_site import words

from .interactive import bars_spec
from .looks import Look
from .text import lines

# The axis of shares.
QUARTERS = [(float(at), f"{at}%") for at in (0, 25, 50, 75, 100)]
# Parts narrower than this share of the drawing have no room for their count, and each figure past
# the second takes so much more.
ROOM_FOR_COUNT, ROOM_FOR_FIGURE = 3.5, 1.5
# What a row takes on the page with the room around it, in pixels, and where rows stand close.
A_ROW, A_CLOSE_ROW = 38, 26
# A line of a name beside its bar, the size of its letters, and the room for it.
A_LINE, A_FONT, NAMES = 20, 16, 160
# The middle of a row on the page, in pixels from its top.
MIDDLE = 18
# More rows than this stand close, so that the whole chart is seen at once.
FEW = 11
# How thick a bar is, in pixels, and where rows stand close.
THICK, THIN = 26, 20


# A row's name, and what its parts say.
Told = tuple[str, Sequence[str]]


class DrawnMark(NamedTuple):
    """A part as an attribute of an SVG writes it: places in per cent of the drawing's width.

    `hatch` is the name of its look where that is hatched.
    """

    shape: str
    look: str
    x: str
    y: int
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
    untold: str
    heading: str
    key: "RowsKey | None"


class Guide(NamedTuple):
    """A line through all rows, and what is written under it."""

    x: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Swatch:
    """One line of a chart's key: how a part looks, and what it stands for."""

    look: Look
    label: str

    @property
    def swatch(self) -> str:
        """The class of the style sheet."""
        return self.look.name


class RowsKey(NamedTuple):
    """What the colours of some rows stand for, and the answer that their labels count."""

    swatches: tuple[Swatch, ...]
    counted: str

    @property
    def right(self) -> str:
        return f"At the right: “{self.counted}”"


# A dot has its middle at `start` and no width, and so has a tick; a span is a thin bar.
Shape = Literal["bar", "dot", "tick", "span"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One part of a row, in the chart's units.

    `series` names what it stands for, `says` is the part in words, `count` is written on it, or
    `beside` it at the right. Dots of one value stand over each other: `rise` is in pixels.
    """

    series: str
    look: Look
    start: float
    width: float
    says: str
    count: str = ""
    beside: bool = False
    shape: Shape = "bar"
    rise: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """An area, the parts of its bar, what stands at the bar's right and, small, under that. Rows of
    one `group` that follow one another stand under its name, and rows of one `key` under that."""

    area: str
    marks: Sequence[Mark]
    label: str
    apart: bool = False
    group: str = ""
    note: str = ""
    key: RowsKey | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Rows over one axis from `low` to `high`; `baseline` is where bars begin.

    `levels` are lines through all rows that are named in the key, such as a target. `axis` says
    what widths are shares of, where that is not what the rows' labels are of.
    """

    template = "_chart_bars.html"

    kind: str
    rows: Sequence[Row]
    low: float
    high: float
    baseline: float = 0
    ticks: Sequence[tuple[float, str]] = ()
    legend: Sequence[Swatch] = ()
    levels: Sequence[float] = ()
    axis: str = ""

    @property
    def tall(self) -> int:
        """In pixels, on a page of ordinary width."""
        over = sum(any(each) for each in zip(self.headings, self.keys, strict=True))
        rows = [max(A_ROW, A_LINE * len(lines(row.area, NAMES, A_FONT)) + 18) for row in self.rows]
        return A_ROW * over + (A_CLOSE_ROW * len(rows) if self.is_close else sum(rows))

    @property
    def headings(self) -> list[str]:
        """Of each row what stands over it: its group's name over the first; "" if they are one."""
        groups = [row.group for row in self.rows]
        if len(set(groups)) < 2:
            return [""] * len(groups)
        before = ["", *groups]
        return [group if group != last else "" for group, last in zip(groups, before, strict=False)]

    @property
    def keys(self) -> list[RowsKey | None]:
        """Of each row the key that stands over it: beside a heading, and where it changes."""
        before = [None, *(row.key for row in self.rows)]
        return [
            row.key if heading or row.key != last else None
            for row, heading, last in zip(self.rows, self.headings, before, strict=False)
        ]

    @property
    def is_close(self) -> bool:
        return len(self.rows) > FEW

    @property
    def thick(self) -> int:
        return THIN if self.is_close else THICK

    @property
    def bar_top(self) -> int:
        return MIDDLE - self.thick // 2

    @property
    def told(self) -> Iterator[Told]:
        """Each row as it is drawn, in words: what two of its parts say, once; of one without parts
        what stands at its right."""
        for row in self.rows:
            said = [*(mark.says for mark in row.marks), *filter(None, [row.note])]
            yield row.area, list(dict.fromkeys(said or [row.label]))

    @property
    def looks(self) -> set[Look]:
        return {mark.look for row in self.rows for mark in row.marks}

    def along(self, value: float) -> float:
        """Where a value lies, in per cent of the drawing's width."""
        return 100 * (value - self.low) / (self.high - self.low)

    def across(self, width: float) -> float:
        return 100 * width / (self.high - self.low)

    def fits(self, mark: Mark) -> bool:
        """Whether the count has room on the page, be it a narrow one."""
        room = ROOM_FOR_COUNT + ROOM_FOR_FIGURE * max(len(mark.count) - 2, 0)
        return mark.beside or mark.shape != "bar" or self.across(mark.width) >= room

    def untold(self, row: Row) -> str:
        """ "Very unlikely 1": the counts of a row that its parts have no room for; its note."""
        narrow = [mark for mark in row.marks if mark.count and not self.fits(mark)]
        told = ", ".join(f"{words.lower_first(mark.series)} {mark.count}" for mark in narrow)
        return words.capital("; ".join(filter(None, (told, row.note))))

    @property
    def drawn(self) -> list[DrawnRow]:
        return [
            DrawnRow(
                row.area,
                row.label,
                row.apart,
                [self._drawn(mark) for mark in row.marks],
                self.untold(row),
                heading,
                key,
            )
            for row, heading, key in zip(self.rows, self.headings, self.keys, strict=True)
        ]

    @property
    def guides(self) -> list[Guide]:
        """The first and the last label stay within the drawing."""
        found = [(self.along(value), label) for value, label in self.ticks]
        anchors = {0.0: "start", 100.0: "end"}
        return [Guide(per_cent(at), label, anchors.get(at, "middle")) for at, label in found]

    @property
    def drawn_levels(self) -> list[str]:
        return [per_cent(self.along(level)) for level in self.levels]

    @property
    def drawn_baseline(self) -> str:
        return per_cent(self.along(self.baseline))

    has_values = True

    @property
    def spec(self) -> dict[str, Any]:
        return bars_spec(self)

    def _drawn(self, mark: Mark) -> DrawnMark:
        start, width = self.along(mark.start), self.across(mark.width)
        return DrawnMark(
            mark.shape,
            "" if mark.look.hatch else mark.look.name,
            per_cent(start),
            MIDDLE - mark.rise,
            per_cent(width),
            mark.count if self.fits(mark) else "",
            per_cent(start + (width if mark.beside else width / 2)),
            mark.beside,
            mark.look.name if mark.look.hatch else "",
        )


def per_cent(value: float) -> str:
    return f"{round(value, 2):g}%"
