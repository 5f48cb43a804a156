"""Charts of measured shares: through time, and from council to council."""

from collections.abc import Sequence

from milestones.moving.changes import BREAKS
from ppf_site import words
from ppf_site.charts.bars import NOT_SHOWN
from ppf_site.charts.chart import Chart
from ppf_site.charts.dots import StripRow, strip
from ppf_site.charts.drawing import Bars
from ppf_site.charts.ends import end_of_shares
from ppf_site.charts.lines import Line, Lines, Point
from surveys.stats import Amount

from . import sentences
from .measured import CouncilRate, OnBase, Rate


def through_time(on_base: OnBase, *, high: float, source: str, page: str) -> Chart | None:
    """What was counted from round to round against the target, and what was foretold of the end.

    A round before whose definition is not this one's is not joined to it. None without a count.
    """
    counted = [rate for rate in on_base.counted if rate.pooled is not None]
    if not counted:
        return None
    points = [point_of(rate) for rate in counted]
    points += [_foretold(on_base, rate) for rate in on_base.foretold if rate.pooled is not None]
    lines = [Line(words.capital(on_base.base.name), points)]
    target = float(on_base.target) if on_base.target is not None else None
    said = [sentences.pace_words(on_base), *sentences.foretold_words(on_base)]
    summary = " ".join(filter(None, said)) or f"{sentences.time_title(on_base)}."
    return Chart(
        f"time-{on_base.base.key}",
        sentences.time_title(on_base),
        summary,
        source,
        Lines(lines, high, target=target),
        f"table-time-{on_base.base.key}",
        page,
        on_base.measure.title,
    )


def point_of(rate: Rate) -> Point:
    says = f"{sentences.rate_words(rate.pooled)} in {sentences.month(rate)}"
    day, joins = rate.round.reference_date, rate.comparability not in BREAKS
    return Point(day, float(rate.pooled or 0), says, joins=joins, is_reworded=rate.is_reworded)


def _foretold(on_base: OnBase, rate: Rate) -> Point:
    """On the day that the expectation is due; else on its round's."""
    expectation = on_base.measure.expectation
    latest = on_base.latest
    day = expectation.due_on if expectation else rate.round.reference_date
    if latest and abs((day - latest.round.reference_date).days) < 31:
        day = latest.round.reference_date
    says = f"{sentences.rate_words(rate.pooled)} forecast in {sentences.month(rate)}"
    return Point(day, float(rate.pooled or 0), says, is_open=True, joins=False)


def axis_end(on_bases: Sequence[OnBase]) -> float:
    """The same end for all bases, so that their charts can be held beside each other."""
    every = [
        float(rate.pooled)
        for on_base in on_bases
        for rate in [*on_base.counted, *on_base.foretold]
        if rate.pooled is not None
    ]
    every += [float(on_base.target) for on_base in on_bases if on_base.target is not None]
    return end_of_shares(max(every, default=0), room=1.1)


def by_region(
    rate: Rate,
    on_base: OnBase,
    councils: Sequence[CouncilRate],
    *,
    source: str,
    page: str,
    mark: str = "",
) -> Chart | None:
    """Regions by their pooled rates, and as far as the reader may see them every council: the one
    that is to be marked by its name."""
    told = [amount for amount in rate.regions if amount.pooled is not None]
    if not told:
        return None
    told.sort(key=lambda amount: -(amount.pooled or 0))
    hidden = [amount for amount in rate.regions if amount.pooled is None and amount.withheld]
    summary = sentences.reached_words(on_base, rate) or sentences.typical_words(rate.england)
    return Chart(
        "regions",
        sentences.regions_title(rate, on_base.base.name),
        summary or f"Regions that are told: {len(told)}.",
        source,
        _strip([*told, *hidden], rate, on_base, councils, mark),
        "table-regions",
        page,
        on_base.measure.title,
        _is_withheld(rate, councils),
    )


def _is_withheld(rate: Rate, councils: Sequence[CouncilRate]) -> bool:
    return bool(councils) and not rate.release.tells_all_of_councils


def in_region(
    rate: Rate,
    on_base: OnBase,
    amount: Amount,
    councils: Sequence[CouncilRate],
    *,
    source: str,
    page: str,
    mark: str = "",
) -> Chart:
    """One region's councils beside England's; `councils` are of the region."""
    title = sentences.spread_title(on_base, amount, [each.rate for each in councils])
    summary = sentences.typical_words(amount) or sentences.reached_in(on_base, rate, amount)
    drawing = _strip([amount], rate, on_base, councils, mark)
    about = on_base.measure.title
    withheld = _is_withheld(rate, councils)
    return Chart("spread", title, summary, source, drawing, "table-spread", page, about, withheld)


def _strip(
    amounts: Sequence[Amount],
    rate: Rate,
    on_base: OnBase,
    councils: Sequence[CouncilRate],
    mark: str,
) -> Bars:
    """A region a row, and England apart at the foot."""
    marked = next((each for each in councils if each.council.council.slug == mark), None)
    rows = [_row(amount, councils, marked) for amount in amounts]
    if rate.england is not None and rate.england.pooled is not None:
        rows.append(_row(rate.england, [])._replace(apart=True))
    ends = [value for row in rows for value, _ in row.values]
    ends += [row.quartiles[2] for row in rows if row.quartiles]
    ends += [row.pooled for row in rows if row.pooled is not None]
    target = float(on_base.target) if on_base.target is not None else None
    high, own = end_of_shares(max([*ends, target or 0])), _says(marked) if marked else ""
    return strip(rows, high=high, target=target, own=own)


def _row(
    amount: Amount, councils: Sequence[CouncilRate], marked: CouncilRate | None = None
) -> StripRow:
    here = [each for each in councils if each.council.region.slug == amount.place.slug]
    quartiles = [float(value) for value in amount.quartiles or ()]
    return StripRow(
        amount.place.name,
        [(float(each.rate), _says(each)) for each in here],
        (quartiles[0], quartiles[1], quartiles[2]) if quartiles else None,
        float(amount.pooled) if amount.pooled is not None else None,
        NOT_SHOWN if amount.pooled is None else sentences.rate_words(amount.pooled),
        own=_says(marked) if marked and marked in here else "",
    )


def _says(each: CouncilRate) -> str:
    return f"{each.council.council.name}: {sentences.rate_words(each.rate)}"
