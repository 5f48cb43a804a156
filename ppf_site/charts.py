"""What every chart on the site is: a figure, a title, a sentence and a source for all readers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import plotly.graph_objects as go

from ppf_site import words

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
# Whatever the reason: no return, left blank, not known, or it does not apply.
NOT_IN_BASE = "Not in the base"
# Where the share could lie, had the missing councils answered.
COULD_BE_LESS, COULD_BE_MORE = "Could be less", "Could be more"
# Segments narrower than this share of the required have no room for their count.
ROOM_FOR_LABEL = 3.0


@dataclass(frozen=True, slots=True)
class Swatch:
    """One line of a chart's key: a colour as a class of the style sheet, and what it stands for."""

    swatch: str
    label: str


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


class ShareRow(NamedTuple):
    """k of the n councils of one area, and how many required ones are not among the n."""

    area: str
    k: int
    n: int
    missing: int

    @property
    def share(self) -> float:
        return 100 * self.k / self.n

    @property
    def bounds(self) -> tuple[float, float]:
        """The share in per cent if none of the missing had said it, and if all had."""
        required = self.n + self.missing
        return 100 * self.k / required, 100 * (self.k + self.missing) / required


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
    traces, left_edge, right_edge = [], 0.0, 0.0
    starts = _starts(bars, answers)
    for option in sorted(answers, key=lambda option: option.tone == 0):  # its outline on top
        widths = [row.percent(row.counts.get(option.key, 0)) for row in bars]
        base = [starts[index][option.key] for index in range(len(bars))]
        left_edge = min([left_edge, *base])
        right_edge = max([right_edge, *(b + w for b, w in zip(base, widths, strict=True))])
        traces.append(_segment(option, bars, names, widths, base))
    from_left = sorted(answers, key=lambda option: option.tone)
    legend = [Swatch(f"tone-{option.tone}", option.label) for option in from_left]
    gap_starts = right_edge + 6
    if any(row.missing for row in bars):
        traces.append(_gap(bars, names, gap_starts))
        legend.append(Swatch("tone-missing", NOT_IN_BASE))
        right_edge = gap_starts + max(row.percent(row.missing) for row in bars)
    layout = {
        "barmode": "overlay",
        "bargap": 0.26,
        "showlegend": False,
        "xaxis": {
            "range": [left_edge - 2, right_edge + 2],
            "visible": False,
            "zeroline": True,
            "fixedrange": True,
        },
        "yaxis": {"autorange": "reversed", "fixedrange": True, "type": "category"},
        "shapes": [_centre_line(under=any(option.tone == 0 for option in answers))],
        "meta": {"kind": "diverging"},
    }
    figure = go.Figure({"data": traces, "layout": layout}, skip_invalid=False)
    return Chart(
        key, title, summary, source, figure, True, table_id, max(1, len(bars)), tuple(legend)
    )


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
    widths: Sequence[float],
    base: Sequence[float],
) -> dict[str, Any]:
    counts = [row.counts.get(option.key, 0) for row in rows]
    return {
        "type": "bar",
        "orientation": "h",
        "name": option.label,
        "x": [round(width, 3) for width in widths],
        "base": [round(start, 3) for start in base],
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


def comparison_bars(
    key: str,
    title: str,
    summary: str,
    source: str,
    rows: Sequence[tuple[str, int, int, int]],
    *,
    label: str = "Share of councils",
    tone: int = 2,
    table_id: str = "",
) -> Chart:
    """The share of each area as a bar, labelled "8 of 9".

    Its hatched end is what the missing councils could have made of it.
    """
    bars = [row for row in (ShareRow(*row) for row in rows) if row.n]
    names = [row.area for row in bars]
    trace = {
        "type": "bar",
        "orientation": "h",
        "name": label,
        "x": [round(row.share, 3) for row in bars],
        "y": names,
        "text": [f"{words.number(row.k)} of {words.number(row.n)}" for row in bars],
        "textposition": "none",
        "customdata": [words.k_of_n(row.k, row.n) for row in bars],
        "hovertemplate": "%{y}<br>%{customdata}<extra></extra>",
        "marker": {"color": TONES[tone]},
        "meta": {"tone": tone},
    }
    labels = {
        "type": "scatter",
        "mode": "text",
        "name": "Count",
        "x": [round(row.bounds[1] + 1.5, 3) for row in bars],
        "y": names,
        "text": trace["text"],
        "textposition": "middle right",
        "textfont": {"weight": 700},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "meta": {"tone": tone},
    }
    ends = _uncertain_ends(bars, tone) if any(row.missing for row in bars) else []
    layout = {
        "barmode": "overlay",
        "bargap": 0.42,
        "showlegend": False,
        "xaxis": {
            "range": [0, 122],
            "tickvals": [0, 25, 50, 75, 100],
            "ticktext": ["0%", "25%", "50%", "75%", "100%"],
            "fixedrange": True,
        },
        "yaxis": {"autorange": "reversed", "fixedrange": True, "type": "category"},
        "meta": {"kind": "comparison"},
    }
    figure = go.Figure({"data": [trace, *ends, labels], "layout": layout}, skip_invalid=False)
    legend = [Swatch(f"tone-{tone}", label)]
    legend += [Swatch("tone-missing", "What the missing councils could change")] if ends else []
    return Chart(
        key, title, summary, source, figure, False, table_id, max(1, len(bars)), tuple(legend)
    )


def _uncertain_ends(rows: Sequence[ShareRow], tone: int) -> list[dict[str, Any]]:
    """From the lowest possible share to the bar's end, and from there to the highest."""
    marks = [row for row in rows if row.missing]
    less = [(row.bounds[0], row.share) for row in marks]
    more = [(row.share, row.bounds[1]) for row in marks]
    on_bar = {**HATCH, "fgcolor": ON_TONES[tone], "bgcolor": TONES[tone]}
    return [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "x": [round(high - low, 3) for low, high in spans],
            "base": [round(low, 3) for low, _ in spans],
            "y": [row.area for row in marks],
            "customdata": [
                f"{words.rounded(row.bounds[0])}% to {words.rounded(row.bounds[1])}%, whatever "
                f"the missing would have said ({words.plural(row.missing, 'council')})"
                for row in marks
            ],
            "hovertemplate": "%{y}<br>%{customdata}<extra></extra>",
            "marker": {"pattern": pattern, "line": {"color": QUIET, "width": 1}, "color": colour},
            "meta": {"tone": "missing"},
        }
        for name, spans, pattern, colour in (
            (COULD_BE_LESS, less, on_bar, TONES[tone]),
            (COULD_BE_MORE, more, HATCH, "#FFFFFF"),
        )
    ]
