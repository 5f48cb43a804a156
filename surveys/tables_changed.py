"""The table of what a correction changes: the same rows on the page and in the file."""

from collections.abc import Sequence

import django_tables2 as tables
from django.core.paginator import Page

from ppf_site import words

from .models import Release
from .releases.changed import FigureChange
from .tables import NUMERIC, FigureTable, Hidden, ShownColumn, figure_address

NAME = "changes"
PER_PAGE = 100


def changes_table(
    changes: Sequence[FigureChange],
    *,
    before: Release,
    after: Release,
    page: Page[FigureChange] | None = None,
) -> FigureTable:
    """A row for each number, the largest change first; `page`: these are a part of a long list."""
    columns = [
        ("question", ShownColumn("Question")),
        ("question_key", Hidden("Question")),
        ("answer", tables.Column("Answer", default="")),
        ("answer_key", Hidden("Answer code")),
        ("area", tables.Column("Area")),
        ("area_code", Hidden("Area code")),
        ("what", tables.Column("Number")),
        ("before", ShownColumn(f"Release {before.number}", attrs=NUMERIC)),
        ("after", ShownColumn(f"Release {after.number}", attrs=NUMERIC)),
        ("before_words", Hidden(f"Release {before.number}")),
        ("after_words", Hidden(f"Release {after.number}")),
        ("before_value", Hidden(f"Release {before.number}: value")),
        ("after_value", Hidden(f"Release {after.number}: value")),
        ("figure", Hidden("Figure")),
    ]
    is_compiled = after.compiled_at is not None
    table = FigureTable(
        [_row(change, is_compiled=is_compiled) for change in changes], extra_columns=columns
    )
    table.is_stacked = True
    table.name, table.caption = f"{before.round.slug}-{NAME}", _caption(before, after, page)
    return table


def _caption(before: Release, after: Release, page: Page[FigureChange] | None) -> str:
    whole = f"What changes from release {before.number} to release {after.number}"
    if page is None or page.paginator.num_pages == 1:
        return whole
    first, last = words.number(page.start_index()), words.number(page.end_index())
    return f"{whole}: {first} to {last} of {words.number(page.paginator.count)}"


def _row(change: FigureChange, *, is_compiled: bool) -> dict[str, object]:
    """A figure of a release that is not compiled yet has no address."""
    figure = change.figure
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
