"""The answers to choose from that questions of a draft share."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site.in_turn import in_turn, to_save
from ppf_site.refused import Refused
from surveys.actions.asking import add_scale, change_scale, remove_scale
from surveys.building.scale_form import ScaleBuilder, messages_of, part_of
from surveys.models import Round, Scale

from .allowed import for_runners
from .back import back_to, posted


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def add(request: AuthedRequest, slug: str) -> HttpResponse:
    round = get_object_or_404(Round, slug=slug)
    return _form(request, round, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
@in_turn
def scale(request: AuthedRequest, slug: str, key: str) -> HttpResponse:
    # What is fixed once it is open is changed here before.
    round = get_object_or_404(to_save(request, Round.objects.drafts()), slug=slug)
    found = get_object_or_404(round.scales.all(), key=key)
    if request.method == "POST" and request.POST.get("do") == "remove":
        try:
            remove_scale(round=round, scale=found)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("manage-scale", slug, key)
        messages.success(request, f"Removed: {found.title}")
        return back_to(round)
    return _form(request, round, found)


def _form(request: AuthedRequest, round: Round, found: Scale | None) -> HttpResponse:
    data = posted(request)
    form = ScaleBuilder(data, round=round, scale=found)
    # The form first: it takes over rows that somebody else changed.
    is_valid, rows = form.is_valid(), form.rows
    if all([is_valid, rows.is_valid()]):
        part = part_of(form, rows)
        if found is None:
            add_scale(round=round, part=part)
        else:
            change_scale(round=round, scale=found, part=part)
        messages.success(request, f"Saved: {part.title}")
        return back_to(round, "answers")
    if request.method == "POST":
        for message in messages_of(rows):
            form.add_error(None, message)
    context = {"round": round, "form": form, "rows": rows, "scale": found}
    return render(request, "manage/scale.html", context)
