"""Charts of one region: beside the rest of England, and through time beside England."""

from collections.abc import Sequence

from milestones.measures import sentences as sentences_measure
from milestones.measures.measured import OnBase, Rate
from milestones.stats import REST_OF_ENGLAND, Outlook
from ppf_site import words
from ppf_site.charts.chart import Chart
from ppf_site.charts.dots import DumbbellRow, dumbbell
from ppf_site.charts.ends import end_of_shares
from ppf_site.charts.lines import Line, Lines, Point
from surveys.sentences import k_of_n
from surveys.stats_compare import Comparison

from . import sentences as sentences_region

Pairs = Sequence[tuple[Outlook, Comparison]]


def against_the_rest(pairs: Pairs, name: str, *, source: str, page: str) -> Chart | None:
    """Two dots an expectation, grouped by milestone, and in each sorted by the gap. None where
    nobody answered."""
    told = [
        (outlook, pair)
        for outlook, pair in pairs
        if pair.gap is not None and pair.left.k is not None and pair.right.k is not None
    ]
    if not told:
        return None
    milestones = list(dict.fromkeys(outlook.milestone for outlook, _ in pairs))
    told.sort(key=lambda each: (milestones.index(each[0].milestone), -(each[1].gap or 0)))
    rows = [
        DumbbellRow(
            outlook.label,
            100 * (pair.left.share or 0),
            100 * (pair.right.share or 0),
            k_of_n(pair.left),
            k_of_n(pair.right),
            pair.is_robust,
            group=outlook.milestone,
        )
        for outlook, pair in told
    ]
    bars = dumbbell(rows, here=name, rest=words.capital(REST_OF_ENGLAND.name))
    title = sentences_region.against_title(pairs, name)
    said = sentences_region.against_summary(pairs, name)
    return Chart("against", title, said, source, bars, "table-expectations", page)


def beside_england(
    on_base: OnBase, slug: str, name: str, *, source: str, page: str
) -> Chart | None:
    """The region's share through time, England's beside it, and the target."""
    ours = [_point(rate, slug) for rate in on_base.counted]
    england = [_point(rate, "england") for rate in on_base.counted]
    lines = [
        Line(label, [point for point in points if point])
        for label, points in ((name, ours), ("England", england))
    ]
    if not lines[0].points:
        return None
    target = float(on_base.target) if on_base.target is not None else None
    ends = [point.value for line in lines for point in line.points] + [target or 0]
    high = end_of_shares(max(ends), room=1.1)
    title = sentences_region.trend_title(on_base, slug, name)
    said = "; ".join(f"{line.name}: {line.points[-1].says}" for line in lines if line.points)
    drawing = Lines(lines, high, target=target)
    about = on_base.measure.title
    return Chart("trend", title, f"{said}.", source, drawing, "table-trend", page, about)


def _point(rate: Rate, slug: str) -> Point | None:
    amount = rate.amounts.get(slug)
    if amount is None or amount.pooled is None:
        return None
    told = sentences_measure.rate_words(amount.pooled)
    says = f"{told} in {sentences_measure.month(rate)}"
    return Point(rate.round.reference_date, float(amount.pooled), says)
