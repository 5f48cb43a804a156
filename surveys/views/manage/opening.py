"""Opening a round to the councils: what is missing, what will happen, and the act itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from councils.models import Role
from ppf_site import words
from ppf_site.refused import Refused
from surveys.actions.opening import NotReady, Opened, open_round
from surveys.models import Round
from surveys.returns.letters import COUNCIL
from surveys.rounds.ready import missing_of
from surveys.sentences import nothing_public

from .allowed import for_runners
from .missing import with_pages


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def open_it(request: AuthedRequest, slug: str) -> HttpResponse:
    """Where it is open already there is nothing to do but to say so."""
    round = get_object_or_404(Round.objects.with_what_opens(), slug=slug)
    if request.method == "POST":
        try:
            opened = open_round(round=round, by=request.user)
        except NotReady:
            pass  # the page says what is missing
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("manage-round", slug)
        else:
            messages.success(request, f"Opened {round}: {_told(opened)}")
            return redirect("manage-round", slug)
    if not round.is_draft:
        return redirect("manage-round", slug)
    councils = [] if round.is_totals_only else list(round.councils_to_ask())
    reached = _reached()
    context = {
        "round": round,
        "missing": with_pages(round, missing_of(round)),
        "councils": councils,
        "chosen": round.has_chosen,
        "unreached": [council for council in councils if council.pk not in reached],
        "asked": round.asks,
        "hidden": nothing_public(round, len(councils)),
    }
    return render(request, "manage/open.html", context)


def _told(opened: Opened) -> str:
    made = words.plural(opened.returns, "return")
    people = words.plural(opened.people, "person", "people")
    return f"{made} required. {people} {'is' if opened.people == 1 else 'are'} told."


def _reached() -> set[int]:
    """Councils with somebody to tell that a round is open."""
    roles = Role.objects.in_force().filter(kind__in=COUNCIL, user__is_active=True)
    return {council for council in roles.values_list("council", flat=True) if council}
