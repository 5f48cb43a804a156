"""Tables of what moved: from answer to answer, and from round to round."""

from collections.abc import Mapping, Sequence
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html

from ppf_site import words
from surveys.releases.paired import CouncilPair
from surveys.sentences import source_line, source_lines
from surveys.tables import NUMERIC, FigureTable, Hidden, ShownColumn, figure_address, figure_link

from .courses import Course, InRound
from .sentences import step_words, when
from .stats import NO_ANSWER, Flows


def bar_cell(k: int, n: int) -> str:
    """ "33 of 41 (80%)" over a bar of that share."""
    if not n:
        return words.k_of_n(k, n)
    return format_html(
        '{}<svg class="bar" aria-hidden="true"><rect width="{}%" height="14"/></svg>',
        words.k_of_n(k, n),
        round(100 * k / n, 2),
    )


def flows_table(
    course: Course, flows: Flows, earlier: InRound, *, caption: str, source: str
) -> FigureTable:
    """An earlier answer a row, a later answer a column; shares of the councils of the row."""
    last = course.steps[-1]
    later = when(last, earlier)
    columns: list[tuple[str, tables.Column]] = [
        ("before", tables.Column(f"In {when(earlier, last)}")),
        ("councils", tables.Column("Councils", attrs=NUMERIC)),
    ]
    heads: list[tuple[str | None, str]] = [(choice.key, choice.label) for choice in flows.after]
    if any(flow.to.get(None) for flow in flows.rows):
        heads.append((None, NO_ANSWER))
    for key, label in heads:
        columns.append((f"shown_{key}", ShownColumn(f"{later}: {words.lower_first(label)}")))
        columns.append((f"k_{key}", Hidden(f"{later}: {words.lower_first(label)}")))
        columns.append((f"share_{key}", Hidden(f"{later}: {words.lower_first(label)}, share")))
    columns.append(("source", Hidden("Source")))
    rows = [
        {
            "before": flow.label,
            "councils": flow.councils,
            **{f"shown_{key}": bar_cell(flow.to.get(key, 0), flow.councils) for key, _ in heads},
            **{f"k_{key}": flow.to.get(key, 0) for key, _ in heads},
            **{f"share_{key}": flow.share_to(key) for key, _ in heads},
            "source": source,
        }
        for flow in flows.rows
    ]
    table = FigureTable(rows, extra_columns=columns)
    table.name, table.caption, table.source = "flows", caption, source
    table.is_stacked = True
    return table


JOINED = {
    "same": "the same question",
    "wording": "only its wording changed",
    "options": "its answers changed: not joined",
    "none": "not comparable",
    "": "",
}


# What those who changed an expectation or a measure said of it.
CHANGED = {
    "same": "and asks for the same",
    "wording": "only in its wording",
    "options": "in what it asks: not joined",
    "none": "and cannot be compared",
}


def joined_words(step: InRound, first: str = "") -> str:
    """How a round is joined with the one before: by its question, and by what that asks about."""
    asked = first or JOINED[step.question.comparability]
    if step.change is None:
        return asked
    what = "; ".join(step.change.what)
    return f"{asked}; the {step.change.of} changed {CHANGED[step.change.comparability]}: {what}"


def time_table(course: Course, matched: Mapping[int, str], *, label: str) -> FigureTable:
    """A round a row: as published, and of the matched councils by question, where any are told."""
    matched_column = [("matched", tables.Column("Matched councils", attrs=NUMERIC))]
    columns: list[tuple[str, tables.Column]] = [
        ("round", tables.Column("Round")),
        ("day", tables.Column("Position at")),
        ("shown", ShownColumn("As published", attrs=NUMERIC)),
        ("k", Hidden("As published: councils (k)")),
        ("n", Hidden("As published: base (n)")),
        ("value", Hidden("As published: per cent")),
        ("figure", Hidden("Figure")),
        *(matched_column if matched else []),
        ("joined", tables.Column("Against the round before")),
        ("source", Hidden("Source")),
    ]
    rows = [_step_row(course, step, matched) for step in course.steps]
    table = FigureTable(rows, extra_columns=columns)
    table.name = "time"
    table.source = source_lines(step.release for step in course.steps)
    table.caption = f"{label}, from round to round"
    table.is_stacked = True
    return table


def _step_row(course: Course, step: InRound, matched: Mapping[int, str]) -> dict[str, Any]:
    top = step.answers.top if step.answers else None
    figure_id = top.figure_id if top else step.amount.figure_id if step.amount else None
    return {
        "round": step.release.round.title,
        "day": words.day(step.release.round.reference_date),
        "shown": figure_link(top) if top else step_words(step),
        "k": top.k if top else None,
        "n": top.n if top else None,
        "value": step.value,
        "figure": figure_address(figure_id),
        "matched": matched.get(step.question.pk, ""),
        "joined": joined_words(step, "the first to ask" if step is course.steps[0] else ""),
        "source": source_line(step.release),
    }


def council_moves_table(
    course: Course,
    councils: Sequence[CouncilPair],
    earlier: InRound,
    *,
    label: str,
    source: str,
) -> FigureTable:
    """A council a row: its answer before and later. Only for who may see councils' answers."""
    last = course.steps[-1]
    before = {choice.key: choice.label for choice in course.choices(earlier)}
    after = {choice.key: choice.label for choice in course.choices(last)}
    columns: list[tuple[str, tables.Column]] = [
        ("council", ShownColumn("Council")),
        ("council_name", Hidden("Council")),
        ("council_code", Hidden("Council code")),
        ("region", tables.Column("Region")),
        ("before", tables.Column(f"In {when(earlier, last)}")),
        ("after", tables.Column(f"In {when(last, earlier)}")),
        ("source", Hidden("Source")),
    ]
    rows = [
        {
            "council": format_html(
                '<a class="govuk-link" href="/councils/{}/">{}</a>', each.slug, each.name
            ),
            "council_name": each.name,
            "council_code": each.code,
            "region": each.region_name,
            "before": before.get(each.before or "", NO_ANSWER),
            "after": after.get(each.after or "", NO_ANSWER),
            "source": source,
        }
        for each in councils
    ]
    table = FigureTable(rows, extra_columns=columns)
    table.name, table.source = "councils", source
    table.caption = f"{label}: council by council"
    return table
