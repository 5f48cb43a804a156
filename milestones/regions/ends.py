"""What one region foretold of the main expectation, and what came of it there: as published."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables

from milestones.glance.findings import Glance
from milestones.outcomes.ends import Ends
from ppf_site import words
from ppf_site.charts import looks
from ppf_site.charts.chart import Chart
from ppf_site.charts.stacked import StackPart, Whole, stacked_bars
from surveys.models import Release
from surveys.sentences import source_line, source_lines
from surveys.stats import Breakdown
from surveys.tables import NUMERIC, FigureTable, Hidden, ShownColumn, figure_address, figure_link

from .sentences import came_words

NAME = "both-ends"


@dataclass(frozen=True, slots=True)
class RegionEnd:
    """One survey's answers in the region."""

    told: str
    release: Release
    answers: Breakdown

    @property
    def name(self) -> str:
        return f"{self.told}, {self.release.round.reference_date:%B %Y}"


def ends_in(glance: Glance, slug: str) -> list[RegionEnd]:
    """The forecast and what came; empty where either is not told of the region, or in part."""
    before, after = glance.sides_in(slug)
    if glance.ends is None or before is None or after is None:
        return []
    ends = [
        RegionEnd("Forecast", glance.ends.forecast_release, before),
        RegionEnd("What came", glance.ends.outcome_release, after),
    ]
    told = [reading.k for each in ends for reading in each.answers.readings]
    bases = [each.answers.base for each in ends]
    is_told = None not in told and all(base.n and base.required for base in bases)
    return ends if is_told else []


def ends_chart(ends: Sequence[RegionEnd], told: Ends, name: str, *, page: str) -> Chart:
    """A bar a survey, each of the councils asked; the last part did not answer."""
    bars = stacked_bars([_whole(each) for each in ends])
    before, after = ends[0].answers.top, ends[1].answers.top
    foretold = f"{words.number(before.k)} of {words.number(before.n)}"
    label = words.lower_first(before.choice.label)
    on = f"{foretold} {label} on “{told.expectation.label}”"
    title = f"{name}: {on}; {came_words(after)}{told.for_whom}"
    summary = " ".join(f"{each.name}: {_said(each.answers)}." for each in ends)
    return Chart(NAME, title, summary, _source(ends), bars, f"table-{NAME}", page)


def _whole(end: RegionEnd) -> Whole:
    base, top = end.answers.base, end.answers.top
    parts = [
        StackPart(reading.choice.label, reading.k or 0, looks.tone(reading.choice.tone))
        for reading in sorted(end.answers.readings, key=lambda reading: -reading.choice.tone)
    ]
    required = base.required or 0
    missing = required - (base.n or 0)
    if missing:
        said = f"{missing} of {required} asked"
        parts.append(StackPart("No answer", missing, looks.MISSING, said))
    return Whole(end.name, parts, required, base.n or 0, words.k_of_n(top.k or 0, top.n or 0))


def _said(answers: Breakdown) -> str:
    told = [
        f"{words.lower_first(reading.choice.label)} {words.number(reading.k)}"
        for reading in answers.readings
    ]
    return f"{words.join_words(told)} of {words.number(answers.base.n)} that answered"


def ends_table(ends: Sequence[RegionEnd], told: Ends, name: str) -> FigureTable:
    """An answer a row, of either survey."""
    columns: list[tuple[str, tables.Column]] = [
        ("survey", tables.Column("Survey")),
        ("answer", tables.Column("Answer")),
        ("shown", ShownColumn("Councils", attrs=NUMERIC)),
        ("k", Hidden("Councils (k)")),
        ("n", Hidden("Base (n)")),
        ("share", Hidden("Share (k / n)")),
        ("required", tables.Column("Asked", attrs=NUMERIC)),
        ("figure", Hidden("Figure")),
        ("source", Hidden("Source")),
    ]
    table = FigureTable([row for each in ends for row in _rows(each)], extra_columns=columns)
    table.name, table.source = NAME, _source(ends)
    table.caption = f"What {name} councils forecast, and what came{told.for_whom}"
    table.is_stacked = table.is_drawn = True
    return table


def _rows(end: RegionEnd) -> list[dict[str, Any]]:
    return [
        {
            "survey": end.name,
            "answer": reading.choice.label,
            "shown": figure_link(reading),
            "k": reading.k,
            "n": reading.n,
            "share": reading.share,
            "required": end.answers.base.required,
            "figure": figure_address(reading.figure_id),
            "source": source_line(end.release),
        }
        for reading in end.answers.readings
    ]


def _source(ends: Sequence[RegionEnd]) -> str:
    return source_lines(each.release for each in ends)
