"""What a round asks: all of it as a council will see it, in an order that is changed here."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site.refused import Refused
from surveys.actions.ordering import (
    DOWN,
    UP,
    move_question,
    move_section,
    place_question,
)
from surveys.building.outline import nobodys_return, outlines_of
from surveys.models import Round

from .allowed import for_runners

# What a button is called, which carries the key of what it moves: the step, and whether a grid.
STEPS: Mapping[str, tuple[int, bool]] = {
    "up": (UP, False),
    "down": (DOWN, False),
    "grid-up": (UP, True),
    "grid-down": (DOWN, True),
}
SECTION_STEPS = {"section-up": UP, "section-down": DOWN}


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def questions(request: AuthedRequest, slug: str) -> HttpResponse:
    round = get_object_or_404(Round, slug=slug)
    if request.method == "POST":
        try:
            moved = _move(request, round)
        except Refused as refused:
            messages.error(request, str(refused))
            moved = ""
        there = redirect("manage-questions", slug)
        there["Location"] += moved
        return there
    outlines = outlines_of(round)
    context = {
        "round": round,
        "outlines": outlines,
        "is_linked": any(outline.tells_of_something for outline in outlines),
        "scales": round.scales.prefetch_related("options").order_by("pk"),
        "return_of": nobodys_return(round),
    }
    return render(request, "manage/questions.html", context)


def _move(request: AuthedRequest, round: Round) -> str:
    """Where the page is to be looked at afterwards: at the button, which can be pressed again."""
    for name, (step, is_grid) in STEPS.items():
        if key := request.POST.get(name):
            move_question(round=round, key=key, step=step, is_grid=is_grid)
            return f"#{name}-{key}"
    for name, step in SECTION_STEPS.items():
        if key := request.POST.get(name):
            move_section(round=round, key=key, step=step)
            return f"#{name}-{key}"
    if key := request.POST.get("moved"):
        section, before = request.POST.get("section", ""), request.POST.get("before", "")
        place_question(round=round, key=key, section=section, before=before)
        return f"#question-{key}"
    return ""
