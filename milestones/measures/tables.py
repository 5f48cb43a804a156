"""Tables of measured shares: by round, by area and by council."""

from collections.abc import Collection, Sequence
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html

from ppf_site import words
from ppf_site.pages import Within
from surveys.sentences import source_line
from surveys.sorting import RANKS, sorts_by, unsorted
from surveys.stats import Amount
from surveys.tables import NUMERIC, VERDICT, FigureTable, Hidden, ShownColumn, figure_address

from .claims import Claims
from .measured import CouncilRate, OnBase, Rate
from .sentences import month, not_counted_words, rate_words, reached_cell
from .stats import pace_achieved, pace_needed, points
from .tables_claims import pace_cells, pace_columns


def time_table(on_base: OnBase, *, source: str) -> FigureTable:
    """A round a row: what was counted, who reached the target, and the pace."""
    columns: list[tuple[str, tables.Column]] = [
        ("round", ShownColumn("Position at")),
        ("day", Hidden("Position at")),
        ("title", Hidden("Round")),
        ("told", tables.Column("Told as")),
        ("shown", ShownColumn("All counted together", attrs=NUMERIC)),
        ("rate", Hidden("Pooled rate, per cent")),
        ("numerator", Hidden("Numerator (sum)")),
        ("denominator", Hidden("Denominator (sum)")),
        ("typical", ShownColumn("Typical council", attrs=NUMERIC)),
        ("median", Hidden("Typical council, per cent")),
        ("reached", ShownColumn("Councils at the target", attrs=NUMERIC)),
        ("k", Hidden("Councils at the target (k)")),
        ("n", Hidden("Councils at the target: base (n)")),
        ("councils", tables.Column("Councils counted", attrs=NUMERIC)),
        ("achieved", tables.Column("Points a month since", attrs=NUMERIC)),
        ("needed", ShownColumn("Points a month needed", attrs=NUMERIC)),
        ("points", Hidden("Points a month needed")),
        ("verdict", Hidden("Target")),
        ("figure", Hidden("Figure")),
        ("source", Hidden("Source")),
    ]
    rows = [
        *(_counted(on_base, number) for number in range(len(on_base.counted))),
        *(_round_row(rate, "Forecast by councils") for rate in on_base.foretold),
    ]
    table = FigureTable(rows, extra_columns=columns)
    table.name, table.source = f"time-{on_base.base.key}", source
    table.caption = f"{on_base.measure.title}: {on_base.base.name}, round by round"
    table.note = (
        "As published: each round’s own councils. Points: percentage points, of all together. "
        f"{not_counted_words(on_base.counted)}"
    ).strip()
    table.is_stacked = True
    return table


def _counted(on_base: OnBase, number: int) -> dict[str, Any]:
    rate = on_base.counted[number]
    row = _round_row(rate, "Counted")
    if number:
        before = on_base.counted[number - 1]
        row["achieved"] = points(pace_achieved(before.on_its_day, rate.on_its_day))
    expectation = on_base.measure.expectation
    if expectation is not None:
        needed = pace_needed(rate.on_its_day, on_base.target, expectation.due_on)
        row["verdict"] = on_base.verdict_of_rate(rate.pooled)
        is_met = needed is not None and row["verdict"] == "met"
        row["points"] = None if is_met else needed
        row["needed"] = "met" if is_met else points(needed)
    reading = rate.reached.get("england")
    return {
        **row,
        "reached": reached_cell(rate, "england"),
        "k": reading.k if reading else None,
        "n": reading.n if reading else None,
    }


def _round_row(rate: Rate, told: str) -> dict[str, Any]:
    amount = rate.england
    return {
        "round": month(rate),
        "day": words.day(rate.round.reference_date),
        "title": rate.round.title,
        "told": told,
        "shown": _linked(amount),
        "rate": amount.pooled if amount else None,
        "numerator": amount.numerator if amount else None,
        "denominator": amount.denominator if amount else None,
        "typical": rate_words(amount.typical) if amount else "",
        "median": amount.typical if amount else None,
        "councils": _councils(amount),
        "figure": figure_address(amount.figure_id if amount else None),
        "source": source_line(rate.release),
    }


def region_time_table(on_base: OnBase, slug: str, name: str, *, source: str) -> FigureTable:
    """A round a row: the region's share beside England's."""
    columns: list[tuple[str, tables.Column]] = [
        ("round", ShownColumn("Position at")),
        ("day", Hidden("Position at")),
        ("shown", ShownColumn(name, attrs=NUMERIC)),
        ("rate", Hidden(f"{name}: pooled rate, per cent")),
        ("councils", tables.Column("Councils counted", attrs=NUMERIC)),
        ("england", ShownColumn("England", attrs=NUMERIC)),
        ("england_rate", Hidden("England: pooled rate, per cent")),
        ("source", Hidden("Source")),
    ]
    rows = []
    for rate in on_base.counted:
        here, england = rate.amounts.get(slug), rate.england
        rows.append(
            {
                "round": month(rate),
                "day": words.day(rate.round.reference_date),
                "shown": _linked(here),
                "rate": here.pooled if here else None,
                "councils": _councils(here),
                "england": _linked(england),
                "england_rate": england.pooled if england else None,
                "source": source_line(rate.release),
            }
        )
    table = FigureTable(rows, extra_columns=columns)
    table.name, table.source, table.is_stacked = "trend", source, True
    table.caption = f"{on_base.measure.title}: {on_base.base.name}, {name} and England"
    return table


def area_table(
    on_base: OnBase,
    rate: Rate,
    within: Within,
    *,
    source: str,
    only: Collection[str] = (),
    sorts: bool = False,
) -> FigureTable:
    """An area a row, the highest first, the types under the regions and England at the foot; or
    `only` these areas. `sorts`: its page can put it in another order."""
    by = sorts_by if sorts else unsorted
    columns: list[tuple[str, tables.Column]] = [
        ("area", ShownColumn("Area", **by("area_name"))),
        ("area_name", Hidden("Area")),
        ("area_code", Hidden("Area code")),
        ("shown", ShownColumn("All counted together", attrs=NUMERIC, **by("rate"))),
        ("rate", Hidden("Pooled rate, per cent")),
        ("numerator", Hidden("Numerator (sum)")),
        ("denominator", Hidden("Denominator (sum)")),
        ("verdict", tables.Column("Against the target", attrs=VERDICT)),
        ("reached", ShownColumn("Councils at the target", attrs=NUMERIC, **by("k"))),
        ("k", Hidden("Councils at the target (k)")),
        ("n", Hidden("Base (n)")),
        ("typical", ShownColumn("Typical council", attrs=NUMERIC, **by("median"))),
        ("half", ShownColumn("Middle half of councils", attrs=NUMERIC)),
        ("lower_quartile", Hidden("Lower quartile")),
        ("median", Hidden("Median")),
        ("upper_quartile", Hidden("Upper quartile")),
        ("councils", tables.Column("Councils counted", attrs=NUMERIC)),
        ("figure", Hidden("Figure")),
        ("source", Hidden("Source")),
    ]
    shown = [each for each in _in_order(rate) if not only or each.place.slug in only]
    rows = [_area_row(on_base, rate, amount, within, source) for amount in shown]
    table = FigureTable(rows, extra_columns=columns, opens_by="-shown")
    table.name, table.source = "regions", source
    table.caption = f"{on_base.measure.title}: {on_base.base.name}, {month(rate)}, by area"
    table.is_stacked = table.is_drawn = True
    return table


def _in_order(rate: Rate) -> list[Amount]:
    return sorted(
        rate.amounts.values(),
        key=lambda it: (RANKS.get(it.place.kind, 0), it.pooled is None, -(it.pooled or 0)),
    )


def _area_row(
    on_base: OnBase, rate: Rate, amount: Amount, within: Within, source: str
) -> dict[str, Any]:
    place = amount.place
    reading = rate.reached.get(place.slug)
    quartiles = amount.quartiles or (None, None, None)
    name: str = place.name
    if place.kind == "region":
        address = within.to(f"/regions/{place.slug}/")
        name = format_html('<a class="govuk-link" href="{}">{}</a>', address, place.name)
    return {
        "rank": RANKS.get(place.kind, 0),
        "area": name,
        "area_name": place.name,
        "area_code": place.code_in_files,
        "shown": _linked(amount),
        "rate": amount.pooled,
        "numerator": amount.numerator,
        "denominator": amount.denominator,
        "verdict": on_base.told_of(rate, amount.pooled).capitalize() or "Cannot be told",
        "reached": reached_cell(rate, place.slug),
        "k": reading.k if reading else None,
        "n": reading.n if reading else None,
        "typical": _typical(amount),
        "half": _half(amount),
        "lower_quartile": quartiles[0],
        "median": quartiles[1],
        "upper_quartile": quartiles[2],
        "councils": _councils(amount),
        "figure": figure_address(amount.figure_id),
        "source": source,
    }


def council_table(
    on_base: OnBase,
    rate: Rate,
    councils: Sequence[CouncilRate],
    within: Within,
    *,
    source: str,
    claims: Claims | None = None,
) -> FigureTable:
    """A council a row, the highest rate first. Only made when the person may see them."""
    columns: list[tuple[str, tables.Column]] = [
        ("council", ShownColumn("Council", **sorts_by("council_name"))),
        ("council_name", Hidden("Council")),
        ("council_code", Hidden("Council code")),
        ("region", tables.Column("Region", **sorts_by("region"))),
        ("shown", ShownColumn("Share", attrs=NUMERIC, **sorts_by("rate"))),
        ("rate", Hidden("Rate, per cent")),
        ("verdict", tables.Column("Against the target", attrs=VERDICT)),
        *pace_columns(claims),
        ("source", Hidden("Source")),
    ]
    rows = [
        {
            **_council_row(on_base, rate, each, within, source),
            **pace_cells(claims, each.council.council_id),
        }
        for each in councils
    ]
    order = {"order_by_field": "councils-sort", "opens_by": "-shown"}
    table = FigureTable(rows, extra_columns=columns, **order)
    table.name, table.source, table.is_stacked = "councils", source, True
    table.caption = f"{on_base.measure.title}: {on_base.base.name}, {month(rate)}, by council"
    return table


def _council_row(
    on_base: OnBase, rate: Rate, each: CouncilRate, within: Within, source: str
) -> dict[str, Any]:
    council = each.council.council
    address = within.to(council.get_absolute_url())
    return {
        "council": format_html('<a class="govuk-link" href="{}">{}</a>', address, council.name),
        "council_name": council.name,
        "council_code": each.council.code,
        "region": each.council.region.name,
        "shown": rate_words(each.rate),
        "rate": each.rate,
        "verdict": on_base.told_of(rate, each.rate).capitalize(),
        "source": source,
    }


def _linked(amount: Amount | None) -> str:
    """The pooled rate, with the address of the figure behind it."""
    if amount is None:
        return "not told"
    if amount.withheld and amount.pooled is None:
        return "not shown: too few councils"
    text = rate_words(amount.pooled)
    if amount.figure_id is None:
        return text
    return format_html(
        '<a class="govuk-link figure-link" href="/figures/{}/">{}</a>', amount.figure_id, text
    )


def _typical(amount: Amount) -> str:
    return "not shown: too few councils" if amount.hides_quartiles else rate_words(amount.typical)


def _half(amount: Amount) -> str:
    if amount.quartiles is None:
        return ""
    return f"{rate_words(amount.quartiles[0])} to {rate_words(amount.quartiles[2])}"


def _councils(amount: Amount | None) -> str:
    base = amount.base if amount else None
    if base is None or base.n is None:
        return "not told"
    required = f" of {words.number(base.required)}" if base.required is not None else ""
    return f"{words.number(base.gave_a_value)}{required}"
