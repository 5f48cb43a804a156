"""Charts of expectations, from values that `stats` has already worked out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ppf_site.charts import looks
from ppf_site.charts.bars import AnswerRow, BarOption, ShareRow, comparison_bars, diverging_bars
from ppf_site.charts.chart import Chart
from ppf_site.charts.drawing import Bars, Mark, Row, Swatch
from surveys.stats import Breakdown, Choice, Reading

from .stats import Outlook


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
) -> Chart | None:
    """Every answer of every area, the good ones to the right, the highest area first and England
    at the foot; `by_name`: as an alphabet has them. None where counts are not held."""
    held = [place for place in breakdowns if place.base.n and place.readings[0].k is not None]
    if not held:
        return None
    held.sort(key=lambda place: "" if not by_name else place.place.name)
    held.sort(key=lambda place: 0 if by_name else -(place.top.share or 0))
    held.sort(key=lambda place: place.place.kind == "england")
    apart = [place.place.name for place in held if place.place.kind == "england"]
    bars = diverging_bars(
        [_answers(place.place.name, place) for place in held], _options(held[0]), apart=apart
    )
    return Chart("answers", title, summary, source, bars, f"table-{table}", page, subject)


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
) -> Chart | None:
    held = [reading for reading in readings if reading.k is not None and reading.n]
    if not held:
        return None
    held.sort(key=lambda reading: -(reading.share or 0))
    bars = comparison_bars(
        [
            ShareRow(reading.place.name, reading.k or 0, reading.n or 0, reading.base.missing or 0)
            for reading in held
        ],
        label=held[0].choice.label,
        tone=held[0].choice.tone,
    )
    bars = _with_councils(bars, councils) if councils else bars
    return Chart("comparison", title, summary, source, bars, f"table-{table}", page, subject)


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
    """One region's answers, an expectation a row. None where nobody answered."""
    held = [(outlook, answers) for outlook, answers in here if answers.base.n]
    if not held or held[0][1].readings[0].k is None:
        return None
    good = sum((answers.top_two or 0) > (answers.bottom_two or 0) for _, answers in held)
    held.sort(key=lambda told: -(told[1].top.share or 0))
    shares = [answers.top.share or 0 for _, answers in held]
    most, least = (_at_share(held, end) for end in (max(shares), min(shares)))
    top = held[0][1].top.choice.label
    return Chart(
        "expectations",
        f"On {good} of {len(held)} expectations more {name} councils said likely than unlikely",
        f"{top} most often on {most}; least often on {least}.",
        source,
        diverging_bars(
            [_answers(outlook.label, answers) for outlook, answers in held], _options(held[0][1])
        ),
        "table-answers",
        page,
    )


def _answers(label: str, answers: Breakdown) -> AnswerRow:
    counts = {reading.choice.key: reading.k or 0 for reading in answers.readings}
    return AnswerRow(label, counts, answers.base.n or 0, answers.base.missing or 0)


def _options(answers: Breakdown) -> list[BarOption]:
    choices = [reading.choice for reading in answers.readings]
    return [BarOption(choice.key, choice.label, choice.tone) for choice in choices]


def _at_share(held: Sequence[tuple[Outlook, Breakdown]], share: float) -> str:
    """The one expectation with that share of top answers, or how many have it."""
    level = [(outlook, answers.top) for outlook, answers in held if answers.top.share == share]
    outlook, top = level[0]
    if len(level) > 1:
        return f"{len(level)} expectations, {top.k} of {top.n} each"
    return f"“{outlook.label}”, {top.k} of {top.n}"
