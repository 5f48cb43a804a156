"""A chart as others show it on their own pages: a page with nothing but it, which may be framed."""

from html import escape

from django.conf import settings
from django.template.loader import render_to_string

from .charts import text
from .charts.chart import Chart
from .mail import site_link

# The column of an ordinary page that a chart is put into, in pixels; a line of its title and of
# what is smaller; and what else is around the drawing.
COLUMN = 570
TITLE, TITLE_LINE = 24, 31
SMALL, SMALL_LINE = 16, 20
AROUND = 205


def embedded(chart: Chart, address: str) -> bytes:
    context = {"chart": chart, "address": address, "site_name": settings.SITE_NAME}
    return render_to_string("embedded.html", context).encode()


def embed_code(chart: Chart) -> str:
    """What somebody copies into a page of theirs."""
    return (
        f'<iframe src="{escape(site_link(chart.embedded))}" title="{escape(chart.title)}" '
        f'width="100%" height="{_height(chart)}" style="border:0" loading="lazy"></iframe>'
    )


def _height(chart: Chart) -> int:
    """In which all of it is seen in that column, so that nothing of it has to be scrolled."""
    title = len(text.lines(chart.title_alone, COLUMN, TITLE, bold=True))
    key = " ".join(f"__ {swatch.label} __" for swatch in chart.drawing.legend)
    small = sum(
        len(text.lines(words, COLUMN, SMALL)) for words in (chart.subject, key, chart.source)
    )
    return AROUND + TITLE_LINE * title + SMALL_LINE * small + chart.drawing.tall
