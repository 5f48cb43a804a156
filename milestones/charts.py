"""Charts of expectations, from values that `stats` has already worked out."""

from collections.abc import Sequence

from ppf_site.charts import Chart
from ppf_site.charts_comparison import comparison_bars
from ppf_site.charts_diverging import diverging_bars
from surveys.stats import Breakdown, Reading

from .stats import Outlook


def answers_by_region(
    breakdowns: Sequence[Breakdown], *, title: str, summary: str, source: str, table: str
) -> Chart | None:
    """Every answer of every area, the good ones to the right. None where counts are not held."""
    held = [
        breakdown
        for breakdown in breakdowns
        if breakdown.base.n and breakdown.readings[0].k is not None
    ]
    if not held:
        return None
    return diverging_bars(
        "answers",
        title,
        summary,
        source,
        [
            (
                breakdown.place.name,
                {reading.choice.key: reading.k or 0 for reading in breakdown.readings},
                breakdown.base.n or 0,
                breakdown.base.missing or 0,
            )
            for breakdown in held
        ],
        [
            (reading.choice.key, reading.choice.label, reading.choice.tone)
            for reading in held[0].readings
        ],
        table_id=f"table-{table}",
    )


def compared(
    readings: Sequence[Reading], *, title: str, summary: str, source: str, table: str
) -> Chart | None:
    held = [reading for reading in readings if reading.k is not None and reading.n]
    if not held:
        return None
    return comparison_bars(
        "comparison",
        title,
        summary,
        source,
        [
            (reading.place.name, reading.k or 0, reading.n or 0, reading.base.missing or 0)
            for reading in held
        ],
        label=held[0].choice.label,
        tone=held[0].choice.tone,
        table_id=f"table-{table}",
    )


def answers_by_expectation(
    here: Sequence[tuple[Outlook, Breakdown]], name: str, source: str
) -> Chart | None:
    """One region's answers, an expectation a row. None where nobody answered."""
    held = [(outlook, breakdown) for outlook, breakdown in here if breakdown.base.n]
    if not held or held[0][1].readings[0].k is None:
        return None
    good = sum((breakdown.top_two or 0) > (breakdown.bottom_two or 0) for _, breakdown in held)
    shares = [breakdown.top.share or 0 for _, breakdown in held]
    most, least = (_at_share(held, end) for end in (max(shares), min(shares)))
    top = held[0][1].top.choice.label
    return diverging_bars(
        "expectations",
        f"On {good} of {len(held)} expectations more {name} councils said likely than unlikely",
        f"{top} most often on {most}; least often on {least}.",
        source,
        [
            (
                outlook.label,
                {reading.choice.key: reading.k or 0 for reading in breakdown.readings},
                breakdown.base.n or 0,
                breakdown.base.missing or 0,
            )
            for outlook, breakdown in held
        ],
        [
            (reading.choice.key, reading.choice.label, reading.choice.tone)
            for reading in held[0][1].readings
        ],
        table_id="table-answers",
    )


def _at_share(held: Sequence[tuple[Outlook, Breakdown]], share: float) -> str:
    """The one expectation with that share of top answers, or how many have it."""
    level = [
        (outlook, breakdown.top)
        for outlook, breakdown in held
        if (breakdown.top.share or 0) == share
    ]
    outlook, top = level[0]
    if len(level) > 1:
        return f"{len(level)} expectations, {top.k} of {top.n} each"
    return f"“{outlook.label}”, {top.k} of {top.n}"
