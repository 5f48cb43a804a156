"""The days of a round in their order, and moving those of an open one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site import words
from ppf_site.day_fields import day_field
from ppf_site.refused import Refused
from surveys.actions.rescheduling import SAY_WHY, reschedule
from surveys.models import Return, Round
from surveys.returns.forms import reason_field
from surveys.returns.letters import told_of_opening
from surveys.rounds.timetable import timetable_of

from .allowed import for_runners


class DatesForm(forms.Form):
    opens_on = day_field("Opens on")
    closes_on = day_field("Last day", "To the end of this day in London, such as 31 March 2026.")
    reason = reason_field(
        "Why", SAY_WHY, "It goes to everybody who still has to answer, and stays on the record."
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        days = {"opens_on": round.opens_on, "closes_on": round.closes_on}
        super().__init__(*args, **{"initial": days, **kwargs})
        self.round = round
        if round.opens_on <= timezone.localdate():
            del self.fields["opens_on"]

    @property
    def moved(self) -> str:
        """Beside which day a refusal stands."""
        moves_opening = self.chosen["opens_on"] != self.round.opens_on
        return "opens_on" if moves_opening else "closes_on"

    @property
    def chosen(self) -> dict[str, Any]:
        """The day on which it opened is not asked for again."""
        return {"opens_on": self.round.opens_on, **self.cleaned_data}


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def dates(request: AuthedRequest, slug: str) -> HttpResponse:
    """Whom a change affects stands beside the form; a draft's days are changed with its words."""
    round = get_object_or_404(Round, slug=slug)
    sent = request.POST if request.method == "POST" and not round.is_draft else None
    form = DatesForm(sent, round=round)
    if sent is not None and form.is_valid():
        try:
            told = reschedule(round=round, by=request.user, **form.chosen)
        except Refused as refused:
            form.add_error(form.moved, str(refused))
        else:
            people = words.plural(told, "person is", "people are")
            messages.success(request, f"The days of {round} are moved. {people} told.")
            return redirect("manage-dates", slug)
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
        "reschedulings": round.reschedulings.select_related("by"),
    }
    return render(request, "manage/dates.html", context)
