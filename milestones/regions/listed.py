"""The regions as a list: who is at the target, what each is surest of, and who answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html

from councils.models import Region
from milestones.measures.measured import OnBase, Rate
from ppf_site.pages import Within
from surveys.models import Release
from surveys.sentences import source_line
from surveys.sorting import sorts_by
from surveys.stats import Reading
from surveys.tables import NUMERIC, FigureTable, Hidden, ShownColumn, figure_address, figure_link


@dataclass(frozen=True, slots=True)
class RegionListed:
    """A region in the list: its response, its highest share, and who is at the target."""

    region: Region
    response: Reading | None
    surest: str
    reached: Reading | None


def regions_table(
    listed: Sequence[RegionListed],
    main: tuple[OnBase, Rate] | None,
    release: Release | None,
    within: Within,
) -> FigureTable:
    """`main` is what was counted last, of which it is told who is at the target; `release` is of
    the round that asked for forecasts."""
    month = f", {release.round.reference_date:%B %Y}" if release else ""
    columns: list[tuple[str, tables.Column]] = [
        ("shown_region", ShownColumn("Region", **sorts_by("region"))),
        ("region", Hidden("Region")),
    ]
    if main is not None:
        columns += _of_target(*main)
    columns += [
        ("surest", tables.Column(f"Surest of{month}")),
        ("answered", ShownColumn(f"Answered{month}", attrs=NUMERIC, **sorts_by("answered_share"))),
        ("answered_k", Hidden(f"Answered{month}")),
        ("answered_n", Hidden("Asked")),
        ("answered_share", Hidden("Share that answered")),
        ("source", Hidden("Source")),
    ]
    releases = dict.fromkeys(each for each in (main[1].release if main else None, release) if each)
    source = " ".join(map(source_line, releases))
    table = FigureTable(
        [_row(each, within, source) for each in listed],
        extra_columns=columns,
        order_by_field="sort",
    )
    table.name, table.caption, table.source = "regions", "The regions", source
    table.is_stacked = True
    return table


def _of_target(on_base: OnBase, rate: Rate) -> list[tuple[str, tables.Column]]:
    counted = f"Councils at the target, {rate.round.reference_date:%B %Y}"
    heading = f"{counted}, of {on_base.base.name}"
    return [
        ("reached", ShownColumn(heading, attrs=NUMERIC, **sorts_by("reached_share"))),
        ("reached_k", Hidden(f"{counted} (k)")),
        ("reached_n", Hidden(f"{counted}: base (n)")),
        ("reached_share", Hidden(f"{counted}: share (k / n)")),
        ("reached_figure", Hidden(f"{counted}: figure")),
    ]


def _row(listed: RegionListed, within: Within, source: str) -> dict[str, Any]:
    region, reached, response = listed.region, listed.reached, listed.response
    address = within.to(region.get_absolute_url())
    told = response is not None and response.k is not None and response.n is not None
    return {
        "shown_region": format_html('<a class="govuk-link" href="{}">{}</a>', address, region.name),
        "region": region.name,
        "reached": figure_link(reached) if reached else "not told",
        "reached_k": reached.k if reached else None,
        "reached_n": reached.n if reached else None,
        "reached_share": reached.share if reached else None,
        "reached_figure": figure_address(reached.figure_id) if reached else "",
        "surest": listed.surest or "not told",
        "answered": f"{response.k} of {response.n}" if response and told else "not told",
        "answered_k": response.k if response else None,
        "answered_n": response.n if response else None,
        "answered_share": response.share if response else None,
        "source": source,
    }
