"""A chart as others show it on their own pages: a page with nothing but it, which may be framed."""

from html import escape

from django.conf import settings
from django.template.loader import render_to_string

from .charts.chart import Chart
from .mail import site_link

# What its title and its source take, on a page of ordinary width.
AROUND = 260


def embedded(chart: Chart, address: str) -> bytes:
    context = {"chart": chart, "address": address, "site_name": settings.SITE_NAME}
    return render_to_string("embedded.html", context).encode()


def embed_code(chart: Chart) -> str:
    """What somebody copies into a page of theirs."""
    height = AROUND + chart.drawing.tall
    return (
        f'<iframe src="{escape(site_link(chart.embedded))}" title="{escape(chart.title)}" '
        f'width="100%" height="{height}" style="border:0" loading="lazy"></iframe>'
    )
