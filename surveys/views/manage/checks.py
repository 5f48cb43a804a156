"""The checks of a question: which there are, and one of them at a time."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site.in_turn import in_turn, to_save
from surveys.actions.checks_of_round import put_check
from surveys.building.check_form import CheckBuilder, check_words, kinds_for
from surveys.models import Check, Question, Round
from surveys.models.questions import QuestionQuerySet

from .allowed import for_runners
from .back import posted


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
@in_turn
def checks(request: AuthedRequest, slug: str, key: str) -> HttpResponse:
    """Those that are there, and the kinds that can be added; `kind` says which one is. The first
    of a question that can have one kind alone is asked for at once."""
    round = get_object_or_404(to_save(request, Round.objects.all()), slug=slug)
    question = get_object_or_404(_asked(round), key=key, derivation="")
    kinds = kinds_for(question)
    there = list(question.checks.prefetch_related("others").order_by("pk"))
    wanted = request.GET.get("kind", "")
    kind = next((each for each in kinds if each.kind == wanted), None)
    if not wanted and not there and len(kinds) == 1:
        kind = kinds[0]
    form = None
    if kind is not None:
        form = CheckBuilder(
            posted(request), kind=kind.kind, question=question, others=_asked(round)
        )
        if request.method == "POST" and form.is_valid():
            return _put(request, form)
    context = {
        "round": round,
        "question": question,
        "checks": [(check, check_words(check)) for check in there],
        "kinds": kinds,
        "kind": kind,
        "form": form,
    }
    return render(request, "manage/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
@in_turn
def check(request: AuthedRequest, slug: str, key: str) -> HttpResponse:
    round = get_object_or_404(to_save(request, Round.objects.all()), slug=slug)
    found = get_object_or_404(round.checks.select_related("question__round"), key=key)
    back = redirect("manage-checks", slug, found.question.key)
    if request.method == "POST" and request.POST.get("do") == "remove":
        found.delete()
        messages.success(request, "Removed.")
        return back
    kind = next((each for each in kinds_for(found.question) if each.kind == found.kind), None)
    if kind is None:
        raise Http404
    form = CheckBuilder(
        posted(request),
        kind=found.kind,
        question=found.question,
        others=_asked(round),
        check=found,
    )
    if request.method == "POST" and form.is_valid():
        return _put(request, form, found)
    context = {
        "round": round,
        "question": found.question,
        "kind": kind,
        "form": form,
        "check": found,
    }
    return render(request, "manage/checks.html", context)


def _put(request: AuthedRequest, form: CheckBuilder, found: Check | None = None) -> HttpResponse:
    saved = put_check(
        question=form.question,
        kind=form.kind,
        others=form.others,
        values=form.values,
        key=form.cleaned_data["key"],
        check=found,
    )
    messages.success(request, f"Saved. {check_words(saved)}")
    place = reverse("manage-questions", args=[form.question.round.slug])
    return redirect(f"{place}#question-{form.question.key}")


def _asked(round: Round) -> QuestionQuerySet:
    """With what a rate is worked out from, which a pace looks at."""
    return Question.objects.listed_in(round).select_related("round", "numerator", "denominator")
