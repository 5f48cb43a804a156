"""The regional briefing, as a page that prints and as a PDF."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from councils.models import Region
from councils.permissions import Person
from milestones.glance.findings import glance_in
from milestones.library import Library, open_library
from milestones.measures.measured import councils_in
from milestones.outlooks import forecasts_in, foretold_beside, outlooks_of
from milestones.regions.briefed import BriefingFigures
from milestones.regions.briefing import Briefing, briefing_of
from milestones.regions.briefing_charts import tables_of
from milestones.regions.letters import (
    LETTERED,
    address_of,
    names_in,
    pseudonym,
    region_behind,
    regions_in,
    survey_without,
)
from milestones.regions.staying import stays_at
from milestones.selection import pinned
from milestones.stats import against_the_rest, in_region
from ppf_site.mail import site_link
from ppf_site.pages import Lost, Suggestion, public_page, respond
from ppf_site.paper import Printed, to_pdf
from ppf_site.words import day
from surveys.exports import sheets_of
from surveys.models import Release
from surveys.models.releases import Stage
from surveys.releases.sentences import Seen, told_before_others

from .regions import chosen_region

YES = "yes"
# What goes out of the sector without its region's name is made for them, whoever asks for it.
THE_PUBLIC = AnonymousUser()
# In millimetres, of A4 between its edges.
WHOLE, HALF = 170.0, 84.0
# The briefing is of two pages: the more there is to say, the smaller it is set; in the end what
# is to be known of its surveys stands at its address alone.
CLOSER = [
    {"size": 9.5, "row": 2.6, "notes": 8, "tells_notes": True},
    {"size": 9, "row": 2.2, "notes": 7.5, "tells_notes": True},
    {"size": 8.5, "row": 1.8, "notes": 7, "tells_notes": True},
    {"size": 8, "row": 1.5, "notes": 7, "tells_notes": True},
    {"size": 8, "row": 1.5, "notes": 7, "tells_notes": False},
]
HEADER = ["Expectation", "Due", "Here", "Rest of England", "Against the rest"]


@dataclass(frozen=True, slots=True)
class Made:
    """`slug` is what the region is called in the address: a letter of an anonymised briefing.
    `stays` is the release at whose address all of it stays as it is, if there is one; `unnamed`
    is what its surveys are not to name."""

    library: Library
    held: BriefingFigures
    told: Briefing
    slug: str
    stays: Release | None
    unnamed: Collection[str] = ()

    @property
    def release(self) -> Release:
        """The one that its address names, or its round; else that of its forecasts."""
        return survey_without(self.held.release, self.unnamed)

    @property
    def addresses(self) -> list[str]:
        """Where it stays as it is: where no one address has all of it, its parts."""
        if self.stays:
            return [reverse("release-briefing", args=[self.stays.pk, self.slug])]
        return [self.address_in(release) for release in self.held.surveys]

    def address_in(self, release: Release) -> str:
        """Of what one release tells of the region."""
        if self.stays:
            return self.addresses[0]
        return reverse("release-region", args=[release.pk, self.slug])


@public_page("round", "anonymised")
def briefing(request: HttpRequest, slug: str, release_id: int | None = None) -> HttpResponse:
    if _asks_for_letter(request, slug, release_id):
        return _to_its_letter(request, slug, release_id, "release-briefing")
    made = _made(request, slug, release_id)
    release = made.release
    tables = [] if made.told.is_anonymised else tables_of(made.held)
    context = {
        "briefing": made.told,
        "title": f"Briefing: {made.told.title}",
        "slug": slug,
        "name": made.held.name,
        "release": release,
        **pinned(request, release, fixed=made.library.pinned),
        "also_told": [
            (each, made.address_in(each)) for each in made.held.surveys if each != release
        ],
        "cite": made.address_in(release),
        "addresses": made.addresses,
        "also_from": [] if made.told.is_anonymised else made.held.told,
        "may_leave": all(each.stage == Stage.PUBLIC for each in made.held.told),
        "pdf": request.get_full_path().replace("/briefing/", "/briefing.pdf", 1),
        "header": HEADER,
        "tables": tables,
    }
    sheets = partial(sheets_of, request, release, tables)
    unknown = _unknown(request, is_lettered=_is_lettered(slug, release_id))
    return respond(request, "milestones/briefing.html", context, sheets, unknown=unknown)


def _unknown(request: HttpRequest, *, is_lettered: bool) -> list[str]:
    """A letter is of one release's round, and has no other."""
    is_known = request.GET.get("anonymised", "") in {"", YES}
    rounds = ["round"] if is_lettered and "round" in request.GET else []
    return rounds if is_known else [*rounds, "anonymised"]


@public_page("round", "anonymised")
def briefing_pdf(request: HttpRequest, slug: str, release_id: int | None = None) -> HttpResponse:
    if _asks_for_letter(request, slug, release_id):
        return _to_its_letter(request, slug, release_id, "release-briefing-pdf")
    made = _made(request, slug, release_id)
    return HttpResponse(
        to_pdf("milestones/briefing.typ", _said(made), _printed(made), at_most=2, closer=CLOSER),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="briefing-{address_of(made.told.region)}.pdf"'
        },
    )


def _printed(made: Made) -> list[Printed]:
    """Every expectation across the page; what was counted side by side."""
    across = {"against", "expectations"}
    return [Printed(chart, WHOLE if chart.key in across else HALF) for chart in made.told.charts]


def _said(made: Made) -> dict[str, Any]:
    """What the PDF prints."""
    told = made.told
    return {
        "title": told.title,
        # A lettered briefing says of nobody in the sector that it is theirs.
        "author": "" if made.unnamed else made.release.round.sponsor,
        "about": f"Regional briefing. {told.about}",
        "embargo": " ".join(_embargoed(made)),
        "illustrative": [[each.name, each.text] for each in told.notes],
        "chosen": [[each.name, each.text] for each in told.chosen],
        "findings": told.findings,
        "header": HEADER,
        "expectations": told.expectations,
        "rows": [[row.label, row.due, row.here, row.rest, row.against] for row in told.rows],
        "commentary": [
            {"text": each.text, "by": f"{each.by}, {each.position_held}, {day(each.written_on)}"}
            for each in told.commentary
        ],
        "response": told.response,
        "caveats": [[each.name, each.text] for each in told.caveats],
        "method": [[each.name, each.text] for each in told.method],
        "source": told.source,
        "address": " and ".join(map(site_link, made.addresses)),
    }


def _embargoed(made: Made) -> list[str]:
    """What is printed of a release that others do not see yet is not to be passed on."""
    told = told_before_others(made.release, made.held.told, made.library.person)
    return told.get(Seen.EMBARGO, [])


def _asks_for_letter(request: HttpRequest, slug: str, release_id: int | None) -> bool:
    """Whether the region is to go without its name, and the address still has it."""
    return request.GET.get("anonymised") == YES and not _is_lettered(slug, release_id)


def _is_lettered(slug: str, release_id: int | None) -> bool:
    return release_id is not None and LETTERED.fullmatch(slug) is not None


def _to_its_letter(
    request: HttpRequest, slug: str, release_id: int | None, name: str
) -> HttpResponseRedirect:
    """To the address that does not name the region: what is printed or copied of a page, and what
    leads on from it, holds the page's own."""
    library = _library(THE_PUBLIC, release_id)
    held = _held(library, THE_PUBLIC, slug, _round_asked(request))
    release = stays_at(library, held) or held.told[-1]
    letter = address_of(pseudonym(release, regions_in(library, release), slug))
    return HttpResponseRedirect(reverse(name, args=[release.pk, letter]))


def _made(request: HttpRequest, slug: str, release_id: int | None) -> Made:
    if _is_lettered(slug, release_id):
        return _made_without_name(slug, release_id)
    library = _library(request.user, release_id)
    held = _held(library, request.user, slug, _round_asked(request))
    stays = stays_at(library, held)
    page, trend_page = (
        reverse("release-region", args=[release.pk, slug]) if release else ""
        for release in (held.foretold, stays)
    )
    told = briefing_of(held, library, page=page, trend_page=trend_page)
    return Made(library, held, told, slug, stays)


def _made_without_name(letter: str, release_id: int | None) -> Made:
    """Its charts have no address: one would name the region."""
    library = _library(THE_PUBLIC, release_id)
    release = library.releases[0]
    slug = region_behind(library, letter)
    held = _held(library, THE_PUBLIC, slug, is_lettered=True)
    regions = regions_in(library, release)
    named = replace(held, name=pseudonym(release, regions, slug), silent=())
    names = names_in(library, held.told)
    told = briefing_of(named, library, page="", trend_page="", unnamed=names, is_anonymised=True)
    return Made(library, named, told, letter, release, names)


def _library(person: Person, release_id: int | None) -> Library:
    """Beside a release that asked for no forecasts those before it, which tell them."""
    library = open_library(person, release_id)
    if not library.pinned or forecasts_in(library):
        return library
    return open_library(person, release_id, with_earlier=True)


def _round_asked(request: HttpRequest) -> str:
    return request.GET.get("round", "").strip()


def _held(
    library: Library, person: Person, slug: str, round_slug: str = "", *, is_lettered: bool = False
) -> BriefingFigures:
    """Of the round asked for what its own page tells, beside what was foretold before it. It is a
    briefing of the later of the two, as the address says at which it stays."""
    asked = forecasts_in(library.own, round_slug)
    glance = glance_in(library, round_slug, person, has_forecasts=bool(asked), pairs=False)
    before = library.up_to_round(round_slug) if round_slug else library
    counted = glance.release
    chosen = asked or (foretold_beside(before, counted) if counted else [])
    region = chosen_region(slug, before, asked)
    foretold, outlooks, response = outlooks_of(library, chosen, person, region_slug=slug)
    told = [each for each in (foretold, counted) if each]
    if not told:
        raise _nothing_told(None if is_lettered else region)
    held = BriefingFigures(
        slug=slug,
        name=region.name,
        release=max(told, key=lambda each: each.round.reference_date),
        foretold=foretold,
        pairs=against_the_rest(outlooks, slug),
        answered=next((each for each in response if each.place.slug == slug), None),
        glance=glance,
        answers=in_region(outlooks, slug),
    )
    if glance.main is None or is_lettered:
        return held
    return replace(held, silent=councils_in(glance.main[1], person, slug).silent)


def _nothing_told(region: Region | None) -> Lost:
    """None of one that goes by a letter: its name and its address would tell which it is."""
    latest = (
        [
            Suggestion(
                f"The latest briefing of {region.name}", reverse("briefing", args=[region.slug])
            )
        ]
        if region
        else []
    )
    return Lost(
        "A briefing tells what councils foretold of the milestones, and what was counted of them. "
        "What is asked for here holds neither.",
        [*latest, Suggestion("Survey rounds", "/rounds/")],
    )
