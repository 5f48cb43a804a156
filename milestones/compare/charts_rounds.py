"""Charts of areas in several rounds: lines, or bars where there are more areas than lines."""

from milestones.moving.courses import Course, InRound
from milestones.moving.sentences import step_words, when
from ppf_site.charts import looks
from ppf_site.charts.chart import Chart
from ppf_site.charts.drawing import QUARTERS, Bars, Mark, Row, Swatch
from ppf_site.charts.ends import end_of_shares
from ppf_site.charts.lines import Line, Lines, Point

from .rounds import OverRounds
from .sentences_rounds import chart_title, said, summary, told_words

# A bar of what councils foretold beside those of what they did.
CAME, FORETOLD = Swatch(looks.tone(2), "What came"), Swatch(looks.BETWEEN, "Forecast by councils")


def over_rounds(over: OverRounds, *, source: str, page: str) -> Chart | None:
    """None where nothing is told in two rounds of any area."""
    over = over.drawn
    told = [course for course in over.courses if len(_told(course)) > 1]
    if not told:
        return None
    drawing = _lines(over) if len(over.areas) <= len(looks.SERIES) else _bars(over)
    return Chart("rounds", chart_title(over), summary(over), source, drawing, "table-rounds", page)


def _told(course: Course) -> list[InRound]:
    return [step for step in course.steps if step.value is not None]


def _lines(over: OverRounds) -> Lines:
    lines = [
        Line(
            area.name,
            [
                Point(
                    step.release.round.reference_date,
                    step.value or 0,
                    said(over, area, step),
                    is_open=over.is_foretold(step),
                    joins=step.joins,
                    is_reworded=step.is_reworded,
                )
                for step in _told(course)
            ],
        )
        for area, course in over.told
        if _told(course)
    ]
    course = over.courses[0]
    is_rate = all(step.answers is None for step in course.steps)
    high = end_of_shares(max(point.value for line in lines for point in line.points), room=1.15)
    target = float(course.target) if is_rate and course.target is not None else None
    decimals = 1 if is_rate else 0
    return Lines(lines, max(high, end_of_shares(target or 0)), target=target, decimals=decimals)


def _bars(over: OverRounds) -> Bars:
    """An area's rounds under each other, to one measure."""
    rows = [
        Row(
            f"{area.name}, {when(step)}",
            [_bar(over, step)],
            told_words(over, step),
        )
        for area, course in over.told
        for step in _told(course)
    ]
    legend = [CAME, FORETOLD] if any(map(over.is_foretold, over.steps)) else []
    highest = max(mark.start + mark.width for row in rows for mark in row.marks)
    high = max(100.0, end_of_shares(highest))
    ticks = QUARTERS if high == 100 else [(high * at / 4, f"{high * at / 4:g}%") for at in range(5)]
    return Bars("ranked", rows, 0, high, ticks=ticks, legend=legend)


def _bar(over: OverRounds, step: InRound) -> Mark:
    kind = FORETOLD if over.is_foretold(step) else CAME
    return Mark(kind.label, kind.look, 0, step.value or 0, step_words(step))
