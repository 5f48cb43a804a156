"""How tall a row of a spreadsheet has to be for its text: not every program works it out."""

import math
from collections.abc import Iterable

from xlsxwriter.utility import xl_pixel_width

# Known to every program, or a twin of the same widths is: so what is worked out here holds.
FONT = {"font_name": "Arial", "font_size": 10}
# The widths that are known are Calibri's of size 11. Arial's of size 10 are narrower by a
# twentieth for words, and wider by as much for figures.
WIDER = 1.03
POINTS_OF_A_LINE = 12.75
POINTS_AROUND = 4
# No program has taller rows.
TALLEST = 409
PIXELS_OF_A_DIGIT = 7


def height_of(cells: Iterable[tuple[str, float]]) -> float:
    """In points, of texts each with the width of its column in digits, wrapped at its words."""
    most = max((_lines(text, width) for text, width in cells), default=1)
    return min(TALLEST, most * POINTS_OF_A_LINE + POINTS_AROUND)


def _lines(text: str, width: float) -> int:
    room = width * PIXELS_OF_A_DIGIT / WIDER
    return sum(_lines_of_paragraph(paragraph, room) for paragraph in text.split("\n"))


def _lines_of_paragraph(paragraph: str, room: float) -> int:
    space, lines, filled = xl_pixel_width(" "), 1, 0.0
    for word in paragraph.split(" "):
        long = xl_pixel_width(word)
        if filled and filled + space + long <= room:
            filled += space + long
            continue
        # A word that is wider than its column is broken wherever its end is reached.
        lines += bool(filled) + max(0, math.ceil(long / room) - 1)
        filled = long % room if long > room else long
    return lines
