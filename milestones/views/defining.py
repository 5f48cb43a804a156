"""Programmes as those who run rounds define them: all of one on a page, each part in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from milestones.defining.forms import ProgrammeForm
from milestones.defining.parts import KINDS, PartKind, Removal, removal_of, remove, tree_of
from milestones.models import Measure, MeasureBase, Milestone, Programme
from ppf_site.in_turn import in_turn, to_save
from ppf_site.refused import Refused
from surveys.views.manage.allowed import for_runners


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def programmes(request: AuthedRequest) -> HttpResponse:
    """Every programme, and a new one."""
    form = ProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.save()
        messages.success(request, f"{made} is there. Now give it milestones.")
        return redirect("manage-programme", made.slug)
    context = {"programmes": Programme.objects.front_first(), "form": form}
    return render(request, "manage/programmes.html", context)


# A milestone has expectations, what is counted is counted of somebody, and told by a rate.
NEXT: Mapping[type[Model], str] = {Milestone: "expectation", Measure: "base", MeasureBase: "rate"}


@dataclass(frozen=True, slots=True)
class Editing:
    """The part whose form is open; `place` is where on the page it stands."""

    form: Any
    place: str
    removal: Removal | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
@in_turn
def programme(request: AuthedRequest, slug: str) -> HttpResponse:
    """?part=expectation&pk=3 opens that part's form, ?part=expectation&of=2 that of a new one."""
    found = get_object_or_404(to_save(request, Programme.objects.all()), slug=slug)
    kind = KINDS.get(request.GET.get("part", ""))
    editing = _editing(request, found, kind)
    if request.method == "POST" and editing is None:
        raise Http404
    if request.method == "POST" and editing is not None:
        is_new = editing.place.startswith("new-")
        done = _done(request, editing)
        if done:
            messages.success(request, done)
            place = reverse("manage-programme", args=[slug])
            return redirect(f"{place}{_next(editing) if is_new else f'#{editing.place}'}")
    context = {"programme": found, "milestones": tree_of(found), "editing": editing}
    return render(request, "manage/programme.html", context)


def _editing(request: AuthedRequest, programme: Programme, kind: PartKind | None) -> Editing | None:
    sent = request.POST if request.POST.get("do") == "save" else None
    if request.GET.get("part") == "programme":
        return Editing(ProgrammeForm(sent, instance=programme), "programme")
    if kind is None:
        return None
    if "pk" in request.GET:
        part = _row(kind, programme, request.GET["pk"])
        form = kind.form(sent, instance=part, programme=programme)
        wants_removal = "remove" in request.GET
        return Editing(form, f"{kind.name}-{part.pk}", removal_of(part) if wants_removal else None)
    above = KINDS.get(kind.above)
    parent = _row(above, programme, request.GET.get("of", "")) if above else programme
    form = kind.form(sent, programme=programme, parent=parent)
    return Editing(form, f"new-{kind.name}-{parent.pk}")


def _next(editing: Editing) -> str:
    """Where one goes on from a new part: to the form of what it is nothing without, if any."""
    part = editing.form.instance
    under = NEXT.get(type(part))
    if under is None:
        return f"#{editing.place}"
    return f"?part={under}&of={part.pk}#new-{under}-{part.pk}"


def _row(kind: PartKind, programme: Programme, number: str) -> Model:
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise Http404
    row: Model = get_object_or_404(kind.rows(programme), pk=int(number))
    return row


def _done(request: AuthedRequest, editing: Editing) -> str:
    """What was done, in words; "" where the form has something to put right."""
    if request.POST.get("do") == "remove" and editing.removal is not None:
        told = str(editing.removal.part)
        try:
            remove(editing.removal.part)
        except Refused as refused:
            messages.error(request, str(refused))
            return ""
        return f"{told} is removed."
    if not editing.form.is_bound or not editing.form.is_valid():
        return ""
    with transaction.atomic():
        saved = editing.form.save()
    return f"{saved} is saved."
