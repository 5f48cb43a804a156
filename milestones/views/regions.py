"""The regions, and one region: every expectation against the rest of England."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse

from councils.models import Region
from milestones import charts, sentences, sentences_overview
from milestones.models import ExpectationQuestion
from milestones.outlooks import forecasts_in, outlooks_of
from milestones.selection import Library, open_library, pinned, within
from milestones.stats import Outlook, against_the_rest, in_region
from milestones.tables import council_grid_table, region_answers_table, region_table
from milestones.tables_compare import chance_table
from ppf_site.addresses import pinned_page
from ppf_site.pages import Lost, Suggestion, Within, public_page, respond
from surveys.exports import sheets_of
from surveys.models import ReleasedReturn
from surveys.sentences import source_line
from surveys.stats import Breakdown
from surveys.stats_compare import Comparison
from surveys.tables import FigureTable


@dataclass(frozen=True, slots=True)
class InRegion:
    """A region's answers, beside the rest of England's, and its councils' own."""

    region: Region
    pairs: Sequence[tuple[Outlook, Comparison]]
    answers: Sequence[tuple[Outlook, Breakdown]]
    returns: Sequence[ReleasedReturn]
    links: Sequence[ExpectationQuestion]


@public_page()
def regions(request: HttpRequest) -> HttpResponse:
    library = open_library(request.user)
    links = forecasts_in(library)
    release, outlooks, response = outlooks_of(library, links, request.user)
    answered = {reading.place.slug: reading for reading in response}
    found = [
        (region, answered.get(region.slug), _surest(outlooks, region.slug))
        for region in Region.objects.all()
    ]
    context = {
        "release": release,
        "regions": found,
        "title": sentences_overview.regions_title(len(found)),
        "description": "Each region of England: how many of its councils answered, and what they "
        "said of every expectation.",
        "source": source_line(release, response[0].answered) if release and response else "",
    }
    return respond(request, "milestones/regions.html", context)


def _surest(outlooks: Sequence[Outlook], slug: str) -> str:
    """The expectation with the region's highest share."""
    return sentences_overview.surest(
        [(outlook, here.top) for outlook, here in in_region(outlooks, slug)]
    )


# What the page of a region is, for who shares it.
REGION = (
    "What councils of {} said of every expectation, beside England: council by council, who "
    "answered, and the spread."
)


@public_page("round")
def region(request: HttpRequest, slug: str, release_id: int | None = None) -> HttpResponse:
    library = open_library(request.user, release_id)
    round_slug = request.GET.get("round", "").strip()
    chosen = forecasts_in(library, round_slug)
    found = _region(slug, library, chosen)
    release, outlooks, response = outlooks_of(library, chosen, request.user, region_slug=slug)
    answered = next((reading for reading in response if reading.place.slug == slug), None)
    returns = _returns(request, release.pk, slug) if release and answered else []
    if round_slug and not chosen:
        raise Lost(
            f"No released round called “{round_slug}” asked about the milestones.",
            [Suggestion(found.name, request.path)],
        )
    here = InRegion(
        found, against_the_rest(outlooks, slug), in_region(outlooks, slug), returns, chosen
    )
    source = source_line(release, answered.answered if answered else None) if release else ""
    tables = _tables(here, outlooks, within(release, fixed=library.pinned), source)
    chance = _chance_table(here, source)
    page = pinned_page(request, release.pk) if release else ""
    chart = charts.answers_by_expectation(here.answers, found.name, source, page)
    context = {
        "region": found,
        "release": release,
        **pinned(request, release, fixed=library.pinned, keep_round=bool(round_slug)),
        "title": sentences_overview.region_title(found.name, here.pairs),
        "description": REGION.format(found.name),
        "pairs": here.pairs,
        "such_pairs": sentences.such_pairs([len(here.pairs)]),
        "chance": chance,
        "answered": answered,
        "hidden": sentences.hidden_note([breakdown.top for _, breakdown in here.answers]),
        "returns": returns,
        "tables": tables,
        "source": source,
        "chart": chart,
    }
    sheets = partial(sheets_of, request, release, [*tables, *([chance] if chance else [])])
    return respond(request, "milestones/region.html", context, sheets, [chart])


def _tables(
    here: InRegion, outlooks: Sequence[Outlook], within: Within, source: str
) -> list[FigureTable]:
    name = here.region.name
    if not here.pairs:
        # Of published shares there are no counts to set against the rest of England.
        held = [told for told in here.answers if told[1].top.share is not None]
        return [region_answers_table(name, held, source=source)] if held else []
    tables = [
        region_table(name, here.pairs, within, source=source),
        region_answers_table(name, here.answers, source=source),
    ]
    if any(return_of.given for return_of in here.returns):
        tables.append(council_grid_table(here.returns, outlooks, here.links, source=source))
    return tables


def _chance_table(here: InRegion, source: str) -> FigureTable | None:
    """Each expectation's gap from the rest of England: any of them could have been picked."""
    if not here.pairs:
        return None
    rows = [(outlook.label, pair, len(here.pairs)) for outlook, pair in here.pairs]
    caption = f"Could it be chance? {here.region.name} against the rest of England"
    return chance_table(rows, of="Expectation", caption=caption, source=source)


def _returns(request: HttpRequest, release_id: int, slug: str) -> list[ReleasedReturn]:
    """Of the region's councils, which bring the region itself along."""
    returns = ReleasedReturn.objects.in_region(release_id, slug)
    return list(returns.with_choices(request.user))


def _region(slug: str, library: Library, chosen: Sequence[ExpectationQuestion]) -> Region:
    """As the release that is shown calls it; one that came since, as it is called today."""
    pk = (
        chosen[0].release_pk if chosen else next((release.pk for release in library.releases), None)
    )
    areas = library.editions[pk].areas.values() if pk is not None else []
    regions = {
        area.slug: Region(name=area.name, slug=area.slug) for area in areas if area.kind == "region"
    }
    if slug not in regions and not library.pinned:
        regions |= {region.slug: region for region in Region.objects.all()}
    if slug not in regions:
        raise Lost(
            f"There is no region called “{slug}”. These are the regions:",
            [Suggestion(region.name, region.get_absolute_url()) for region in regions.values()],
        )
    return regions[slug]
