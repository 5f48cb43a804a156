"""Charts of what is in the way: ranked, the biggest apart, and by how likely councils were."""

from collections.abc import Sequence

from ppf_site import words
from ppf_site.charts import looks
from ppf_site.charts.chart import Chart
from ppf_site.charts.drawing import QUARTERS, Bars, Mark, Row, Swatch
from surveys.sentences import k_of_n, source_line
from surveys.stats import Reading

from . import sentences
from .asked import InTheWay
from .sentences import SideNames
from .stats import Crossed, Side

NOT_PUBLISHED = "Not published"


def ranked(found: InTheWay, *, key: str, page: str) -> Chart | None:
    """Each barrier a bar, the most named first: of counts, or of shares as they were printed."""
    told = [reading for reading in found.ranked if reading.share is not None]
    title = sentences.most_named(found.ranked, is_any=found.is_any)
    if not told or not title:
        return None
    series = "Named it" if found.is_any else "Called it the biggest"
    rest = sentences.not_printed(found.ranked, is_any=found.is_any)
    rows = [
        Row(reading.choice.label, _marks(reading, series, rest), k_of_n(reading))
        for reading in told
    ]
    said = "; ".join(f"{row.area}, {row.label}" for row in rows)
    said = ". ".join(filter(None, [said, rest]))
    base = found.answers.base if found.answers else None
    legend = [Swatch(looks.tone(2), series), Swatch(looks.MISSING, NOT_PUBLISHED)] if rest else []
    drawing = Bars("ranked", rows, 0, 100, ticks=QUARTERS, legend=legend)
    source = source_line(found.release, base)
    about = found.question.text
    return Chart(key, title, f"{said}.", source, drawing, f"table-{key}", page, about)


def _marks(reading: Reading, series: str, rest: str) -> list[Mark]:
    """With the part that was not published, where `rest` says so of the one bar."""
    width = 100 * (reading.share or 0)
    marks = [Mark(series, looks.tone(2), 0, width, k_of_n(reading))]
    if rest:
        marks.append(Mark(NOT_PUBLISHED, looks.MISSING, width, 100 - width, rest))
    return marks


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
    title = sentences.crossed_title(crossed, names, order)
    summary = sentences.crossed_summary(crossed, order)
    return Chart("crossed", title, summary, source, drawing, "table-crossed", page)


def _side_name(side: Side, name: str) -> str:
    return f"{words.plural(side.n, 'council')} {name}"


def _row(side: Side, name: str, each: Reading, *, tone: int, apart: bool) -> Row:
    k = side.named[each.choice.key] or 0
    said = words.k_of_n(k, side.n)
    mark = Mark(_side_name(side, name), looks.tone(tone), 0, 100 * k / side.n, said)
    which = name.partition(" to ")[0]
    return Row(f"{each.choice.label}: {which}", [mark], said, apart)
