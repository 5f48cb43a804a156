"""The register of councils: what changed, and a change entered as one act."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councils.altering import alter
from councils.forms.register import (
    AlterationForm,
    BodyForm,
    EndingForm,
    TogetherForm,
    reorganisation_of,
)
from councils.http import AuthedRequest
from councils.models import Council
from councils.register_changes import changes
from councils.reorganising import Reorganisation, reorganise, why_not_made
from councils.taking_back import altered_from, keep_as_before, take_back, to_take_back
from councils.tried import refusal_of
from ppf_site import words
from ppf_site.days import read_day
from ppf_site.refused import Refused
from surveys.returns.touched import asked_otherwise, touched_by

from .allowed import for_registrars

PAGE = "manage/reorganise.html"


@require_safe
@for_registrars
def register(request: AuthedRequest) -> HttpResponse:
    """The changes that are entered, the latest first."""
    return render(request, "manage/register.html", {"changes": changes()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_registrars
def reorganisation(request: AuthedRequest) -> HttpResponse:
    """Which end; what follows; what it touches; then it is made. The first is in the address."""
    if request.GET.get("do") == "find":
        return render(request, PAGE, {"form": _finding(request.GET)})
    asked = EndingForm(request.GET or None)
    if not asked.is_bound or not asked.is_valid():
        return render(request, PAGE, {"form": asked, "asked": asked})
    sent = request.POST if request.method == "POST" else None
    bodies, together = _what_follows(asked, sent)
    context: dict[str, Any] = {
        "asked": asked,
        "ending": [council.name for council in asked.cleaned_data["ends"]],
        "bodies": bodies,
        "together": together,
    }
    # Each of them, so that every problem is told at once.
    wrong = [form for form in (*bodies, together) if not form.is_valid()]
    if sent is None or wrong:
        context["wrong"] = wrong if sent else []
        return render(request, "manage/reorganise_bodies.html", context)
    change = reorganisation_of(asked, bodies, together)
    problems = why_not_made(change, by=request.user)
    if not problems and sent.get("do") == "make":
        try:
            made = reorganise(change, by=request.user)
        except Refused as refused:
            problems = [str(refused)]
        else:
            began = words.join_words([council.name for council in made])
            messages.success(request, f"Entered: from {words.day(change.day)} on, {began}.")
            return redirect("manage-register")
    if problems:
        return render(request, "manage/reorganise_bodies.html", context | {"problems": problems})
    return render(request, "manage/reorganise_shown.html", context | _shown(change, sent))


def _finding(typed: QueryDict) -> EndingForm:
    """The same page with councils of that name alone, and those that are ticked already."""
    start = {name: typed[name] for name in ("day", "following") if name in typed}
    words_typed = typed.get("name", "").replace("\x00", "").strip()
    return EndingForm(initial=start, ticked=typed.getlist("ends"), words=words_typed)


def _what_follows(asked: EndingForm, sent: QueryDict | None) -> tuple[list[BodyForm], TogetherForm]:
    ending = list(asked.cleaned_data["ends"])
    count = asked.cleaned_data["following"]
    bodies = [
        BodyForm(sent, ending=ending, is_alone=count == 1, prefix=f"body-{number}")
        for number in range(count)
    ]
    is_one_to_one = len(ending) == count == 1
    return bodies, TogetherForm(sent, is_one_to_one=is_one_to_one, prefix="all")


def _shown(change: Reorganisation, sent: QueryDict) -> dict[str, Any]:
    ends = [
        (council, change.followers_of(council), change.kind_of(council).label)
        for council in change.ending
    ]
    return {
        "change": change,
        "ends": ends,
        "touched": touched_by(change.ending, change.day).in_words,
        "carried": change.carried_roles(),
        "sent": list(sent_again(sent)),
    }


def sent_again(sent: QueryDict) -> Iterator[tuple[str, str]]:
    """What was typed goes along with the page that shows what it does."""
    for name in sent:
        if name not in {"csrfmiddlewaretoken", "do"}:
            yield from ((name, value) for value in sent.getlist(name))


@require_http_methods(["GET", "HEAD", "POST"])
@for_registrars
def taking_back(request: AuthedRequest, slug: str) -> HttpResponse:
    """A reorganisation that is still to come, taken back whole; shown before it is done."""
    council = get_object_or_404(Council, slug=slug)
    if "from" in request.GET:
        return _keeping(request, council, request.GET["from"])
    is_beginning = "beginning" in request.GET
    found = to_take_back(council, is_beginning=is_beginning)
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            taken = take_back(council, by=request.user, is_beginning=is_beginning)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            stay = words.join_words([each.name for each in taken.ending])
            gone = words.join_words([each.name for each in taken.begun])
            told = f"{stay} as before" if stay else f"{gone} is not to begin"
            messages.success(request, f"Taken back: {told}.")
        return redirect("manage-register")
    return render(request, "manage/take_back.html", {"found": found})


def _keeping(request: AuthedRequest, council: Council, typed: str) -> HttpResponse:
    """The name, code, region and type that a council was to have from a day to come on."""
    try:
        day = read_day(typed)
    except Refused as refused:
        raise Http404 from refused
    told = altered_from(council, day)
    if not told:
        raise Http404
    if request.method != "POST":
        context = {"council": council, "day": day, "told": told}
        return render(request, "manage/take_alteration_back.html", context)
    try:
        keep_as_before(council, day)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Taken back: {council.name} as before.")
    return redirect("manage-register")


@require_http_methods(["GET", "HEAD", "POST"])
@for_registrars
def alteration(request: AuthedRequest) -> HttpResponse:
    """Another name, code, region or type of one council; shown before it is done."""
    form = AlterationForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "manage/alter.html", {"form": form})
    change = form.alteration()
    is_made = request.POST.get("do") == "make"
    refused = refusal_of(lambda: alter(change), stays=is_made)
    if refused:
        form.add_error(refused.field or None, str(refused))
        return render(request, "manage/alter.html", {"form": form})
    if is_made:
        messages.success(request, f"Entered: {change.in_words}")
        return redirect("manage-register")
    context = {
        "change": change,
        "touched": asked_otherwise(change.council, change.day),
        "sent": list(sent_again(request.POST)),
    }
    return render(request, "manage/alter_shown.html", context)
