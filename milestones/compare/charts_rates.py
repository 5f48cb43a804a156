"""The chart of a measure's rates beside each other: areas with their spread, councils as dots."""

from collections.abc import Sequence

from milestones.measures.sentences import rate_words
from ppf_site.charts.chart import Chart
from ppf_site.charts.dots import StripRow, strip
from ppf_site.charts.ends import end_of_shares
from surveys.stats import Amount, Place

from .rates import ComparedRates, OwnRate
from .sentences_rates import summary, title


def rates(
    places: Sequence[Place], told: ComparedRates, *, source: str, page: str, is_withheld: bool
) -> Chart | None:
    """Areas from the highest rate of all counted together, then councils; the target through all.
    None where there is no rate."""
    amounts = told.highest_first(places)
    rows = [*map(_area, amounts), *(_council(each, bool(amounts)) for each in told.councils)]
    ends = [value for row in rows for value in _values(row)]
    if not ends:
        return None
    drawing = strip(rows, high=end_of_shares(max([*ends, told.target or 0])), target=told.target)
    said = summary(amounts, told)
    return Chart(
        "rates",
        title(amounts, told),
        said,
        source,
        drawing,
        "table-rates",
        page,
        told.label,
        is_withheld,
    )


def _area(amount: Amount) -> StripRow:
    quartiles = [float(value) for value in amount.quartiles or ()]
    return StripRow(
        amount.place.name,
        [],
        (quartiles[0], quartiles[1], quartiles[2]) if quartiles else None,
        float(amount.pooled) if amount.pooled is not None else None,
        rate_words(amount.pooled),
    )


def _council(each: OwnRate, is_apart: bool) -> StripRow:
    if each.rate is None:
        return StripRow(each.name, [], None, None, each.said, apart=is_apart)
    told = rate_words(each.rate)
    values = [(float(each.rate), f"{each.name}: {told}")]
    return StripRow(each.name, values, None, None, told, apart=is_apart)


def _values(row: StripRow) -> list[float]:
    found = [value for value, _ in row.values]
    if row.pooled is not None:
        found.append(row.pooled)
    return [*found, row.quartiles[2]] if row.quartiles else found
