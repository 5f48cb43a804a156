"""The programme: what was promised for which day, and what councils said of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from councils.permissions import Person
from milestones import sentences_overview
from milestones.asked_beside import asked_beside
from milestones.barriers.asked import asked_of
from milestones.counted_beside import measures_of, measures_of_none
from milestones.editions import expectations_of
from milestones.heat import heat_of
from milestones.library import Library, open_library
from milestones.models import Expectation, ExpectationQuestion, Milestone, Programme
from milestones.moving.courses import figures_in, figures_of
from milestones.outcomes.ends import find_ends
from milestones.outlooks import forecasts_in, outlooks_of
from milestones.selection import pinned, within
from milestones.stats import Outlook, by_share
from milestones.timeline.charts import due_chart
from milestones.timeline.due import (
    DueDay,
    TimeLine,
    days_of,
    forecasts_of,
    in_one_round,
    outcomes_of,
    programme_expectations,
    releases_of,
    steps_of,
    time_line,
)
from milestones.timeline.sheets import came_sheet, every_sheet
from milestones.timeline.told_instead import last_steps, told_without_forecast
from ppf_site import words
from ppf_site.addresses import pinned_page
from ppf_site.charts.chart import Chart
from ppf_site.pages import Lost, Suggestion, public_page, respond
from ppf_site.spreadsheets import Sheet
from surveys.models import Release
from surveys.releases.shown import read
from surveys.sentences import source_line

from .overview import heat_sheet, hidden_in


@public_page()
def milestones(request: HttpRequest) -> HttpResponse:
    library = open_library(request.user)
    programmes = Programme.objects.visible_to(request.user).front_first().whole()
    every = [each for programme in programmes for each in programme_expectations(programme)]
    courses = forecasts_of(library, every)
    outcomes = outcomes_of(library, every)
    without = told_without_forecast(library, every, courses)
    steps = [*steps_of(courses, outcomes), *last_steps(without)]
    figures = figures_in(steps).in_areas("england").best_answers_and_numbers()
    read_once = read(figures, request.user, library.releases) if steps else []
    lines = [time_line(each, courses, outcomes, read_once, without) for each in programmes]
    charts = [_due_of(line, request.path, is_front=line is lines[0]) for line in lines]
    context = {
        "lines": [
            (line, chart, measures_of(library, line.programme))
            for line, chart in zip(lines, charts, strict=True)
        ],
        "measures": measures_of_none(library, programmes),
        "releases": releases_of(lines),
        "tells_what_came": any(line.came or line.tells_instead for line in lines),
        "title": sentences_overview.programme_title(lines),
        "description": words.join_words([str(programme.title) for programme in programmes])
        + ": each milestone, what was to be true by which day, and the target where there is one.",
    }
    return respond(
        request,
        "milestones/milestones.html",
        context,
        lambda: [every_sheet(lines), came_sheet(lines)],
        charts,
    )


def _due_of(line: TimeLine, page: str, *, is_front: bool) -> Chart | None:
    """The front programme's is "due", as the page's own title has it."""
    title = sentences_overview.programme_title([line])
    key = "due" if is_front else f"due-{line.programme.slug}"
    later = [came.step.release for came in line.came if came.is_beside]
    chart = due_chart(line.days, title=title, page=page, key=key, later=later)
    return replace(chart, table_id=f"table-{line.programme.slug}") if chart else None


WHAT_IT_TELLS = (
    "what was expected of councils by which day, and what they said of it in each region."
)


@public_page("round", "by")
def milestone(request: HttpRequest, slug: str, release_id: int | None = None) -> HttpResponse:
    library = open_library(request.user, release_id)
    expectations = _expectations(library, slug, request.user)
    found = _found(library, expectations, slug, request.user)
    links = library.in_milestone(slug)
    round_slug = request.GET.get("round", "").strip()
    chosen = forecasts_in(library, round_slug, milestone=slug)
    if round_slug and not chosen:
        raise _no_forecast(round_slug, found, links)
    release, outlooks, response = outlooks_of(library, chosen, request.user)
    days = _days(library, expectations, outlooks, release, request.user)
    source = source_line(release, response[0].answered) if release and response else ""
    title = sentences_overview.milestone_title(found, by_share(outlooks))
    chart = _chart(request, days, release, title=title, source=source)
    context = {
        "milestone": found,
        "release": release,
        **pinned(request, release, fixed=library.pinned),
        "days": days,
        "has_moved": any(row.moved for day in days for row in day.rows),
        "chart": chart,
        "heat": heat_of(outlooks, by=request.GET.get("by", "").strip()),
        "partial": library.partial,
        "title": title,
        "description": f"{found.title}: {WHAT_IT_TELLS}",
        "hidden": hidden_in(outlooks),
        **_leads_to(library, expectations, found.programme),
        "links": _addressed(_one_a_round_role_and_base(links), release, library),
        "source": source,
        "shades": range(11),
    }

    def sheets() -> list[Sheet]:
        heat = [heat_sheet(outlooks, release, source, request)] if release else []
        return [*heat, _said_sheet(found, days, source)]

    return respond(request, "milestones/milestone.html", context, sheets, [chart])


def _found(
    library: Library, expectations: Sequence[Expectation], slug: str, person: Person
) -> Milestone:
    visible = Milestone.objects.visible_to(person).select_related("programme")
    found = expectations[0].milestone if expectations else visible.filter(slug=slug).first()
    if found is None or (library.pinned and not expectations):
        raise Lost(f"There is no milestone called “{slug}”.", [_all_milestones()])
    return found


def _chart(
    request: HttpRequest,
    days: Sequence[DueDay],
    release: Release | None,
    *,
    title: str,
    source: str,
) -> Chart | None:
    page = pinned_page(request, release.pk) if release else ""
    chart = due_chart(days, title=title, page=page, source=source)
    return replace(chart, table_id="expectations") if chart else None


def _days(
    library: Library,
    expectations: Sequence[Expectation],
    outlooks: Sequence[Outlook],
    release: Release | None,
    person: Person,
) -> list[DueDay]:
    """What the round of the page said of each, and what the one before it had said."""
    tops = {outlook.slug: outlook.england.top for outlook in outlooks if outlook.england}
    said = [(expectation, tops.get(expectation.slug)) for expectation in expectations]
    courses = {
        slug: course
        for slug, course in forecasts_of(library, expectations).items()
        if course.steps[-1].release == release and len(course.joined) > 1
    }
    asked = figures_of(list(courses.values())).in_areas("england").best_answers()
    figures = read(asked, person, library.releases) if courses else []
    return days_of(in_one_round(said, courses, figures))


def _leads_to(
    library: Library, expectations: Sequence[Expectation], programme: Programme
) -> dict[str, Any]:
    return {
        "beside": asked_beside(library, programme),
        "hindered": _hindered(library, expectations),
        "told_later": _told_later(library, expectations),
    }


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
    links: Sequence[ExpectationQuestion], release: Release | None, library: Library
) -> list[tuple[ExpectationQuestion, str]]:
    """Each with the page that shows it: a barrier has none of its own, its round shows it."""
    fixed = library.pinned
    prefix = within(release, fixed=fixed).prefix
    return [(link, _shown_at(link, prefix, fixed=fixed)) for link in links]


def _shown_at(link: ExpectationQuestion, prefix: str, *, fixed: bool) -> str:
    asked = link.question.round
    if link.role == ExpectationQuestion.Role.BARRIER:
        page = reverse("release", args=[link.release_pk]) if fixed else asked.get_absolute_url()
        return f"{page}#{link.question.key}"
    basis = f"&basis={link.basis_key}" if link.basis else ""
    return f"{prefix}/expectations/{link.expectation.slug}/?round={asked.slug}{basis}"


def _said_sheet(milestone: Milestone, days: Sequence[DueDay], source: str) -> Sheet:
    """The milestone's expectations and what England said of each, unrounded."""
    header = ["Expectation", "What each council should have done", "Due", "Answer", "k", "n"]
    rows = []
    for row in [row for day in days for row in day.rows]:
        top, expectation = row.said, row.expectation
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
