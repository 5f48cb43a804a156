"""What the pages that compare have in their forms: areas and rounds, and one more of either."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest

from milestones.compare.areas import MOST_AREAS, Offered, TypedArea, written
from milestones.compare.rounds import MOST_ROUNDS
from ppf_site.pages import Lost, Suggestion
from surveys.models import Release, Round
from surveys.permissions import reads_councils, withholds_councils

# What the address says besides the areas.
ABOUT = ("expectation", "question", "measure", "round", "basis", "answer")


def with_areas(request: HttpRequest, areas: Sequence[str]) -> str:
    return _with(request, "areas", areas)


def about(request: HttpRequest, expectation: str) -> str:
    """The same address, saying what it is about."""
    return _merged(request, f"?expectation={expectation}")


def plainly(request: HttpRequest, said: Mapping[str, str], *, kept: Collection[str]) -> str:
    """The address that says by its own name what was picked from the list of all kinds."""
    params = request.GET.copy()
    for key in ("of", *(each for each in ABOUT if each not in kept)):
        params.pop(key, None)
    for key, value in said.items():
        params[key] = value
    return f"{request.path}?{written(params)}"


def _with(
    request: HttpRequest, key: str, values: Sequence[str], said: Mapping[str, str] | None = None
) -> str:
    """Written plainly, as people pass it on; with what the page chose by itself in `said`."""
    params = request.GET.copy()
    params.pop("add", None)
    for name, value in (said or {}).items():
        params[name] = value
    params[key] = ",".join(values)
    return f"{request.path}?{written(params)}"


@contextmanager
def keeping_the_rest(request: HttpRequest) -> Iterator[None]:
    """What would do instead comes with all else that was chosen: nobody chooses it again."""
    try:
        yield
    except Lost as lost:
        suggestions = [
            Suggestion(each.label, _merged(request, each.url)) for each in lost.suggestions
        ]
        raise Lost(lost.message, suggestions) from lost


def _merged(request: HttpRequest, url: str) -> str:
    if not url.startswith("?"):
        return url
    params = request.GET.copy()
    for key, value in parse_qsl(url.removeprefix("?")):
        params[key] = value
    return f"{request.path}?{written(params)}"


def form_of(
    request: HttpRequest,
    names: Sequence[tuple[str, str]],
    offered: Sequence[Offered],
    added: TypedArea,
    *,
    releases: Sequence[Release],
) -> dict[str, Any]:
    """What is compared, each with the address without it; and what could be added."""
    wanted = [area for area, _ in names]
    chosen = [
        (area, name, with_areas(request, [other for other in wanted if other != area]))
        for area, name in names
    ]
    said = {key: ",".join(request.GET.getlist(key)) for key in ABOUT}
    return {
        "chosen": chosen,
        "offered": [each for each in offered if each.area not in wanted],
        "added": added,
        "could_be": [
            (each.name, with_areas(request, [*wanted, each.area])) for each in added.could_be
        ],
        "kept": [(key, value) for key, value in said.items() if value],
        "most": MOST_AREAS,
        "names_councils": all(reads_councils(request.user, each) for each in releases),
        "after_sign_in": any(withholds_councils(request.user, each) for each in releases),
    }


def rounds_beside(
    request: HttpRequest,
    rounds: Sequence[Round],
    shown: Sequence[str],
    beside: Collection[str] | None = None,
    said: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The rounds that are shown, each with the address without it, and those to show beside: of
    all, or of `beside`. `said` is what the page compares though its address does not say so."""
    others = [round for round in rounds if round.slug not in shown]
    if beside is not None:
        others = [round for round in others if round.slug in beside]
    return {
        "shown_rounds": [
            (
                round.title,
                _with(request, "round", [slug for slug in shown if slug != round.slug], said),
            )
            for round in rounds
            if round.slug in shown
        ],
        "more_rounds": [
            (round.title, _with(request, "round", [*shown, round.slug], said))
            for round in others
            if len(shown) < MOST_ROUNDS
        ],
    }
