"""One answer of a return before those who run the round: what it says, and asking about it."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from councils.models import User
from ppf_site.refused import Refused
from surveys.actions.querying import ask, reopen_for, settle
from surveys.answers.stored import Stored, stored_of
from surveys.following.spread import beside
from surveys.models import Query, Return
from surveys.returns.query_forms import AskForm, ReopenForAnswerForm

from .allowed import for_runners
from .returns import followed_return_or_404

ASKED = "Asked. The council’s people are told by e-mail."
SETTLED = "Settled: the answer stands as it is. The council is told by e-mail."
REOPENED = "The return is open again for this section. The council is told by e-mail."


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def of_answer(request: AuthedRequest, pk: int, key: str) -> HttpResponse:
    """Each form of the page says in `do` what it is for."""
    return_of = followed_return_or_404(request.user, pk).return_of
    stored = stored_of(return_of, key)
    if stored is None:
        raise Http404
    queries = [query for query in stored.queries if not query.is_inside]
    unsettled = next((query for query in queries if not query.is_settled), None)
    do = request.POST.get("do", "ask")
    made = _forms(request, do)
    if request.method == "POST" and do in {*made, "settle"}:
        done = _done(_About(return_of, stored, unsettled), request.user, do, made)
        if done:
            messages.success(request, done)
            return redirect("manage-answer", pk, key)
    number = stored.answer.number if stored.answer else None
    context = {
        "round": return_of.round,
        "return_of": return_of,
        "stored": stored,
        "spread": beside(return_of, stored.question, number),
        "queries": queries,
        "unsettled": unsettled,
        "is_signed": return_of.state == Return.State.SIGNED,
        "forms": made,
        "form": made.get(do, made["ask"]),
    }
    return render(request, "manage/answer.html", context)


def _forms(request: AuthedRequest, do: str) -> dict[str, forms.Form]:
    sent: dict[str, Any] = {do: request.POST} if request.method == "POST" else {}
    return {
        "ask": AskForm(sent.get("ask"), prefix="ask"),
        "reopen": ReopenForAnswerForm(sent.get("reopen"), prefix="reopen"),
    }


class _About(NamedTuple):
    return_of: Return
    stored: Stored
    unsettled: Query | None


def _done(about: _About, by: User, do: str, made: dict[str, forms.Form]) -> str:
    """What to say of it; "" where the form says why not."""
    return_of, stored, unsettled = about
    if do == "settle":
        if unsettled is not None:
            settle(query=unsettled, by=by)
        return SETTLED
    form = made[do]
    if not form.is_valid():
        return ""
    try:
        if do == "ask":
            question, text = stored.question, form.cleaned_data["text"]
            ask(return_of=return_of, question=question, by=by, text=text, inside=False)
            return ASKED
        if unsettled is None:
            raise Refused("What was asked about this answer is settled.")
        reopen_for(query=unsettled, by=by, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return ""
    return REOPENED
