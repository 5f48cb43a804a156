"""Two to eight regions, council types, councils or groups of these, side by side."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from milestones.compare.areas import (
    MOST_AREAS,
    Offered,
    TypedArea,
    councils_in,
    typed_area,
    written,
)
from milestones.compare.asked import opens_with, select_measure, select_question
from milestones.compare.rates import ComparedRates, rates_of
from milestones.compare.subjects import subjects_in
from milestones.library import Library, open_library
from milestones.measures.measured import GAVE_BOTH
from milestones.models import Expectation, ExpectationQuestion, MeasureRate
from milestones.selection import Selection, select
from milestones.status import readable_releases
from ppf_site.addresses import pinned_page
from ppf_site.pages import Lost, Suggestion, public_page, respond
from surveys.exports import sheets_of
from surveys.models import ReleasedReturn, Round
from surveys.permissions import reads_councils
from surveys.sentences import source_line
from surveys.sorting import put_all_in_order

from .compare_form import ABOUT as OF_WHAT
from .compare_form import about, form_of, keeping_the_rest, plainly, rounds_beside, with_areas
from .compare_rounds import over_rounds
from .compare_told import Shown
from .compared import ORDERS, Compared, CompareParams, compared_by, not_public

ABOUT = (*OF_WHAT, "areas", "add")
PARAMS = (*ABOUT, "of", *ORDERS)
OF_THE_CHART = [param for param in ABOUT if param not in {"round", "add"}]


@public_page(*PARAMS)
def compare(request: HttpRequest, release_id: int | None = None) -> HttpResponse:
    params = CompareParams.from_params(request.GET)
    library = open_library(request.user, release_id)
    choices = _expectations(library.links)
    if params.is_picked:
        return _picked(request, library, params, choices)
    if len(params.rounds) > 1:
        if not params.about:
            return redirect(about(request, _opening(library, params, choices)[0]))
        with keeping_the_rest(request):
            return over_rounds(request, library, params)
    with keeping_the_rest(request):
        selection, rate = _selection(library, params, choices)
        compared = compared_by(request, selection, params.areas, params.answer)
    selection = replace(selection, answer=compared.answer_label)
    added = _added(request, selection, compared, params.add) if params.add else TypedArea()
    if added.area:
        return redirect(with_areas(request, [*compared.wanted, added.area]))
    source = _source(selection, compared)
    page = pinned_page(request, selection.release.pk, OF_THE_CHART)
    shown = Shown(selection, compared, _rates(request, rate, selection, compared), source, page)
    tables, charts, chance = shown.tables, shown.charts, shown.chance
    context = {
        "selection": selection,
        **selection.pinned(request),
        "params": params,
        "shown_round": params.round or ("" if params.about else selection.round.slug),
        "cite_query": _cited(request, selection, compared),
        "subjects": subjects_in(library, choices, selection.release),
        "subject": _subject(params, selection),
        **_form(request, library, params, selection, rate=rate, compared=compared, added=added),
        "tables": tables,
        "chance": chance,
        "charts": charts,
        **shown.words,
    }
    sheets = partial(sheets_of, request, selection.release, list(filter(None, [*tables, chance])))
    unknown = [*put_all_in_order(tables, request.GET, ORDERS), *params.not_asked(compared.answer)]
    return respond(request, "milestones/compare.html", context, sheets, charts, unknown=unknown)


def _source(selection: Selection, compared: Compared) -> str:
    england = compared.places.england
    did = [] if selection.question.is_choice else [GAVE_BOTH]
    return source_line(selection.release, england.base if england else None, *did)


def _picked(
    request: HttpRequest,
    library: Library,
    params: CompareParams,
    choices: Sequence[Expectation],
) -> HttpResponse:
    """In the round that is shown where that tells it, else in the latest that does; about the
    same answer where that can be given to it."""
    kept = ["round", "basis"]
    try:
        selection, _ = _selection(library, params, choices)
        options = library.editions[selection.release.pk].options_of(selection.question)
        kept += ["answer"] if params.answer in {option.key for option in options} else []
    except Lost:
        kept = []
    return redirect(plainly(request, params.about, kept=kept))


def _selection(
    library: Library, params: CompareParams, choices: Sequence[Expectation]
) -> tuple[Selection, MeasureRate | None]:
    """An expectation, unless a measure or a question is asked for."""
    if params.measure:
        return select_measure(library, params.measure, params.round, params.basis)
    if params.question:
        return select_question(library, params.question, params.round), None
    slug, round_slug = params.expectation, params.round
    if not slug:
        slug, round_slug = _opening(library, params, choices)
    return select(library, slug, round_slug=round_slug, basis=params.basis), None


def _opening(
    library: Library, params: CompareParams, choices: Sequence[Expectation]
) -> tuple[str, str]:
    """The expectation, and its round, where the address says nothing of what is compared."""
    first = opens_with(library, params.round)
    if first is not None:
        return first.expectation.slug, first.question.round.slug
    if choices:
        return choices[0].slug, params.round
    raise Lost(
        "No results are published at the moment, so there is nothing to compare.",
        [Suggestion("Survey rounds", "/rounds/")],
    )


def _subject(params: CompareParams, selection: Selection) -> str:
    """What is compared, as the list of all kinds has it."""
    said = params.about or {"expectation": selection.expectation.slug}
    return ":".join(next(iter(said.items())))


def _rounds(library: Library, rate: MeasureRate | None, selection: Selection) -> list[Round]:
    """Those that tell the same: of a measure all that counted it on the same base."""
    if rate is None:
        return list(selection.rounds)
    counted = [
        each.release_pk
        for each in library.rates_of(rate.base.measure.slug)
        if each.role == MeasureRate.Role.ACTUAL and each.base.key == rate.base.key
    ]
    return [library.release(pk).round for pk in dict.fromkeys(counted)]


def _form(
    request: HttpRequest,
    library: Library,
    params: CompareParams,
    selection: Selection,
    *,
    rate: MeasureRate | None,
    compared: Compared,
    added: TypedArea,
) -> dict[str, Any]:
    rounds = _rounds(library, rate, selection)
    beside = _rounds_beside(library, compared)
    said = {"areas": ",".join(compared.wanted)}
    if not params.about:
        said["expectation"] = selection.expectation.slug
    if rate is not None:
        said["basis"] = rate.base.key
    return {
        "answers": compared.answers,
        "answer": compared.answer,
        **form_of(request, compared.names, compared.offered, added, releases=[selection.release]),
        **rounds_beside(request, rounds, [selection.round.slug], beside, said),
    }


def _rounds_beside(library: Library, compared: Compared) -> list[str]:
    """Beside councils, those alone in which the person may read them."""
    releases = library.releases if compared.is_of_areas else readable_releases(library)
    return [release.round.slug for release in releases]


def _rates(
    request: HttpRequest, rate: MeasureRate | None, selection: Selection, compared: Compared
) -> ComparedRates | None:
    """Of a measure, beside who has reached its target."""
    if rate is None:
        return None
    # Beside who has reached the target a group is told by that.
    is_alone = not selection.question.is_choice
    groups = [area for area in compared.wanted if is_alone and councils_in(area)]
    places, councils = compared.places, compared.councils
    return rates_of(rate, selection, places, councils, request.user, groups=groups)


def _expectations(links: Sequence[ExpectationQuestion]) -> list[Expectation]:
    """Those that can be compared here, in the programme's order."""
    found = {link.expectation_id: link.expectation for link in reversed(links)}
    return sorted(
        found.values(), key=lambda expectation: (expectation.milestone.number, expectation.position)
    )


def _added(request: HttpRequest, selection: Selection, compared: Compared, typed: str) -> TypedArea:
    """What was typed as one more area: where it is, or what is wrong with it."""
    if len(compared.wanted) >= MOST_AREAS:
        return TypedArea(error=f"At most {MOST_AREAS} are compared at once. Remove one first.")
    # Who had to answer is no secret; what they said may be one.
    rows = ReleasedReturn.objects.of_release(selection.release)
    councils = [Offered(row.slug, row.name, row.short_name) for row in rows]
    may_read = reads_councils(request.user, selection.release)
    found = typed_area(typed, compared.offered, councils if may_read else [])
    if found.error and not may_read:
        council = typed_area(typed, [], councils)
        if council.area or council.could_be:
            return TypedArea(error=not_public(selection.round))
    if found.area in compared.wanted:
        return TypedArea(error=f"“{typed}” is compared already.")
    return found


def _cited(request: HttpRequest, selection: Selection, compared: Compared) -> str:
    """What a pinned address says of the comparison, though this page's says nothing of it."""
    params = QueryDict(mutable=True)
    params.update({key: request.GET[key] for key in OF_WHAT if request.GET.get(key)})
    if not {"expectation", "question", "measure"} & params.keys():
        params["expectation"] = selection.expectation.slug
    params["areas"] = ",".join(compared.wanted)
    return f"?{written(params)}"
