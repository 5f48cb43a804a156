"""The same chart for plotly.js, built once somebody wants to point at its values."""

import json
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go

from .bars import Bars, Mark, Row


def figure_of(bars: Bars) -> go.Figure:
    """Each kind of part is a trace; names, values and ticks stay those of the page, over whose
    bars these are laid."""
    layout = {
        "barmode": "overlay",
        "showlegend": False,
        "xaxis": {"range": [bars.low, bars.high]},
        "meta": {"kind": bars.kind, "areas": [row.area for row in bars.rows]},
    }
    data = [_trace(name, bars) for name in _series(bars)]
    return go.Figure({"data": data, "layout": layout}, skip_invalid=False)


def spec_of(bars: Bars) -> dict[str, Any]:
    """Plain JSON for static/js/charts.js, without plotly's own template: most of its size."""
    spec: dict[str, Any] = json.loads(figure_of(bars).to_json(engine="json"))
    spec.get("layout", {}).pop("template", None)
    return {"data": spec["data"], "layout": spec.get("layout", {})}


def _series(bars: Bars) -> list[str]:
    return list(dict.fromkeys(mark.series for row in bars.rows for mark in row.marks))


def _trace(name: str, bars: Bars) -> dict[str, Any]:
    found = [(row, mark) for row, mark in _marks(bars) if mark.series == name]
    look = found[0][1].look
    marker: dict[str, Any] = {
        "color": look.fill,
        "line": {"color": look.outline, "width": 1.5},
    }
    if look.hatch:
        marker["pattern"] = {
            "shape": "/",
            "fgcolor": look.hatch,
            "bgcolor": look.fill,
            "size": 6,
            "solidity": 0.25,
        }
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": [round(mark.width, 3) for _, mark in found],
        "base": [round(mark.start, 3) for _, mark in found],
        "y": [row.area for row, _ in found],
        "text": [mark.count if bars.fits(mark) else "" for _, mark in found],
        "customdata": [mark.says for _, mark in found],
        "textposition": "outside" if found[0][1].beside else "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "cliponaxis": False,
        "insidetextfont": {"color": look.ink},
        "marker": marker,
        "meta": {"look": look.name},
    }


def _marks(bars: Bars) -> Iterator[tuple[Row, Mark]]:
    for row in bars.rows:
        for mark in row.marks:
            yield row, mark
