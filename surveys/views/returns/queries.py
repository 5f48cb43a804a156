"""What is asked about one answer of a council's return, before those who answer it."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from councils.models import User
from ppf_site.refused import Refused
from surveys.actions.querying import answer, ask, settle
from surveys.answers.stored import Stored, stored_of
from surveys.models import Query, Return
from surveys.permissions import may_sign, own_return_or_404
from surveys.returns.query_forms import AnswerForm, AskColleaguesForm

from .kept import keeps_what_was_typed, what_was_kept
from .signing import signatory_or_404


def stored_or_404(return_of: Return, key: str) -> Stored:
    stored = stored_of(return_of, key)
    if stored is None:
        raise Http404
    return stored


def _asks(person: User, query: Query) -> bool:
    """Whether what the person writes asks on: what the director asked is for colleagues."""
    return query.is_inside and may_sign(person, query.return_of)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed()
def of_query(request: AuthedRequest, pk: int, query: int) -> HttpResponse:
    """The answer, what was said about it, and a box to answer in; or to ask on, and settle."""
    return_of = own_return_or_404(request.user, pk)
    found = get_object_or_404(Query.objects.of_own_council(request.user), pk=query, return_of=pk)
    found.return_of = return_of
    asks = _asks(request.user, found)
    kept = what_was_kept(request)
    make: type[forms.Form] = AskColleaguesForm if asks else AnswerForm
    form = make(request.POST or None, initial=kept.dict() if kept else {})
    if request.method == "POST":
        if asks and request.POST.get("do") == "settle":
            settle(query=found, by=request.user)
            messages.success(request, "Settled. Your colleagues are told by e-mail.")
            return redirect("return-query", pk, query)
        if form.is_valid() and _said(request, found, form, asks=asks):
            return redirect("return-query", pk, query)
    return _show(request, return_of, found, form, asks=asks, is_kept=kept is not None)


def _said(request: AuthedRequest, query: Query, form: forms.Form, *, asks: bool) -> bool:
    text, by = form.cleaned_data["text"], request.user
    try:
        if asks:
            return_of, question = query.return_of, query.question
            ask(return_of=return_of, question=question, by=by, text=text, inside=True)
        else:
            answer(query=query, by=by, text=text)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(
        request, "Your colleagues are told." if asks else "Your answer is sent to who asked."
    )
    return True


def _show(
    request: AuthedRequest,
    return_of: Return,
    query: Query,
    form: forms.Form,
    *,
    asks: bool,
    is_kept: bool,
) -> HttpResponse:
    stored = stored_or_404(return_of, query.question.key)
    place = reverse("return-section", args=[return_of.pk, stored.question.section.key])
    context = {
        "return_of": return_of,
        "stored": stored,
        "query": next(each for each in stored.queries if each.pk == query.pk),
        "form": form,
        "asks": asks,
        "is_kept": is_kept,
        "place": f"{place}#question-{stored.key}",
    }
    return render(request, "returns/query.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed()
def to_colleagues(request: AuthedRequest, pk: int, key: str) -> HttpResponse:
    """Who signs asks colleagues about an answer, before signing."""
    return_of = own_return_or_404(request.user, pk)
    by = signatory_or_404(request, return_of)
    stored = stored_or_404(return_of, key)
    kept = what_was_kept(request)
    form = AskColleaguesForm(request.POST or None, initial=kept.dict() if kept else {})
    if request.method == "POST" and form.is_valid():
        text, question = form.cleaned_data["text"], stored.question
        try:
            made = ask(return_of=return_of, question=question, by=by, text=text, inside=True)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Asked. Your colleagues are told by e-mail.")
            return redirect("return-query", pk, made.pk)
    context = {
        "return_of": return_of,
        "stored": stored,
        "form": form,
        "is_kept": kept is not None,
        "is_signed": return_of.state == Return.State.SIGNED,
    }
    return render(request, "returns/ask.html", context)
