"""Opening a round to the councils: what is missing, what will happen, and the act itself."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from councils.models import Council, Role
from councils.people import inviting
from ppf_site import words
from ppf_site.refused import Refused
from surveys.actions.opening import NotReady, Opened, open_round
from surveys.models import Round
from surveys.releases.sentences import nothing_public
from surveys.returns.letters import COUNCIL
from surveys.rounds.ready import looked_over

from .allowed import for_runners
from .missing import unsaid_with_pages, untold_with_pages, with_pages


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
    councils = _asked(round)
    unreached = [council for council in councils if not vars(council)["is_reached"]]
    missing, unsaid = looked_over(round)
    context = {
        "round": round,
        "missing": with_pages(round, missing),
        "untold": untold_with_pages(round),
        "unsaid": unsaid_with_pages(round, unsaid),
        "councils": councils,
        "chosen": round.has_chosen,
        "unreached": unreached,
        "inviting": inviting(request.user, [council.pk for council in unreached]),
        "asked": round.asks,
        "hidden": nothing_public(round, len(councils)),
    }
    return render(request, "manage/open.html", context)


def _told(opened: Opened) -> str:
    made = words.plural(opened.returns, "return")
    people = words.plural(opened.people, "person", "people")
    return f"{made} required. {people} {'is' if opened.people == 1 else 'are'} told."


def _asked(round: Round) -> list[Council]:
    """Each with whether there is somebody to tell that the round is open."""
    if round.is_totals_only:
        return []
    roles = Role.objects.in_force().filter(kind__in=COUNCIL, user__is_active=True)
    reached = Exists(roles.filter(council=OuterRef("pk")))
    return list(round.councils_to_ask().annotate(is_reached=reached))
