"""A section's questions, saved together by a button or each by itself as it is typed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from councils.models import User
from ppf_site import words
from ppf_site.bodies import MANY_TEXTS, takes_up_to
from surveys.actions.filling import carried_over, save_typed
from surveys.answers.asked import as_it_stands, asked_or_404
from surveys.answers.company import company_of, note_presence
from surveys.answers.fields import (
    AnswerField,
    boxes_of,
    field_of,
    problems_of,
    read_back,
    saved_words,
)
from surveys.answers.outcomes import Unchanged
from surveys.answers.raised_checks import (
    RaisedChecks,
    raised_checks_beside,
    raised_checks_of,
)
from surveys.answers.section import SectionPage, section_or_404
from surveys.answers.stored import with_last
from surveys.answers.typed import LEAVE, Typed
from surveys.models import Return
from surveys.opening import reopened_words
from surveys.permissions import filled_return_or_404

from .kept import keeps_what_was_typed, what_was_kept


@takes_up_to(MANY_TEXTS)
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed()
def section(request: AuthedRequest, pk: int, key: str) -> HttpResponse:
    page = section_or_404(filled_return_or_404(request.user, pk), key, me=request.user)
    if request.method == "POST":
        return _save(request, page, request.user)
    kept = what_was_kept(request)
    page = page.with_typed(_typed(page, kept)) if kept is not None else page.with_own_unsaved()
    if not page.closed:
        session_key = request.session.session_key
        note_presence(page.return_of, page.section.pk, request.user, session_key)
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
    filled = save_typed(
        return_of=page.return_of,
        stored=page.stored,
        typed=typed,
        by=by,
        seen_in=request.session.session_key,
    )
    if filled.closed:
        return _show(request, page.after_saving(typed, {}), closed=filled.closed)
    if not filled.is_whole:
        page = page.after_saving(typed, filled.outcomes)
        return _show(request, page, partly=words.clock(timezone.now()))
    goes_on = request.POST.get("then") == "next"
    if goes_on and not raised_checks_of(page.return_of, page.section).hard:
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
    asked = asked_or_404(request.user, pk, key)
    return_of, stored = asked.return_of, asked.stored
    if request.method != "POST":
        there = reverse("return-section", args=[pk, stored.question.section.key])
        return redirect(f"{there}#question-{key}")
    typed, carries = Typed.from_post(key, request.POST) or Typed(), "carry" in request.POST
    if carries:
        # Last round's answer is on the page already; it is read again only to be carried over.
        stored = with_last(return_of, stored)
        typed = carried_over(stored, typed)
    filled = save_typed(
        return_of=return_of,
        stored=[stored],
        typed={key: typed},
        by=request.user,
        on_its_own=True,
        seen_in=request.session.session_key,
        looks=asked.looks,
    )
    if filled.closed:
        return JsonResponse({"state": "closed", "why": filled.closed})
    outcome = filled.outcomes[key]
    stored = as_it_stands(stored, typed, outcome, me=request.user)
    field = field_of(stored, typed, outcome, me=request.user)
    raised = filled.raised_checks
    if isinstance(outcome, Unchanged):
        raised = {key: raised_checks_beside(return_of, stored.question)}
    shows = carries or typed.keep in {"theirs", LEAVE} or bool(typed.meant)
    return JsonResponse(_told(return_of, field, typed, raised, shows=shows))


def _told(
    return_of: Return,
    field: AnswerField,
    typed: Typed,
    raised: Mapping[str, RaisedChecks],
    *,
    shows: bool,
) -> dict[str, Any]:
    """What the page has to show now. `shows`: the boxes get the saved answer."""
    state = "clash" if field.theirs else "refused" if field.error else "saved"
    told: dict[str, Any] = {
        "state": state,
        "problem": _problem(field),
        "raised_checks": {key: _raised_checks(return_of, each) for key, each in raised.items()},
    }
    boxes, answer = field.boxes, field.stored.answer
    if state == "saved":
        at = answer.updated_at if answer else timezone.now()
        told |= {"version": boxes.version, "status": saved_words(at) + read_back(field, typed)}
    if state == "saved" and shows:
        told |= {"values": boxes.values, "reasons": boxes.reasons, "note": boxes.note}
    return told


def _problem(field: AnswerField) -> str:
    if not (field.error or field.theirs or field.by_others):
        return ""
    return render_to_string("returns/_problem.html", {"field": field}).strip()


def _raised_checks(return_of: Return, raised: RaisedChecks) -> str:
    if not raised.listed:
        return ""
    context = {"raised_checks": raised, "return_of": return_of}
    return render_to_string("returns/_raised_checks.html", context).strip()
