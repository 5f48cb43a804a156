"""Areas side by side in several rounds."""

from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from councils.models import Area
from milestones.compare import sentences_rounds
from milestones.compare.areas import MOST_AREAS, Offered, TypedArea, typed_area
from milestones.compare.asked import select_question
from milestones.compare.charts_rounds import over_rounds as chart_over_rounds
from milestones.compare.rounds import (
    MOST_ROUNDS,
    OverRounds,
    ToldInRounds,
    choices_told,
    course_over,
    rates_told,
)
from milestones.compare.tables_rounds import rounds_table
from milestones.library import Library
from milestones.moving.courses import figures_of, in_area
from milestones.selection import select
from ppf_site.pages import Lost, Suggestion, respond
from surveys.exports import sheets_of
from surveys.models import Release
from surveys.releases.shown import read
from surveys.sentences import source_line

from .compare_form import form_of, rounds_beside, with_areas
from .compared import DEFAULT_AREAS, CompareParams

# By their addresses.
Areas = Mapping[str, Area]


def over_rounds(request: HttpRequest, library: Library, params: CompareParams) -> HttpResponse:
    """One expectation, question or measure: the areas that the address names, in its rounds."""
    told = _told(library, params)
    course = course_over(library, told)
    offered = _areas(library, course.steps[-1].release)
    wanted = params.areas or tuple(slug for slug in DEFAULT_AREAS if slug in offered)
    _refuse_others(request, wanted, offered)
    added = _added(params, wanted, offered)
    if added.area:
        return redirect(with_areas(request, [*wanted, added.area]))
    figures = read(figures_of([course]), request.user)
    areas = [offered[slug] for slug in wanted]
    over = OverRounds(course.label, areas, [in_area(course, figures, area.slug) for area in areas])
    source = " ".join(source_line(step.release) for step in over.steps)
    table = rounds_table(over, source=source)
    chart = chart_over_rounds(over, source=source, page=request.get_full_path())
    context = {
        **_words(over),
        "params": params,
        "left_out": len(params.rounds[MOST_ROUNDS:]),
        "most_rounds": MOST_ROUNDS,
        **form_of(request, [(each.slug, each.name) for each in areas], _offers(offered), added),
        **rounds_beside(request, told.rounds, params.rounds[:MOST_ROUNDS]),
        "chart": chart,
        "table": table,
        "cited": [_cited(request, params, step.release) for step in over.steps],
    }
    sheets = partial(sheets_of, request, over.steps[-1].release, [table])
    return respond(request, "milestones/compare_rounds.html", context, sheets, [chart])


def _words(over: OverRounds) -> dict[str, str]:
    title = sentences_rounds.title(over)
    lede = sentences_rounds.lede(over)
    return {"title": title, "description": title, "what": over.label, "lede": lede}


def _told(library: Library, params: CompareParams) -> ToldInRounds:
    rounds = params.rounds[:MOST_ROUNDS]
    if params.measure:
        return rates_told(library, params.measure, rounds, params.basis)
    if params.question:
        return choices_told([select_question(library, params.question, each) for each in rounds])
    about, basis = params.expectation, params.basis
    return choices_told([select(library, about, round_slug=each, basis=basis) for each in rounds])


def _offers(areas: Mapping[str, Area]) -> list[Offered]:
    return [Offered(area.slug, area.name) for area in areas.values()]


def _areas(library: Library, release: Release) -> dict[str, Area]:
    """By their addresses, as the last of the rounds has them."""
    areas = library.editions[release.pk].areas.values()
    return {area.slug: area for area in sorted(areas, key=lambda area: area.position)}


def _refuse_others(
    request: HttpRequest, wanted: Sequence[str], offered: Mapping[str, Area]
) -> None:
    """Councils come and go between rounds; a council’s own page has each of its rounds."""
    others = [slug for slug in wanted if slug not in offered]
    if others:
        names = ", ".join(f"“{slug}”" for slug in others)
        raise Lost(
            f"Several rounds are compared by region and type of council: {names} is neither. A "
            "council’s own page has every round.",
            [Suggestion(area.name, with_areas(request, [area.slug])) for area in offered.values()],
        )


def _added(params: CompareParams, wanted: Sequence[str], offered: Mapping[str, Area]) -> TypedArea:
    """What was typed as one more area: where it is, or what is wrong with it."""
    if not params.add:
        return TypedArea()
    if len(wanted) >= MOST_AREAS:
        return TypedArea(error=f"At most {MOST_AREAS} are compared at once. Remove one first.")
    found = typed_area(params.add, _offers(offered), [])
    if found.area in wanted:
        return TypedArea(error=f"“{params.add}” is compared already.")
    return found


def _cited(request: HttpRequest, params: CompareParams, release: Release) -> tuple[Release, str]:
    """The comparison in this round alone, where it stays as it is."""
    keys = ("expectation", "question", "measure", "basis")
    said = {key: request.GET[key] for key in keys if request.GET.get(key)}
    if params.areas:
        said["areas"] = ",".join(params.areas)
    return release, f"/releases/{release.pk}/compare/?{urlencode(said, safe=',:+')}"
