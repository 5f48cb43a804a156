"""The days of a round in their order, and setting or moving them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site import words
from ppf_site.in_turn import in_turn, to_save
from ppf_site.refused import Refused
from surveys.actions.rescheduling import MisplacedDays, reschedule, set_days
from surveys.building.days_form import DaysForm, typed_again
from surveys.models import Return, Round
from surveys.returns.letters import told_of_opening
from surveys.rounds.moves import moves_of
from surveys.rounds.timetable import timetable_of

from .allowed import for_runners
from .back import posted


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
@in_turn
def dates(request: AuthedRequest, slug: str) -> HttpResponse:
    """Whom a change of an open round affects stands beside the form."""
    round = get_object_or_404(to_save(request, Round.objects.all()), slug=slug)
    sent, do = posted(request), request.POST.get("do", "")
    if sent is not None and (do == "add" or do.startswith("remove-")):
        return _page(request, round, DaysForm(round=round, typed=typed_again(sent, do)))
    form = DaysForm(sent, round=round)
    if sent is not None and form.is_valid():
        try:
            told = _move(request, form)
        except MisplacedDays as refused:
            form.tell(refused.problems)
        except Refused as refused:
            form.add_error("closes_on", str(refused))
        else:
            messages.success(request, told)
            return redirect("manage-dates", slug)
    return _page(request, round, form)


def _move(request: AuthedRequest, form: DaysForm) -> str:
    if form.round.is_draft:
        set_days(round=form.round, days=form.chosen)
        return "Saved."
    told = reschedule(
        round=form.round,
        days=form.chosen,
        reason=form.cleaned_data["reason"],
        by=request.user,
    )
    people = words.plural(told, "person is", "people are") if told else "Nobody needs to be"
    return f"The days of {form.round} are moved. {people} told."


def _page(request: AuthedRequest, round: Round, form: DaysForm) -> HttpResponse:
    waiting = Return.objects.expected().filter(round=round)
    due = Return.objects.due_with_round().filter(round=round)
    councils = list(due.values_list("council", flat=True))
    context = {
        "round": round,
        "form": form,
        "timetable": timetable_of(round),
        "councils": len(councils),
        "people": len(told_of_opening(councils)),
        "apart": waiting.filter(reopened_until__isnull=False).count(),
        "reschedulings": [
            (each, moves_of(each)) for each in round.reschedulings.select_related("by")
        ],
    }
    return render(request, "manage/dates.html", context)
