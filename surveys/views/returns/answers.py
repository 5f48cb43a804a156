"""A section's questions, saved together by a button or each by itself as it is typed."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from councils.models import User
from surveys.actions.filling import carry_over, save_field, save_fields
from surveys.actions.saving import Closed
from surveys.answers.fields import AnswerField, problems_of, saved_words
from surveys.answers.findings import Findings, findings_of
from surveys.answers.section import SectionPage, company_of, note_presence, section_or_404
from surveys.answers.typed import Typed
from surveys.models import Question
from surveys.permissions import own_return_or_404

from .kept import keep_and_sign_in, what_was_kept


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@cache_control(private=True, no_cache=True)
def section(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    if not isinstance(request.user, User):
        return keep_and_sign_in(request)
    page = section_or_404(own_return_or_404(request.user, pk), key)
    if request.method == "POST":
        return _save(request, page, request.user)
    kept = what_was_kept(request)
    if kept is not None:
        for one in page.fields:
            one.typed = Typed.from_post(one.key, kept)
    if not page.closed:
        note_presence(page.return_of, page.section, request.user)
    return _show(request, page, is_kept=kept is not None)


def _save(request: HttpRequest, page: SectionPage, by: User) -> HttpResponse:
    carried = request.POST.get("carry")
    for one in page.fields:
        one.typed = Typed.from_post(one.key, request.POST)
        if carried == one.key:
            carry_over(one)
    closed = save_fields(return_of=page.return_of, fields=page.fields, by=by)
    if closed:
        return _show(request, page, closed=closed)
    note_presence(page.return_of, page.section, by)
    _read_findings(page)
    if any(one.error or one.theirs for one in page.fields):
        return _show(request, page, partly=timezone.now())
    if request.POST.get("then") == "next" and not any(one.findings.hard for one in page.fields):
        return redirect(_next(page))
    here = reverse("return-section", args=[page.return_of.pk, page.section.key])
    anchor = f"#question-{carried}" if carried else ""
    return redirect(f"{here}?saved={timezone.localtime():%H:%M}{anchor}")


def _next(page: SectionPage) -> str:
    if page.after is None:
        return reverse("return", args=[page.return_of.pk])
    return reverse("return-section", args=[page.return_of.pk, page.after.key])


def _read_findings(page: SectionPage) -> None:
    """Again, after a save."""
    found = findings_of(page.return_of, page.section).by_question()
    for one in page.fields:
        one.findings = found.get(one.question.pk, Findings())


def _show(request: HttpRequest, page: SectionPage, **context: Any) -> HttpResponse:
    assert isinstance(request.user, User)
    company = company_of(page.return_of, [page.section], request.user)[page.section.pk]
    kept_typed = context.get("closed") and [one for one in page.fields if one.typed]
    context = {
        "page": page,
        "one": page.return_of,
        "problems": [] if page.closed else list(problems_of(page.fields)),
        "company": company,
        "unsaved": [one for one in kept_typed or [] if one.typed_words != one.saved_words],
        "saved_at": request.GET.get("saved", "")[:5] if request.method == "GET" else "",
        **context,
    }
    return render(request, "returns/section.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One answer by itself: saved as it is typed. Its address leads to its field."""
    one = own_return_or_404(request.user, pk)
    question = Question.objects.asked_in(one.round_id).filter(key=key).first()
    if question is None or not isinstance(request.user, User):
        raise Http404
    there = reverse("return-section", args=[pk, question.section.key])
    if request.method != "POST":
        return redirect(f"{there}#question-{key}")
    # Last round's answers are on the page already; they are read again only to be carried over.
    page = section_or_404(one, question.section.key, with_last="carry" in request.POST)
    field = next(each for each in page.fields if each.key == key)
    field.typed = Typed.from_post(key, request.POST) or Typed()
    if "carry" in request.POST:
        carry_over(field)
    keeps = field.typed.keep == "theirs"
    outcome = save_field(return_of=one, field=field, by=request.user, on_its_own=True)
    if isinstance(outcome, Closed):
        return JsonResponse({"state": "closed", "why": outcome.why})
    note_presence(one, page.section, request.user)
    _read_findings(page)
    return JsonResponse(_told(page, field, shows="carry" in request.POST or keeps))


def _findings(page: SectionPage, field: AnswerField) -> str:
    if not field.findings.listed:
        return ""
    context = {"field": field, "one": page.return_of}
    return render_to_string("returns/_findings.html", context).strip()


def _told(page: SectionPage, field: AnswerField, *, shows: bool) -> dict[str, Any]:
    """What the page has to show now. `shows`: the boxes get the saved answer."""
    state = "clash" if field.theirs else "refused" if field.error else "saved"
    told: dict[str, Any] = {
        "state": state,
        "problem": render_to_string("returns/_problem.html", {"field": field}).strip(),
        "findings": {one.key: _findings(page, one) for one in page.fields},
        "answered": page.answered,
    }
    if state == "saved":
        at = field.answer.updated_at if field.answer else timezone.now()
        told |= {"version": field.version, "status": saved_words(at)}
    if state == "saved" and shows:
        told |= {"values": field.values, "reasons": field.reasons, "note": field.note}
    return told
