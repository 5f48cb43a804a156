"""Publishing more of an open round: what changes, who is told, and why; asked once more."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site import words
from ppf_site.refused import Refused
from surveys.actions.widening import widen
from surveys.models import Round
from surveys.models.rounds import PROMISED
from surveys.returns.forms import reason_field
from surveys.returns.letters import told_of_opening

from .allowed import for_runners

LABELS = {
    "names_councils": "Every council’s answers, with its name",
    "discloses_small_counts": "Counts of people under 5, and the others unrounded",
    "publishes_unanimous": "Counts by area also where every council said the same",
}


class WidenForm(forms.Form):
    fields_wanted = forms.MultipleChoiceField(
        label="What is published from the next release on",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what is published from now on."},
    )
    reason = reason_field(
        "Why",
        "Say why more is published. The councils read it.",
        "It goes to everybody with a role at the councils asked, and stays on the record.",
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = self.fields["fields_wanted"]
        assert isinstance(wanted, forms.MultipleChoiceField)
        wanted.choices = [(field, LABELS[field]) for field in PROMISED if not getattr(round, field)]


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def publish_more(request: AuthedRequest, slug: str) -> HttpResponse:
    """The form, and then the act."""
    round = get_object_or_404(Round.objects.opened(), slug=slug)
    form = WidenForm(request.POST if request.method == "POST" else None, round=round)
    if request.method == "POST" and form.is_valid():
        fields, reason = form.cleaned_data["fields_wanted"], form.cleaned_data["reason"]
        try:
            told = widen(round=round, fields=fields, reason=reason, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            people = words.plural(told, "person is", "people are")
            messages.success(
                request, f"From its next release on, {round} publishes more. {people} told."
            )
            return redirect("manage-release", slug)
    councils = list(round.returns.required().values_list("council", flat=True))
    context = {
        "round": round,
        "form": form,
        "people": len(told_of_opening(councils)),
        "councils": len(councils),
        "widenings": round.widenings.select_related("by"),
    }
    return render(request, "manage/publish_more.html", context)
