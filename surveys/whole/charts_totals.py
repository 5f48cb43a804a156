"""The chart of a round that is known only as published totals: a bar for each published share."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ppf_site import words
from ppf_site.charts import looks
from ppf_site.charts.chart import Chart
from ppf_site.charts.drawing import QUARTERS, Bars, Mark, Row, Swatch
from surveys.models import QuestionType, Round
from surveys.releases.results import QuestionResult, results_of
from surveys.releases.shown import ShownFigure
from surveys.sentences_values import published_percent, published_words
from surveys.stats import Reading

from .charts import whole_round
from .sentences_totals import is_share, printed, round_finding

NOT_PUBLISHED = "Not published"
SHARE = "The published share"
# What is left by rounding alone is no answer that was kept back.
ROUNDED_AWAY = 1.0


def round_chart(
    figures: Sequence[ShownFigure], round: Round, *, source: str, page: str
) -> Chart | None:
    """Of the councils' answers; where none are held, of what was published of each area."""
    england = results_of([figure for figure in figures if figure.area.kind == "england"])
    found = whole_round(england, source=source, page=page)
    if found or not round.is_totals_only:
        return found
    rows = [row for results in _by_area(figures) for row in _rows(*results)]
    if not rows:
        return None
    title = round_finding(england, round)
    said = "; ".join(f"{row.area}: {mark.says}" for row in rows for mark in row.marks)
    bars = Bars("published", rows, 0, 100, ticks=QUARTERS, legend=_legend(rows))
    return Chart("answers", title, f"{said}.", source, bars, "asked", page)


def _by_area(figures: Sequence[ShownFigure]) -> Iterator[tuple[str, list[QuestionResult]]]:
    """England first, whose name goes without saying."""
    asked = [figure for figure in figures if figure.question is not None]
    asked.sort(key=lambda figure: (figure.area.kind != "england", figure.area.position))
    for area, own in groupby(asked, key=lambda figure: figure.area):
        yield "" if area.kind == "england" else area.name, results_of(own)


def _rows(area: str, results: Sequence[QuestionResult]) -> Iterator[Row]:
    for result in results:
        name = ", ".join(filter(None, [result.question.short_text, area]))
        amount = result.amount
        if is_share(result) and amount is not None and amount.published is not None:
            number, around = published_words(result.question, amount.published, amount.qualifier)
            mark = Mark(SHARE, looks.tone(2), 0, float(amount.published), f"{number}{around}")
            yield Row(name, [mark], number)
        elif result.question.type != QuestionType.MULTIPLE:
            yield from _answers(name, result)


def _answers(name: str, result: QuestionResult) -> Iterator[Row]:
    """The options that were published, from the best; what is left of 100% is said and hatched."""
    told = [reading for reading in result.readings if reading.share is not None]
    told.sort(key=lambda reading: -reading.choice.tone)
    marks, at = [], 0.0
    for reading in told:
        number, around = printed(reading)
        width = 100 * (reading.share or 0)
        label, look = reading.choice.label, looks.tone(reading.choice.tone)
        marks.append(Mark(label, look, at, width, f"{label}: {number}{around}"))
        at += width
    if not told or at > 100 + ROUNDED_AWAY:
        return
    if 100 - at > ROUNDED_AWAY:
        rest = f"{NOT_PUBLISHED}: {words.share_percent(1 - at / 100)}"
        marks.append(Mark(NOT_PUBLISHED, looks.MISSING, at, 100 - at, rest))
    yield Row(name, marks, _number(told[0]))


def _number(reading: Reading) -> str:
    """Short, as it stands beside its bar, with the answer that it is of, since bars begin with
    other answers too: the words of the source are said under the chart."""
    number = words.k_of_n(reading.k or 0, reading.n or 0)
    if reading.published is not None:
        number = published_percent(reading.published)
    return f"{number} {words.lower_first(reading.choice.label)}"


def _legend(rows: Sequence[Row]) -> list[Swatch]:
    """What each colour stands for: answers of different questions may share one."""
    marks = [mark for row in rows for mark in row.marks]
    found = {mark.look: "" for mark in marks}
    for look in found:
        series = dict.fromkeys(mark.series for mark in marks if mark.look == look)
        found[look] = "; ".join(series)
    return [Swatch(look, label) for look, label in found.items()]
