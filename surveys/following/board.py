"""What the board of a round's returns shows, and in which order: all of it in its address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.http import QueryDict

from surveys.models.statuses import Status

from .rows import Followed
from .sentences import board_title
from .stats import RegionPlace, RegionProgress, by_region, progress

CHASE = "yes"
ORDERS: Mapping[str, Callable[[Followed], Any]] = {
    "council": lambda row: row.council,
    "status": lambda row: list(Status).index(row.status),
    "answered": lambda row: row.answered,
    "activity": lambda row: (row.last_activity is not None, row.last_activity),
    "checks": lambda row: row.unexplained,
    "due": lambda row: (not row.is_expected, row.return_of.due_on),
}
FILTERS = ("region", "status", "chase")
PARAMS = (*FILTERS, "sort", "page")


@dataclass(frozen=True, slots=True)
class BoardParams:
    """Which of the councils are shown, and in which order; `sort` begins with "-" for the other
    way round. `misread` are those whose values the board does not have."""

    region: str = ""
    status: str = ""
    chase: str = ""
    sort: str = ""
    misread: tuple[str, ...] = ()

    @classmethod
    def from_params(cls, params: QueryDict, rows: Sequence[Followed]) -> Self:
        offered = {
            "region": {row.place.slug for row in rows},
            "status": {status.value for status in Status},
            "chase": {CHASE},
            "sort": {*ORDERS, *(f"-{order}" for order in ORDERS)},
        }
        given = {name: params.get(name, "").strip() for name in offered}
        known = {name: value for name, value in given.items() if value in offered[name]}
        misread = [name for name, value in given.items() if value and name not in known]
        return cls(**known, misread=tuple(misread))

    @property
    def filters(self) -> dict[str, str]:
        """What narrows the list, as it stands in an address."""
        given = {"region": self.region, "status": self.status, "chase": self.chase}
        return {name: value for name, value in given.items() if value}

    def shown(self, rows: Sequence[Followed]) -> list[Followed]:
        found = [row for row in rows if self._shows(row)]
        order = ORDERS.get(self.sort.removeprefix("-"))
        return sorted(found, key=order, reverse=self.sort.startswith("-")) if order else found

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


COLUMNS = (
    ("Council", "council"),
    ("Status", "status"),
    ("Answered", "answered"),
    ("Last activity", "activity"),
    ("Contacts", ""),
    ("Odd values not explained", "checks"),
    ("Due", "due"),
)


@dataclass(frozen=True, slots=True)
class Board:
    """All that a person follows of a round, by region, and the councils that are asked for."""

    rows: Sequence[Followed]
    params: BoardParams

    @property
    def shown(self) -> list[Followed]:
        return self.params.shown(self.rows)

    @property
    def whole(self) -> RegionProgress:
        return progress(RegionPlace("All"), [row.counted for row in self.rows])

    @property
    def regions(self) -> list[RegionProgress]:
        return by_region([row.counted for row in self.rows])

    @property
    def title(self) -> str:
        return board_title(self.whole)

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
        ways = {f"-{order}": "descending" for order in ORDERS} | dict.fromkeys(ORDERS, "ascending")
        return [
            Heading(label, order, ways.get(self.params.sort, ""))
            if order and self.params.sort.removeprefix("-") == order
            else Heading(label, order)
            for label, order in COLUMNS
        ]
