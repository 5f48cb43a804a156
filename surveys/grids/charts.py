"""Charts of a grid: its rows side by side, and all, some or none of them."""

from collections.abc import Sequence

from ppf_site import words
from ppf_site.charts import looks
from ppf_site.charts.bars import NO_ANSWER, comparison_bars, diverging_bars
from ppf_site.charts.chart import Chart
from ppf_site.charts.stacked import StackPart, Whole, stacked_bars
from surveys.charts_rows import answer_row, bar_options, is_hidden, share_row
from surveys.stats import Breakdown

from . import sentences


def rows_side_by_side(
    rows: Sequence[Breakdown], *, source: str, page: str, key: str = "rows"
) -> Chart | None:
    """Diverging bars of a scale, else a bar of the best answer: the highest share first."""
    told = sentences.most_first(rows)
    if not told:
        return None
    held = [*told, *(row for row in rows if is_hidden(row) and row not in told)]
    drawing = (
        diverging_bars([answer_row(row.place.name, row) for row in held], bar_options(told[0]))
        if len(told[0].readings) > 2
        else comparison_bars(
            [share_row(row.place.name, row.top) for row in held], label=told[0].top.choice.label
        )
    )
    title = sentences.ends_of_the_range(rows)
    return Chart(
        key, title, f"{sentences.grid_summary(rows)}.", source, drawing, "table-rows", page
    )


def all_some_none(tally: Breakdown, *, source: str, page: str) -> Chart | None:
    """One bar: councils with all of the rows, those with some more, those with none, and those
    asked that told neither."""
    title, n = sentences.tiers(tally), tally.base.n
    if not title or not n:
        return None
    readings = sorted(tally.readings, key=lambda reading: -reading.choice.tone)
    parts = [
        StackPart(reading.choice.label, reading.k or 0, looks.tone(reading.choice.tone))
        for reading in readings
    ]
    best, missing = readings[0], tally.base.missing or 0
    if missing:
        said = words.number(missing)
        parts.append(StackPart(NO_ANSWER, missing, looks.MISSING, said, is_beside=True))
    label = words.k_of_n(best.k or 0, n)
    bars = stacked_bars([Whole(tally.place.name, parts, n + missing, n, label)], kind="tiers")
    said = "; ".join(
        f"{reading.choice.label}, {words.k_of_n(reading.k or 0, n)}" for reading in readings
    )
    return Chart("tiers", title, f"{said}.", source, bars, "table-tiers", page)
