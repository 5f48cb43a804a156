"""A rate, a band or a tally: no council is asked for it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site.refused import Refused
from surveys.actions.asking import put_questions
from surveys.building.worked_out_form import KINDS, WorkedOutBuilder
from surveys.models import Question, Round

from .allowed import for_runners
from .back import back_to, posted


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def add(request: AuthedRequest, slug: str) -> HttpResponse:
    """`kind` says which of the three; without one they are told apart first."""
    round = get_object_or_404(Round, slug=slug)
    if not round.sections.exists():
        return redirect("manage-add-section", slug)
    kind, section = request.GET.get("kind", ""), request.GET.get("section", "")
    if kind not in KINDS:
        context = {"round": round, "kinds": KINDS, "section": section}
        return render(request, "manage/worked_out_kinds.html", context)
    initial = {"section": section}
    form = WorkedOutBuilder(posted(request), round=round, kind=kind, initial=initial)
    return put_or_show(request, round, form)


def change(request: AuthedRequest, round: Round, asked: Question) -> HttpResponse:
    form = WorkedOutBuilder(posted(request), round=round, kind=asked.derivation, instance=asked)
    return put_or_show(request, round, form)


def put_or_show(request: AuthedRequest, round: Round, form: WorkedOutBuilder) -> HttpResponse:
    name = form.initial.get("short_text", "")
    if request.method == "POST" and form.is_valid():
        made = form.made()
        try:
            put_questions(round=round, questions=[made], offered=form.offered, grid=made.grid)
        except Refused as refused:
            form.add_error("section", str(refused))
        else:
            messages.success(request, f"Saved: {made.short_text}")
            return back_to(round, f"question-{made.key}")
    label, about = KINDS[form.kind]
    context = {"round": round, "form": form, "name": name, "label": label, "about": about}
    return render(request, "manage/worked_out.html", context)
