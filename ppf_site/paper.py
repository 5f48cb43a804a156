"""A page as a PDF that a screen reader can read: set by Typst, tagged as PDF/UA-1. Knows no app."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

from .charts.chart import Chart
from .charts.picture import to_figure
from .charts.text import FONTS

TEMPLATES = Path(__file__).parents[1] / "templates"
TYPEFACE: Mapping[str, Any] = {"font_paths": [FONTS], "ignore_system_fonts": True}


# Of a picture so many pixels wide a millimetre, its smallest type is 7 pt on paper.
PIXELS_A_MM = 6.45


@dataclass(frozen=True, slots=True)
class Printed:
    """A chart, and how wide it stands on the paper."""

    chart: Chart
    mm: float


def to_pdf(
    template: str,
    said: Mapping[str, Any],
    charts: Sequence[Printed],
    *,
    at_most: int,
    closer: Sequence[Mapping[str, Any]],
) -> bytes:
    """`said` is what the template reads; the charts travel as pictures with their alternative
    texts. Typst refuses what a screen reader could not read.

    `closer` are ways to set it, the widest first: the first that takes `at_most` pages is taken,
    else the last. The template tells how many it takes by its label "pages".
    """
    drawn = [
        {
            "svg": to_figure(each.chart, each.mm * PIXELS_A_MM),
            "mm": each.mm,
            "title": each.chart.title,
            "subject": each.chart.subject,
            "source": each.chart.source,
            "alt": " ".join([f"{each.chart.title_alone}.", *each.chart.told]),
        }
        for each in charts
    ]
    ways = [{"said": json.dumps({**said, **way, "charts": drawn})} for way in closer]
    fitting = (way for way in ways if _pages(template, way) <= at_most)
    return bytes(
        typst.compile(
            TEMPLATES / template,
            pdf_standards=["ua-1"],
            sys_inputs=next(fitting, ways[-1]),
            **TYPEFACE,
        )
    )


def _pages(template: str, inputs: Mapping[str, str]) -> int:
    found = typst.query(
        TEMPLATES / template,
        "<pages>",
        field="value",
        one=True,
        sys_inputs=dict(inputs),
        **TYPEFACE,
    )
    return int(json.loads(found))
