"""What every chart on the site is: a figure, a title, a sentence and a source for all readers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

# Answers by tone, from the most likely (2) to the least (-2): the same everywhere, as in
# static/scss/_palette.scss. Neighbours in the scale are 3:1 apart, and each but the neutral one,
# which has an outline, is 3:1 off the white gap and the page.
TONES: Mapping[int, str] = {
    2: "#12436D",
    1: "#5694CA",
    0: "#FFFFFF",
    -1: "#F46A25",
    -2: "#7A2E05",
}
ON_TONES: Mapping[int, str] = {
    2: "#FFFFFF",
    1: "#101820",
    0: "#101820",
    -1: "#101820",
    -2: "#FFFFFF",
}
CATEGORICAL = ("#12436D", "#28A197", "#801650", "#F46A25")
INK = "#101820"
QUIET = "#4A5763"
HATCH = {"shape": "/", "fgcolor": QUIET, "bgcolor": "#FFFFFF", "size": 6, "solidity": 0.25}


@dataclass(frozen=True, slots=True)
class Swatch:
    """One line of a chart's key: a colour as a class of the style sheet, and what it stands for."""

    swatch: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Draw with templates/_chart.html. `table_id` is the element with the same numbers."""

    key: str
    title: str
    summary: str
    source: str
    figure: go.Figure
    wide: bool = False
    table_id: str = ""
    rows: int = 9
    legend: Sequence[Swatch] = ()

    @property
    def spec(self) -> dict[str, Any]:
        """Plain JSON for the page's `json_script`; static/js/charts.js draws it."""
        spec: dict[str, Any] = json.loads(self.figure.to_json(engine="json"))
        spec.get("layout", {}).pop("template", None)
        return {"data": spec["data"], "layout": spec.get("layout", {})}
