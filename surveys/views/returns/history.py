"""The history of a return, and of one of its answers, in words."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.http import AuthedRequest
from ppf_site.page_numbers import page_asked_for
from surveys.answers.history import changes_of, events_of, explanations_of, requirements_of
from surveys.models import Query, Question, Return
from surveys.permissions import filled_return_or_404

A_PAGE = 50


@require_safe
def of_return(request: AuthedRequest, pk: int) -> HttpResponse:
    return _history(request, filled_return_or_404(request.user, pk))


@require_safe
def of_answer(request: AuthedRequest, pk: int, key: str) -> HttpResponse:
    return_of = filled_return_or_404(request.user, pk)
    question = Question.objects.asked_in(return_of.round_id).filter(key=key).first()
    if question is None:
        raise Http404
    return _history(request, return_of, question)


def _history(
    request: AuthedRequest, return_of: Return, question: Question | None = None
) -> HttpResponse:
    page, strange = page_asked_for(request, events_of(return_of, question), A_PAGE)
    context = {
        "return_of": return_of,
        "question": question,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "not_understood": strange,
        "changes": changes_of(page.object_list),
        "explanations": explanations_of(return_of, question),
        "queries": _queries(return_of, question),
        "requirements": [] if question else requirements_of(return_of),
        "steps": []
        if question
        else list(return_of.steps.select_related("by").order_by("-at", "-pk")),
    }
    return render(request, "returns/history.html", context)


def _queries(return_of: Return, question: Question | None) -> list[Query]:
    """Of the whole return, or of the one answer: with all that was said."""
    asked = return_of.queries.told()
    return list(asked.filter(question=question) if question else asked)
