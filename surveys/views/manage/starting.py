"""A new round: from a round before, from nothing, or from its file. And the file itself."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councils.http import AuthedRequest
from ppf_site import words
from ppf_site.bodies import takes_up_to
from surveys.actions.starting import copy_round, left_behind, start_from_file
from surveys.building.start import (
    LARGEST_FILE,
    TOO_LARGE,
    CopyForm,
    FileForm,
    NewForm,
)
from surveys.models import Round
from surveys.rounds.copying import goes_on
from surveys.rounds.exports import round_file, to_toml
from surveys.rounds.imports import BadRoundError
from surveys.rounds.linked import bewares_of, links_of

from .allowed import for_runners

# What a form adds around its file: boundaries, names, the token.
AROUND_A_FILE = 64 * 1024
Forms = Mapping[str, forms.BaseForm]


@takes_up_to(LARGEST_FILE + AROUND_A_FILE, TOO_LARGE)
@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def new(request: AuthedRequest) -> HttpResponse:
    """Three ways; each form says in `do` which it is."""
    made = _forms(request)
    sent = made.get(request.POST.get("do", "")) if request.method == "POST" else None
    if sent is not None and sent.is_valid():
        round = _started(sent)
        if round is not None:
            said = f"{round} is a draft now. Nobody is told before it is opened."
            messages.success(request, f"{said}{_along(round)}{_follows_nothing(sent, round)}")
            for told in [*bewares_of(round), *_left_behind(sent, round)]:
                messages.warning(request, told)
            return redirect("manage-questions", round.slug)
    return render(request, "manage/new.html", {"forms": made, "form": sent})


def _forms(request: AuthedRequest) -> Forms:
    do = request.POST.get("do", "")

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    rounds = Round.objects.visible_to(request.user)
    return {
        "copy": CopyForm(sent("copy"), rounds=rounds, prefix="copy"),
        "file": FileForm(sent("file"), request.FILES or None, prefix="file"),
        "new": NewForm(sent("new"), prefix="new"),
    }


def _started(form: forms.BaseForm) -> Round | None:
    """The draft; None where its problems are told beside the field."""
    try:
        if isinstance(form, CopyForm):
            return copy_round(of=form.cleaned_data["of"], new=form.instance)
        if isinstance(form, FileForm):
            return start_from_file(file=form.cleaned_data["file"])
    except BadRoundError as error:
        for problem in error.problems:
            form.add_error("of" if isinstance(form, CopyForm) else "file", problem)
        return None
    assert isinstance(form, NewForm)
    return form.save()


def _along(round: Round) -> str:
    """What came along with its questions."""
    links = len(links_of(round))
    told = words.plural(links, "link of its questions", "links of its questions")
    return f" {told} to expectations and measures came along." if links else ""


def _left_behind(form: forms.BaseForm, round: Round) -> list[str]:
    """A rate of percentages is made no more: it is not copied either."""
    of = form.cleaned_data["of"] if isinstance(form, CopyForm) else None
    lost = left_behind(of=of, made=round) if of else []
    if not lost:
        return []
    named = words.join_words([f"“{each}”" for each in lost])
    return [
        f"Not copied: {named}. A rate is one count as a percentage of another, and this was of a "
        "percentage, or worked out from one that was. Ask for the counts, and add it again."
    ]


def _follows_nothing(form: forms.BaseForm, round: Round) -> str:
    """What to know of a copy into the past."""
    of = form.cleaned_data["of"] if isinstance(form, CopyForm) else None
    if of is None or goes_on(of.reference_date, round.reference_date):
        return ""
    return (
        f" It is about no later day than {of}, so its questions do not follow those: say of each "
        "what it follows, if anything."
    )


@require_safe
@for_runners
def file(request: AuthedRequest, slug: str) -> HttpResponse:
    """Everything that the round asks, to keep, to change and to start another one from."""
    round = get_object_or_404(Round.objects.with_days(), slug=slug)
    response = HttpResponse(to_toml(round_file(round)), content_type="application/toml")
    response["Content-Disposition"] = f'attachment; filename="{round.slug}.toml"'
    return response
