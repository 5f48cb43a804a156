"""The regions: where the most are at the target, what each is surest of, and who answered."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from django.http import HttpRequest, HttpResponse

from councils.models import Region
from milestones import sentences_overview
from milestones.charts_map import region_map
from milestones.glance import sentences as sentences_glance
from milestones.glance.findings import Glance, glance_at
from milestones.library import Library, open_library
from milestones.measures.measured import GAVE_BOTH
from milestones.outlooks import forecasts_in, outlooks_of
from milestones.regions.listed import RegionListed, regions_table
from milestones.selection import also_told, page_in, pinned, within
from milestones.stats import Outlook, by_share, in_region
from ppf_site import words
from ppf_site.charts.chart import Chart
from ppf_site.pages import public_page, respond
from surveys.exports import sheets_of
from surveys.models import Release
from surveys.sentences import source_line
from surveys.sorting import put_in_order
from surveys.stats import Reading

from .regions import of_rounds, others


@public_page("sort")
def regions(request: HttpRequest, release_id: int | None = None) -> HttpResponse:
    library = open_library(request.user, release_id)
    links = forecasts_in(library)
    release, outlooks, response = outlooks_of(library, links, request.user)
    glance = glance_at(library, request.user, pairs=False)
    chart = _map(glance, library, outlooks, release)
    if library.pinned:
        release = release or library.releases[0]
    found = _listed(library, outlooks, response, glance)
    links_to = within(release, fixed=library.pinned, keep_round=False)
    table = regions_table(found, glance.main, release, links_to)
    context = {
        "release": release,
        **pinned(request, release, fixed=library.pinned, keep_round=False),
        "of_rounds": of_rounds(glance, release),
        "also_from": [each for each in (release, glance.release) if each],
        "regions": found,
        "also_told": also_told(library, release, glance.release, "regions/"),
        "table": table,
        "chart": chart,
        "title": chart.title if chart else sentences_overview.regions_title(len(found)),
        "description": "Each region of England: how many of its councils answered, and what they "
        "said of every expectation.",
    }
    sheets = partial(sheets_of, request, release or glance.release, [table])
    unknown = put_in_order(table, request.GET.get("sort", "").strip())
    return respond(request, "milestones/regions.html", context, sheets, [chart], unknown=unknown)


def _listed(
    library: Library, outlooks: Sequence[Outlook], response: Sequence[Reading], glance: Glance
) -> list[RegionListed]:
    """Those of today, or as a pinned release has them."""
    answered = {reading.place.slug: reading for reading in response}
    reached = {reading.place.slug: reading for reading in glance.regions}
    regions = list(Region.objects.all()) if not library.pinned else []
    if library.pinned:
        areas = others(library, library.releases[0])
        regions = [Region(name=area.name, slug=area.slug) for area in areas]
    return [
        RegionListed(
            region,
            answered.get(region.slug),
            _surest(outlooks, region.slug),
            reached.get(region.slug),
        )
        for region in regions
    ]


def _map(
    glance: Glance, library: Library, outlooks: Sequence[Outlook], release: Release | None
) -> Chart | None:
    """The regions in their places: who is at the target, else who is surest of most."""
    if glance.main is not None and glance.regions:
        on_base, rate = glance.main
        shown, readings = rate.release, glance.regions
        source = source_line(shown, rate.base_in(), GAVE_BOTH)
        what = sentences_glance.target_words(on_base)
    elif outlooks and release is not None:
        first = by_share(outlooks)[:1] or outlooks[:1]
        shown, readings = release, first[0].cells
        source = source_line(shown, first[0].england.base if first[0].england else None)
        what = f"“{words.lower_first(readings[0].choice.label)}” on “{first[0].label}”"
    else:
        return None
    chart = region_map(
        readings,
        library.editions[shown.pk].tiles,
        within(shown, fixed=library.pinned, keep_round=False),
        title=sentences_glance.map_title(what, readings),
        source=source,
    )
    page = page_in(library, shown, "regions/") or "/regions/"
    return replace(chart, table_id="table-regions", page=page) if chart else None


def _surest(outlooks: Sequence[Outlook], slug: str) -> str:
    """The expectation with the region's highest share."""
    return sentences_overview.surest(
        [(outlook, here.top) for outlook, here in in_region(outlooks, slug)]
    )
