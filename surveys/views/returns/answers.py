"""A section's questions, saved together by a button or each by itself as it is typed."""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from councils.models import User
from ppf_site import words
from ppf_site.bodies import MANY_TEXTS, takes_up_to
from surveys.actions.filling import carried_over, save_one, save_typed
from surveys.answers.fields import (
    AnswerField,
    boxes_of,
    problems_of,
    read_back,
    saved_words,
)
from surveys.answers.outcomes import Closed
from surveys.answers.section import SectionPage, company_of, note_presence, section_or_404
from surveys.answers.typed import LEAVE, Typed
from surveys.models import Question
from surveys.opening import reopened_words
from surveys.permissions import own_return_or_404

from .kept import keeps_what_was_typed, what_was_kept


@takes_up_to(MANY_TEXTS)
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed()
def section(request: AuthedRequest, pk: int, key: str) -> HttpResponse:
    page = section_or_404(own_return_or_404(request.user, pk), key, me=request.user)
    if request.method == "POST":
        return _save(request, page, request.user)
    kept = what_was_kept(request)
    page = page.with_typed(_typed(page, kept)) if kept is not None else page.with_own_unsaved()
    if not page.closed:
        note_presence(page, request.user, request.session.session_key)
    return _show(request, page, is_kept=kept is not None)


def _typed(page: SectionPage, data: QueryDict) -> dict[str, Typed]:
    """By the questions' keys, of those that the form had."""
    found = {stored.key: Typed.from_post(stored.key, data) for stored in page.stored}
    return {key: typed for key, typed in found.items() if typed is not None}


def _save(request: AuthedRequest, page: SectionPage, by: User) -> HttpResponse:
    typed, carried = _typed(page, request.POST), request.POST.get("carry")
    for stored in page.stored:
        if stored.key == carried:
            typed[carried] = carried_over(stored, typed.get(carried))
        if stored.key == request.POST.get("leave"):
            typed[stored.key] = replace(boxes_of(stored), keep=LEAVE)
    filled = save_typed(return_of=page.return_of, stored=page.stored, typed=typed, by=by)
    page = page.after_saving(typed, filled.outcomes)
    if filled.closed:
        return _show(request, page, closed=filled.closed)
    note_presence(page, by, request.session.session_key)
    if any(field.is_unsaved for field in page.fields):
        return _show(request, page, partly=words.clock(timezone.now()))
    is_right = not any(stored.raised_checks.hard for stored in page.stored)
    if request.POST.get("then") == "next" and is_right:
        return redirect(_next(page))
    here = reverse("return-section", args=[page.return_of.pk, page.section.key])
    anchor = f"#question-{carried}" if carried else ""
    return redirect(f"{here}?saved={words.clock(timezone.now())}{anchor}")


def _next(page: SectionPage) -> str:
    if page.after is None:
        return reverse("return", args=[page.return_of.pk])
    return reverse("return-section", args=[page.return_of.pk, page.after.key])


def _show(request: AuthedRequest, page: SectionPage, **context: Any) -> HttpResponse:
    company = company_of(page.return_of, [page.section], request.user)[page.section.pk]
    is_closed = bool(page.closed or "closed" in context)
    unsaved = [field for field in page.fields if field.is_unsaved] if is_closed else []
    context = {
        "page": page,
        "return_of": page.return_of,
        "problems": [] if page.closed else list(problems_of(page.fields)),
        "company": company,
        "reopened": "" if page.closed else reopened_words(page.return_of),
        "unsaved": [field for field in unsaved if field.typed_words != field.stored.words],
        "saved_at": request.GET.get("saved", "")[:7] if request.method == "GET" else "",
        **context,
    }
    return render(request, "returns/section.html", context)


@takes_up_to(MANY_TEXTS)
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: AuthedRequest, pk: int, key: str) -> HttpResponse:
    """One answer by itself: saved as it is typed. Its address leads to its field."""
    return_of = own_return_or_404(request.user, pk)
    question = Question.objects.asked_in(return_of.round_id).filter(key=key).first()
    if question is None:
        raise Http404
    there = reverse("return-section", args=[pk, question.section.key])
    if request.method != "POST":
        return redirect(f"{there}#question-{key}")
    # Last round's answers are on the page already; they are read again only to be carried over.
    page = section_or_404(
        return_of, question.section.key, me=request.user, with_last="carry" in request.POST
    )
    stored = next(each for each in page.stored if each.key == key)
    typed, carries = Typed.from_post(key, request.POST) or Typed(), "carry" in request.POST
    if carries:
        typed = carried_over(stored, typed)
    outcome = save_one(
        return_of=return_of, stored=stored, typed=typed, by=request.user, on_its_own=True
    )
    if isinstance(outcome, Closed):
        return JsonResponse({"state": "closed", "why": outcome.why})
    note_presence(page, request.user, request.session.session_key)
    page = page.after_saving({key: typed}, {key: outcome})
    decided = typed.keep in {"theirs", LEAVE} or bool(typed.meant)
    return JsonResponse(_told(page, typed, key, shows=carries or decided))


def _raised_checks(page: SectionPage, field: AnswerField) -> str:
    if not field.stored.raised_checks.listed:
        return ""
    context = {"field": field, "return_of": page.return_of}
    return render_to_string("returns/_raised_checks.html", context).strip()


def _told(page: SectionPage, typed: Typed, key: str, *, shows: bool) -> dict[str, Any]:
    """What the page has to show now. `shows`: the boxes get the saved answer."""
    field = next(each for each in page.fields if each.key == key)
    state = "clash" if field.theirs else "refused" if field.error else "saved"
    told: dict[str, Any] = {
        "state": state,
        "problem": render_to_string("returns/_problem.html", {"field": field}).strip(),
        "raised_checks": {each.key: _raised_checks(page, each) for each in page.fields},
        "answered": page.answered,
    }
    boxes, answer = field.boxes, field.stored.answer
    if state == "saved":
        at = answer.updated_at if answer else timezone.now()
        told |= {"version": boxes.version, "status": saved_words(at) + read_back(field, typed)}
    if state == "saved" and shows:
        told |= {"values": boxes.values, "reasons": boxes.reasons, "note": boxes.note}
    return told
