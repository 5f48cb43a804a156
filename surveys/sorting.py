"""Tables in the order that the address asks for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import django_tables2 as tables
from django.http import QueryDict
from django_tables2.columns import BoundColumn
from django_tables2.utils import OrderByTuple

# Of the kinds of rows in a table, in any order: under the regions, and England at the foot of all.
RANKS = {"type": 1, "council": 2, "england": 3}


Rows = Iterable[Mapping[str, Any]]


class ColumnHeading(NamedTuple):
    """`way` is "ascending" or "descending" of the column that the rows stand in the order of;
    `next` is the order that the heading leads to: the other way round there."""

    column: BoundColumn
    way: str
    next: str


def headings_of(table: tables.Table, opens_by: str) -> Iterator[ColumnHeading]:
    """`opens_by` is the order that the table has where the address asks for none."""
    by = table.order_by[0] if table.order_by else opens_by
    for column in table.columns:
        if column.name != by.removeprefix("-") or not column.orderable:
            yield ColumnHeading(column, "", column.name)
        elif by.startswith("-"):
            yield ColumnHeading(column, "descending", column.name)
        else:
            yield ColumnHeading(column, "ascending", f"-{column.name}")


def england_last(rows: Rows) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: row.get("rank", 0) >= RANKS["england"])


def open_by(table: tables.Table, by: str) -> None:
    """As if the address asked for it: rows that are level stay as they came."""
    column = table.columns[by.removeprefix("-")]
    if column.orderable:
        table.data.order_by(OrderByTuple([by]))
        _keep_groups(table, column)


def put_in_order(table: tables.Table, asked: str) -> list[str]:
    """Sorted by the column that the address asks for, "-share" the other way round; rows with a
    `rank` stay in their group, and at its foot those of which nothing is shown. The parameter
    itself where the table does not sort by that."""
    if not asked:
        return []
    name = asked.removeprefix("-")
    if name not in {each.name for each in table.columns if each.orderable}:
        return [table.prefixed_order_by_field]
    table.order_by = asked
    _keep_groups(table, table.columns[name])
    return []


def _keep_groups(table: tables.Table, column: BoundColumn) -> None:
    field = column.order_by[0].bare
    table.data.data.sort(key=lambda row: (row.get("rank", 0), row.get(field, "") is None))


def put_all_in_order(
    shown: Sequence[tables.Table], params: QueryDict, names: Sequence[str]
) -> list[str]:
    """Each of the tables that sort, as its parameter asks, which tables of one kind may share;
    `names` are all that the page reads. Those of them that ask for what there is not."""
    sorting: dict[str, list[tables.Table]] = {}
    for table in shown:
        if any(column.orderable for column in table.columns):
            sorting.setdefault(table.prefixed_order_by_field, []).append(table)
    unknown: list[str] = []
    for name in names:
        asked = params.get(name, "").strip()
        if asked:
            wrong = [put_in_order(table, asked) for table in sorting.get(name, ())]
            unknown += wrong[0] if wrong else [name]
    return unknown


def show_page(table: tables.Table, asked: str, per_page: int) -> list[str]:
    """The rows of one page of a long table. The parameter itself where there is no such page."""
    last = -(-len(table.rows) // per_page) or 1
    is_page = asked.isdecimal() and 0 < int(asked) <= last
    table.paginate(page=int(asked) if is_page else 1, per_page=per_page)
    return [] if is_page or not asked else [table.prefixed_page_field]


def sorts_by(key: str) -> dict[str, Any]:
    """For a column: it sorts, by what stands in the row under `key`."""
    return {"orderable": True, "order_by": key}


def unsorted(key: str) -> dict[str, Any]:
    return {}
