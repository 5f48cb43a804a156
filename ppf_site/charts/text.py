"""How wide words are in the typeface of our pictures: measured, so that none overlap."""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

# Source Sans 3 (SIL Open Font Licence), laid there by static/build.mjs. A bare server has none.
FONTS = Path(__file__).parents[2] / "static" / "built" / "fonts"
FAMILY = "Source Sans 3"
REGULAR = FONTS / "SourceSans3_400Regular.ttf"
BOLD = FONTS / "SourceSans3_700Bold.ttf"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """In pixels, without kerning: never too narrow by more than a hair."""
    widths, per_em = _advances(BOLD if bold else REGULAR)
    return sum(widths.get(ord(letter), per_em) for letter in text) * size / per_em


@cache
def _advances(font: Path) -> tuple[dict[int, int], int]:
    """The width of each character in the font's units, and how many make an em."""
    with TTFont(font, lazy=True) as opened:
        metrics = opened["hmtx"].metrics
        letters = {code: metrics[name][0] for code, name in opened.getBestCmap().items()}
        return letters, opened["head"].unitsPerEm


def lines(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines of at most `room` pixels; a word longer than that has its own."""
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and width(longer, size, bold=bold) <= room:
            found[-1] = longer
        else:
            found.append(word)
    return found
