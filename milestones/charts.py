"""Charts of expectations, from values that `stats` has already worked out."""

from collections.abc import Sequence

from ppf_site.charts import Chart, comparison_bars, diverging_bars
from surveys.stats import Breakdown, Reading

from .stats import Outlook


def answers_by_region(
    breakdowns: Sequence[Breakdown], *, title: str, summary: str, source: str, table: str
) -> Chart | None:
    """Every answer of every area, the good ones to the right. None where counts are not held."""
    held = [one for one in breakdowns if one.base.n and one.readings[0].k is not None]
    if not held:
        return None
    return diverging_bars(
        "answers",
        title,
        summary,
        source,
        [
            (
                one.place.name,
                {reading.choice.key: reading.k or 0 for reading in one.readings},
                one.base.n or 0,
                one.base.missing or 0,
            )
            for one in held
        ],
        [(one.choice.key, one.choice.label, one.choice.tone) for one in held[0].readings],
        table_id=f"table-{table}",
    )


def compared(
    readings: Sequence[Reading], *, title: str, summary: str, source: str, table: str
) -> Chart | None:
    held = [one for one in readings if one.k is not None and one.n]
    if not held:
        return None
    return comparison_bars(
        "comparison",
        title,
        summary,
        source,
        [(one.place.name, one.k or 0, one.n or 0, one.base.missing or 0) for one in held],
        label=held[0].choice.label,
        tone=held[0].choice.tone,
        table_id=f"table-{table}",
    )


def answers_by_expectation(
    here: Sequence[tuple[Outlook, Breakdown]], name: str, source: str
) -> Chart | None:
    """One region's answers, an expectation a row. None where nobody answered."""
    held = [(outlook, one) for outlook, one in here if one.base.n]
    if not held or held[0][1].readings[0].k is None:
        return None
    good = sum((one.top_two or 0) > (one.bottom_two or 0) for _, one in held)
    shares = [one.top.share or 0 for _, one in held]
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
                {reading.choice.key: reading.k or 0 for reading in one.readings},
                one.base.n or 0,
                one.base.missing or 0,
            )
            for outlook, one in held
        ],
        [(one.choice.key, one.choice.label, one.choice.tone) for one in held[0][1].readings],
        table_id="table-answers",
    )


def _at_share(held: Sequence[tuple[Outlook, Breakdown]], share: float) -> str:
    """The one expectation with that share of top answers, or how many have it."""
    level = [(outlook, one.top) for outlook, one in held if (one.top.share or 0) == share]
    outlook, top = level[0]
    if len(level) > 1:
        return f"{len(level)} expectations, {top.k} of {top.n} each"
    return f"“{outlook.label}”, {top.k} of {top.n}"
