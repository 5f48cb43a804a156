"""The chart of answers that are named by many: a bar each, the most named first."""

from ppf_site.charts import looks
from ppf_site.charts.chart import Chart
from ppf_site.charts.drawing import QUARTERS, Bars, Mark, Row, Swatch
from surveys.sentences import k_of_n, source_line
from surveys.stats import Reading

from . import sentences
from .named import Ranked

NOT_PUBLISHED = "Not published"


def ranked(found: Ranked, *, key: str, page: str) -> Chart | None:
    """Of counts, or of shares as they were printed. What is hidden has its row in the table."""
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
