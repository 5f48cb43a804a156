"""Bars of shares, each with what the missing councils could make of it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from ppf_site import words
from ppf_site.charts import HATCH, ON_TONES, QUIET, TONES, Chart, Swatch

# Where the share could lie, had the missing councils answered.
COULD_BE_LESS, COULD_BE_MORE = "Could be less", "Could be more"


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
    ends = _uncertain_ends(bars, tone) if any(row.missing for row in bars) else []
    traces = [_shares(bars, label, tone), *ends, _counts(bars, tone)]
    figure = go.Figure({"data": traces, "layout": LAYOUT}, skip_invalid=False)
    legend = [Swatch(f"tone-{tone}", label)]
    legend += [Swatch("tone-missing", "What the missing councils could change")] if ends else []
    return Chart(
        key, title, summary, source, figure, False, table_id, max(1, len(bars)), tuple(legend)
    )


LAYOUT = {
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


def _counts_words(rows: Sequence[ShareRow]) -> list[str]:
    return [f"{words.number(row.k)} of {words.number(row.n)}" for row in rows]


def _shares(rows: Sequence[ShareRow], label: str, tone: int) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": label,
        "x": [round(row.share, 3) for row in rows],
        "y": [row.area for row in rows],
        "text": _counts_words(rows),
        "textposition": "none",
        "customdata": [words.k_of_n(row.k, row.n) for row in rows],
        "hovertemplate": "%{y}<br>%{customdata}<extra></extra>",
        "marker": {"color": TONES[tone]},
        "meta": {"tone": tone},
    }


def _counts(rows: Sequence[ShareRow], tone: int) -> dict[str, Any]:
    """Beside each bar, past what the missing could make of it."""
    return {
        "type": "scatter",
        "mode": "text",
        "name": "Count",
        "x": [round(row.bounds[1] + 1.5, 3) for row in rows],
        "y": [row.area for row in rows],
        "text": _counts_words(rows),
        "textposition": "middle right",
        "textfont": {"weight": 700},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "meta": {"tone": tone},
    }


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
