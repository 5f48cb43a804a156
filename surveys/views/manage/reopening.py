"""Reopening a return, or giving it more time; and answering a council that asks for it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site.refused import Refused
from surveys.actions.signing import refuse_correction, reopen
from surveys.models import Return
from surveys.returns.forms import RefuseForm, ReopenForm

from .allowed import for_runners
from .returns import followed_return_or_404

DONE = {
    "reopen": "Reopened. The council is told by e-mail.",
    "refuse": "Refused. The council is told why by e-mail.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def reopening(request: AuthedRequest, pk: int) -> HttpResponse:
    """Each form of the page says in `do` what it is for."""
    return_of = followed_return_or_404(request.user, pk).return_of
    do = request.POST.get("do", "reopen")
    made = _forms(return_of, {do: request.POST} if request.method == "POST" else {})
    if request.method == "POST" and do in made and _is_done(request, return_of, do, made[do]):
        messages.success(request, DONE[do])
        return redirect("manage-return", pk)
    context = {
        "round": return_of.round,
        "return_of": return_of,
        "asked": list(return_of.steps.corrections_to_answer().select_related("by")),
        "forms": made,
        "form": made.get(do, made["reopen"]),
    }
    return render(request, "manage/reopen.html", context)


def _forms(return_of: Return, sent: dict[str, Any]) -> dict[str, forms.Form]:
    return {
        "reopen": ReopenForm(sent.get("reopen"), return_of=return_of, prefix="reopen"),
        "refuse": RefuseForm(sent.get("refuse"), prefix="refuse"),
    }


def _is_done(request: AuthedRequest, return_of: Return, do: str, form: forms.Form) -> bool:
    if not form.is_valid():
        return False
    act = reopen if do == "reopen" else refuse_correction
    try:
        act(return_of=return_of, by=request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
