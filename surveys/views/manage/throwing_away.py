"""Throwing a draft away: what goes with it, and then the act."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site.refused import Refused
from surveys.actions.throwing_away import throw_away
from surveys.rounds.held import goes_along, held_words
from surveys.rounds.linked import links_of

from .allowed import draft_or_404, for_runners


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def throwing_away(request: AuthedRequest, slug: str) -> HttpResponse:
    """Only a draft: an opened round has no such page."""
    round = draft_or_404(slug)
    if request.method == "POST":
        try:
            throw_away(round=round, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("manage-round", slug)
        messages.success(request, f"{round} is thrown away. The history keeps that it was there.")
        return redirect("manage")
    context = {
        "round": round,
        "along": goes_along(round),
        "links": [str(each) for each in links_of(round)],
        "held": held_words(round),
    }
    return render(request, "manage/throw_away.html", context)
