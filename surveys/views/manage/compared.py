"""How comparable a question of an opened round is to an earlier one: an act of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site.acts.found import history_of
from ppf_site.acts.told import acts_of
from ppf_site.refused import Refused
from surveys.actions.comparing import say_comparable
from surveys.building.compared_form import ComparedForm
from surveys.models import Round
from surveys.rounds.wording import kept_words

from .allowed import for_runners
from .back import back_to, posted

LINKED = ("section", "scale", "follows__round", "round")
MOST_ACTS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def compared(request: AuthedRequest, slug: str, key: str) -> HttpResponse:
    """Of a draft it is said beside the question."""
    round = get_object_or_404(Round, slug=slug)
    asked = get_object_or_404(round.questions.select_related(*LINKED), key=key)
    if round.is_draft:
        return redirect("manage-question", slug, key)
    form = ComparedForm(posted(request), question=asked)
    if request.method == "POST" and form.is_valid():
        try:
            told = _say(form)
        except Refused as refused:
            form.add_error("reason", str(refused))
        else:
            messages.success(request, f"{told}: {asked.short_text}")
            return back_to(round, f"question-{asked.key}")
    context = {
        "round": round,
        "question": asked,
        "form": form,
        "kept": kept_words(round, "what it says of it"),
        "acts": acts_of(history_of(asked, MOST_ACTS)),
    }
    return render(request, "manage/compared.html", context)


def _say(form: ComparedForm) -> str:
    changed = say_comparable(
        question=form.question,
        follows=form.cleaned_data["follows"],
        comparability=form.cleaned_data["comparability"],
        reason=form.cleaned_data["reason"],
    )
    return "Saved, for the next release" if changed else "As it was"
