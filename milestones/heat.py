"""Every expectation in every region as a table of shades: what stands in it, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from ppf_site import words
from ppf_site.pages import Lost, Suggestion
from surveys.sentences_values import as_printed
from surveys.stats import Place, Reading

from .stats import Outlook, regions_against_rest

# How the address names the order by England's shares; a region is named by its own slug.
ENGLAND = "england"
ALL = Place(ENGLAND, "England", ENGLAND)


class HeatCell(NamedTuple):
    """What one area said of one expectation, as the table shows it.

    `shade` and `wide` are its share, in tenths and in per cent; `robust` is "higher" or "lower"
    than the rest of England, where that gap is robust.
    """

    said: str
    figure_id: int | None
    shade: str
    wide: str
    share: float | None
    robust: str = ""


class HeatRow(NamedTuple):
    outlook: Outlook
    england: HeatCell
    regions: Sequence[tuple[Place, HeatCell]]


class HeatHeading(NamedTuple):
    """`way` is announced where the area decides the order; `next` is the order that it leads to."""

    place: Place
    way: str
    next: str


class HeatGroup(NamedTuple):
    """The expectations of a milestone; of no milestone where shares decide the order."""

    milestone: str
    slug: str
    rows: Sequence[HeatRow]


@dataclass(frozen=True, slots=True)
class Heat:
    """`by` is the area whose shares decide the order, highest first, with "-" before it lowest
    first; empty is by milestone. What has no share there, or a hidden one, stands last both ways.

    A narrow screen has room for England and one region: the region that is chosen so.
    """

    groups: Sequence[HeatGroup]
    regions: Sequence[Place]
    answer: str
    by: str = ""

    @property
    def rows(self) -> list[HeatRow]:
        return [row for group in self.groups for row in group.rows]

    @property
    def area(self) -> str:
        """The address of the area that decides the order."""
        return self.by.removeprefix("-")

    @property
    def chosen(self) -> Place | None:
        """The same, unless it is England."""
        return next((place for place in self.regions if place.slug == self.area), None)

    @property
    def headings(self) -> list[HeatHeading]:
        return [self._heading(place) for place in (ALL, *self.regions)]

    def _heading(self, place: Place) -> HeatHeading:
        if place.slug != self.area:
            return HeatHeading(place, "", place.slug)
        if self.by == self.area:
            return HeatHeading(place, "descending", f"-{place.slug}")
        return HeatHeading(place, "ascending", place.slug)

    @property
    def is_grouped(self) -> bool:
        return len(self.groups) > 1

    @property
    def has_robust(self) -> bool:
        return any(cell.robust for row in self.rows for _, cell in row.regions)

    @property
    def columns(self) -> int:
        return len(self.regions) + 2


def heat_of(outlooks: Sequence[Outlook], by: str = "") -> Heat | None:
    """None without expectations. Raises Lost for an order by an area that is not in the table."""
    if not outlooks:
        return None
    regions = [region.place for region in outlooks[0].regions]
    area = by.removeprefix("-")
    if by and area not in {ENGLAND, *(region.slug for region in regions)}:
        raise Lost(f"The expectations cannot be put in order by “{by}”.", _ways(regions))
    rows = [_row(outlook) for outlook in outlooks]
    answer = (outlooks[0].england or outlooks[0].regions[0]).top.choice.label
    if by:
        sign = 1 if by.startswith("-") else -1

        def place_of(row: HeatRow) -> tuple[bool, float]:
            share = _share_in(row, area)
            return share is None, sign * (share or 0)

        rows.sort(key=place_of)
        return Heat([HeatGroup("", "", rows)], regions, answer, by)
    groups = [
        HeatGroup(milestone, slug, list(of_it))
        for (slug, milestone), of_it in groupby(
            rows, key=lambda row: (row.outlook.milestone_slug, row.outlook.milestone)
        )
    ]
    return Heat(groups, regions, answer)


def _ways(regions: Sequence[Place]) -> list[Suggestion]:
    named = [Suggestion(f"By the share of {place.name}", f"?by={place.slug}") for place in regions]
    return [Suggestion("By England’s share", f"?by={ENGLAND}"), *named]


def robust_in(outlook: Outlook) -> dict[str, str]:
    """The regions that are clearly "higher" or "lower" than the rest of England."""
    england = outlook.england.top if outlook.england else None
    pairs = regions_against_rest(england, outlook.cells)
    return {pair.left.place.slug: pair.verdict for pair in pairs if pair.is_robust}


def _row(outlook: Outlook) -> HeatRow:
    england = outlook.england.top if outlook.england else None
    robust = robust_in(outlook)
    cells = [
        (reading.place, _cell(reading, robust.get(reading.place.slug, "")))
        for reading in outlook.cells
    ]
    return HeatRow(outlook, _cell(england), cells)


def _cell(reading: Reading | None, robust: str = "") -> HeatCell:
    if reading is None or (not reading.n and reading.published is None and not reading.withheld):
        return HeatCell("no answers", None, "none", "0", None)
    if reading.withheld:
        return HeatCell("hidden", None, "none", "0", None)
    share = reading.share
    shade = str(words.rounded(10 * share)) if share is not None else "none"
    said = f"{reading.k} of {reading.n}"
    if reading.published is not None and not reading.n:
        said = as_printed(reading.published, reading.qualifier)[0]
    return HeatCell(said, reading.figure_id, shade, f"{100 * (share or 0):.1f}%", share, robust)


def _share_in(row: HeatRow, area: str) -> float | None:
    shares = {place.slug: cell.share for place, cell in row.regions}
    return row.england.share if area == ENGLAND else shares.get(area)
