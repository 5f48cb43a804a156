"""The table of a measure's rates beside each other."""

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables

from milestones.measures.sentences import rate_words
from surveys.sorting import RANKS, sorts_by
from surveys.stats import Amount, Breakdown, Place
from surveys.tables import NUMERIC, FigureTable, Hidden, ShownColumn, figure_address

from .rates import ComparedRates, OwnRate


def rates_table(areas: Sequence[Breakdown], told: ComparedRates, *, source: str) -> FigureTable:
    """An area a row: the rate of all counted together and the typical council's, as released;
    and councils, each with its own rate and on which side of the target that is."""
    columns: list[tuple[str, tables.Column]] = [
        ("area", tables.Column("Area" if areas else "Council", **sorts_by("area"))),
        ("area_code", Hidden("Area code")),
        ("pooled", Hidden("Pooled rate, per cent")),
        ("typical", Hidden("Typical council, per cent")),
    ]
    if areas:
        columns += [
            (
                "pooled_shown",
                ShownColumn("All counted together", attrs=NUMERIC, **sorts_by("pooled")),
            ),
            ("typical_shown", ShownColumn("Typical council", attrs=NUMERIC, **sorts_by("typical"))),
        ]
    if told.councils:
        columns += [
            ("own_shown", ShownColumn("Its own rate", attrs=NUMERIC, **sorts_by("own"))),
            ("own", Hidden("Council’s own rate, per cent")),
            ("side", tables.Column("Target", **sorts_by("side_at"))),
            ("option_code", Hidden("Option code")),
        ]
    columns += [("figure", Hidden("Figure")), ("source", Hidden("Source"))]
    rows = [_area_row(area.place, told.amounts.get(area.place.slug), source) for area in areas]
    rows += [_council_row(told, each, source) for each in told.councils]
    best_first = "-own_shown" if told.base.measure.higher_is_better else "own_shown"
    order = {"order_by_field": "rates-sort", "opens_by": "" if areas else best_first}
    table = FigureTable(rows, extra_columns=columns, **order)
    table.name, table.caption, table.source = "rates", told.label, source
    return table


def _area_row(place: Place, amount: Amount | None, source: str) -> dict[str, Any]:
    pooled, typical = (amount.pooled, amount.typical) if amount else (None, None)
    return {
        "rank": RANKS.get(place.kind, 0),
        "area": place.name,
        "area_code": place.code_in_files,
        "pooled_shown": rate_words(pooled),
        "pooled": pooled,
        "typical_shown": rate_words(typical),
        "typical": typical,
        "figure": figure_address(amount.figure_id if amount else None),
        "source": source,
    }


def _council_row(told: ComparedRates, each: OwnRate, source: str) -> dict[str, Any]:
    return {
        "rank": RANKS["council"],
        "area": each.name,
        "area_code": each.row.code,
        "own_shown": each.said if each.rate is None else rate_words(each.rate),
        "own": each.rate,
        "side": told.side_words(each),
        "side_at": not each.is_at_target if each.side else 2,
        "option_code": next(iter(each.row.choices or ()), ""),
        "source": source,
    }
