"""Areas side by side in several rounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from councils.models import Area
from milestones.compare import sentences_rounds
from milestones.compare.answers import (
    answer_compared,
    course_about,
    gives_several,
    most_named_first,
)
from milestones.compare.areas import MOST_AREAS, Offered, TypedArea, typed_area, written
from milestones.compare.asked import select_question
from milestones.compare.charts_councils import over_rounds as councils_over_rounds
from milestones.compare.charts_rounds import over_rounds as chart_over_rounds
from milestones.compare.members import Members
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
from milestones.moving.courses import Course, figures_of, in_area, of_area
from milestones.selection import select
from ppf_site.pages import Lost, Suggestion, respond
from ppf_site.words import lower_first
from surveys.exports import sheets_of
from surveys.models import Release, Round
from surveys.permissions import reads_councils
from surveys.releases.results import place_of
from surveys.releases.shown import read
from surveys.sentences import source_lines
from surveys.sorting import put_all_in_order
from surveys.stats import Choice

from .compare_form import form_of, rounds_beside, with_areas
from .compared import DEFAULT_AREAS, ORDERS, CompareParams, not_public

# By their addresses.
Areas = Mapping[str, Area]


@dataclass(frozen=True, slots=True)
class Offer:
    """What can stand side by side in these rounds: areas, and councils for who may read them.

    `unread` is a round of which the person may not read councils’ answers, if there is one.
    """

    areas: Areas
    members: Members | None
    unread: Round | None

    def unknown(self, wanted: Sequence[str]) -> list[str]:
        """What is neither; where councils may not be read, all that is no area."""
        others = [area for area in wanted if area not in self.areas]
        if self.members is None:
            return others
        return [slug for area in others for slug in self.members.unknown(area)]


def over_rounds(request: HttpRequest, library: Library, params: CompareParams) -> HttpResponse:
    """One expectation, question or measure: the areas that the address names, in its rounds."""
    told = _told(library, params)
    course = course_over(library, told)
    areas = _areas(library, course.steps[-1].release)
    wanted = params.areas or tuple(slug for slug in DEFAULT_AREAS if slug in areas)
    offer = _offer(request, course, areas, [*wanted, params.add])
    _refuse_others(request, wanted, offer)
    added = _added(params, wanted, offer)
    if added.area:
        return redirect(with_areas(request, [*wanted, added.area]))
    over = replace(_over(request, course, wanted, offer, params.answer), foretold=told.foretold)
    source = source_lines(step.release for step in over.steps)
    table = rounds_table(over, source=source)
    page = request.get_full_path()
    charts = [
        chart_over_rounds(over, source=source, page=page),
        councils_over_rounds(over, source=source, page=page),
    ]
    names = [(each.slug, each.name) for each in over.areas]
    context = {
        **_words(over, councils_drawn=charts[-1] is not None),
        "params": params,
        "left_out": len(params.rounds[MOST_ROUNDS:]),
        "most_rounds": MOST_ROUNDS,
        **form_of(
            request, names, _offers(areas), added, releases=[step.release for step in over.steps]
        ),
        **rounds_beside(request, told.rounds, params.rounds[:MOST_ROUNDS], said=told.of_base),
        "charts": list(filter(None, charts)),
        "table": table,
        "releases": [step.release for step in over.steps],
        "also_from": [step.release for step in over.steps],
        "cited": _cited(request, over, wanted, offer.members, told),
    }
    sheets = partial(sheets_of, request, over.steps[-1].release, [table])
    unknown = [*put_all_in_order([table], request.GET, ORDERS), *params.not_asked(over.answer)]
    return respond(
        request, "milestones/compare_rounds.html", context, sheets, charts, unknown=unknown
    )


def _offer(request: HttpRequest, course: Course, areas: Areas, named: Sequence[str]) -> Offer:
    """Councils are looked for only where something else than an area is named."""
    person = request.user
    unread = [step.release for step in course.steps if not reads_councils(person, step.release)]
    is_asked = any(name and name not in areas for name in named)
    members = Members.of(course, person) if is_asked and not unread else None
    return Offer(areas, members, unread[0].round if unread else None)


def _over(
    request: HttpRequest, course: Course, wanted: Sequence[str], offer: Offer, asked: str
) -> OverRounds:
    figures = read(figures_of([course]), request.user)
    england = in_area(course, of_area(figures, "england"))
    places, courses, changed = [], [], []
    for slug in wanted:
        area = offer.areas.get(slug)
        if area is not None:
            places.append(place_of(area))
            courses.append(in_area(course, of_area(figures, slug)))
        elif offer.members is not None:
            places.append(offer.members.place(slug))
            courses.append(offer.members.course(england, slug, request.user))
            changed += offer.members.changed(course, slug)
    answer = _answer(england, asked)
    if answer is None:
        return OverRounds(course.label, places, courses, changed)
    label = f"{course.label}: {lower_first(answer.label)}"
    about = [course_about(each, answer) for each in courses]
    return OverRounds(label, places, about, changed, answer=answer)


def _answer(england: Course, asked: str) -> Choice | None:
    """Of several that each council gives the one asked for, else what most named in the end."""
    last = england.steps[-1]
    if not gives_several(last.question):
        return None
    return answer_compared(most_named_first(last.release, last.question, last.answers), asked)


def _words(over: OverRounds, *, councils_drawn: bool) -> dict[str, str]:
    title = sentences_rounds.title(over)
    lede = sentences_rounds.lede(over, councils_drawn=councils_drawn)
    return {"title": title, "description": title, "what": over.label, "lede": lede}


def _told(library: Library, params: CompareParams) -> ToldInRounds:
    rounds = params.rounds[:MOST_ROUNDS]
    if params.measure:
        return rates_told(library, params.measure, rounds, params.basis)
    if params.question:
        return choices_told([select_question(library, params.question, each) for each in rounds])
    about, basis = params.expectation, params.basis
    return choices_told([select(library, about, round_slug=each, basis=basis) for each in rounds])


def _offers(areas: Areas) -> list[Offered]:
    return [Offered(area.slug, area.name) for area in areas.values()]


def _areas(library: Library, release: Release) -> dict[str, Area]:
    """By their addresses, as the last of the rounds has them."""
    areas = library.editions[release.pk].areas.values()
    return {area.slug: area for area in sorted(areas, key=lambda area: area.position)}


def _refuse_others(request: HttpRequest, wanted: Sequence[str], offer: Offer) -> None:
    """An area that none of the rounds has, or a council for who may read none."""
    others = offer.unknown(wanted)
    if others:
        names = ", ".join(f"“{slug}”" for slug in others)
        why = not_public(offer.unread) if offer.unread else ""
        kept = [area for area in wanted if area in offer.areas]
        raise Lost(
            f"No region or type of council{'' if why else ', and no council,'} of these rounds is "
            f"called {names}. {why}".strip(),
            [
                Suggestion(area.name, with_areas(request, [*kept, area.slug]))
                for area in offer.areas.values()
                if area.slug not in kept
            ],
        )


def _added(params: CompareParams, wanted: Sequence[str], offer: Offer) -> TypedArea:
    """What was typed as one more area: where it is, or what is wrong with it."""
    if not params.add:
        return TypedArea()
    if len(wanted) >= MOST_AREAS:
        return TypedArea(error=f"At most {MOST_AREAS} are compared at once. Remove one first.")
    every = offer.members.every.values() if offer.members else ()
    councils = [Offered(row.slug, row.name, row.short_name) for row in every]
    found = typed_area(params.add, _offers(offer.areas), councils)
    if found.error and offer.unread:
        return TypedArea(error=f"{found.error} {not_public(offer.unread)}")
    if found.area in wanted:
        return TypedArea(error=f"“{params.add}” is compared already.")
    return found


def _cited(
    request: HttpRequest,
    over: OverRounds,
    wanted: Sequence[str],
    members: Members | None,
    told: ToldInRounds,
) -> list[tuple[Release, str]]:
    """The comparison in each round alone, where it stays as it is: councils as it calls them, the
    same base, and the same of several answers where it was offered.

    No address where it has none of them.
    """
    found = []
    offering = _offering(over, over.answer) if over.answer else set()
    for step in over.steps:
        said = QueryDict(mutable=True)
        keys = ("expectation", "question", "measure", "basis")
        said.update({key: request.GET[key] for key in keys if request.GET.get(key)})
        for key, value in told.of_base.items():
            said[key] = value
        if over.answer and step.release.pk in offering:
            said["answer"] = over.answer.key
        then = [members.as_then(step.release.pk, area) if members else area for area in wanted]
        said["areas"] = ",".join(filter(None, then))
        address = f"/releases/{step.release.pk}/compare/?{written(said)}"
        found.append((step.release, address if said["areas"] else ""))
    return found


def _offering(over: OverRounds, answer: Choice) -> set[int]:
    """The releases in which it was among the answers to choose."""
    return {
        step.release.pk
        for course in over.courses
        for step in course.steps
        if step.answers is not None and step.answers.reading(answer.key) is not None
    }
