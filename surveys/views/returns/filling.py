"""A contributor's way to a return: what is due, its sections, and handing it to the director."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councils.http import AuthedRequest
from councils.permissions import access_of
from ppf_site.refused import Refused
from surveys.actions.signing import hand_over, take_back
from surveys.answers.company import company_of
from surveys.models import Query, Question, Return, Upload
from surveys.opening import further_words, reopened_words, why_read_only
from surveys.permissions import (
    enters_from_paper,
    filled_return_or_404,
    may_fill_in,
    own_return_or_404,
)
from surveys.returns.next_step import next_step_of
from surveys.returns.overview import overview_of
from surveys.returns.standing import due_words, returns_of

from .kept import keeps_what_was_typed


@require_safe
def home(request: AuthedRequest) -> HttpResponse:
    councils = returns_of(request.user)
    open_now = [standing for group in councils for standing in group.now]
    context = {
        "councils": councils,
        "open_now": open_now,
        "access": access_of(request.user),
        "asked": Query.objects.to_answer(request.user),
        "several": len(councils) > 1,
    }
    return render(request, "returns/home.html", context)


@require_safe
def task_list(request: AuthedRequest, pk: int) -> HttpResponse:
    return_of = filled_return_or_404(request.user, pk)
    return _task_list(request, return_of)


def _task_list(request: AuthedRequest, return_of: Return, refused: str = "") -> HttpResponse:
    overview = overview_of(return_of)
    sections = [each.section for each in overview.sections]
    company = company_of(return_of, sections, request.user)
    waiting = Upload.objects.of(request.user, return_of).waiting().first()
    context = {
        "return_of": return_of,
        # What this browser alone has of the return is told by the question's words.
        "names": overview.names,
        "rows": [(each, company[each.section.pk]) for each in overview.sections],
        "overview": overview,
        "due": due_words(return_of),
        "further": further_words(return_of),
        "closed": why_read_only(return_of),
        "reopened": reopened_words(return_of),
        "open_sections": {
            section.pk for section in sections if not why_read_only(return_of, section)
        },
        "asked": return_of.queries.filter(state=Query.State.OPEN).told(),
        "refused": refused,
        "waiting_file": None if waiting is None or waiting.is_settled else waiting,
        "may_fill_in": may_fill_in(request.user, return_of),
        "next_step": None
        if enters_from_paper(request.user, return_of)
        else next_step_of(return_of, request.user, overview.readiness),
    }
    return render(request, "returns/task_list.html", context)


@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed("return")
def to_director(request: AuthedRequest, pk: int) -> HttpResponse:
    return_of = own_return_or_404(request.user, pk)
    try:
        hand_over(return_of=return_of, by=request.user)
    except Refused as refused:
        return _task_list(request, return_of, str(refused))
    messages.success(request, "The return is with the director to sign.")
    return redirect("return", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed("return")
def from_director(request: AuthedRequest, pk: int) -> HttpResponse:
    return_of = own_return_or_404(request.user, pk)
    take_back(return_of=return_of, by=request.user)
    messages.success(request, "The return can be changed again. Hand it over when it is ready.")
    return redirect("return", pk)


@require_safe
def questions(request: AuthedRequest, pk: int) -> HttpResponse:
    """Guidance and every question on one page, to print or to pass on."""
    return_of = filled_return_or_404(request.user, pk)
    asked = list(Question.objects.asked_in(return_of.round_id).with_options())
    return render(request, "returns/questions.html", {"return_of": return_of, "questions": asked})
