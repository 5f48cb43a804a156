"""Where the items of a key stand in a picture: in as many lines as it takes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from . import looks, text
from .drawing import Bars, Swatch
from .lines import Lines
from .looks import Look
from .tiles import Tiles

# Between a swatch and its words, and between items, as shares of the size of the words.
TO_WORDS, BETWEEN = 1.3, 1.3


class KeyItem(NamedTuple):
    """An item in pixels: where it begins and where its words do, and its line from 0."""

    x: float
    words_at: float
    line: int
    label: str
    look: Look | None


def placed(
    key: Sequence[Swatch],
    right: float,
    *,
    left: float,
    size: float,
    after: float = 0,
    last: str = "",
) -> list[KeyItem]:
    """Between left and right; the first line begins `after` what stands there. `last` are words
    without a swatch."""
    items: list[tuple[str, Look | None]] = [(swatch.label, swatch.look) for swatch in key]
    if last:
        items.append((last, None))
    return list(_placed(items, right, left, size, left + after))


def _placed(
    items: Sequence[tuple[str, Look | None]], right: float, left: float, size: float, x: float
) -> Iterator[KeyItem]:
    line = 0
    for label, look in items:
        to_words = size * TO_WORDS if look else 0
        room = to_words + text.width(label, size)
        if x > left and x + room > right:
            x, line = left, line + 1
        yield KeyItem(x, x + to_words, line, label, look)
        x += room + size * BETWEEN


def last_line(key: Sequence[KeyItem]) -> int:
    """The number of its last line; 0 of none."""
    return max((item.line for item in key), default=0)


def shapes_of(drawing: Bars | Lines | Tiles) -> dict[str, str]:
    """By the name of its look, what stands in the drawing: a dot, a line; nothing of a bar."""
    if isinstance(drawing, Bars):
        marks = [mark for row in drawing.rows for mark in row.marks]
        bars = {mark.look.name for mark in marks if mark.shape == "bar"}
        return {mark.look.name: "dot" for mark in marks if mark.shape == "dot"} | dict.fromkeys(
            bars, ""
        )
    if isinstance(drawing, Lines):
        return {
            swatch.look.name: "line" if swatch.look == looks.TARGET else "dot"
            for swatch in drawing.legend
        }
    return {}
