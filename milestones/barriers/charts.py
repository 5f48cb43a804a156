"""Charts of what is in the way: ranked, the biggest apart, and by how likely councils were."""

from collections.abc import Sequence

from ppf_site import words
from ppf_site.charts import looks
from ppf_site.charts.chart import Chart
from ppf_site.charts.drawing import QUARTERS, Bars, Mark, Row, Swatch
from surveys.stats import Reading

from . import sentences
from .sentences import SideNames
from .stats import Crossed, Side


def by_likelihood(
    crossed: Crossed, names: SideNames, ranked: Sequence[Reading], *, source: str, page: str
) -> Chart | None:
    """Two bars a barrier, of the unlikely and of the likely, what the unlikely named most first."""
    order = sentences.most_first(crossed, ranked)
    if not order:
        return None
    sides = ((crossed.unlikely, names.unlikely, -1), (crossed.likely, names.likely, 2))
    rows = [
        _row(side, name, each, tone=tone, apart=tone < 0 and each is not order[0])
        for each in order
        for side, name, tone in sides
    ]
    legend = [Swatch(looks.tone(tone), _side_name(side, name)) for side, name, tone in sides]
    drawing = Bars("comparison", rows, 0, 100, ticks=QUARTERS, legend=legend)
    title = sentences.crossed_title(crossed, names, ranked)
    summary = sentences.crossed_summary(crossed, ranked)
    return Chart("crossed", title, summary, source, drawing, "table-crossed", page)


def _side_name(side: Side, name: str) -> str:
    return f"{words.plural(side.n, 'council')} {name}"


def _row(side: Side, name: str, each: Reading, *, tone: int, apart: bool) -> Row:
    k = side.named[each.choice.key] or 0
    said = words.k_of_n(k, side.n)
    mark = Mark(_side_name(side, name), looks.tone(tone), 0, 100 * k / side.n, said)
    which = name.partition(" to ")[0]
    return Row(f"{each.choice.label}: {which}", [mark], said, apart)
