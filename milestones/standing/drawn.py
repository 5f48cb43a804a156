"""The charts of a council's page, those of another programme apart under its name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ppf_site.charts.chart import Chart

from .placed import OnMeasure


@dataclass(frozen=True, slots=True)
class CountedElsewhere:
    """What was counted of something else than the page's main measure: under its own heading."""

    heading: str
    charts: Sequence[Chart]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The charts of the page, as far as there is something to draw."""

    expectations: Chart | None
    shares: Sequence[Chart]
    apart: Sequence[CountedElsewhere]
    trend: Chart | None

    @property
    def every(self) -> list[Chart]:
        apart = [chart for each in self.apart for chart in each.charts]
        found = [*self.shares, self.expectations, self.trend, *apart]
        return [chart for chart in found if chart]


def by_programme(
    drawn: Iterable[tuple[OnMeasure, Chart]], main: OnMeasure | None
) -> tuple[list[Chart], list[CountedElsewhere]]:
    """The charts of the main measure's programme; and of each other one, else of each survey that
    belongs to none, those of its own."""
    first: list[Chart] = []
    apart: dict[str, list[Chart]] = {}
    own = _belongs_to(main) if main else ""
    for measure, chart in drawn:
        belongs = _belongs_to(measure)
        (first if belongs == own else apart.setdefault(belongs, [])).append(chart)
    return first, [CountedElsewhere(heading, charts) for heading, charts in apart.items()]


def _belongs_to(measure: OnMeasure) -> str:
    expectation = measure.base.measure.expectation
    if expectation is None:
        return measure.release.round.title
    return expectation.milestone.programme.title
