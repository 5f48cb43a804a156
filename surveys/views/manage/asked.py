"""Whom a draft will ask."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site import words
from surveys.actions.choosing import choose_councils
from surveys.building.asked_form import AskedForm
from surveys.releases.sentences import nothing_public

from .allowed import draft_or_404, for_runners
from .back import posted


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def asked(request: AuthedRequest, slug: str) -> HttpResponse:
    round = draft_or_404(slug)
    form = AskedForm(posted(request), round=round)
    if request.method == "POST" and form.is_valid():
        reasons = form.reasons()
        choose_councils(round=round, reasons=reasons)
        chosen = words.plural(len(reasons), "council")
        told = f"{chosen} will be asked." if reasons else "All in force will be asked."
        messages.success(request, told)
        return redirect("manage-round", slug)
    told = nothing_public(round, form.asked)
    return render(request, "manage/asked.html", {"round": round, "form": form, "hidden": told})
