"""The chart of a whole round: one bar a question."""

from collections.abc import Sequence

from ppf_site import words
from ppf_site.charts import looks
from ppf_site.charts.bars import NO_ANSWER
from ppf_site.charts.chart import Chart
from ppf_site.charts.stacked import StackPart, Whole, stacked_bars
from surveys.releases.results import QuestionResult

from .sentences import finding, graded, summary


def whole_round(results: Sequence[QuestionResult], *, source: str, page: str) -> Chart | None:
    """As the questions were asked, each bar 100% of the councils asked, from the best answer to the
    worst and those without one. None for a round without such questions."""
    held = graded(results)
    if len(held) < 2:
        return None
    is_whole = all(not result.base.missing for result in held)
    bars = stacked_bars([_whole(result, is_whole=is_whole) for result in held])
    return Chart("answers", finding(results), summary(results), source, bars, "asked", page)


def _whole(result: QuestionResult, *, is_whole: bool) -> Whole:
    readings = sorted(result.readings, key=lambda reading: -reading.choice.tone)
    parts = [
        StackPart(reading.choice.label, reading.k or 0, looks.tone(reading.choice.tone))
        for reading in readings
    ]
    best, n, missing = readings[0], result.base.n or 1, result.base.missing or 0
    if not is_whole:
        parts.append(
            StackPart(NO_ANSWER, missing, looks.MISSING, words.number(missing), is_beside=True)
        )
    question = result.question
    label = words.k_of_n(best.k or 0, n)
    group = question.section.title
    if question.grid is not None:
        group = words.under(group, question.grid.stem)
    return Whole(question.short_text, parts, n + missing, n, label, group=group)
