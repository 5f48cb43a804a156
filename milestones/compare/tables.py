"""Tables of gaps between areas: what is made of them, and under “How this is told” their chance."""

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables

from ppf_site import words
from surveys.sentences import doubt_words, k_of_n, points_words
from surveys.sorting import sorts_by, unsorted
from surveys.stats import Reading
from surveys.stats_compare import Comparison
from surveys.tables import (
    NUMERIC,
    VERDICT,
    FigureTable,
    Hidden,
    ShownColumn,
    figure_address,
    span_words,
)


def verdict(pair: Comparison) -> str:
    """What is made of a gap, in a cell: "Higher" and "Lower" only of a robust one."""
    if pair.is_robust:
        return pair.verdict.capitalize()
    if pair.verdict == "level":
        return "Same"
    return words.capital(doubt_words(pair)) or "Cannot be told"


def pairs_table(
    pairs: Sequence[Comparison],
    *,
    caption: str,
    source: str,
    name: str = "pairs",
    about: Sequence[str] = (),
    sorts: str = "",
) -> FigureTable:
    """A pair of areas a row: both shares, their gap and whether it is robust. `about`: of each its
    expectation, where they are of several. `sorts`: what in its page’s address orders it."""
    by = sorts_by if sorts else unsorted
    columns: list[tuple[str, tables.Column]] = [
        ("area", tables.Column("Area", **by("area"))),
        ("area_code", Hidden("Area code")),
        ("option_code", Hidden("Option code")),
        ("figure", Hidden("Figure")),
        ("k", Hidden("k")),
        ("n", Hidden("n")),
        ("other", tables.Column("Compared with", **by("other"))),
        ("other_code", Hidden("Compared with: area code")),
        ("other_figure", Hidden("Compared with: figure")),
        ("other_k", Hidden("Compared with: k")),
        ("other_n", Hidden("Compared with: n")),
        ("points", ShownColumn("Gap, percentage points", attrs=NUMERIC, **by("gap"))),
        ("gap", Hidden("Gap (difference of shares)")),
        ("verdict", tables.Column("Verdict", attrs=VERDICT)),
        ("robust", Hidden("Robust")),
        ("shared", Hidden("Councils in both")),
        ("source", Hidden("Source")),
    ]
    rows = [_pair_row(pair, source) for pair in pairs]
    if about:
        columns.insert(2, ("about", tables.Column("Expectation")))
        rows = [{**row, "about": label} for row, label in zip(rows, about, strict=True)]
    table = FigureTable(rows, extra_columns=columns, order_by_field=sorts or None)
    table.name, table.caption, table.source = name, caption, source
    table.is_stacked = True
    return table


def _pair_row(pair: Comparison, source: str) -> dict[str, Any]:
    left, right = pair.left, pair.right
    return {
        "area": left.place.name,
        "area_code": left.place.code_in_files,
        "option_code": left.choice.key,
        "figure": figure_address(left.figure_id),
        "k": left.k,
        "n": left.n,
        "other": right.place.name,
        "other_code": right.place.code_in_files,
        "other_figure": figure_address(right.figure_id),
        "other_k": right.k,
        "other_n": right.n,
        "points": points_words(pair),
        "gap": pair.gap,
        "verdict": verdict(pair),
        "robust": yes_or_no(pair.is_robust),
        "shared": pair.shared,
        "source": source,
    }


def yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def chance_table(
    rows: Sequence[tuple[str, Comparison, int]], *, of: str, caption: str, source: str
) -> FigureTable:
    """How often chance alone would bring about each gap: told under “How this is told” alone.

    A row is its name, its pair, and how many such pairs could have been picked.
    """
    columns: list[tuple[str, tables.Column]] = [
        ("name", tables.Column(of)),
        ("here", ShownColumn("Councils", attrs=NUMERIC)),
        ("interval", ShownColumn("95% interval (Wilson)", attrs=NUMERIC)),
        ("k", Hidden("k")),
        ("n", Hidden("n")),
        ("low", Hidden("Interval, lower end")),
        ("high", Hidden("Interval, upper end")),
        ("other", tables.Column("Compared with")),
        ("there", ShownColumn("Councils", attrs=NUMERIC)),
        ("other_interval", ShownColumn("95% interval (Wilson)", attrs=NUMERIC)),
        ("other_k", Hidden("Compared with: k")),
        ("other_n", Hidden("Compared with: n")),
        ("other_low", Hidden("Compared with: interval, lower end")),
        ("other_high", Hidden("Compared with: interval, upper end")),
        ("p", ShownColumn("p", attrs=NUMERIC)),
        ("chance", Hidden("p (Fisher’s exact test, two-sided)")),
        ("pairs", tables.Column("Such pairs", attrs=NUMERIC)),
        ("p_of_all", ShownColumn("p times such pairs", attrs=NUMERIC)),
        ("chance_of_all", Hidden("p times such pairs, at most 1")),
        ("source", Hidden("Source")),
    ]
    data = [_chance_row(name, pair, such, source) for name, pair, such in rows]
    table = FigureTable(data, extra_columns=columns)
    table.name, table.caption, table.source = "chance", caption, source
    return table


def _chance_row(name: str, pair: Comparison, such: int, source: str) -> dict[str, Any]:
    chance = pair.chance
    of_all = None if chance is None else min(1.0, chance * such)
    here, there = _with_interval(pair.left), _with_interval(pair.right)
    return {
        "name": name,
        "here": here["told"],
        "interval": here["interval"],
        **{key: here[key] for key in ("k", "n", "low", "high")},
        "other": pair.right.place.name,
        "there": there["told"],
        "other_interval": there["interval"],
        **{f"other_{key}": there[key] for key in ("k", "n", "low", "high")},
        "p": p_words(chance),
        "chance": chance,
        "pairs": such,
        "p_of_all": p_words(of_all),
        "chance_of_all": of_all,
        "source": source,
    }


def _with_interval(reading: Reading) -> dict[str, Any]:
    low, high = reading.interval or (None, None)
    told = {"k": reading.k, "n": reading.n, "low": low, "high": high}
    # Why it is not is said by the tables before this one, which is wide.
    shown = "not shown" if reading.withheld else k_of_n(reading)
    return {**told, "told": shown, "interval": span_words(low, high)}


def p_words(chance: float | None) -> str:
    """ "0.009"; where the areas share councils or have no counts, that it cannot be told."""
    if chance is None:
        return "cannot be told"
    return "< 0.001" if chance < 0.001 else f"{chance:.3f}"
