"""The table of what a correction changes: the same rows on the page and in the file."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.core.paginator import Page

from ppf_site import words
from surveys.models import Release
from surveys.tables import NUMERIC, FigureTable, Hidden, ShownColumn, figure_address

from .changed import FigureChange

NAME = "changes"
PER_PAGE = 100


Row = Mapping[str, object]


def changes_table(
    rows: Sequence[Row],
    *,
    before: Release,
    number: int,
    page: Page[Row] | None = None,
) -> FigureTable:
    """A row for each number, from that release to the one of that number; `page`: these are a part
    of a long list."""
    columns = [
        ("question", ShownColumn("Question")),
        ("question_key", Hidden("Question")),
        ("answer", tables.Column("Answer", default="")),
        ("answer_key", Hidden("Answer code")),
        ("area", tables.Column("Area")),
        ("area_code", Hidden("Area code")),
        ("what", tables.Column("Number")),
        ("before", ShownColumn(f"Release {before.number}", attrs=NUMERIC)),
        ("after", ShownColumn(f"Release {number}", attrs=NUMERIC)),
        ("before_words", Hidden(f"Release {before.number}")),
        ("after_words", Hidden(f"Release {number}")),
        ("before_value", Hidden(f"Release {before.number}: value")),
        ("after_value", Hidden(f"Release {number}: value")),
        ("figure", Hidden("Figure")),
    ]
    table = FigureTable(rows, extra_columns=columns)
    table.is_stacked = True
    table.name, table.caption = f"{before.round.slug}-{NAME}", _caption(before, number, page)
    return table


def _caption(before: Release, number: int, page: Page[Row] | None) -> str:
    whole = f"What changes from release {before.number} to release {number}"
    if page is None or page.paginator.num_pages == 1:
        return whole
    first, last = words.number(page.start_index()), words.number(page.end_index())
    return f"{whole}: {first} to {last} of {words.number(page.paginator.count)}"


def rows_of(changes: Iterable[FigureChange]) -> list[dict[str, object]]:
    """The largest change first, as they come."""
    return [_row(change) for change in changes]


def _row(change: FigureChange) -> dict[str, object]:
    """A figure of a release that is not compiled yet has no address."""
    figure = change.figure
    is_compiled = figure.release.compiled_at is not None
    return {
        "question": change.about,
        "question_key": figure.question.key if figure.question else "response",
        "answer": figure.option.label if figure.option else "",
        "answer_key": figure.option.key if figure.option else "",
        "area": figure.area.name,
        "area_code": figure.area.code or figure.area.slug,
        "what": change.what,
        "before": change.before,
        "after": change.after,
        "before_words": change.before,
        "after_words": change.after,
        "before_value": change.before_value,
        "after_value": change.after_value,
        "figure": figure_address(figure.pk) if is_compiled else "",
    }


VALUES = ("before_value", "after_value")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def numbered(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, object]]:
    """Rows as they were, from how they are kept: there a decimal number or a day is text."""
    return [
        {**row, **{name: _number(row[name]) for name in VALUES if isinstance(row[name], str)}}
        for row in rows
    ]


def _number(kept: str) -> object:
    return datetime.date.fromisoformat(kept) if DAY.fullmatch(kept) else Decimal(kept)
