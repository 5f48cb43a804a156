"""What the board of a round's returns shows, and in which order: all of it in its address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.http import QueryDict

from surveys.models.statuses import Status

from .rows import Followed
from .sentences import board_title, imported_title
from .stats import RegionPlace, RegionProgress, by_region, progress

Row = TypeVar("Row")
CHASE = "yes"
ORDERS: Mapping[str, Callable[[Followed], Any]] = {
    "council": lambda row: row.council,
    "status": lambda row: list(Status).index(row.status),
    "answered": lambda row: row.answered,
    "activity": lambda row: (row.last_activity is not None, row.last_activity),
    "checks": lambda row: row.unexplained,
    "due": lambda row: (not row.is_expected, row.return_of.due_on),
}
REGION_ORDERS: Mapping[str, Callable[[RegionProgress], Any]] = {
    "region": lambda each: each.place.name,
    "signed": lambda each: each.share,
    "ready": lambda each: each.ready,
    "in-progress": lambda each: each.in_progress,
    "not-started": lambda each: each.not_started,
    "declined": lambda each: each.declined,
    "on-paper": lambda each: each.on_paper,
    "overdue": lambda each: each.overdue,
    "no-longer": lambda each: each.no_longer,
}
FILTERS = ("region", "status", "chase")
REGIONS_SORT = "regions-sort"
PARAMS = (*FILTERS, "sort", REGIONS_SORT, "page")


def both_ways(orders: Collection[str]) -> set[str]:
    return {*orders, *(f"-{order}" for order in orders)}


def in_order(
    rows: Sequence[Row], orders: Mapping[str, Callable[[Row], Any]], asked: str
) -> list[Row]:
    """As they come where no order is asked for."""
    order = orders.get(asked.removeprefix("-"))
    return sorted(rows, key=order, reverse=asked.startswith("-")) if order else [*rows]


@dataclass(frozen=True, slots=True)
class BoardParams:
    """Which of the councils are shown, and in which order, as well as the regions; an order begins
    with "-" for the other way round. `misread` are those whose values the board does not have."""

    region: str = ""
    status: str = ""
    chase: str = ""
    sort: str = ""
    regions_sort: str = ""
    misread: tuple[str, ...] = ()

    @classmethod
    def from_params(cls, params: QueryDict, rows: Sequence[Followed]) -> Self:
        offered = {
            "region": {row.place.slug for row in rows},
            "status": {status.value for status in Status},
            "chase": {CHASE},
            "sort": both_ways(ORDERS),
            REGIONS_SORT: both_ways(REGION_ORDERS),
        }
        given = {name: params.get(name, "").strip() for name in offered}
        known = {name: value for name, value in given.items() if value in offered[name]}
        misread = [name for name, value in given.items() if value and name not in known]
        regions_sort = known.pop(REGIONS_SORT, "")
        return cls(**known, regions_sort=regions_sort, misread=tuple(misread))

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the list, as it stands in an address."""
        given = {"region": self.region, "status": self.status, "chase": self.chase}
        return {name: value for name, value in given.items() if value}

    def shown(self, rows: Sequence[Followed]) -> list[Followed]:
        found = [row for row in rows if self._shows(row)]
        return in_order(found, ORDERS, self.sort)

    def _shows(self, row: Followed) -> bool:
        return (
            self.region in {"", row.place.slug}
            and self.status in {"", row.status}
            and (not self.chase or row.is_to_chase)
        )


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the councils, and how a click on it sorts them."""

    label: str
    order: str = ""
    way: str = ""

    @property
    def next(self) -> str:
        """The other way round where it is sorted by it already."""
        return f"-{self.order}" if self.way == "ascending" else self.order


def headings(columns: Iterable[tuple[str, str]], asked: str) -> list[Heading]:
    """Each with the way in which it is sorted, if it is the one asked for."""
    way = "descending" if asked.startswith("-") else "ascending"
    is_asked = asked.removeprefix("-")
    return [
        Heading(label, order, way if order and order == is_asked else "")
        for label, order in columns
    ]


REGION_COLUMNS = (
    ("Region", "region"),
    ("Signed, of required", "signed"),
    ("Ready to sign", "ready"),
    ("In progress", "in-progress"),
    ("Not started", "not-started"),
    ("Declined", "declined"),
    ("On paper, not entered", "on-paper"),
    ("Overdue", "overdue"),
    ("No longer required", "no-longer"),
)
COLUMNS = (
    ("Council", "council"),
    ("Status", "status"),
    ("Answered", "answered"),
    ("Last activity", "activity"),
    ("Contacts", ""),
    ("Odd values not explained", "checks"),
    ("Due", "due"),
)
# Where nobody was asked here, nobody can be written to, and nothing was ever to be done.
IMPORTED_REGION_COLUMNS = (
    ("Region", "region"),
    ("In the file, of required", "signed"),
    ("Not in the file", "not-started"),
    ("Declined", "declined"),
    ("No longer required", "no-longer"),
)
IMPORTED_COLUMNS = (("Council", "council"), ("Status", "status"), ("Answered", "answered"))


@dataclass(frozen=True, slots=True)
class Board:
    """All that a person follows of a round, by region, and the councils that are asked for."""

    rows: Sequence[Followed]
    params: BoardParams
    # What of the address puts the regions in order.
    regions_order = REGIONS_SORT

    @property
    def shown(self) -> list[Followed]:
        return self.params.shown(self.rows)

    @property
    def whole(self) -> RegionProgress:
        return progress(RegionPlace("All"), [row.counted for row in self.rows])

    @property
    def regions(self) -> list[RegionProgress]:
        found = by_region([row.counted for row in self.rows])
        return in_order(found, REGION_ORDERS, self.params.regions_sort)

    @property
    def title(self) -> str:
        return imported_title(self.whole) if self.is_imported else board_title(self.whole)

    @property
    def is_imported(self) -> bool:
        return any(row.return_of.round.asked_nobody for row in self.rows)

    @property
    def to_chase(self) -> int:
        return sum(row.is_to_chase for row in self.rows)

    @property
    def statuses(self) -> list[Status]:
        """Those that some return has, in their order."""
        found = {row.status for row in self.rows}
        return [status for status in Status if status in found]

    @property
    def headings(self) -> list[Heading]:
        columns = IMPORTED_COLUMNS if self.is_imported else COLUMNS
        return headings(columns, self.params.sort)

    @property
    def region_headings(self) -> list[Heading]:
        columns = IMPORTED_REGION_COLUMNS if self.is_imported else REGION_COLUMNS
        return headings(columns, self.params.regions_sort)
