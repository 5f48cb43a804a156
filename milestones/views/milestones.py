"""The programme: what was promised for which day, and what councils said of it."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from councils.permissions import Person
from milestones import sentences_overview
from milestones.barriers.asked import asked_of
from milestones.due import DueRow, TimeLine, forecasts_of, time_line
from milestones.editions import expectations_of
from milestones.heat import heat_of
from milestones.library import Library, open_library
from milestones.models import Expectation, ExpectationQuestion, Milestone, Programme
from milestones.moving.courses import figures_of
from milestones.outcomes.ends import find_ends
from milestones.outlooks import forecasts_in, outlooks_of
from milestones.selection import pinned, within
from milestones.stats import Outlook, by_share
from ppf_site import words
from ppf_site.pages import Lost, Suggestion, public_page, respond
from ppf_site.spreadsheets import Cell, Sheet
from surveys.models import Release
from surveys.releases.shown import read
from surveys.sentences import source_line

from .overview import heat_sheet, hidden_in


@public_page()
def milestones(request: HttpRequest) -> HttpResponse:
    library = open_library(request.user)
    programmes = Programme.objects.visible_to(request.user).front_first().whole()
    courses = forecasts_of(library, programmes)
    figures = figures_of(list(courses.values())).in_areas("england").best_answers()
    read_once = read(figures, request.user, library.releases) if courses else []
    lines = [time_line(programme, courses, read_once) for programme in programmes]
    context = {
        "lines": lines,
        "title": sentences_overview.programme_title(lines),
        "description": words.join_words([str(programme.title) for programme in programmes])
        + ": each milestone, what was to be true by which day, and the target where there is one.",
    }
    return respond(request, "milestones/milestones.html", context, lambda: [_every_sheet(lines)])


def _every_sheet(lines: Sequence[TimeLine]) -> Sheet:
    header = ["Programme", "Milestone", "Expectation", "What each council should have done"]
    told = ["Answer", "Round", "k", "n", "Share", "Round before", "k before", "n before"]
    return Sheet(
        name="expectations",
        title="Every expectation, by programme",
        header=[*header, "Due", "Target", *told, "Share before"],
        rows=[
            [
                *(line.programme.title, row.expectation.milestone.title, row.expectation.label),
                *(row.expectation.text, row.expectation.due_on, row.expectation.target_percent),
                *_told(row),
            ]
            for line in lines
            for row in line.rows
        ],
    )


def _told(row: DueRow) -> list[Cell]:
    said, before = row.said, row.before
    rounds = [step.release.round.title for step in row.course.joined] if row.course else []
    last: list[Cell] = [None] * 5
    earlier: list[Cell] = [None] * 4
    if said:
        last = [said.choice.label, rounds[-1], said.k, said.n, said.share]
    if before:
        earlier = [rounds[-2], before.k, before.n, before.share]
    return [*last, *earlier]


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
        "hidden": hidden_in(outlooks),
        "hindered": _hindered(library, expectations),
        "told_later": _told_later(library, expectations),
        "links": _addressed(_one_a_round_role_and_base(links), release, fixed=fixed),
        "source": source,
        "shades": range(11),
    }

    def sheets() -> list[Sheet]:
        heat = [heat_sheet(outlooks, release, source, request)] if release else []
        return [*heat, _said_sheet(found, said, source)]

    return respond(request, "milestones/milestone.html", context, sheets)


def _hindered(library: Library, expectations: Sequence[Expectation]) -> list[Expectation]:
    """Those of which councils said what is in the way."""
    if library.pinned:
        return []
    return [each for each in expectations if asked_of(library, each.slug) is not None]


def _told_later(library: Library, expectations: Sequence[Expectation]) -> list[Expectation]:
    """Those of which a forecast stands beside what came."""
    if library.pinned:
        return []
    return [each for each in expectations if find_ends(library, each.slug) is not None]


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
