"""One region: every expectation against the rest of England, and what came."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse

from councils.models import Area, Region
from milestones import charts
from milestones.compare.tables import chance_table
from milestones.editions import commentary_on
from milestones.glance.findings import Glance, glance_in
from milestones.library import Library, open_library
from milestones.models import ExpectationQuestion
from milestones.outlooks import forecasts_in, outlooks_of
from milestones.regions import charts as charts_region
from milestones.regions import sentences as sentences_region
from milestones.regions.counted import CountedHere, counted_here
from milestones.regions.matrix import matrix_of
from milestones.regions.rounds import rounds_of
from milestones.selection import also_told, page_in, pinned, within
from milestones.sentences_chance import such_pairs
from milestones.stats import Outlook, against_the_rest, in_region
from milestones.tables import council_grid_table, region_answers_table, region_table
from ppf_site import words
from ppf_site.addresses import in_order, pinned_page
from ppf_site.charts.chart import Chart
from ppf_site.pages import Lost, Suggestion, Within, public_page, respond
from surveys.exports import sheets_of
from surveys.models import Release, ReleasedReturn
from surveys.sorting import put_all_in_order
from surveys.stats import Breakdown
from surveys.stats_compare import Comparison
from surveys.tables import FigureTable

from .rated_councils import MARK, unknown_mark, with_mark


@dataclass(frozen=True, slots=True)
class InRegion:
    """A region's answers, beside the rest of England's, and its councils' own."""

    region: Region
    pairs: Sequence[tuple[Outlook, Comparison]]
    answers: Sequence[tuple[Outlook, Breakdown]]
    returns: Sequence[ReleasedReturn]
    links: Sequence[ExpectationQuestion]


def of_rounds(glance: Glance, release: Release | None) -> dict[str, str]:
    """Whose results they are, and of which day: what was counted last, and what was foretold."""
    counted = glance.main[1].release if glance.main else None
    rounds = dict.fromkeys(each.round for each in (counted, release) if each)
    return {each.title: words.day(each.reference_date) for each in rounds}


# What the page of a region is, for who shares it.
REGION = (
    "What councils of {} said of every expectation, beside England: council by council, who "
    "answered, and the spread."
)


# Of its expectations, and of its councils' own shares.
ORDERS = ("sort", "councils-sort")


@public_page("round", MARK, *ORDERS)
def region(request: HttpRequest, slug: str, release_id: int | None = None) -> HttpResponse:
    library = _library(request, release_id)
    round_slug = request.GET.get("round", "").strip()
    chosen = forecasts_in(library.own, round_slug)
    found = chosen_region(slug, library.own, chosen)
    release, outlooks, response = outlooks_of(library.own, chosen, request.user, region_slug=slug)
    glance = glance_in(library, round_slug, request.user, has_forecasts=bool(chosen), pairs=False)
    release = release or glance.release
    if round_slug and release is None:
        raise _not_asked(round_slug, Suggestion(found.name, request.path))
    returns, told_of_answers = _who_answered(request, [glance.release, release], slug)
    here = InRegion(
        found, against_the_rest(outlooks, slug), in_region(outlooks, slug), returns, chosen
    )
    source = sentences_region.source_of_both(release, response, slug) if release else ""
    links = within(release, fixed=library.pinned)
    tables, chance = _tables(here, outlooks, links, source), _chance_table(here, source)
    drawn = _drawn(here, source, pinned_page(request, release.pk) if release else "")
    counted = _counted(request, library, glance, found, links)
    context = {
        "release": release,
        **pinned(request, release, fixed=library.pinned, keep_round=bool(round_slug)),
        **_told(here, glance, release, source),
        **_ways(library, release, glance, slug, round_slug),
        **_said_of(library, release, slug),
        "chance": chance,
        **told_of_answers,
        "also_told": also_told(library, release, glance.release, f"regions/{slug}/"),
        "matrix": matrix_of(returns, outlooks, chosen, links),
        "tables": tables,
        "counted": counted,
        "chart": drawn[0] if drawn else None,
        "answers": drawn[1] if len(drawn) > 1 else None,
    }
    in_files = [*tables, *([chance] if chance else []), *counted.in_files]
    sheets = partial(sheets_of, request, release, in_files)
    unknown = put_all_in_order([*tables, *counted.in_files], request.GET, ORDERS)
    unknown += unknown_mark(request.GET.get(MARK, "").strip(), returns)
    every = [*drawn, *counted.charts]
    return respond(request, "milestones/region.html", context, sheets, every, unknown=unknown)


def _counted(
    request: HttpRequest, library: Library, glance: Glance, region: Region, links: Within
) -> CountedHere:
    """The pictures of what goes through several releases are of this page as it is now: the own
    page of one that asked for forecasts tells itself alone. Of the last count its own page, where
    that draws the same."""
    now, mark = in_order(request, ["round", MARK]), request.GET.get(MARK, "").strip()
    own = page_in(library, glance.release, f"regions/{region.slug}/") or now
    if mark and own != now:
        own = with_mark(own, mark)
    if glance.main is not None and not library.pinned:
        # The shares are of another round than the page's forecasts.
        links = within(glance.main[1].release, fixed=False)
    return counted_here(glance, region, request.user, links, page=now, spread_page=own, mark=mark)


def _library(request: HttpRequest, release_id: int | None) -> Library:
    """Beside a pinned release that asked for no forecasts those before it, which tell them."""
    library = open_library(request.user, release_id, with_statements=True)
    if not library.pinned or forecasts_in(library):
        return library
    return open_library(request.user, release_id, with_earlier=True)


def _who_answered(
    request: HttpRequest, releases: Sequence[Release | None], slug: str
) -> tuple[list[ReleasedReturn], dict[str, Any]]:
    """The returns to the last of the surveys that the page tells, and of each survey, the earliest
    first, who answered and who did not."""
    returns = _returns(request, releases, slug)
    told = {each.pk: each for each in releases if each}
    by_day = sorted(told.values(), key=lambda each: each.round.reference_date)
    required = {
        release: [each for each in returns if each.is_required and each.release_id == release.pk]
        for release in by_day
    }
    held = {release: rows for release, rows in required.items() if rows}
    last = releases[-1]
    shown = held.get(last, []) if last else []
    return [each for each in returns if last and each.release_id == last.pk], {
        "responses": [
            sentences_region.response_words(release.round.reference_date, rows)
            for release, rows in held.items()
        ],
        "answered": sum(each.is_answered for each in shown),
        "answered_in": last.round.reference_date if last and len(held) > 1 and shown else None,
    }


def _not_asked(round_slug: str, region: Suggestion) -> Lost:
    return Lost(f"No released round called “{round_slug}” asked about the milestones.", [region])


def _drawn(here: InRegion, source: str, page: str) -> list[Chart]:
    """The gaps from the rest of England, and every answer: as far as they can be drawn."""
    name = here.region.name
    gaps = charts_region.against_the_rest(here.pairs, name, source=source, page=page)
    answers = charts.answers_by_expectation(here.answers, name, source, page)
    return [chart for chart in (gaps, answers) if chart]


def _told(here: InRegion, glance: Glance, release: Release | None, source: str) -> dict[str, Any]:
    """What the page says in words."""
    name, pairs = here.region.name, here.pairs
    return {
        "source": source,
        "region": here.region,
        "returns": here.returns,
        "has_briefing": bool(here.links) or glance.release is not None,
        "title": sentences_region.page_title(name, here.region.slug, pairs, glance),
        "also_from": glance.releases_in(here.region.slug),
        "on_other_bases": sentences_region.on_other_bases(here.region.slug, glance),
        "of_rounds": of_rounds(glance, release),
        "description": REGION.format(name),
        "pairs": pairs,
        "such_pairs": such_pairs([len(pairs)]),
        "hidden": sentences_region.hidden_note(name, here.answers),
        "surest": sentences_region.surest(pairs),
        "least_sure": sentences_region.least_sure(pairs),
    }


def _said_of(library: Library, release: Release | None, slug: str) -> dict[str, Any]:
    """What those who ran the round say of the region, and what was said at the time."""
    edition = library.editions[release.pk] if release else None
    return {
        "commentary": commentary_on(edition, region=slug) if edition else [],
        "statements": [each for each in library.statements if each.about_region == slug],
    }


def _ways(
    library: Library, release: Release | None, glance: Glance, slug: str, round_slug: str
) -> dict[str, Any]:
    """To the other regions, and to the rounds by themselves."""
    return {
        "regions": others(library, release),
        "rounds": rounds_of(library, slug, glance),
        "is_of_a_round": bool(round_slug),
        "partial": library.partial,
    }


def others(library: Library, release: Release | None) -> list[Area]:
    """The regions to go on to."""
    areas = library.editions[release.pk].areas.values() if release else []
    return [area for area in areas if area.kind == "region"]


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


def _returns(
    request: HttpRequest, releases: Sequence[Release | None], slug: str
) -> list[ReleasedReturn]:
    """Of the region's councils, which bring the region itself along. One query."""
    told = {release.pk for release in releases if release}
    if not told:
        return []
    returns = ReleasedReturn.objects.in_region(told, slug)
    return list(returns.with_choices(request.user))


def chosen_region(slug: str, library: Library, chosen: Sequence[ExpectationQuestion]) -> Region:
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
