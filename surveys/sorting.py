"""Tables in the order that the address asks for."""

from typing import Any

import django_tables2 as tables

# Of the kinds of area in a table that sorts: England at the foot of the regions, types after it.
RANKS = {"england": 1, "type": 2}


def put_in_order(table: tables.Table, asked: str) -> list[str]:
    """Sorted by the column that the address asks for, "-share" the other way round; rows with a
    `rank` stay in their group. The parameter itself where the table does not sort by that."""
    if not asked:
        return []
    if asked.removeprefix("-") not in {each.name for each in table.columns if each.orderable}:
        return [table.prefixed_order_by_field]
    table.order_by = asked
    table.data.data.sort(key=lambda row: row.get("rank", 0))
    return []


def sorts_by(key: str) -> dict[str, Any]:
    """For a column: it sorts, by what stands in the row under `key`."""
    return {"orderable": True, "order_by": key}


def unsorted(key: str) -> dict[str, Any]:
    return {}
