"""How the parts of charts look: the same answer in the same colour, wherever it is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

# Answers by tone, from the most likely (2) to the least (-2): the same everywhere, as in
# static/scss/_palette.scss. Neighbours in the scale are 3:1 apart, and each but the neutral one,
# which has an outline, is 3:1 off the white gap and the page.
TONES: Mapping[int, str] = {
    2: "#12436D",
    1: "#5694CA",
    0: "#FFFFFF",
    -1: "#F46A25",
    -2: "#7A2E05",
}
ON_TONES: Mapping[int, str] = {
    2: "#FFFFFF",
    1: "#101820",
    0: "#101820",
    -1: "#101820",
    -2: "#FFFFFF",
}
WHITE = "#FFFFFF"
INK = "#101820"
QUIET = "#4A5763"
LINE = "#DBE2E8"


@dataclass(frozen=True, slots=True)
class Look:
    """A part's colour, its outline, the colour of what is written on it, and of its hatching."""

    name: str
    fill: str
    outline: str
    ink: str
    hatch: str = ""


def tone(tone: int) -> Look:
    outline = QUIET if tone == 0 else WHITE
    return Look(f"tone-{tone}", TONES[tone], outline, ON_TONES[tone])


# What makes a line behind it give way.
PAPER = Look("paper", WHITE, WHITE, INK)
# Whatever the reason: no return, left blank, not known, or it does not apply.
MISSING = Look("tone-missing", WHITE, QUIET, INK, hatch=QUIET)


def unsure(tone: int) -> Look:
    """The end of a bar that the missing could take away: its own colour, hatched."""
    return Look(f"unsure-{tone}", TONES[tone], QUIET, ON_TONES[tone], hatch=ON_TONES[tone])


# One place among others: what the page is about, and what it is held against.
HERE = Look("dot-here", "#12436D", WHITE, WHITE)
# The same where the gap is not robust.
HERE_OPEN = Look("dot-open", WHITE, "#12436D", INK)
OTHERS = Look("dot-others", "#BFBFBF", QUIET, INK)
BETWEEN = Look("between", "#C3CCD5", "#C3CCD5", INK)
TARGET = Look("target", "#801650", "#801650", WHITE)
TYPICAL = Look("typical", INK, INK, WHITE)
# Lines beside each other.
SERIES = (
    Look("series-1", "#12436D", "#12436D", WHITE),
    Look("series-2", "#F46A25", "#F46A25", INK),
    Look("series-3", "#28A197", "#28A197", INK),
)
# Shares from none to all, in tenths, as `heat()` of static/scss/_palette.scss mixes them.
HEAT = (
    "#F4F8FC", "#DFECF7", "#C9DFF2", "#B2D3EE", "#9AC6EA", "#7FB5E2",
    "#64A3D9", "#428BCB", "#2073BC", "#195B95", "#12436D",
)  # fmt: skip
NOT_TOLD = Look("heat-none", WHITE, QUIET, QUIET)


def heat(share: float | None) -> Look:
    """Of a share between 0 and 1; None where there is nothing to tell."""
    if share is None:
        return NOT_TOLD
    tenths = tenths_of(share)
    return Look(f"heat-{tenths}", HEAT[tenths], LINE, WHITE if tenths > 7 else INK)


def tenths_of(share: float) -> int:
    return min(10, max(0, int(share * 10 + 0.5)))
