"""The table of one answer: who gave it, place by place, or what was named, answer by answer."""

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables

from .sorting import RANKS, sorts_by, unsorted
from .stats import Reading
from .tables import (
    NUMERIC,
    FigureTable,
    Hidden,
    ShownColumn,
    figure_address,
    figure_link,
    span_words,
)


def reading_table(
    readings: Sequence[Reading],
    *,
    name: str,
    caption: str,
    source: str,
    of: str = "Area",
    sorts: str = "",
    others: Sequence[dict[str, Any]] = (),
) -> FigureTable:
    """One row a place, the highest share first where its page `sorts` it: of one answer, and what
    the missing could make of it. `others` are rows without a share, under them."""
    by = sorts_by if sorts else unsorted
    who = readings[0].place.who if readings else "Councils"
    columns = [
        ("place", tables.Column(of, **by("place"))),
        ("shown", ShownColumn(who, attrs=NUMERIC, **by("share"))),
        ("k", Hidden(f"{who} (k)")),
        ("n", Hidden("Base (n)")),
        ("share", Hidden("Share (k / n)")),
        ("bounds", ShownColumn("If the missing had answered", attrs=NUMERIC)),
        ("bound_low", Hidden("Lowest possible share")),
        ("bound_high", Hidden("Highest possible share")),
        ("required", tables.Column("Required", attrs=NUMERIC)),
        ("area_code", Hidden("Area code")),
        ("option_code", Hidden("Option code")),
        ("figure", Hidden("Figure")),
        ("source", Hidden("Source")),
    ]
    rows = [*(_reading_row(reading, source) for reading in readings), *others]
    order = {"order_by_field": sorts, "opens_by": "-shown"} if sorts else {}
    table = FigureTable(rows, extra_columns=columns, **order)
    table.name, table.caption, table.source, table.is_stacked = name, caption, source, True
    return table


def _reading_row(reading: Reading, source: str) -> dict[str, Any]:
    lowest, highest = reading.bounds or (None, None)
    return {
        # “None of these” stands under what is named.
        "rank": RANKS.get(reading.place.kind, 0) + reading.choice.is_exclusive,
        "place": reading.place.name,
        "shown": figure_link(reading),
        "k": reading.k,
        "n": reading.n,
        "share": reading.share,
        "bounds": span_words(lowest, highest),
        "bound_low": lowest,
        "bound_high": highest,
        "required": reading.base.required,
        "area_code": reading.place.code_in_files,
        "option_code": reading.choice.key,
        "figure": figure_address(reading.figure_id),
        "source": source,
    }
