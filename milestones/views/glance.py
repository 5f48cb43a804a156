"""The upper part of the opening page: its charts, and the tables with the same numbers."""

from dataclasses import dataclass, replace

from django.http import HttpRequest

from milestones import charts_map, sentences
from milestones.compare.tables import pairs_table
from milestones.glance import charts as charts_glance
from milestones.glance import sentences as sentences_glance
from milestones.glance.findings import Glance
from milestones.library import Library
from milestones.measures.measured import GAVE_BOTH, Rate
from milestones.measures.tables import area_table, time_table
from milestones.outcomes import charts as charts_outcome
from milestones.outcomes import sentences as sentences_outcome
from milestones.outcomes.tables import outcome_table
from milestones.selection import page_in, stays_in, within
from milestones.stats import Furthest
from ppf_site.addresses import in_order
from ppf_site.charts.chart import Chart
from surveys.models import Release
from surveys.sentences import captioned, source_line, source_lines
from surveys.tables import FigureTable
from surveys.tables_reading import reading_table


@dataclass(frozen=True, slots=True)
class AtAGlance:
    """Each chart that can be drawn, and their tables."""

    slope: Chart | None
    regions: Chart | None
    came_about: Chart | None
    furthest: Chart | None
    barriers: Chart | None
    tables: list[FigureTable]

    @property
    def charts(self) -> list[Chart | None]:
        return [self.slope, self.regions, self.came_about, self.furthest, self.barriers]


def at_a_glance(
    glance: Glance,
    found: Furthest,
    request: HttpRequest,
    library: Library,
    *,
    release: Release | None,
    source: str,
) -> AtAGlance:
    """`found` is what stands out in the round of the heatmap: its release, and its source. A chart
    through several releases has its picture in the last of them only where that draws the same."""

    def at(page: str, chart: Chart | None) -> Chart | None:
        return replace(chart, page=page) if chart else None

    now = in_order(request, ["round"])

    def own(release: Release | None, *others: Release) -> str:
        if release is None or not stays_in(library, release, others):
            return now
        return page_in(library, release, "overview/") or now

    counted, ends = glance.release, glance.ends
    through = [rate.release for on_base in glance.bases for rate in on_base.counted]
    came = (ends.outcome_release, ends.forecast_release) if ends else (None,)
    hindered = glance.barriers.release if glance.barriers else None
    return AtAGlance(
        slope=at(own(counted, *through), _slope(glance)),
        regions=at(own(counted), _map(glance, library)),
        came_about=at(own(*came), _came_about(glance)),
        furthest=at(own(release), charts_glance.furthest(found, source=source)),
        barriers=at(own(hindered), _barriers(glance)),
        tables=[*_tables(glance, library), *_furthest_tables(found, source)],
    )


def _slope(glance: Glance) -> Chart | None:
    if not glance.bases:
        return None
    source = source_lines(rate.release for on_base in glance.bases for rate in on_base.counted)
    chart = charts_glance.slope(glance.bases, source=source)
    return replace(chart, table_id=f"table-time-{glance.bases[0].base.key}") if chart else None


def _map(glance: Glance, library: Library) -> Chart | None:
    if glance.main is None or not glance.regions:
        return None
    on_base, rate = glance.main
    found = charts_map.region_map(
        glance.regions,
        library.editions[rate.release.pk].tiles,
        within(rate.release, fixed=library.pinned, keep_round=False),
        title=sentences_glance.map_title(sentences_glance.target_words(on_base), glance.regions),
        source=f"Councils at the target, of {on_base.base.name}. {_source_of(rate)}",
    )
    return replace(found, table_id="table-regions") if found else None


def _source_of(rate: Rate) -> str:
    return source_line(rate.release, rate.base_in(), GAVE_BOTH)


def _came_about(glance: Glance) -> Chart | None:
    if glance.ends is None or glance.paired is None or glance.paired.answers is None:
        return None
    answers = glance.paired.answers
    return charts_outcome.came_about(
        answers,
        title=sentences_outcome.page_title(glance.ends, answers, ()),
        required=glance.paired.england.required,
        source=sentences_outcome.sources(glance.ends),
        page="",
        subject=sentences.heading(glance.ends.expectation),
    )


def _barriers(glance: Glance) -> Chart | None:
    if glance.barriers is None:
        return None
    chart = charts_glance.in_the_way(glance.barriers)
    return replace(chart, table_id="table-barriers") if chart else None


def _tables(glance: Glance, library: Library) -> list[FigureTable]:
    """The numbers of the charts."""
    tables = [
        time_table(on_base, source=source_lines(on_base.releases))
        for on_base in glance.bases
        if on_base.latest
    ]
    if glance.main is not None:
        on_base, rate = glance.main
        links = within(rate.release, fixed=library.pinned, keep_round=False)
        tables.append(area_table(on_base, rate, links, source=_source_of(rate)))
    if glance.ends and glance.paired and glance.paired.answers:
        source = sentences_outcome.sources(glance.ends)
        tables.append(outcome_table(glance.paired.answers, glance.ends.label, source=source))
    if glance.barriers is not None:
        tables.append(_barriers_table(glance))
    return tables


def _furthest_tables(found: Furthest, source: str) -> list[FigureTable]:
    told = [*found.above, *found.below]
    if not told:
        return []
    labels = [outlook.label for outlook, _ in told]
    pairs = [pair for _, pair in told]
    caption = "The regions furthest from the rest of England"
    return [pairs_table(pairs, caption=caption, source=source, name="furthest", about=labels)]


def _barriers_table(glance: Glance) -> FigureTable:
    barriers = glance.barriers
    assert barriers is not None
    readings = [
        replace(reading, place=replace(reading.place, name=reading.choice.label))
        for reading in barriers.england.readings
    ]
    caption = captioned(barriers.link.question, "England")
    source = source_line(barriers.release, barriers.england.base)
    return reading_table(readings, name="barriers", caption=caption, source=source, of="Barrier")
