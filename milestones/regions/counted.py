"""What was counted in one region: its share through time, and how far apart its councils are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from councils.models import Region
from councils.permissions import Person
from milestones.glance.findings import Glance
from milestones.measures.charts import in_region
from milestones.measures.measured import GAVE_BOTH, CouncilRate, OnBase, Rate, councils_in
from milestones.measures.sentences import gave_both_words
from milestones.measures.tables import area_table, council_table, region_time_table
from ppf_site.charts.chart import Chart
from ppf_site.pages import Within
from surveys.sentences import source_line, source_lines
from surveys.tables import FigureTable

from .charts import beside_england
from .ends import ends_chart, ends_in, ends_table


@dataclass(frozen=True, slots=True)
class CountedHere:
    """Of the main base of the measure that was counted last. `not_counted` names the councils that
    did not give both its counts, as far as the reader may see them. `moving` is the page of who
    came to the target; "" within a release, which knows of no other round."""

    trend: Chart | None = None
    trend_table: FigureTable | None = None
    spread: Chart | None = None
    tables: Sequence[FigureTable] = ()
    ends: Chart | None = None
    ends_table: FigureTable | None = None
    not_counted: str = ""
    names_councils: bool = False
    moving: str = ""

    @property
    def charts(self) -> list[Chart]:
        return [chart for chart in (self.trend, self.ends, self.spread) if chart]

    @property
    def is_in_order(self) -> bool:
        """Whether somebody has just put one of the tables in order, and so looks at it."""
        return any(table.order_by for table in self.tables)

    @property
    def in_files(self) -> list[FigureTable]:
        first = [table for table in (self.trend_table, self.ends_table) if table]
        return [*first, *self.tables]


def counted_here(
    glance: Glance,
    region: Region,
    person: Person,
    links: Within,
    *,
    page: str,
    spread_page: str,
    mark: str = "",
) -> CountedHere:
    """One query, for what single councils counted; `mark` is the one to be told from the others, by
    its name in addresses. `page` is where the pictures of what goes
    through several releases are, `spread_page` where that of the last count stays."""
    if glance.main is None:
        return CountedHere()
    on_base, rate = glance.main
    source = source_line(rate.release, rate.base_in(region.slug), GAVE_BOTH)
    through_time = source_lines(each.release for each in on_base.counted)
    trend = beside_england(on_base, region.slug, region.name, source=through_time, page=page)
    amount = rate.amounts.get(region.slug)
    if trend is None or amount is None or amount.pooled is None:
        return CountedHere()
    councils = councils_in(rate, person, region.slug)
    tables = _spread_tables(on_base, rate, region.slug, councils.rates, links, source=source)
    ends, told = ends_in(glance, region.slug), glance.ends
    return CountedHere(
        trend,
        region_time_table(on_base, region.slug, region.name, source=through_time),
        in_region(
            rate, on_base, amount, councils.rates, source=source, page=spread_page, mark=mark
        ),
        tables,
        ends_chart(ends, told, region.name, page=page) if ends and told else None,
        ends_table(ends, told, region.name) if ends and told else None,
        gave_both_words(amount, councils.silent),
        bool(councils.rates),
        "" if links.prefix else _moving(on_base, region),
    )


def _spread_tables(
    on_base: OnBase,
    rate: Rate,
    slug: str,
    councils: Sequence[CouncilRate],
    links: Within,
    *,
    source: str,
) -> list[FigureTable]:
    # Of how many councils each counts stands in its row.
    both, own = {slug, "england"}, source_line(rate.release)
    tables = [area_table(on_base, rate, links, source=own, only=both)]
    tables[0].name = "spread"
    if councils:
        tables.append(council_table(on_base, rate, councils, links, source=source))
        # The page has another table of councils: what each said of every expectation.
        tables[1].name, tables[1].is_drawn = "rates", True
    return tables


def _moving(on_base: OnBase, region: Region) -> str:
    expectation = on_base.measure.expectation
    if expectation is None:
        return ""
    address = reverse("moving", args=[expectation.slug])
    return f"{address}?of={on_base.base.key}&area={region.slug}"
