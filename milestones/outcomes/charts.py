"""Charts of forecasts and what came of them."""

from collections.abc import Sequence
from dataclasses import replace

from ppf_site import words
from ppf_site.charts import looks
from ppf_site.charts.chart import Chart
from ppf_site.charts.dots import DumbbellRow, dumbbell
from ppf_site.charts.drawing import QUARTERS, Bars, Mark, Row
from ppf_site.charts.looks import Look
from ppf_site.charts.stacked import StackPart, Whole, stacked_bars
from surveys.sentences import k_of_n
from surveys.stats import Breakdown, Reading

from .sentences import summary
from .stats import CameAbout, InArea, most_optimistic_first


def came_about(
    answers: Sequence[CameAbout],
    *,
    title: str,
    required: int,
    source: str,
    page: str,
    subject: str,
) -> Chart | None:
    """A bar a forecast: met, not met, not known, to the required councils. At its right, as in
    title and table, who met it of those that reported."""
    held = [answer for answer in answers if answer.councils]
    if not held:
        return None
    rows = [
        Whole(
            answer.label,
            _parts(answer),
            required,
            answer.councils,
            f"{words.k_of_n(answer.met, answer.told)} met" if answer.told else "none known",
        )
        for answer in held
    ]
    axis = (
        f"Bars: of the {words.number(required)} councils asked. "
        f"At their right: of those that reported what came{_unknown(held)}."
    )
    bars = replace(stacked_bars(rows, kind="outcome"), axis=axis)
    said = summary(held, required=required)
    return Chart("outcome", title, said, source, bars, "table-outcome", page, subject)


def _unknown(answers: Sequence[CameAbout]) -> str:
    """ ", without the 20 of which no outcome is known" """
    count = sum(answer.not_known for answer in answers)
    return f", without the {words.number(count)} of which no outcome is known" if count else ""


def _parts(answer: CameAbout) -> list[StackPart]:
    """Shares are of those that reported, as at the bar's right; the others are of all."""

    def part(label: str, count: int, look: Look) -> StackPart:
        told = f"{words.k_of_n(count, answer.told)} of those that reported"
        return StackPart(label, count, look, told)

    unknown = f"{words.k_of_n(answer.not_known, answer.councils)} of all that forecast so"
    return [
        part("Met it", answer.met, looks.tone(2)),
        part("Did not", answer.not_met, looks.tone(-2)),
        StackPart("No outcome known", answer.not_known, looks.MISSING, unknown),
    ]


def by_region(
    regions: Sequence[InArea],
    *,
    title: str,
    said: str,
    top: str,
    source: str,
    page: str,
    subject: str,
) -> Chart | None:
    """Each region's best forecast and what it met: of the same councils, the most optimistic
    first."""
    told = [area for area in most_optimistic_first(regions) if area.optimism is not None]
    if len(told) < 2:
        return None
    rows = [
        DumbbellRow(
            area.name,
            100 * (area.met_share or 0),
            100 * (area.forecast_share or 0),
            words.k_of_n(area.met, area.paired),
            words.k_of_n(area.top.told, area.paired),
        )
        for area in told
    ]
    bars = dumbbell(rows, here="Met it", rest=f"Had said “{top}”", tells_robust=False)
    return Chart("by-region", title, said, source, bars, "table-regions", page, subject)


def beside(
    sides: Sequence[tuple[str, Breakdown]], *, title: str, source: str, page: str, subject: str
) -> Chart | None:
    """Published totals that are never paired: one bar a survey."""
    told = [(name, side.top) for name, side in sides if side.top.share is not None]
    if len(told) < 2:
        return None
    rows = [
        Row(f"{name}: “{words.lower_first(top.choice.label)}”", [_share(top)], _told(top))
        for name, top in told
    ]
    said = "; ".join(f"{row.area}: {row.label}" for row in rows)
    bars = Bars("beside", rows, 0, 100, ticks=QUARTERS)
    return Chart("beside", title, f"{said}.", source, bars, "table-ends", page, subject)


def _told(top: Reading) -> str:
    """k of n; of what was published as a share alone, that: its own words are the table's."""
    if top.k is None or top.n is None:
        return words.share_percent(top.share)
    return k_of_n(top)


def _share(top: Reading) -> Mark:
    share = top.share or 0
    return Mark(
        f"Share of {top.place.people or 'councils'}",
        looks.tone(2),
        0,
        100 * share,
        words.share_percent(share),
    )
