"""The table of who answered a round, region by region."""

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html

from surveys.sentences import missing_words
from surveys.sorting import RANKS, sorts_by
from surveys.stats import Reading
from surveys.tables import NUMERIC, FigureTable, ShownColumn, figure_link


def response_table(response: Sequence[Reading], *, source: str) -> FigureTable:
    """An area a row: how many answered, and what is known of the others."""
    columns: list[tuple[str, tables.Column]] = [
        ("area", ShownColumn("Area", **sorts_by("name"))),
        ("answered", ShownColumn("Answered", attrs=NUMERIC, **sorts_by("share"))),
        ("missing", ShownColumn("Did not", **sorts_by("count"))),
    ]
    rows = map(_row, response)
    table = FigureTable(rows, extra_columns=columns, order_by_field="response-sort")
    table.name, table.source = "response", source
    table.caption = "Returns received, by region"
    return table


def _row(reading: Reading) -> dict[str, Any]:
    place = reading.place
    name: str = place.name
    if place.kind == "region":
        address = f"/regions/{place.slug}/"
        name = format_html('<a class="govuk-link" href="{}">{}</a>', address, place.name)
    return {
        "rank": RANKS.get(place.kind, 0),
        "area": name,
        "name": place.name,
        "answered": figure_link(reading),
        "share": reading.share,
        "missing": missing_words(reading.answered),
        "count": reading.answered.missing,
        # Itself, so that the file comes in the order of the page.
        "reading": reading,
    }
