"""England at a glance, and the programme: what was promised and what councils said."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from milestones import sentences, sentences_overview
from milestones.editions import commentary_on
from milestones.glance import sentences as sentences_glance
from milestones.glance.findings import Glance, glance_in
from milestones.heat import heat_of, robust_in
from milestones.library import Library, open_library
from milestones.models import ExpectationQuestion
from milestones.outlooks import forecasts_in, outlooks_of
from milestones.selection import also_told, pinned
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
    library = open_library(request.user, release_id, with_awaited=True, with_earlier=True)
    round_slug = request.GET.get("round", "").strip()
    links = forecasts_in(library.own, round_slug)
    glance = glance_in(library, round_slug, request.user, has_forecasts=bool(links))
    release, outlooks, response = outlooks_of(library.own, links, request.user)
    release = release or glance.release
    if release is None and library.pinned:
        # It tells of no milestone: its own page says what it tells.
        return redirect(library.releases[0])
    if round_slug and release is None:
        raise _not_asked(round_slug, library.links)
    ordered = by_share(outlooks)
    source = source_line(release, response[0].answered) if release and response else ""
    found = furthest(ordered)
    shown = at_a_glance(glance, found, request, library, release=release, source=source)
    context = {
        "release": release,
        **pinned(request, release, fixed=library.pinned, keep_round=bool(round_slug)),
        "also_told": also_told(library, release, glance.release, "overview/"),
        "glance": glance,
        "shown": shown,
        "heat": heat_of(outlooks, by=request.GET.get("by", "").strip()),
        **_told(glance, ordered, found, len(outlooks[0].regions) if outlooks else 0),
        "response": response,
        "counted_of": glance.main[1].base_in() if glance.main else None,
        "commentary": commentary_on(library.editions[release.pk]) if release else [],
        "hidden": hidden_in(outlooks),
        **_around(library),
        "source": source,
        "shades": range(11),
    }

    def sheets() -> list[Sheet]:
        is_held = release is not None and bool(outlooks)
        heat = [heat_sheet(outlooks, release, source, request)] if is_held and release else []
        return [*heat, *sheets_of(request, release, shown.tables)]

    return respond(request, "milestones/overview.html", context, sheets, shown.charts)


def _around(library: Library) -> dict[str, Any]:
    """The rounds beside it: what came after a pinned release is no part of it."""
    return {
        "releases": [] if library.pinned else library.front_first[:5],
        "awaited": library.awaited,
        "begun": {each.round.slug for each in library.releases},
        "partial": library.partial,
    }


WITHOUT_FORECASTS = (
    "What councils were to do, by when, and what they said of it: England and its regions."
)


def _told(
    glance: Glance, ordered: Sequence[Outlook], far: Furthest, regions: int
) -> dict[str, Any]:
    """What the page says: of what came out, if anything did, and of what was foretold."""
    findings = sentences_overview.overview_sentences(ordered, far)
    surest = sentences_overview.overview_title(ordered)
    found = sentences_glance.title(glance)
    return {
        "title": found or surest,
        "description": found or (findings[0][1] if findings else WITHOUT_FORECASTS),
        "is_counted": bool(found),
        "lede": sentences_glance.lede(glance),
        "also_from": glance.releases,
        "surest": surest,
        "ordered": ordered,
        "ends": sentences_overview.ends(ordered) if ordered else ((), ()),
        "findings": findings,
        "stands_out": sentences_overview.stands_out(far, regions),
        "rule": sentences_overview.robust_rule(regions),
    }


def hidden_in(outlooks: Sequence[Outlook]) -> str:
    """Of which expectation which regions are hidden, and why."""
    notes: dict[str, list[str]] = {}
    for outlook in outlooks:
        if note := sentences.hidden_note(outlook.cells):
            notes.setdefault(note, []).append(f"“{outlook.label}”")
    return " ".join(f"On {words.join_words(of)}, {note}" for note, of in notes.items())


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
    """Every cell of the heatmap as k, n and unrounded share, with its ▲ or ▼ in words."""
    rows = [
        [
            *(outlook.milestone, outlook.label, outlook.slug, outlook.due_label),
            *(reading.place.name, reading.place.code_in_files),
            *(reading.choice.label, reading.choice.key, figure_address(reading.figure_id)),
            *(reading.k, reading.n, reading.share, robust.get(reading.place.slug, ""), source),
        ]
        for outlook, robust in [(each, robust_in(each)) for each in outlooks]
        for reading in [*([outlook.england.top] if outlook.england else []), *outlook.cells]
    ]
    return Sheet(
        name="expectations-by-region",
        title="Councils giving the top answer on each expectation, by region",
        header=[
            *("Milestone", "Expectation", "Expectation code", "Due", "Area", "Area code"),
            *("Answer", "Option code", "Figure", "k", "n", "Share"),
            *("Clearly against the rest of England", "Source"),
        ],
        rows=rows,
        about=about_sheet(release, site_link(request.get_full_path())),
    )
