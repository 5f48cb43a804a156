"""Charts of a grid: its rows side by side, and all, some or none of them."""

from collections.abc import Sequence

from ppf_site import words
from ppf_site.charts import looks
from ppf_site.charts.bars import (
    AnswerRow,
    BarOption,
    ShareRow,
    comparison_bars,
    diverging_bars,
)
from ppf_site.charts.chart import Chart
from ppf_site.charts.stacked import StackPart, Whole, stacked_bars

from . import sentences_grid as sentences
from .stats import Breakdown, Choice


def rows_side_by_side(
    rows: Sequence[Breakdown], *, source: str, page: str, key: str = "rows"
) -> Chart | None:
    """Diverging bars of a scale, else a bar of the best answer: the highest share first."""
    told = sentences.most_first(rows)
    if not told:
        return None
    choices = [reading.choice for reading in told[0].readings]
    drawing = (
        diverging_bars([_answers(row) for row in told], [_option(each) for each in choices])
        if len(choices) > 2
        else comparison_bars([_share(row) for row in told], label=told[0].top.choice.label)
    )
    title = sentences.ends_of_the_range(rows)
    return Chart(
        key, title, f"{sentences.grid_summary(rows)}.", source, drawing, "table-rows", page
    )


def _option(choice: Choice) -> BarOption:
    return BarOption(choice.key, choice.label, choice.tone)


def _answers(row: Breakdown) -> AnswerRow:
    counts = {reading.choice.key: reading.k or 0 for reading in row.readings}
    return AnswerRow(row.place.name, counts, row.base.n or 0, row.base.missing or 0)


def _share(row: Breakdown) -> ShareRow:
    return ShareRow(row.place.name, row.top.k or 0, row.base.n or 0, row.base.missing or 0)


def all_some_none(tally: Breakdown, *, source: str, page: str) -> Chart | None:
    """One bar: councils with all of the rows, those with some more, and those with none."""
    title, n = sentences.tiers(tally), tally.base.n
    if not title or not n:
        return None
    readings = sorted(tally.readings, key=lambda reading: -reading.choice.tone)
    parts = [
        StackPart(reading.choice.label, reading.k or 0, looks.tone(reading.choice.tone))
        for reading in readings
    ]
    best = readings[0]
    label = words.k_of_n(best.k or 0, n)
    bars = stacked_bars([Whole(tally.place.name, parts, n, n, label)], kind="tiers")
    said = "; ".join(
        f"{reading.choice.label}, {words.k_of_n(reading.k or 0, n)}" for reading in readings
    )
    return Chart("tiers", title, f"{said}.", source, bars, "table-tiers", page)
