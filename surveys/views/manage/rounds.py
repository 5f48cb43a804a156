"""Every round that a person runs or follows, and one of them: where it is, and what comes next."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from councils.http import AuthedRequest
from councils.permissions import may_change_register, may_run_rounds
from surveys.models import Round
from surveys.releases.stages import waiting_requests
from surveys.rounds.ready import looked_over
from surveys.rounds.running import running_of, runnings, title_of
from surveys.rounds.timetable import next_of, timetable_of

from .allowed import for_followers, for_runners
from .missing import unsaid_with_pages, untold_with_pages, with_pages
from .ways import next_way, ways_of


@require_safe
@for_followers
def home(request: AuthedRequest) -> HttpResponse:
    """Rounds by where they are in their life, with what is to be done next."""
    found = runnings(Round.objects.visible_to(request.user), request.user)
    context = {
        "runnings": found,
        "title": title_of(found),
        "runs_rounds": may_run_rounds(request.user),
        "asked": waiting_requests() if may_run_rounds(request.user) else [],
        "changes_register": may_change_register(request.user),
    }
    return render(request, "manage/home.html", context)


@require_safe
@for_runners
def help_page(request: AuthedRequest) -> HttpResponse:
    """How a round is run, for somebody who never ran one."""
    context = {
        "changes_register": may_change_register(request.user),
        "needs_two": settings.RELEASE_NEEDS_TWO,
    }
    return render(request, "manage/help.html", context)


@require_safe
@for_followers
def help_of_region(request: AuthedRequest) -> HttpResponse:
    """How a round is followed, for who leads a region."""
    return render(request, "manage/help_region.html")


@require_safe
@for_followers
def of_round(request: AuthedRequest, slug: str) -> HttpResponse:
    """One round: what it asks, whom, who answered, and its releases, each with its way."""
    round = get_object_or_404(Round.objects.visible_to(request.user), slug=slug)
    running = running_of(round, request.user)
    if running is None:
        raise Http404
    missing, unsaid = looked_over(round) if round.is_draft else ([], [])
    context = {
        "round": round,
        "running": running,
        "runs_rounds": may_run_rounds(request.user),
        "next": next_of(timetable_of(round)) if may_run_rounds(request.user) else "",
        "next_way": next_way(running, missing) if may_run_rounds(request.user) else None,
        "ways": ways_of(round, request.user),
        "missing": with_pages(round, missing),
        "untold": untold_with_pages(round) if round.is_draft else [],
        "unsaid": unsaid_with_pages(round, unsaid),
    }
    return render(request, "manage/round.html", context)
