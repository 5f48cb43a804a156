"""How fast a round's returns were signed, against the last round's: days along, shares up."""

import datetime
from collections.abc import Sequence

from ppf_site import words
from ppf_site.charts.chart import Chart
from ppf_site.charts.lines import Line, Lines, Point

from .sentences import curve_summary, curve_title
from .stats import ResponseCurve, days_shown


def response_chart(
    curves: Sequence[ResponseCurve], *, opened: datetime.date, page: str
) -> Chart | None:
    """This round first. None where nothing is required, or before its first day is over."""
    if not curves or curves[0].last < 1:
        return None
    days = days_shown(curves)
    lines = [Line(curve.name, _points(curve, days, opened)) for curve in curves]
    drawing = Lines(lines, 100, decimals=0, counted_from=opened)
    source = "Required returns by the day they were first signed, counted from the round’s first."
    return Chart(
        "response", curve_title(curves), curve_summary(curves), source, drawing,
        "table-response", page,
    )  # fmt: skip


def _points(curve: ResponseCurve, days: Sequence[int], opened: datetime.date) -> list[Point]:
    return [
        Point(
            opened + datetime.timedelta(days=day),
            curve.share_by(day),
            f"day {day}: {words.k_of_n(curve.signed_by(day), curve.required)}",
        )
        for day in days
        if day <= curve.last
    ]
