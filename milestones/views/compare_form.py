"""What the pages that compare have in their forms: areas and rounds, and one more of either."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from milestones.compare.areas import MOST_AREAS, Offered, TypedArea
from milestones.compare.rounds import MOST_ROUNDS
from surveys.models import Round

from .compared import Compared

# What the address says besides the areas.
ABOUT = ("expectation", "question", "measure", "round", "basis")


def with_areas(request: HttpRequest, areas: Sequence[str]) -> str:
    return _with(request, "areas", areas)


def _with(request: HttpRequest, key: str, values: Sequence[str]) -> str:
    """Written plainly, as people pass it on."""
    params = request.GET.copy()
    params.pop("add", None)
    params[key] = ",".join(values)
    return f"{request.path}?{params.urlencode(safe=',:+')}"


def form_of(
    request: HttpRequest,
    names: Sequence[tuple[str, str]],
    offered: Sequence[Offered],
    added: TypedArea,
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
        "about": [(key, said[key]) for key in ("question", "measure", "basis") if said[key]],
        "most": MOST_AREAS,
    }


def rounds_beside(
    request: HttpRequest,
    rounds: Sequence[Round],
    shown: Sequence[str],
    compared: Compared | None = None,
) -> dict[str, Any]:
    """The rounds that are shown, each with the address without it, and those to show beside.

    None beside councils or a group of them: several rounds are of regions and types.
    """
    others = [round for round in rounds if round.slug not in shown]
    if compared and not compared.is_of_areas:
        others = []
    return {
        "shown_rounds": [
            (round.title, _with(request, "round", [slug for slug in shown if slug != round.slug]))
            for round in rounds
            if round.slug in shown
        ],
        "more_rounds": [
            (round.title, _with(request, "round", [*shown, round.slug]))
            for round in others
            if len(shown) < MOST_ROUNDS
        ],
    }
