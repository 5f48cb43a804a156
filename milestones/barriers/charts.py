"""Charts of what is in the way: ranked, the biggest apart, and by how likely councils were."""

from collections.abc import Sequence
from dataclasses import replace

from ppf_site import words
from ppf_site.charts import looks
from ppf_site.charts.bars import ShareRow, comparison_bars
from ppf_site.charts.chart import Chart
from ppf_site.charts.drawing import QUARTERS, Bars, Mark, Row
from surveys.sentences import k_of_n, source_line
from surveys.stats import Reading

from . import sentences
from .asked import InTheWay
from .sentences import SideNames
from .stats import Crossed, Side


def ranked(found: InTheWay, *, key: str, page: str) -> Chart | None:
    """Each barrier a bar, the most named first: of counts, or of shares as they were printed."""
    told = [reading for reading in found.ranked if reading.share is not None]
    title = sentences.most_named(found.ranked)
    if not told or not title:
        return None
    series = "Named it" if found.is_any else "Called it the biggest"
    rows = [
        Row(reading.choice.label, [_mark(reading, series)], k_of_n(reading)) for reading in told
    ]
    said = "; ".join(f"{row.area}, {row.label}" for row in rows)
    base = found.answers.base if found.answers else None
    drawing = Bars("ranked", rows, 0, 100, ticks=QUARTERS)
    source = source_line(found.release, base)
    return Chart(key, title, f"{said}.", source, drawing, f"table-{key}", page)


def _mark(reading: Reading, series: str) -> Mark:
    return Mark(series, looks.tone(2), 0, 100 * (reading.share or 0), k_of_n(reading))


def by_likelihood(
    crossed: Crossed, names: SideNames, ranked: Sequence[Reading], *, source: str, page: str
) -> list[Chart]:
    """Two charts of the same barriers in one order to one measure: the unlikely, and the likely."""
    order = sentences.most_first(crossed, ranked)
    if not order:
        return []
    return [
        _side(
            crossed.unlikely, names.unlikely, order, "unlikely", tone=-1, source=source, page=page
        ),
        _side(crossed.likely, names.likely, order, "likely", tone=2, source=source, page=page),
    ]


def _side(
    side: Side, name: str, order: Sequence[Reading], key: str, *, tone: int, source: str, page: str
) -> Chart:
    rows = [
        ShareRow(each.choice.label, side.named[each.choice.key] or 0, side.n, 0) for each in order
    ]
    # Beside each other there is room for three marks of the axis; the title names the bars.
    bars = comparison_bars(rows, label=words.capital(f"councils {name}"), tone=tone)
    drawing = replace(bars, ticks=[QUARTERS[at] for at in (0, 2, 4)], legend=())
    return Chart(
        key,
        sentences.side_title(side, name, order),
        f"{sentences.side_summary(side, order)}.",
        source,
        drawing,
        "table-crossed",
        page,
    )
