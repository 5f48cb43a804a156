"""Tables of the dashboards."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html

from ppf_site import words
from ppf_site.pages import Within
from surveys.models import Question, ReleasedReturn
from surveys.sentences import k_of_n, points_words
from surveys.sentences_values import chosen_words, silent_words
from surveys.sorting import RANKS, sorts_by
from surveys.stats import Breakdown, Place, Reading
from surveys.stats_compare import Comparison
from surveys.tables import (
    NUMERIC,
    VERDICT,
    FigureTable,
    Hidden,
    ShownColumn,
    breakdown_table,
    figure_address,
    figure_link,
)
from surveys.values import Value

from .compare.tables import verdict, yes_or_no
from .models import ExpectationQuestion
from .stats import Outlook


def answer_words(row: ReleasedReturn, labels: Mapping[str, str], question: Question) -> str:
    """What a council said, or why there is nothing to show."""
    said = Value(choices=tuple(row.choices or ()), reason=row.reason or "")
    return chosen_words(said, labels) or silent_words(row, question)


def council_answers_table(
    rows: Sequence[ReleasedReturn],
    labels: Mapping[str, str],
    question: Question,
    within: Within,
    *,
    caption: str,
    source: str,
) -> FigureTable:
    """Each required council's answer. Only made when the person may see named answers."""
    columns: list[tuple[str, tables.Column]] = [
        ("council", ShownColumn("Council", **sorts_by("council_name"))),
        ("council_name", Hidden("Council")),
        ("council_code", Hidden("Council code")),
        ("region", tables.Column("Region", **sorts_by("region"))),
        ("answer", tables.Column("Answer", **sorts_by("answer_at"))),
        ("question_code", Hidden("Question code")),
        ("option_code", Hidden("Option code")),
        ("source", Hidden("Source")),
    ]
    at = {key: place for place, key in enumerate(labels)}
    data = [
        {
            **_said_by(row, within),
            "question_code": question.key,
            "option_code": ", ".join(row.choices or ()),
            "answer": answer_words(row, labels, question),
            "answer_at": at.get((row.choices or [""])[0], len(at)),
            "source": source,
        }
        for row in rows
    ]
    order = {"order_by_field": "councils-sort", "opens_by": "council"}
    table = FigureTable(data, extra_columns=columns, **order)
    table.name, table.caption, table.source = "answers-by-council", caption, source
    return table


def councils_rows(
    rows: Sequence[ReleasedReturn], labels: Mapping[str, str], question: Question, source: str
) -> list[dict[str, Any]]:
    """Councils in a table of areas and one answer: what each said, which is no share."""
    return [
        {
            "rank": RANKS["council"],
            "place": row.council.name,
            "shown": answer_words(row, labels, question),
            "area_code": row.code,
            "option_code": ", ".join(row.choices or ()),
            "source": source,
        }
        for row in rows
    ]


def _said_by(row: ReleasedReturn, within: Within) -> dict[str, Any]:
    """The council of a row."""
    council = row.council
    address = within.to(council.get_absolute_url())
    return {
        "council": format_html('<a class="govuk-link" href="{}">{}</a>', address, council.name),
        "council_name": council.name,
        "council_code": row.code,
        "region": row.region.name,
    }


def bases_table(
    label: str, on_bases: Mapping[str, Sequence[Breakdown]], *, source: str
) -> FigureTable:
    """An area a row, the best answer's councils on each base beside each other."""
    columns: list[tuple[str, tables.Column]] = [
        ("area", tables.Column("Area")),
        ("area_code", Hidden("Area code")),
        ("option_code", Hidden("Option code")),
    ]
    rows: dict[str, dict[str, Any]] = {}
    answer = ""
    for number, (basis, breakdowns) in enumerate(on_bases.items()):
        columns += [
            (f"shown_{number}", ShownColumn(f"Of {basis}", attrs=NUMERIC)),
            (f"k_{number}", Hidden(f"Of {basis}: councils (k)")),
            (f"n_{number}", Hidden(f"Of {basis}: base (n)")),
            (f"share_{number}", Hidden(f"Of {basis}: share (k / n)")),
            (f"figure_{number}", Hidden(f"Of {basis}: figure")),
        ]
        for breakdown in breakdowns:
            place, top = breakdown.place, breakdown.top
            fresh = {"area": place.name, "area_code": place.code_in_files, "source": source}
            rank = RANKS.get(place.kind, 0)
            row = rows.setdefault(
                place.slug, {**fresh, "rank": rank, "option_code": top.choice.key}
            )
            row[f"figure_{number}"] = figure_address(top.figure_id)
            row[f"shown_{number}"] = figure_link(breakdown.top)
            row[f"k_{number}"], row[f"n_{number}"] = breakdown.top.k, breakdown.top.n
            row[f"share_{number}"] = breakdown.top.share
            answer = breakdown.top.choice.label
    columns.append(("source", Hidden("Source")))
    table = FigureTable(list(rows.values()), extra_columns=columns)
    table.name, table.source = "bases", source
    table.caption = f"{label}: “{answer}” on each base"
    return table


def region_table(
    name: str, pairs: Sequence[tuple[Outlook, Comparison]], within: Within, *, source: str
) -> FigureTable:
    """Each expectation: the region's share beside the rest of England's, and what to make of it."""
    columns: list[tuple[str, tables.Column]] = [
        ("shown_label", ShownColumn("Expectation", **sorts_by("label"))),
        ("label", Hidden("Expectation")),
        ("expectation_code", Hidden("Expectation code")),
        ("due", tables.Column("Due")),
        ("answer", Hidden("Answer")),
        ("option_code", Hidden("Option code")),
        ("area_code", Hidden("Area code")),
        ("figure", Hidden("Figure")),
        ("here", ShownColumn(name, attrs=NUMERIC, **sorts_by("share"))),
        ("k", Hidden(f"{name}: k")),
        ("n", Hidden(f"{name}: n")),
        ("share", Hidden(f"{name}: share")),
        ("rest", ShownColumn("Rest of England", attrs=NUMERIC, **sorts_by("rest_share"))),
        ("rest_k", Hidden("Rest of England: k")),
        ("rest_n", Hidden("Rest of England: n")),
        ("rest_share", Hidden("Rest of England: share")),
        ("points", ShownColumn("Gap, percentage points", attrs=NUMERIC, **sorts_by("gap"))),
        ("gap", Hidden("Gap (difference of shares)")),
        ("verdict", tables.Column("Against the rest", attrs=VERDICT)),
        ("robust", Hidden("Robust")),
        ("source", Hidden("Source")),
    ]
    table = FigureTable(
        [_region_row(outlook, pair, within, source) for outlook, pair in pairs],
        extra_columns=columns,
    )
    answer = words.lower_first(pairs[0][1].left.choice.label)
    table.name, table.source = "expectations", source
    table.caption = f"Councils “{answer}” to meet each expectation"
    table.is_stacked = table.is_drawn = True
    return table


def _in_cell(reading: Reading) -> str:
    """A count, which stays on its line; why it is hidden is a sentence, and has lines."""
    told = k_of_n(reading)
    if not reading.withheld:
        return told
    return format_html('<span class="figure-link--hidden">{}</span>', told)


def _region_row(outlook: Outlook, pair: Comparison, within: Within, source: str) -> dict[str, Any]:
    here, rest = pair.left, pair.right
    return {
        "shown_label": format_html(
            '<a class="govuk-link" href="{}">{}</a>',
            within.to(f"/expectations/{outlook.slug}/"),
            outlook.label,
        ),
        "label": outlook.label,
        "expectation_code": outlook.slug,
        "option_code": here.choice.key,
        "area_code": here.place.code_in_files,
        "figure": figure_address(here.figure_id),
        "due": outlook.due_label,
        "answer": here.choice.label,
        "here": figure_link(here),
        "k": here.k,
        "n": here.n,
        "share": here.share,
        "rest": _in_cell(rest),
        "rest_k": rest.k,
        "rest_n": rest.n,
        "rest_share": rest.share,
        "points": points_words(pair),
        "gap": pair.gap,
        "verdict": verdict(pair),
        "robust": yes_or_no(pair.is_robust),
        "source": source,
    }


def region_answers_table(
    name: str, here: Sequence[tuple[Outlook, Breakdown]], *, source: str
) -> FigureTable:
    """Every answer of one region, an expectation a row: the numbers of its chart."""
    rows = [
        replace(breakdown, place=Place(outlook.slug, outlook.label, "expectation"))
        for outlook, breakdown in here
    ]
    caption = f"What {name} councils said of each expectation"
    return breakdown_table(rows, name="answers", caption=caption, source=source, of="Expectation")


def council_grid_table(
    returns: Sequence[ReleasedReturn],
    outlooks: Sequence[Outlook],
    links: Sequence[ExpectationQuestion],
    *,
    source: str,
) -> FigureTable:
    """Councils down, expectations across: what each council said. For those who may see it."""
    questions = {link.expectation.slug: link.question_id for link in links}
    columns: list[tuple[str, tables.Column]] = [
        ("council", tables.Column("Council")),
        ("council_code", Hidden("Council code")),
    ]
    for outlook in outlooks:
        key = outlook.slug.replace("-", "_")
        columns.append((key, tables.Column(outlook.label)))
        columns.append((f"{key}_code", Hidden(f"{outlook.label} ({outlook.slug}): option code")))
    columns.append(("source", Hidden("Source")))
    data = []
    for row in returns:
        given = {answer["question"]: answer["choices"] for answer in row.given}
        cells = {
            outlook.slug.replace("-", "_"): _said(outlook, given.get(questions[outlook.slug]), row)
            for outlook in outlooks
        }
        codes = {
            f"{outlook.slug.replace('-', '_')}_code": ", ".join(
                given.get(questions[outlook.slug]) or ()
            )
            for outlook in outlooks
        }
        who = {"council": row.council.name, "council_code": row.code}
        data.append({**who, "source": source, **cells, **codes})
    table = FigureTable(data, extra_columns=columns)
    table.name, table.source = "councils", source
    table.caption = "What each council said"
    return table


def _said(outlook: Outlook, choices: list[str] | None, row: ReleasedReturn) -> str:
    labels = {reading.choice.key: reading.choice.label for reading in outlook.regions[0].readings}
    if choices:
        return chosen_words(Value(choices=tuple(choices)), labels)
    return "No value" if row.is_answered else row.standing
