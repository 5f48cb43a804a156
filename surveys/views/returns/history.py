"""The history of a return, and of one of its answers, in words."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.http import AuthedRequest
from surveys.answers.history import changes_of, events_of, explanations_of, requirements_of
from surveys.models import Question, Return
from surveys.permissions import own_return_or_404

A_PAGE = 50


@require_safe
def of_return(request: AuthedRequest, pk: int) -> HttpResponse:
    return _history(request, own_return_or_404(request.user, pk))


@require_safe
def of_answer(request: AuthedRequest, pk: int, key: str) -> HttpResponse:
    one = own_return_or_404(request.user, pk)
    question = Question.objects.asked_in(one.round_id).filter(key=key).first()
    if question is None:
        raise Http404
    return _history(request, one, question)


def _history(request: AuthedRequest, one: Return, question: Question | None = None) -> HttpResponse:
    paginator = Paginator(events_of(one, question), A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "one": one,
        "question": question,
        "page": page,
        "pages": paginator.get_elided_page_range(page.number),
        "changes": changes_of(page.object_list),
        "explanations": explanations_of(one, question),
        "requirements": [] if question else requirements_of(one),
        "steps": [] if question else list(one.steps.select_related("by").order_by("-at", "-pk")),
    }
    return render(request, "returns/history.html", context)
