"""A contributor's way to a return: what is due, its sections, and handing it to the director."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councils.http import AuthedRequest
from councils.permissions import access_of
from ppf_site.refused import Refused
from surveys.actions.signing import hand_over, take_back
from surveys.answers.section import company_of
from surveys.models import Question, Return
from surveys.opening import why_read_only
from surveys.permissions import may_fill_in, may_sign, own_return_or_404
from surveys.returns.overview import overview_of
from surveys.returns.progress import by_section
from surveys.returns.standing import due_words, returns_of

from .kept import keeps_what_was_typed


@require_safe
def home(request: AuthedRequest) -> HttpResponse:
    councils = returns_of(request.user)
    open_now = [one for group in councils for one in group.now]
    context = {
        "councils": councils,
        "open_now": open_now,
        "access": access_of(request.user),
        "several": len(councils) > 1,
    }
    return render(request, "returns/home.html", context)


@require_safe
def task_list(request: AuthedRequest, pk: int) -> HttpResponse:
    one = own_return_or_404(request.user, pk)
    return _task_list(request, one)


def _task_list(request: AuthedRequest, one: Return, refused: str = "") -> HttpResponse:
    progress = by_section(one)
    company = company_of(one, [each.section for each in progress], request.user)
    context = {
        "one": one,
        "rows": [(each, company[each.section.pk]) for each in progress],
        "overview": overview_of(one, progress),
        "due": due_words(one),
        "closed": why_read_only(one),
        "refused": refused,
        "may_fill_in": may_fill_in(request.user, one),
        "may_sign": may_sign(request.user, one),
    }
    return render(request, "returns/task_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed("return")
def to_director(request: AuthedRequest, pk: int) -> HttpResponse:
    one = own_return_or_404(request.user, pk)
    try:
        hand_over(return_of=one, by=request.user)
    except Refused as refused:
        return _task_list(request, one, str(refused))
    messages.success(request, "The return is with the director to sign.")
    return redirect("return", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed("return")
def from_director(request: AuthedRequest, pk: int) -> HttpResponse:
    one = own_return_or_404(request.user, pk)
    take_back(return_of=one, by=request.user)
    messages.success(request, "The return can be changed again. Hand it over when it is ready.")
    return redirect("return", pk)


@require_safe
def questions(request: AuthedRequest, pk: int) -> HttpResponse:
    """Guidance and every question on one page, to print or to pass on."""
    one = own_return_or_404(request.user, pk)
    asked = list(Question.objects.listed_in(one.round).filter(derivation=""))
    return render(request, "returns/questions.html", {"one": one, "questions": asked})
