"""Bars of answers to both sides of a line, likely ones to the right."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from ppf_site import words
from ppf_site.charts import HATCH, INK, ON_TONES, QUIET, TONES, Chart, Swatch

# Whatever the reason: no return, left blank, not known, or it does not apply.
NOT_IN_BASE = "Not in the base"
# Segments narrower than this share of the required have no room for their count.
ROOM_FOR_LABEL = 3.0


class Option(NamedTuple):
    """An answer that a bar is made of."""

    key: str
    label: str
    tone: int


class AnswerRow(NamedTuple):
    """What the councils of one area answered: counts by option, the base, and who is not in it."""

    area: str
    counts: Mapping[str, int]
    n: int
    missing: int = 0

    @property
    def required(self) -> int:
        return self.n + self.missing

    def percent(self, count: int) -> float:
        """Of the required councils: all answers and the missing make 100."""
        return 100 * count / self.required


def diverging_bars(  # noqa: PLR0917
    key: str,
    title: str,
    summary: str,
    source: str,
    rows: Sequence[tuple[str, Mapping[str, int], int, int]],
    options: Sequence[tuple[str, str, int]],
    *,
    table_id: str = "",
) -> Chart:
    """Answers of each area, likely ones to the right of a line and unlikely ones to the left.

    Bars are per cent of the required councils and carry their counts. Councils that are not in
    the base stand in a column of their own at the right, hatched and to the same measure, so that
    each row makes 100%.
    """
    bars = [row for row in (AnswerRow(*row) for row in rows) if row.n]
    answers = [Option(*option) for option in options]
    names = [f"{row.area} ({words.number(row.n)})" for row in bars]
    starts = _starts(bars, answers)
    # A neutral answer has an outline and lies on top.
    traces = [
        _segment(option, bars, names, starts)
        for option in sorted(answers, key=lambda option: option.tone == 0)
    ]
    left_edge, right_edge = _edges(bars, starts)
    from_left = sorted(answers, key=lambda option: option.tone)
    legend = [Swatch(f"tone-{option.tone}", option.label) for option in from_left]
    if any(row.missing for row in bars):
        gap_starts = right_edge + 6
        traces.append(_gap(bars, names, gap_starts))
        legend.append(Swatch("tone-missing", NOT_IN_BASE))
        right_edge = gap_starts + max(row.percent(row.missing) for row in bars)
    layout = _layout(left_edge, right_edge, has_neutral=any(not option.tone for option in answers))
    figure = go.Figure({"data": traces, "layout": layout}, skip_invalid=False)
    return Chart(
        key, title, summary, source, figure, True, table_id, max(1, len(bars)), tuple(legend)
    )


def _edges(rows: Sequence[AnswerRow], starts: Sequence[Mapping[str, float]]) -> tuple[float, float]:
    """How far the segments reach to either side of the line."""
    left, right = 0.0, 0.0
    for row, start_of in zip(rows, starts, strict=True):
        for key, start in start_of.items():
            left = min(left, start)
            right = max(right, start + row.percent(row.counts.get(key, 0)))
    return left, right


def _layout(left: float, right: float, *, has_neutral: bool) -> dict[str, Any]:
    return {
        "barmode": "overlay",
        "bargap": 0.26,
        "showlegend": False,
        "xaxis": {
            "range": [left - 2, right + 2],
            "visible": False,
            "zeroline": True,
            "fixedrange": True,
        },
        "yaxis": {"autorange": "reversed", "fixedrange": True, "type": "category"},
        "shapes": [_centre_line(under=has_neutral)],
        "meta": {"kind": "diverging"},
    }


def _starts(rows: Sequence[AnswerRow], options: Sequence[Option]) -> list[dict[str, float]]:
    """Where each segment begins: the neutral answer is centred on the line, the milder answers
    are next to it and the stronger ones outside, whatever order the options come in."""
    placed = []
    for row in rows:
        share = {option.key: row.percent(row.counts.get(option.key, 0)) for option in options}
        neutral = [option for option in options if option.tone == 0]
        right = left = sum(share[option.key] for option in neutral) / 2
        starts = {option.key: -left for option in neutral}
        for option in sorted((o for o in options if o.tone > 0), key=lambda o: o.tone):
            starts[option.key] = right
            right += share[option.key]
        for option in sorted((o for o in options if o.tone < 0), key=lambda o: -o.tone):
            left += share[option.key]
            starts[option.key] = -left
        placed.append(starts)
    return placed


def _segment(
    option: Option,
    rows: Sequence[AnswerRow],
    names: Sequence[str],
    starts: Sequence[Mapping[str, float]],
) -> dict[str, Any]:
    counts = [row.counts.get(option.key, 0) for row in rows]
    widths = [row.percent(count) for row, count in zip(rows, counts, strict=True)]
    return {
        "type": "bar",
        "orientation": "h",
        "name": option.label,
        "x": [round(width, 3) for width in widths],
        "base": [round(start[option.key], 3) for start in starts],
        "y": list(names),
        "text": [
            words.number(count) if count and width >= ROOM_FOR_LABEL else ""
            for count, width in zip(counts, widths, strict=True)
        ],
        "customdata": [
            f"{option.label}: {words.k_of_n(count, row.n)}"
            for count, row in zip(counts, rows, strict=True)
        ],
        "hovertemplate": "%{y}<br>%{customdata}<extra></extra>",
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "inside",
        "insidetextfont": {"color": ON_TONES[option.tone]},
        "marker": {
            "color": TONES[option.tone],
            "line": {"color": QUIET if option.tone == 0 else "#FFFFFF", "width": 1.5},
        },
        "legendrank": 100 + option.tone,
        "meta": {"tone": option.tone},
    }


def _gap(rows: Sequence[AnswerRow], names: Sequence[str], start: float) -> dict[str, Any]:
    gaps = [(row, name) for row, name in zip(rows, names, strict=True) if row.missing]
    return {
        "type": "bar",
        "orientation": "h",
        "name": NOT_IN_BASE,
        "x": [round(row.percent(row.missing), 3) for row, _ in gaps],
        "base": [round(start, 3)] * len(gaps),
        "y": [name for _, name in gaps],
        "text": [words.number(row.missing) for row, _ in gaps],
        "customdata": [f"{NOT_IN_BASE}: {words.number(row.missing)}" for row, _ in gaps],
        "hovertemplate": "%{y}<br>%{customdata}<extra></extra>",
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": "#FFFFFF", "pattern": HATCH, "line": {"color": QUIET, "width": 1}},
        "legendrank": 200,
        "meta": {"tone": "missing"},
    }


def _centre_line(*, under: bool) -> dict[str, Any]:
    """Parts likely from unlikely; a neutral answer lies over it."""
    return {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": INK, "width": 2},
        "layer": "below" if under else "above",
    }
