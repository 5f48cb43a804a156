"""One question: how a council will see it stands beside the form that says so."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site import words
from ppf_site.in_turn import in_turn, to_save
from ppf_site.refused import Refused
from surveys.actions.asking import put_questions, remove_question
from surveys.building.offered import NEW
from surveys.building.outline import nobodys_return
from surveys.building.question_form import QuestionBuilder
from surveys.building.words_form import QuestionWords
from surveys.models import Question, Round

from .allowed import for_runners
from .back import back_to, posted
from .worked_out import change as change_worked_out

LINKED = ("section", "scale", "grid__section", "round", "tallied_grid")


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def add(request: AuthedRequest, slug: str) -> HttpResponse:
    """One question, or all rows of a grid; and another one after it, if that is asked for."""
    round = get_object_or_404(Round, slug=slug)
    if not round.sections.exists():
        return redirect("manage-add-section", slug)
    after = request.GET.get("after", "")
    initial = {"section": request.GET.get("section", "")}
    form = QuestionBuilder(posted(request), round=round, initial=initial)
    if request.method == "POST" and request.POST.get("do") != "show" and form.is_valid():
        made = _put(form, after)
        count = words.plural(len(made), "question")
        messages.success(request, f"Added: {count}. {made[0].short_text}")
        if request.POST.get("do") == "another":
            where = {"section": made[-1].section.key, "after": made[-1].key}
            address = reverse("manage-add-question", args=[slug])
            return redirect(f"{address}?{urlencode(where)}")
        return back_to(round, f"question-{made[0].key}")
    return _show(request, round, form, is_new=True)


def _put(form: QuestionBuilder, after: str = "") -> list[Question]:
    data = form.cleaned_data
    made = form.made()
    put_questions(
        round=form.round,
        questions=made,
        offered=form.offered,
        grid=form.chosen_grid,
        stem=data["stem"] if data["grid"] == NEW else "",
        after=after,
    )
    return made


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
@in_turn
def question(request: AuthedRequest, slug: str, key: str) -> HttpResponse:
    """A draft’s is changed in everything; once the round is open, its words are put right."""
    round = get_object_or_404(to_save(request, Round.objects.all()), slug=slug)
    asked = get_object_or_404(round.questions.select_related(*LINKED), key=key)
    if request.method == "POST" and request.POST.get("do") == "remove":
        return _remove(request, round, asked)
    data = posted(request)
    if not round.is_draft:
        return _reword(request, round, QuestionWords(data, instance=asked))
    if asked.derivation:
        return change_worked_out(request, round, asked)
    form = QuestionBuilder(data, round=round, instance=asked)
    if request.method == "POST" and request.POST.get("do") != "show" and form.is_valid():
        try:
            _put(form)
        except Refused as refused:
            form.add_error("section", str(refused))
        else:
            messages.success(request, f"Saved: {asked.short_text}")
            return back_to(round, f"question-{asked.key}")
    return _show(request, round, form, is_new=False)


def _remove(request: AuthedRequest, round: Round, asked: Question) -> HttpResponse:
    try:
        remove_question(round=round, key=asked.key)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("manage-question", round.slug, asked.key)
    messages.success(request, f"Removed: {asked.short_text}")
    return back_to(round, f"section-{asked.section.key}")


def _reword(request: AuthedRequest, round: Round, form: QuestionWords) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, f"Saved: {saved.short_text}")
        return back_to(round, f"question-{saved.key}")
    context = {"round": round, "form": form, "title": "Put its words right"}
    context["compares"] = form.instance
    if form.instance.can_be_taken_back:
        context["removes"] = "this value, which no release has yet"
    return render(request, "manage/words.html", context)


def _show(
    request: AuthedRequest, round: Round, form: QuestionBuilder, *, is_new: bool
) -> HttpResponse:
    is_showing = request.POST.get("do") == "show"
    # What the database has of it: the form changes its own row while it is looked at.
    name = form.initial.get("short_text", "") if not is_new else ""
    context: dict[str, Any] = {
        "round": round,
        "form": form,
        "drawn": form.drawn(),
        "is_new": is_new,
        "name": name,
        "is_showing": is_showing,
        "return_of": nobodys_return(round),
    }
    return render(request, "manage/question.html", context)
