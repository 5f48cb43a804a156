"""Where the items of a key stand in a picture: in as many lines as it takes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from . import text
from .drawing import Swatch
from .looks import Look

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
