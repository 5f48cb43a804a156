"""Tables of figures: what a person reads on the page, and the unrounded values in the file."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import django_tables2 as tables
from django.utils.html import format_html

from ppf_site import words
from ppf_site.mail import site_link
from ppf_site.pages import Within

from .sentences import ROUNDED, k_of_n, missing_words
from .sorting import (
    RANKS,
    ColumnHeading,
    Rows,
    england_last,
    headings_of,
    open_by,
    sorts_by,
    unsorted,
)
from .stats import Base, Breakdown, Choice, Reading

HERE = Within()
# With more rows what is drawn above is folded; more columns do not fit on a telephone.
MOST_OPEN, MOST_BESIDE = 12, 4
EMPTY = tables.Column.empty_values
NUMERIC = {"td": {"class": "govuk-table__cell--numeric"}}
# What the row comes to: on a telephone it stands right under the row’s name.
VERDICT = {"td": {"class": "table__verdict"}}
NUMERIC_VERDICT = {"td": {"class": "govuk-table__cell--numeric table__verdict"}}


class Cell(NamedTuple):
    """`kind` is a class of the style sheet, `of` the heading that it stands under."""

    said: object
    kind: str
    of: str


class FigureTable(tables.Table):
    """Its name is that of the file, its caption stands above it. `opens_by`: the column that its
    rows are in the order of when it opens, "-shown" the highest first; "" if it is none's."""

    name = "table"
    caption = ""
    source = ""
    note = ""
    # On a narrow screen a row is a block with its cells two by two, also of few columns: of words.
    is_stacked = False
    # Its numbers are those of a chart: folded if long, but for who has just put it in order.
    is_drawn = False

    class Meta:
        orderable = False

    def __init__(self, rows: Rows, *, opens_by: str = "", **kwargs: Any) -> None:
        super().__init__(england_last(rows), **kwargs)
        self.opens_by = opens_by
        if opens_by:
            open_by(self, opens_by)

    @property
    def headings(self) -> Iterator[ColumnHeading]:
        return headings_of(self, self.opens_by)

    @property
    def stacks(self) -> bool:
        return self.is_stacked or len(list(self.columns)) > MOST_BESIDE

    @property
    def is_folded(self) -> bool:
        return self.is_drawn and len(self.rows) > MOST_OPEN and not self.order_by

    @property
    def rows_of_cells(self) -> Iterator[tuple[Cell, list[Cell]]]:
        """Each row's first cell and the others, as the columns that are on the page stand.

        Rows are dictionaries of what is to be said, so there is nothing to be found out about each
        cell: half of a page's time went into that.
        """
        columns = [
            (column.name, column.attrs["td"].get("class") or "", column.header, column.default)
            for column in self.columns
        ]
        for row in self.paginated_rows:
            said = row.record
            first, *rest = [
                Cell(default if said.get(name) in EMPTY else said[name], kind, header)
                for name, kind, header, default in columns
            ]
            yield first, rest


class ShownColumn(tables.Column):
    """For people: it is not in the file, where its parts are."""

    def __init__(self, heading: str, **kwargs: Any) -> None:
        super().__init__(heading, exclude_from_export=True, **kwargs)


class Hidden(tables.Column):
    """For the file: it is not on the page."""

    def __init__(self, heading: str) -> None:
        super().__init__(heading, visible=False)


def figure_link(reading: Reading) -> str:
    """k of n, with the address of the figure behind it."""
    text = k_of_n(reading)
    if reading.figure_id is None:
        return text
    kind = "figure-link figure-link--hidden" if reading.withheld else "figure-link"
    return format_html(
        '<a class="govuk-link {}" href="/figures/{}/">{}</a>', kind, reading.figure_id, text
    )


def figure_address(pk: int | None) -> str:
    """Whole, for files: they are read away from the site."""
    return site_link(f"/figures/{pk}/") if pk is not None else ""


def place_link(breakdown: Breakdown, within: Within) -> str:
    place = breakdown.place
    if place.kind != "region":
        return place.name
    address = within.to(f"/regions/{place.slug}/")
    return format_html('<a class="govuk-link" href="{}">{}</a>', address, place.name)


def breakdown_table(
    breakdowns: Sequence[Breakdown],
    *,
    name: str,
    caption: str,
    source: str,
    of: str = "Area",
    within: Within = HERE,
    sorts: str = "",
    opens_by: str = "",
    with_bounds: bool = False,
) -> FigureTable:
    """One row an area: every answer, the base, and who is missing from it. `sorts` is the order's
    name in the address; `with_bounds`: what the missing could make of the best answer's share."""
    by = sorts_by if sorts else unsorted
    choices = [reading.choice for reading in breakdowns[0].readings] if breakdowns else []
    columns: list[tuple[str, tables.Column]] = [
        ("area", ShownColumn(of, **by("area_name"))),
        ("area_name", Hidden(of)),
        ("area_code", Hidden(f"{of} code")),
    ]
    columns += [told for each in choices for told in _of_choice(each, breakdowns[0].place.who, by)]
    columns += [
        ("n", tables.Column("Answered", attrs=NUMERIC)),
        ("required", tables.Column("Required", attrs=NUMERIC)),
        ("missing", ShownColumn("No answer")),
        *(_of_bounds(breakdowns[0].top.choice) if with_bounds and choices else []),
        *_of_missing(),
        ("source", Hidden("Source")),
    ]
    rows = [_breakdown_row(breakdown, within, source) for breakdown in breakdowns]
    order = {"order_by_field": sorts, "opens_by": opens_by} if sorts else {}
    table = FigureTable(rows, extra_columns=columns, **order)
    table.name, table.caption, table.source = name, caption, source
    if any(breakdown.is_rounded for breakdown in breakdowns):
        table.note = ROUNDED
    return table


def _of_choice(
    choice: Choice, who: str, by: Callable[[str], dict[str, Any]]
) -> list[tuple[str, tables.Column]]:
    key, label = choice.key, choice.label
    return [
        (f"shown_{key}", ShownColumn(label, attrs=NUMERIC, **by(f"share_{key}"))),
        (f"k_{key}", Hidden(f"{label}: {words.lower_first(who)} (k)")),
        (f"share_{key}", Hidden(f"{label}: share (k / n)")),
        (f"figure_{key}", Hidden(f"{label} ({key}): figure")),
    ]


def _of_missing() -> list[tuple[str, tables.Column]]:
    return [
        ("not_known", Hidden("Not known")),
        ("not_applicable", Hidden("Not applicable")),
        ("no_return", Hidden("Without a return")),
        ("declined", Hidden("Of these declined")),
        ("on_paper", Hidden("Of these received on paper")),
        ("not_asked", Hidden("Signed before it was asked")),
    ]


def _of_bounds(choice: Choice) -> list[tuple[str, tables.Column]]:
    return [
        ("bounds", ShownColumn(f"{choice.label} if the missing had answered", attrs=NUMERIC)),
        ("bound_low", Hidden(f"{choice.label}: lowest possible share")),
        ("bound_high", Hidden(f"{choice.label}: highest possible share")),
    ]


def _breakdown_row(breakdown: Breakdown, within: Within, source: str) -> dict[str, Any]:
    base = breakdown.base
    low, high = breakdown.top.bounds or (None, None)
    row: dict[str, Any] = {
        "bounds": span_words(low, high),
        "bound_low": low,
        "bound_high": high,
        "area": place_link(breakdown, within),
        "rank": RANKS.get(breakdown.place.kind, 0),
        "area_name": breakdown.place.name,
        "area_code": breakdown.place.code_in_files,
        "n": words.number(base.n) if base.n is not None else _no_base(base),
        "required": words.number(base.required) if base.required is not None else "not published",
        "missing": _left_out(base),
        "not_known": None if base.withheld else base.not_known,
        "not_applicable": None if base.withheld else base.not_applicable,
        "no_return": base.no_return,
        "declined": base.declined,
        "on_paper": base.on_paper,
        "not_asked": None if base.withheld else base.not_asked,
        "source": source,
    }
    for reading in breakdown.readings:
        key = reading.choice.key
        row[f"shown_{key}"] = figure_link(reading)
        row[f"k_{key}"] = reading.k
        row[f"share_{key}"] = reading.share
        row[f"figure_{key}"] = figure_address(reading.figure_id)
    return row


def _no_base(base: Base) -> str:
    """A base that is hidden from this reader is no base that was never printed."""
    return "not shown" if base.withheld else "not published"


def _left_out(base: Base) -> str:
    """How many required councils are not in the base, as the chart draws them, and why."""
    if base.missing is None:
        return _no_base(base)
    told, total = missing_words(base), words.number(base.missing)
    if not told:
        return "nobody"
    return told if told.startswith(f"{total} ") else f"{total}: {told}"


def span_words(low: float | None, high: float | None) -> str:
    """ "25% to 31%", or the one share if both ends are shown the same."""
    if low is None or high is None:
        return ""
    if words.share_percent(low) == words.share_percent(high):
        return words.share_percent(low)
    return f"{words.share_percent(low)} to {words.share_percent(high)}"
