"""The four or five charts that matter of a region, as its briefing has them."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from milestones.charts import answers_by_expectation
from milestones.charts_map import region_map
from milestones.glance.sentences import map_title, target_words
from milestones.library import Library
from milestones.measures.measured import GAVE_BOTH
from milestones.measures.tables import region_time_table
from milestones.selection import within
from milestones.tables import region_answers_table
from ppf_site.charts.chart import Chart
from surveys.models import Release
from surveys.sentences import source_line, source_lines
from surveys.tables import FigureTable

from . import charts as charts_region
from .briefed import BriefingFigures
from .ends import ends_chart, ends_in, ends_table
from .letters import survey_without


def charts_of(
    held: BriefingFigures,
    library: Library,
    *,
    page: str,
    trend_page: str,
    unnamed: Collection[str] = (),
) -> list[Chart]:
    """`page` is where the picture of its forecasts is, `trend_page` where those are that go through
    several surveys. Of the survey that it is a briefing of before others; `unnamed` are the names
    that none of them may have, so there is no map."""
    foretold = list(_against(held, page=page, unnamed=unnamed))
    counted = list(_counted(held, page=trend_page, unnamed=unnamed))
    if not unnamed:
        counted += _map(held, library)
    return [*foretold, *counted] if held.is_of_forecasts else [*counted, *foretold]


def tables_of(held: BriefingFigures) -> list[FigureTable]:
    """The numbers of those that the page has in no other table. They lead to their figures, which
    name the region."""
    tables = []
    if held.counted is None and held.foretold and held.pairs:
        base = held.answered.answered if held.answered else None
        source = source_line(held.foretold, base)
        tables.append(region_answers_table(held.name, held.answers, source=source))
    if held.counted is not None:
        on_base, _, _ = held.counted
        through = source_lines(each.release for each in on_base.counted)
        tables.append(region_time_table(on_base, held.slug, held.name, source=through))
    ends, told = ends_in(held.glance, held.slug), held.glance.ends
    return [*tables, ends_table(ends, told, held.name)] if ends and told else tables


def _against(held: BriefingFigures, *, page: str, unnamed: Collection[str]) -> Iterator[Chart]:
    if held.foretold is None:
        return
    told = survey_without(held.foretold, unnamed)
    source = source_line(told, held.answered.answered if held.answered else None)
    chart = charts_region.against_the_rest(held.pairs, held.name, source=source, page=page)
    if chart is None:
        return
    # Of another survey than the one that the page is of, it says so itself.
    when = f"Forecasts of {told.round.reference_date:%B %Y}"
    yield chart if held.is_of_forecasts else replace(chart, subject=when)
    if held.counted is None:
        # There is room for all that was answered where nothing was counted.
        every = answers_by_expectation(held.answers, held.name, source, page)
        if every is not None:
            yield _alone(every) if unnamed else every


def _counted(held: BriefingFigures, *, page: str, unnamed: Collection[str]) -> Iterator[Chart]:
    """Through time beside England, and what came of what was foretold."""

    def sources(*releases: Release) -> str:
        return source_lines(survey_without(each, unnamed) for each in releases)

    if held.counted is not None:
        on_base, _, _ = held.counted
        through = sources(*(each.release for each in on_base.counted))
        trend = charts_region.beside_england(
            on_base, held.slug, held.name, source=through, page=page
        )
        if trend is not None:
            yield _alone(trend) if unnamed else trend
    ends, told = ends_in(held.glance, held.slug), held.glance.ends
    if ends and told:
        source = sources(told.forecast_release, told.outcome_release)
        drawn = replace(ends_chart(ends, told, held.name, page=page), source=source)
        yield _alone(drawn) if unnamed else drawn


def _alone(chart: Chart) -> Chart:
    """Without the table of its numbers, which lead to a page that names the region."""
    return replace(chart, table_id="")


def _map(held: BriefingFigures, library: Library) -> Iterator[Chart]:
    if held.glance.main is None or not held.glance.regions:
        return
    on_base, rate = held.glance.main
    told = source_line(rate.release, rate.base_in(), GAVE_BOTH)
    readings = held.glance.regions
    drawn = region_map(
        readings,
        library.editions[rate.release.pk].tiles,
        within(rate.release, fixed=library.pinned, keep_round=False),
        title=map_title(target_words(on_base), readings),
        source=f"Councils at the target, of {on_base.base.name}. {told}",
    )
    if drawn is not None:
        yield drawn
