"""A page as a PDF that a screen reader can read: set by Typst, tagged as PDF/UA-1. Knows no app."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typst

from .charts.chart import Chart
from .charts.picture import to_svg
from .charts.text import FONTS

TEMPLATES = Path(__file__).parents[1] / "templates"


def to_pdf(template: str, said: Mapping[str, Any], charts: Sequence[Chart]) -> bytes:
    """`said` is what the template reads; the charts travel as pictures with their alternative
    texts. Typst refuses what a screen reader could not read."""
    drawn = [
        {
            "svg": to_svg(chart),
            "title": chart.title,
            "alt": " ".join([f"{chart.title_alone}.", *chart.told]),
        }
        for chart in charts
    ]
    return bytes(
        typst.compile(
            TEMPLATES / template,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            sys_inputs={"said": json.dumps({**said, "charts": drawn})},
        )
    )
