"""The words of a round, and what of it is published: of a draft with its days and its address."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site.acts.found import history_of
from ppf_site.acts.told import acts_of
from ppf_site.in_turn import in_turn, to_save
from surveys.building.round_words import RoundWords
from surveys.building.start import DetailsForm
from surveys.models import Round
from surveys.models.rounds import PROMISED

from .allowed import for_runners
from .back import posted

MOST_ACTS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
@in_turn
def details(request: AuthedRequest, slug: str) -> HttpResponse:
    """Who came from the checklist of a release comes back to it."""
    round = get_object_or_404(to_save(request, Round.objects.all()), slug=slug)
    made: type[forms.ModelForm[Round]] = DetailsForm if round.is_draft else RoundWords
    form = made(posted(request), instance=round)
    is_for_release = request.GET.get("for") == "release"
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, "Saved.")
        return redirect("manage-release" if is_for_release else "manage-round", saved.slug)
    # What the form holds is not the round's before it is saved.
    kept = Round.objects.get(pk=round.pk)
    context = {
        "form": form,
        "round": kept,
        "is_for_release": is_for_release,
        "can_widen": not (kept.is_totals_only or all(getattr(kept, each) for each in PROMISED)),
        "acts": acts_of(history_of(kept, MOST_ACTS)),
    }
    return render(request, "manage/details.html", context)
