"""The regional briefing, as a page that prints and as a PDF."""

from django.http import Http404, HttpRequest, HttpResponse

from milestones.glance.findings import glance_at
from milestones.library import Library, open_library
from milestones.outlooks import forecasts_in, outlooks_of
from milestones.regions.briefing import Briefing, BriefingFigures, briefing_of
from milestones.selection import also_told, pinned
from milestones.stats import against_the_rest
from ppf_site.addresses import pinned_page
from ppf_site.mail import site_link
from ppf_site.pages import public_page, respond
from ppf_site.paper import to_pdf
from ppf_site.words import day

from .regions import chosen_region

YES = "yes"


@public_page("round", "anonymised")
def briefing(request: HttpRequest, slug: str, release_id: int | None = None) -> HttpResponse:
    library = open_library(request.user, release_id)
    held = _held(request, library, slug)
    told = _briefing(request, library, held)
    context = {
        "briefing": told,
        "title": f"Briefing: {told.title}",
        "slug": slug,
        "name": held.name,
        "release": held.release,
        **pinned(request, held.release, fixed=library.pinned),
        "cite": _address(request, held),
        "pdf": request.get_full_path().replace("/briefing/", "/briefing.pdf", 1),
        "header": HEADER,
    }
    if told.is_anonymised:
        # The foot of the paper would print the region's name with the page's address.
        context["page_address"] = ""
    else:
        first = held.glance.release
        path = f"regions/{slug}/"
        context["also_told"] = also_told(library, held.release, first, path)
    return respond(request, "milestones/briefing.html", context)


@public_page("round", "anonymised")
def briefing_pdf(request: HttpRequest, slug: str, release_id: int | None = None) -> HttpResponse:
    library = open_library(request.user, release_id)
    held = _held(request, library, slug)
    told = _briefing(request, library, held)
    said = {
        "title": told.title,
        "author": held.release.round.sponsor,
        "about": f"Regional briefing. {told.about}",
        "note": held.release.round.illustrative,
        "findings": told.findings,
        "header": HEADER,
        "rows": [[row.label, row.due, row.here, row.rest, row.against] for row in told.rows],
        "commentary": [
            {"text": each.text, "by": f"{each.by}, {each.position_held}, {day(each.written_on)}"}
            for each in told.commentary
        ],
        "response": told.response,
        "caveats": told.caveats,
        "method": told.method,
        "source": told.source,
        "address": site_link(_address(request, held)),
    }
    name = f"briefing-{told.region.lower().replace(' ', '-')}.pdf"
    return HttpResponse(
        to_pdf("milestones/briefing.typ", said, told.charts),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


HEADER = ["Expectation", "Due", "Here", "Rest of England", "Against the rest"]


def _held(request: HttpRequest, library: Library, slug: str) -> BriefingFigures:
    round_slug = request.GET.get("round", "").strip()
    chosen = forecasts_in(library, round_slug)
    region = chosen_region(slug, library, chosen)
    release, outlooks, response = outlooks_of(library, chosen, request.user, region_slug=slug)
    if release is None:
        raise Http404
    return BriefingFigures(
        slug=slug,
        name=region.name,
        release=release,
        pairs=against_the_rest(outlooks, slug),
        answered=next((each for each in response if each.place.slug == slug), None),
        outlooks=outlooks,
        glance=glance_at(library, request.user, pairs=False),
    )


def _briefing(request: HttpRequest, library: Library, held: BriefingFigures) -> Briefing:
    is_anonymised = request.GET.get("anonymised") == YES
    # An address would name the region.
    page = "" if is_anonymised else pinned_page(request, held.release.pk).partition("briefing")[0]
    return briefing_of(held, library, page=page, is_anonymised=is_anonymised)


def _address(request: HttpRequest, held: BriefingFigures) -> str:
    """Where it stays as it is; an anonymised one would name the region by its own address."""
    if request.GET.get("anonymised") == YES:
        return f"/releases/{held.release.pk}/"
    return f"/releases/{held.release.pk}/regions/{held.slug}/briefing/"
