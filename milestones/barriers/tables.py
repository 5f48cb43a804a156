"""Tables of what is in the way."""

from typing import Any

import django_tables2 as tables

from milestones.moving.tables import bar_cell
from ppf_site import words
from surveys.ranked.named import Ranked
from surveys.sorting import sorts_by
from surveys.stats import Reading
from surveys.tables import NUMERIC, FigureTable, Hidden, ShownColumn, figure_link

from .sentences import SideNames, unlikely_first
from .stats import Crossed, Side

NOT_SHOWN = "not shown: too few councils"


def crossed_table(
    crossed: Crossed, names: SideNames, found: Ranked, *, caption: str, source: str
) -> FigureTable:
    """A barrier a row, what the unlikely named most first, “none of these” at the foot: of them, of
    the likely, and of all that answered."""
    columns: list[tuple[str, tables.Column]] = [
        ("barrier", tables.Column("Barrier", **sorts_by("barrier")))
    ]
    for key, name in (("unlikely", names.unlikely), ("likely", names.likely)):
        heading = words.capital(name)
        columns += [
            (key, ShownColumn(heading, **sorts_by(f"{key}_k"))),
            (f"{key}_k", Hidden(f"{heading}: councils (k)")),
            (f"{key}_n", Hidden(f"{heading}: base (n)")),
        ]
    columns += [
        ("all", ShownColumn("All that answered", attrs=NUMERIC, **sorts_by("all_k"))),
        ("all_k", Hidden("All that answered: councils (k)")),
        ("all_n", Hidden("All that answered: base (n)")),
        ("source", Hidden("Source")),
    ]
    ranked = unlikely_first(crossed, found.ranked)
    rows = [_row(crossed, reading, source) for reading in [*ranked, *found.none]]
    order = {"order_by_field": "crossed-sort", "opens_by": "-unlikely"}
    table = FigureTable(rows, extra_columns=columns, **order)
    table.name, table.caption, table.source = "crossed", caption, source
    table.is_stacked = True
    return table


def _row(crossed: Crossed, reading: Reading, source: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "rank": int(reading.choice.is_exclusive),
        "barrier": reading.choice.label,
        "all": figure_link(reading),
        "all_k": reading.k,
        "all_n": reading.n,
        "source": source,
    }
    sides: tuple[tuple[str, Side], ...] = (
        ("unlikely", crossed.unlikely),
        ("likely", crossed.likely),
    )
    for key, side in sides:
        k = side.named.get(reading.choice.key) if crossed.told(reading.choice.key) else None
        row[key] = NOT_SHOWN if k is None else bar_cell(k, side.n)
        row[f"{key}_k"], row[f"{key}_n"] = k, side.n
    return row
