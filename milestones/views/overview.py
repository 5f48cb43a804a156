"""England at a glance, and the programme: what was promised and what councils said."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from councils.permissions import Person
from milestones import sentences, sentences_overview
from milestones.editions import expectations_of
from milestones.glance import sentences as sentences_glance
from milestones.glance.findings import Glance, glance_at
from milestones.heat import heat_of
from milestones.library import Library, open_library
from milestones.models import Expectation, ExpectationQuestion, Milestone, Programme
from milestones.outlooks import forecasts_in, outlooks_of
from milestones.selection import pinned, within
from milestones.stats import Furthest, Outlook, by_share, furthest
from ppf_site import words
from ppf_site.mail import site_link
from ppf_site.pages import Lost, Suggestion, public_page, respond
from ppf_site.spreadsheets import Sheet
from surveys.exports import sheets_of
from surveys.models import Release
from surveys.sentences import about_sheet, source_line
from surveys.tables import figure_address

from .glance import at_a_glance


@public_page("round", "by")
def overview(request: HttpRequest, release_id: int | None = None) -> HttpResponse:
    library = open_library(request.user, release_id, with_awaited=True)
    round_slug = request.GET.get("round", "").strip()
    links = forecasts_in(library, round_slug)
    if round_slug and not links:
        raise _not_asked(round_slug, library.links)
    # One round by its name is that round alone.
    glance = Glance() if round_slug else glance_at(library, request.user)
    release, outlooks, response = outlooks_of(library, links, request.user)
    ordered = by_share(outlooks)
    source = source_line(release, response[0].answered) if release and response else ""
    found = furthest(ordered)
    shown = at_a_glance(glance, found, request, library, source=source)
    context = {
        "release": release,
        **pinned(request, release, fixed=library.pinned, keep_round=bool(round_slug)),
        "glance": glance,
        "shown": shown,
        "heat": heat_of(outlooks, by=request.GET.get("by", "").strip()),
        **_told(glance, ordered, found, len(outlooks[0].regions) if outlooks else 0),
        "response": response,
        "hidden": _hidden(outlooks),
        # What came after a pinned release is no part of it.
        "releases": [] if library.pinned else library.releases[:6],
        "awaited": library.awaited,
        "partial": library.partial,
        "source": source,
        "shades": range(11),
    }

    def sheets() -> list[Sheet]:
        heat = [heat_sheet(outlooks, release, source, request)] if release else []
        return [*heat, *sheets_of(request, release, shown.tables)]

    return respond(request, "milestones/overview.html", context, sheets, shown.charts)


def _told(
    glance: Glance, ordered: Sequence[Outlook], far: Furthest, regions: int
) -> dict[str, Any]:
    """What the page says: of what came out, if anything did, and of what was foretold."""
    findings = sentences_overview.overview_sentences(ordered, far)
    surest = sentences_overview.overview_title(ordered)
    found = sentences_glance.title(glance)
    return {
        "title": found or surest,
        "description": found or (findings[0][1] if findings else ""),
        "lede": sentences_glance.lede(glance) if found else "",
        "surest": surest,
        "ordered": ordered,
        "ends": sentences_overview.ends(ordered) if ordered else ((), ()),
        "findings": findings,
        "rule": sentences_overview.robust_rule(regions),
    }


def _hidden(outlooks: Sequence[Outlook]) -> str:
    return sentences.hidden_note([cell for outlook in outlooks for cell in outlook.cells])


def _not_asked(slug: str, links: Sequence[ExpectationQuestion]) -> Lost:
    forecasts = [link for link in links if link.role == ExpectationQuestion.Role.FORECAST]
    rounds = {link.question.round.slug: link.question.round for link in forecasts}
    return Lost(
        f"No released round called “{slug}” asked about the milestones.",
        [Suggestion(round.title, f"/?round={round.slug}") for round in rounds.values()],
    )


def heat_sheet(
    outlooks: Sequence[Outlook], release: Release, source: str, request: HttpRequest
) -> Sheet:
    """Every cell of the heatmap as k, n and unrounded share."""
    rows = [
        [
            *(outlook.milestone, outlook.label, outlook.slug, outlook.due_label),
            *(reading.place.name, reading.place.code_in_files),
            *(reading.choice.label, reading.choice.key, figure_address(reading.figure_id)),
            *(reading.k, reading.n, reading.share, source),
        ]
        for outlook in outlooks
        for reading in [*([outlook.england.top] if outlook.england else []), *outlook.cells]
    ]
    return Sheet(
        name="expectations-by-region",
        title="Councils giving the top answer on each expectation, by region",
        header=[
            *("Milestone", "Expectation", "Expectation code", "Due", "Area", "Area code"),
            *("Answer", "Option code", "Figure", "k", "n", "Share", "Source"),
        ],
        rows=rows,
        about=about_sheet(release, site_link(request.get_full_path())),
    )


@public_page()
def milestones(request: HttpRequest) -> HttpResponse:
    due_first = Prefetch("expectations", Expectation.objects.order_by("due_on", "position"))
    each = Prefetch("milestones", Milestone.objects.order_by("number").prefetch_related(due_first))
    programmes = Programme.objects.visible_to(request.user).front_first().prefetch_related(each)
    context = {
        "programmes": list(programmes),
        "title": "What councils were to do, milestone by milestone",
        "description": words.join_words([str(programme.title) for programme in programmes])
        + ": each milestone, what was to be true by which day, and the target where there is one.",
    }
    return respond(
        request, "milestones/milestones.html", context, lambda: [_every_sheet(programmes)]
    )


def _every_sheet(programmes: Iterable[Programme]) -> Sheet:
    header = ["Programme", "Milestone", "Expectation", "What each council should have done"]
    return Sheet(
        name="expectations",
        title="Every expectation, by programme",
        header=[*header, "Due", "Target"],
        rows=[
            [
                *(programme.title, milestone.title, expectation.label),
                *(expectation.text, expectation.due_on, expectation.target_percent),
            ]
            for programme in programmes
            for milestone in programme.milestones.all()
            for expectation in milestone.expectations.all()
        ],
    )


@public_page("round", "by")
def milestone(request: HttpRequest, slug: str, release_id: int | None = None) -> HttpResponse:
    library = open_library(request.user, release_id)
    expectations = _expectations(library, slug, request.user)
    visible = Milestone.objects.visible_to(request.user).select_related("programme")
    found = expectations[0].milestone if expectations else visible.filter(slug=slug).first()
    if found is None or (library.pinned and not expectations):
        raise Lost(f"There is no milestone called “{slug}”.", [_all_milestones()])
    links = library.in_milestone(slug)
    round_slug = request.GET.get("round", "").strip()
    chosen = forecasts_in(library, round_slug, milestone=slug)
    if round_slug and not chosen:
        raise _no_forecast(round_slug, found, links)
    release, outlooks, response = outlooks_of(library, chosen, request.user)
    by_slug = {outlook.slug: outlook for outlook in outlooks}
    said = [(expectation, by_slug.get(expectation.slug)) for expectation in expectations]
    source = source_line(release, response[0].answered) if release and response else ""
    fixed = library.pinned
    context = {
        "milestone": found,
        "release": release,
        **pinned(request, release, fixed=library.pinned),
        "expectations": said,
        "heat": heat_of(outlooks, by=request.GET.get("by", "").strip()),
        "partial": library.partial,
        "title": sentences_overview.milestone_title(found, by_share(outlooks)),
        "description": f"{found.title}: what was expected of councils by which day, and what they "
        "said of it in each region.",
        "hidden": _hidden(outlooks),
        "links": _addressed(_one_a_round_role_and_base(links), release, fixed=fixed),
        "source": source,
        "shades": range(11),
    }

    def sheets() -> list[Sheet]:
        heat = [heat_sheet(outlooks, release, source, request)] if release else []
        return [*heat, _said_sheet(found, said, source)]

    return respond(request, "milestones/milestone.html", context, sheets)


def _expectations(library: Library, slug: str, person: Person) -> list[Expectation]:
    """The milestone's expectations, as a pinned release has them, else as they are today."""
    if library.pinned:
        listed = expectations_of(library.editions[library.releases[0].pk])
        return [expectation for expectation in listed if expectation.milestone.slug == slug]
    asked = Expectation.objects.visible_to(person).filter(milestone__slug=slug)
    in_order = asked.select_related("milestone__programme").order_by("due_on", "position")
    return list(in_order)


def _addressed(
    links: Sequence[ExpectationQuestion], release: Release | None, *, fixed: bool
) -> list[tuple[ExpectationQuestion, str]]:
    """Each with the page that shows it: a barrier has none of its own, its round shows it."""
    prefix = within(release, fixed=fixed).prefix
    return [(link, _shown_at(link, prefix, fixed=fixed)) for link in links]


def _shown_at(link: ExpectationQuestion, prefix: str, *, fixed: bool) -> str:
    asked = link.question.round
    if link.role == ExpectationQuestion.Role.BARRIER:
        page = reverse("release", args=[link.release_pk]) if fixed else asked.get_absolute_url()
        return f"{page}#{link.question.key}"
    basis = f"&basis={link.basis_key}" if link.basis else ""
    return f"{prefix}/expectations/{link.expectation.slug}/?round={asked.slug}{basis}"


def _said_sheet(
    milestone: Milestone, expectations: Sequence[tuple[Expectation, Outlook | None]], source: str
) -> Sheet:
    """The milestone's expectations and what England said of each, unrounded."""
    header = ["Expectation", "What each council should have done", "Due", "Answer", "k", "n"]
    rows = []
    for expectation, outlook in expectations:
        top = outlook.england.top if outlook and outlook.england else None
        said = (top.choice.label, top.k, top.n, top.share) if top else (None,) * 4
        rows.append([expectation.label, expectation.text, expectation.due_on, *said, source])
    return Sheet(
        name="expectations",
        title=f"{milestone.short_title}: what councils were to do, and what they said",
        header=[*header, "Share", "Source"],
        rows=rows,
    )


def _no_forecast(slug: str, milestone: Milestone, links: Sequence[ExpectationQuestion]) -> Lost:
    asked = [link for link in links if link.role == ExpectationQuestion.Role.FORECAST]
    rounds = {link.question.round.slug: link.question.round for link in asked}
    return Lost(
        f"No released round called “{slug}” asked for a forecast of “{milestone.short_title}”.",
        [
            *(Suggestion(round.title, f"?round={round.slug}") for round in rounds.values()),
            _all_milestones(),
        ],
    )


def _all_milestones() -> Suggestion:
    return Suggestion("All milestones and expectations", "/milestones/")


def _one_a_round_role_and_base(links: Sequence[ExpectationQuestion]) -> list[ExpectationQuestion]:
    return list(
        {
            (link.question.round_id, link.expectation_id, link.role, link.basis): link
            for link in links
        }.values()
    )
