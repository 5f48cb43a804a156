"""The chart of what moved: as published, and of the councils that answered both rounds."""

from ppf_site import words
from ppf_site.charts.chart import Chart
from ppf_site.charts.ends import end_of_shares
from ppf_site.charts.lines import Line, Lines, Point

from .courses import Course, InRound
from .sentences import step_words, when


def through_time(
    course: Course,
    matched: dict[InRound, tuple[float, str]],
    *,
    title: str,
    said: str,
    source: str,
    page: str,
) -> Chart | None:
    """A line of each round's own councils, broken where what was asked changed, and one of the
    matched. None where fewer than two rounds tell it."""
    told = [step for step in course.steps if step.value is not None]
    if len(told) < 2:
        return None
    lines = [Line("As published, each round’s own councils", [_point(step) for step in told])]
    if matched:
        points = [
            Point(step.release.round.reference_date, value, f"{says} in {when(step)}")
            for step, (value, says) in matched.items()
        ]
        lines.append(Line("Councils that answered both", points))
    is_rate = told[-1].answers is None
    high = end_of_shares(max(point.value for line in lines for point in line.points), room=1.15)
    target = float(course.target) if is_rate and course.target is not None else None
    drawing = Lines(
        lines, max(high, end_of_shares(target or 0)), target=target, decimals=1 if is_rate else 0
    )
    return Chart("time", title, said, source, drawing, "table-time", page)


def _point(step: InRound) -> Point:
    day, value = step.release.round.reference_date, step.value or 0
    says = f"{step_words(step)} in {when(step)}"
    return Point(day, value, says, joins=step.joins, is_reworded=step.is_reworded)


def time_title(course: Course, label: str) -> str:
    """From the first round to the last, as published."""
    told = [step for step in course.steps if step.value is not None]
    first, last = told[0], told[-1]
    what = f"“{words.lower_first(last.answers.top.choice.label)}”" if last.answers else course.label
    return (
        f"{words.capital(what)}: {step_words(first)} in {when(first, last)}, {step_words(last)} in "
        f"{when(last, first)}"
    )
