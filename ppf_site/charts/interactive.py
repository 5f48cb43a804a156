"""The same chart for plotly.js, built once somebody wants to point at its values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from .looks import TARGET, WHITE, Look

if TYPE_CHECKING:
    from .drawing import Bars, Mark, Row
    from .lines import Lines

# In pixels, as the server draws them: static/scss/_charts.scss and templates/_chart_row.html.
SPAN, DOT = 8, 14


def bars_spec(bars: Bars) -> dict[str, Any]:
    """Each kind of part is a trace; names, values and ticks stay those of the page, over whose
    bars these are laid."""
    layout = {
        "barmode": "overlay",
        "showlegend": False,
        "xaxis": {"range": [bars.low, bars.high]},
        "meta": {"kind": bars.kind, "areas": [row.area for row in bars.rows]},
        "shapes": [_level(level) for level in bars.levels],
    }
    return _spec([_trace(name, look, bars) for name, look in _series(bars)], layout)


def _level(level: float) -> dict[str, Any]:
    """The target, where a part of the axis is looked at closely."""
    line = {"color": TARGET.fill, "width": 2, "dash": "dash"}
    return {
        "type": "line",
        "x0": level,
        "x1": level,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": line,
    }


def lines_spec(lines: Lines) -> dict[str, Any]:
    """Each line is a trace, at the places of the page's drawing: per cent across, pixels down."""
    layout = {
        "showlegend": False,
        "xaxis": {"range": [0, 100]},
        "meta": {"kind": lines.kind, "areas": [line.name for line in lines.lines]},
    }
    points = list(lines.points)
    data = []
    for line in lines.lines:
        ours = [point for point in points if point.series == line.name]
        look = ours[0].look
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": line.name,
                "x": [round(point.x, 3) for point in ours],
                "y": [line.name] * len(ours),
                "rise": [round(-point.y, 3) for point in ours],
                "customdata": [point.says for point in ours],
                "marker": _points(look, [point.is_open for point in ours]),
                "meta": {"look": look.name},
            }
        )
    return _spec(data, layout)


def _points(look: Look, are_open: list[bool]) -> dict[str, Any]:
    """What was foretold is a ring, as in the page's drawing and its key."""
    return {
        "size": DOT,
        "color": [WHITE if is_open else look.fill for is_open in are_open],
        "line": {
            "color": [look.fill if is_open else look.outline for is_open in are_open],
            "width": [3 if is_open else 1.5 for is_open in are_open],
        },
    }


def _spec(data: list[dict[str, Any]], layout: dict[str, Any]) -> dict[str, Any]:
    """Plain JSON for static/js/charts.js, without plotly's own template: most of its size."""
    rises = [trace.pop("rise", None) for trace in data]
    figure = go.Figure({"data": data, "layout": layout}, skip_invalid=False)
    spec: dict[str, Any] = json.loads(figure.to_json(engine="json"))
    spec.get("layout", {}).pop("template", None)
    for trace, rise in zip(spec["data"], rises, strict=True):
        if rise is not None and any(rise):
            trace["meta"]["rise"] = rise
    return {"data": spec["data"], "layout": spec.get("layout", {})}


def _series(bars: Bars) -> list[tuple[str, Look]]:
    """An answer that looks different in other rows is one more: a trace has one colour."""
    return list(dict.fromkeys((mark.series, mark.look) for _, mark in _marks(bars)))


def _trace(name: str, look: Look, bars: Bars) -> dict[str, Any]:
    found = [(row, mark) for row, mark in _marks(bars) if (mark.series, mark.look) == (name, look)]
    told = {
        "name": name,
        "y": [row.area for row, _ in found],
        "customdata": [mark.says for _, mark in found],
        "meta": {"look": look.name},
    }
    if found[0][1].shape in {"dot", "tick"}:
        return told | _dots([mark for _, mark in found], look)
    return told | _bars([mark for _, mark in found], look, bars)


def _dots(marks: list[Mark], look: Look) -> dict[str, Any]:
    is_tick = marks[0].shape == "tick"
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round(mark.start, 3) for mark in marks],
        "rise": [mark.rise for mark in marks],
        "marker": {
            "symbol": "line-ns" if is_tick else "circle",
            "size": 2 * DOT if is_tick else DOT,
            "color": look.fill,
            "line": {"color": look.outline, "width": 3 if is_tick else 1.5},
        },
    }


def _bars(marks: list[Mark], look: Look, bars: Bars) -> dict[str, Any]:
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
        "x": [round(mark.width, 3) for mark in marks],
        "base": [round(mark.start, 3) for mark in marks],
        "width": SPAN if marks[0].shape == "span" else bars.thick,
        "text": [mark.count if bars.fits(mark) else "" for mark in marks],
        "textposition": "outside" if marks[0].beside else "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "cliponaxis": False,
        "insidetextfont": {"color": look.ink},
        "marker": marker,
    }


def _marks(bars: Bars) -> Iterator[tuple[Row, Mark]]:
    for row in bars.rows:
        for mark in row.marks:
            yield row, mark
