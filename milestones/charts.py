"""Charts of expectations, from values that `stats` has already worked out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ppf_site.charts import looks
from ppf_site.charts.bars import comparison_bars, diverging_bars
from ppf_site.charts.chart import Chart
from ppf_site.charts.drawing import Bars, Mark, Row, Swatch
from surveys.charts_rows import (
    answer_row,
    bar_options,
    is_hidden,
    is_told,
    share_row,
    told_or_hidden,
)
from surveys.sentences import k_of_n
from surveys.stats import Breakdown, Choice, Reading

from .stats import Outlook, StandOut, lowest_last


def answers_by_region(
    breakdowns: Sequence[Breakdown],
    *,
    title: str,
    summary: str,
    source: str,
    table: str,
    page: str,
    subject: str,
    by_name: bool = False,
    key: str = "answers",
) -> Chart | None:
    """Every answer of every area, the good ones to the right, the highest area first and England
    at the foot; `by_name`: as an alphabet has them. Hidden ones come last, as rows that say so.
    None where no count is told."""
    held = told_or_hidden(breakdowns)
    if not any(map(is_told, held)):
        return None
    held.sort(key=lambda place: place.place.name if by_name else "")
    held.sort(key=lambda place: 0 if by_name else lowest_last(place.top))
    held.sort(key=lambda place: place.place.kind == "england")
    apart = [place.place.name for place in held if place.place.kind == "england"]
    bars = diverging_bars(
        [answer_row(place.place.name, place) for place in held], bar_options(held[0]), apart=apart
    )
    return Chart(key, title, summary, source, bars, f"table-{table}", page, subject)


def each_area(breakdowns: Sequence[Breakdown]) -> str:
    """The best answer of each area that is told, in the chart's order."""
    told = sorted(filter(is_told, breakdowns), key=lambda place: lowest_last(place.top))
    return f"{'; '.join(f'{place.place.name}: {k_of_n(place.top)}' for place in told)}."


class CouncilSaid(NamedTuple):
    """One council's answer in words, and which of a scale it is."""

    name: str
    said: str
    choice: Choice | None


def compared(
    readings: Sequence[Reading],
    councils: Sequence[CouncilSaid],
    *,
    title: str,
    summary: str,
    source: str,
    table: str,
    page: str,
    subject: str,
    is_withheld: bool,
) -> Chart | None:
    held = [each for each in readings if each.withheld or (each.k is not None and each.n)]
    if all(reading.withheld for reading in held):
        return None
    held.sort(key=lowest_last)
    bars = comparison_bars(
        [share_row(reading.place.name, reading) for reading in held],
        label=held[0].choice.label,
        tone=held[0].choice.tone,
    )
    bars = _with_councils(bars, councils) if councils else bars
    anchor = f"table-{table}"
    return Chart("comparison", title, summary, source, bars, anchor, page, subject, is_withheld)


def _with_councils(bars: Bars, councils: Sequence[CouncilSaid]) -> Bars:
    """Under the areas a row a council, full of its one answer."""
    choices = {council.choice.label: council.choice for council in councils if council.choice}
    keyed = {swatch.label for swatch in bars.legend}
    added = [Swatch(looks.tone(each.tone), label) for label, each in choices.items()]
    return replace(
        bars,
        rows=[*bars.rows, *map(_full, councils)],
        legend=[*bars.legend, *(swatch for swatch in added if swatch.label not in keyed)],
        axis="A council’s own row is full: it gave that one answer.",
    )


def _full(council: CouncilSaid) -> Row:
    choice = council.choice
    marks = [Mark(choice.label, looks.tone(choice.tone), 0, 100, choice.label)] if choice else []
    return Row(council.name, marks, council.said, apart=True)


def answers_by_expectation(
    here: Sequence[tuple[Outlook, Breakdown]], name: str, source: str, page: str
) -> Chart | None:
    """One region's answers, an expectation a row. None where no count is told."""
    told = [each for each in here if is_told(each[1])]
    if not told:
        return None
    told.sort(key=lambda each: lowest_last(each[1].top))
    hidden = [each for each in here if is_hidden(each[1])]
    good = sum((answers.top_two or 0) > (answers.bottom_two or 0) for _, answers in told)
    shares = [answers.top.share for _, answers in told if answers.top.share is not None]
    most, least = (_at_share(told, end) for end in (max(shares), min(shares)))
    top = told[0][1].top.choice.label
    shown = " that are shown" if hidden else ""
    which = f"On {good} of {len(told)} expectations{shown} more {name} councils"
    if len(told) == 1:
        which = f"On “{told[0][0].label}” {'more' if good else 'no more'} {name} councils"
    return Chart(
        "expectations",
        f"{which} said likely than unlikely",
        f"{top} most often on {most}; least often on {least}.",
        source,
        diverging_bars(
            [answer_row(outlook.label, answers) for outlook, answers in [*told, *hidden]],
            bar_options(told[0][1]),
        ),
        "table-answers",
        page,
    )


def _at_share(held: Sequence[tuple[Outlook, Breakdown]], share: float) -> str:
    """The one expectation with that share of top answers, or how many have it."""
    level = [(outlook, answers.top) for outlook, answers in held if answers.top.share == share]
    outlook, top = level[0]
    if len(level) > 1:
        return f"{len(level)} expectations, {top.k} of {top.n} each"
    return f"“{outlook.label}”, {top.k} of {top.n}"


def highest_label(found: StandOut | None) -> str:
    """Who has the highest share, where every gap to another region is robust; else empty."""
    if found is None or not found.is_end or not found.is_higher:
        return ""
    return f"{found.reading.place.name}, the highest share"
