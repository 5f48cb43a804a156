"""What is required of councils: changed for those that were chosen, with a reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site import words
from ppf_site.refused import Refused
from surveys.actions.requiring import RequirementOutcome, SomeRefused, change_requirement
from surveys.following.chosen import Chosen
from surveys.following.forms import RequirementForm
from surveys.models import Round

from .allowed import for_runners
from .board import followed_or_404

MOST_NAMED = 5


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def requirement(request: AuthedRequest, slug: str) -> HttpResponse:
    """All of them or none: where some cannot be changed, the page says which, and asks."""
    round, rows = followed_or_404(request.user, slug)
    if request.method != "POST":
        return _show(request, round, Chosen.from_params(request.GET, rows), RequirementForm())
    chosen, form = Chosen.from_params(request.POST, rows), RequirementForm(request.POST)
    if not form.is_valid():
        return _show(request, round, chosen, form)
    try:
        outcome = change_requirement(
            returns=[row.return_of for row in chosen.rows],
            leave_out=request.POST.get("leave_out") == "yes",
            **form.cleaned_data,
        )
    except SomeRefused as some:
        return _show(request, round, chosen, form, some.outcome)
    except Refused as refused:
        form.add_error("reason", str(refused))
        return _show(request, round, chosen, form)
    messages.success(request, _done(outcome))
    if len(outcome.changed) == 1:
        # What is received on paper is entered from there.
        return redirect("manage-return", outcome.changed[0].pk)
    return redirect("manage-returns", slug)


def _done(outcome: RequirementOutcome) -> str:
    names = outcome.names
    whom = words.join_words(names) if len(names) <= MOST_NAMED else f"{len(names)} councils"
    changed = f"Changed what is required of {whom}."
    if not outcome.refused:
        return changed
    left = words.join_words([return_of.council.name for return_of, _ in outcome.refused])
    return f"{changed} Left as it was: {left}."


def _show(
    request: AuthedRequest,
    round: Round,
    chosen: Chosen,
    form: RequirementForm,
    outcome: RequirementOutcome | None = None,
) -> HttpResponse:
    context = {"round": round, "chosen": chosen, "form": form, "outcome": outcome}
    return render(request, "manage/requirement.html", context)
