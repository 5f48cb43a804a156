"""Bars of parts one after the other: each row of a whole of its own, all to one measure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ppf_site import words

from .bars import GAP
from .drawing import QUARTERS, Bars, Mark, Row, RowsKey, Swatch
from .looks import Look


class StackPart(NamedTuple):
    """So many of the whole, and how it looks. `says`: what it is told of, if not of the whole. Of
    the last part of a row the count may stand beside it."""

    label: str
    councils: int
    look: Look
    says: str = ""
    is_beside: bool = False


class Whole(NamedTuple):
    """A row: widths are to `total`, which is not 0, and words to `of`, what the parts add up to."""

    name: str
    parts: Sequence[StackPart]
    total: int
    of: int
    label: str
    apart: bool = False
    group: str = ""

    @property
    def key(self) -> RowsKey:
        """Labels count the first part."""
        swatches = tuple(Swatch(part.look, part.label) for part in self.parts)
        return RowsKey(swatches, self.parts[0].label)


def stacked_bars(rows: Sequence[Whole], *, kind: str = "stacked") -> Bars:
    """Widths in per cent of each row's `total`. Where rows differ in their parts each has its key,
    else the chart has one, of the parts that are drawn."""
    has_one_key = len({row.key for row in rows}) < 2
    drawn = [
        Row(
            row.name,
            list(_marks(row)),
            row.label,
            row.apart,
            row.group,
            key=None if has_one_key else row.key,
        )
        for row in rows
    ]
    found = {part.label: part.look for row in rows for part in row.parts if part.councils}
    legend = [Swatch(look, label) for label, look in found.items()] if has_one_key else []
    has_beside = any(part.is_beside for row in rows for part in row.parts)
    high = 100 + GAP if has_beside else 100
    return Bars(kind, drawn, 0, high, ticks=QUARTERS, legend=legend)


def _marks(row: Whole) -> Iterator[Mark]:
    at = 0.0
    for part in row.parts:
        width = 100 * part.councils / row.total
        if part.councils:
            says = f"{part.label}: {part.says or words.k_of_n(part.councils, row.of)}"
            count = words.number(part.councils)
            yield Mark(part.label, part.look, at, width, says, count, part.is_beside)
        at += width
