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


class HeatGroup(NamedTuple):
    """The expectations of a milestone; of no milestone where shares decide the order."""

    milestone: str
    slug: str
    rows: Sequence[HeatRow]


@dataclass(frozen=True, slots=True)
class Heat:
    """`by` is the area whose shares decide the order, highest first; empty is by milestone.

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
    if by and by not in {ENGLAND, *(region.slug for region in regions)}:
        raise Lost(f"The expectations cannot be put in order by “{by}”.", _ways(regions))
    rows = [_row(outlook) for outlook in outlooks]
    answer = (outlooks[0].england or outlooks[0].regions[0]).top.choice.label
    if by:
        rows.sort(key=lambda row: -_share_in(row, by))
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


def _row(outlook: Outlook) -> HeatRow:
    england = outlook.england.top if outlook.england else None
    robust = {
        pair.left.place.slug: pair.verdict
        for pair in regions_against_rest(england, outlook.cells)
        if pair.is_robust
    }
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


def _share_in(row: HeatRow, by: str) -> float:
    """A row without a share there comes last."""
    shares = {place.slug: cell.share for place, cell in row.regions}
    share = row.england.share if by == ENGLAND else shares.get(by)
    return -1.0 if share is None else share
