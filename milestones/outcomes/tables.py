"""Tables of forecasts and what came of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html

from ppf_site import words
from ppf_site.pages import Within
from surveys.releases.paired import CouncilPair
from surveys.sorting import RANKS, sorts_by
from surveys.stats import Breakdown
from surveys.tables import (
    NUMERIC,
    NUMERIC_VERDICT,
    VERDICT,
    FigureTable,
    Hidden,
    ShownColumn,
    figure_address,
    figure_link,
)

from .ends import Ends
from .sentences import of_none, optimism_label
from .stats import CameAbout, InArea


def outcome_table(answers: Sequence[CameAbout], label: str, *, source: str) -> FigureTable:
    """A forecast a row: how many gave it, and what came of them."""
    columns: list[tuple[str, tables.Column]] = [
        ("forecast", tables.Column("Forecast")),
        ("councils", tables.Column("Councils", attrs=NUMERIC)),
        ("shown", ShownColumn("Met it, of those that reported", attrs=NUMERIC_VERDICT)),
        ("met", Hidden("Met it")),
        ("told", Hidden("Reported")),
        ("met_share", Hidden("Met it, share of those that reported")),
        ("not_met", tables.Column("Did not", attrs=NUMERIC)),
        ("not_known", tables.Column("No outcome known", attrs=NUMERIC)),
        ("source", Hidden("Source")),
    ]
    rows = [
        {
            "forecast": answer.label,
            "councils": answer.councils,
            "shown": of_none(answer.met, answer.told, "none reported"),
            "met": answer.met,
            "told": answer.told,
            "met_share": answer.met / answer.told if answer.told else None,
            "not_met": answer.not_met,
            "not_known": answer.not_known,
            "source": source,
        }
        for answer in answers
        if answer.councils
    ]
    table = FigureTable(rows, extra_columns=columns)
    table.name, table.source = "outcome", source
    table.caption = f"{label}: what was forecast and what came, of the same councils"
    table.is_stacked = True
    return table


def paired_regions_table(
    areas: Sequence[InArea], label: str, within: Within, *, source: str
) -> FigureTable:
    """An area a row, of the councils that answered both. Only for who may see councils' answers."""
    top = words.lower_first(areas[0].top.label) if areas else ""
    columns: list[tuple[str, tables.Column]] = [
        ("area", ShownColumn("Area", **sorts_by("area_name"))),
        ("area_name", Hidden("Area")),
        ("sure", ShownColumn(f"Had said “{top}”", attrs=NUMERIC, **sorts_by("sure_share"))),
        ("sure_k", Hidden(f"Had said “{top}”")),
        ("met", ShownColumn("Met it", attrs=NUMERIC, **sorts_by("met_share"))),
        ("met_k", Hidden("Met it")),
        ("n", Hidden("Councils that answered both")),
        (
            "of_the_sure",
            ShownColumn(
                "Of those that were sure, met it", attrs=NUMERIC, **sorts_by("of_the_sure_share")
            ),
        ),
        ("of_the_sure_k", Hidden("Of those that were sure, met it")),
        ("not_known", tables.Column("Sure, and not known", attrs=NUMERIC)),
        ("optimism", tables.Column("Optimism", attrs=VERDICT, **sorts_by("gap"))),
        ("source", Hidden("Source")),
    ]
    rows = [_region_row(area, within, source) for area in areas]
    table = FigureTable(rows, extra_columns=columns, opens_by="-optimism")
    table.name, table.source = "regions", source
    table.caption = f"{label}: were the sure right? By region, of the councils that answered both"
    table.is_stacked = True
    return table


def _region_row(area: InArea, within: Within, source: str) -> dict[str, Any]:
    name: str = area.name
    if area.slug != "england":
        address = within.to(f"/regions/{area.slug}/")
        name = format_html('<a class="govuk-link" href="{}">{}</a>', address, area.name)
    gap = None if area.optimism is None else words.rounded(100 * area.optimism)
    return {
        "rank": RANKS.get(area.slug, 0),
        "sure_share": area.forecast_share,
        "met_share": area.met_share,
        "of_the_sure_share": area.top.met / area.top.told if area.top.told else None,
        "gap": gap,
        "area": name,
        "area_name": area.name,
        "sure": of_none(area.top.told, area.paired, "none answered both"),
        "sure_k": area.top.told,
        "met": of_none(area.met, area.paired, "none answered both"),
        "met_k": area.met,
        "n": area.paired,
        "of_the_sure": of_none(area.top.met, area.top.told, "none was sure"),
        "of_the_sure_k": area.top.met,
        "not_known": area.top.not_known,
        "optimism": optimism_label(gap),
        "source": source,
    }


def sides_table(
    forecast: Sequence[Breakdown], outcome: Sequence[Breakdown], label: str, *, source: str
) -> FigureTable:
    """An area a row: each end as it was published, of its own councils."""
    first = forecast[0].top.choice.label if forecast else "Forecast"
    second = outcome[0].top.choice.label if outcome else "Outcome"
    columns: list[tuple[str, tables.Column]] = [
        ("area", tables.Column("Area", **sorts_by("area"))),
        ("area_code", Hidden("Area code")),
        (
            "before",
            ShownColumn(
                f"Forecast: {words.lower_first(first)}", attrs=NUMERIC, **sorts_by("before_share")
            ),
        ),
        ("before_k", Hidden("Forecast: councils (k)")),
        ("before_n", Hidden("Forecast: base (n)")),
        ("before_figure", Hidden("Forecast: figure")),
        (
            "after",
            ShownColumn(
                f"Later: {words.lower_first(second)}", attrs=NUMERIC, **sorts_by("after_share")
            ),
        ),
        ("after_k", Hidden("Later: councils (k)")),
        ("after_n", Hidden("Later: base (n)")),
        ("after_figure", Hidden("Later: figure")),
        ("source", Hidden("Source")),
    ]
    later = {side.place.slug: side for side in outcome}
    only = [*later] == ["england"]
    none = "published for England only" if only else "not asked of the region"
    rows = [_sides_row(side, later.get(side.place.slug), source, none) for side in forecast]
    table = FigureTable(rows, extra_columns=columns, order_by_field="sides-sort")
    table.name, table.source = "sides", source
    table.caption = f"{label}: forecast and later, each as published, of its own councils"
    table.is_stacked = True
    return table


def _sides_row(
    before: Breakdown, after: Breakdown | None, source: str, none: str
) -> dict[str, Any]:
    row = {
        "rank": RANKS.get(before.place.kind, 0),
        "before_share": before.top.share,
        "area": before.place.name,
        "area_code": before.place.code_in_files,
        "before": figure_link(before.top),
        "before_k": before.top.k,
        "before_n": before.top.n,
        "before_figure": figure_address(before.top.figure_id),
        "after": none,
        "source": source,
    }
    if after is None:
        return row
    return {
        **row,
        "after_share": after.top.share,
        "after": figure_link(after.top),
        "after_k": after.top.k,
        "after_n": after.top.n,
        "after_figure": figure_address(after.top.figure_id),
    }


def ends_table(ends: Ends, sides: Sequence[Breakdown], *, source: str) -> FigureTable:
    """The two surveys of England: what each asked, of whom, when, and its answer."""
    columns: list[tuple[str, tables.Column]] = [
        ("told", tables.Column("Told")),
        ("round", tables.Column("Survey")),
        ("day", tables.Column("Position at")),
        ("by", tables.Column("Answered by")),
        ("answer", tables.Column("Answer")),
        ("shown", ShownColumn("Share", attrs=NUMERIC)),
        ("k", Hidden("Councils (k)")),
        ("n", Hidden("Base (n)")),
        ("share", Hidden("Share")),
        ("figure", Hidden("Figure")),
        ("source", Hidden("Source")),
    ]
    releases = (("Before", ends.forecast_release), ("Later", ends.outcome_release))
    rows = [
        {
            "told": told,
            "round": release.round.title,
            "day": words.day(release.round.reference_date),
            "by": release.round.respondents,
            "answer": side.top.choice.label,
            "shown": figure_link(side.top),
            "k": side.top.k,
            "n": side.top.n,
            "share": side.top.share,
            "figure": figure_address(side.top.figure_id),
            "source": source,
        }
        for (told, release), side in zip(releases, sides, strict=False)
    ]
    table = FigureTable(rows, extra_columns=columns)
    table.name, table.source = "ends", source
    table.caption = f"{ends.label}: two surveys beside each other"
    table.is_stacked = True
    return table


def council_pairs_table(
    councils: Sequence[CouncilPair],
    labels: Mapping[str, str],
    label: str,
    within: Within,
    *,
    source: str,
) -> FigureTable:
    """A council a row: what it foretold and what came. Only for who may see councils' answers."""
    columns: list[tuple[str, tables.Column]] = [
        ("council", ShownColumn("Council", **sorts_by("council_name"))),
        ("council_name", Hidden("Council")),
        ("council_code", Hidden("Council code")),
        ("region", tables.Column("Region", **sorts_by("region"))),
        ("before", tables.Column("Forecast", **sorts_by("before_at"))),
        ("after", tables.Column("Later", attrs=VERDICT, **sorts_by("after_at"))),
        ("source", Hidden("Source")),
    ]
    places = {key: at for at, key in enumerate(labels)}
    rows = [_pair_row(each, labels, places, within, source) for each in councils]
    order = {"order_by_field": "councils-sort", "opens_by": "council"}
    table = FigureTable(rows, extra_columns=columns, **order)
    table.name, table.source = "councils", source
    table.caption = f"{label}: what each council forecast, and what came"
    return table


def _pair_row(
    each: CouncilPair,
    labels: Mapping[str, str],
    places: Mapping[str, int],
    within: Within,
    source: str,
) -> dict[str, Any]:
    address = within.to(f"/councils/{each.slug}/")
    return {
        "council": format_html('<a class="govuk-link" href="{}">{}</a>', address, each.name),
        "council_name": each.name,
        "council_code": each.code,
        "region": each.region_name,
        "before": labels.get(each.before or "", "No forecast"),
        "before_at": places.get(each.before or "", len(places)),
        "after": labels.get(each.after or "", "Not known"),
        "after_at": places.get(each.after or "", len(places)),
        "source": source,
    }
