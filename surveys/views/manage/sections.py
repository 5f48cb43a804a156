"""The sections of a round and the headings of its grids."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from councils.http import AuthedRequest
from ppf_site.in_turn import in_turn, to_save
from ppf_site.refused import Refused
from surveys.actions.asking import add_section, remove_section
from surveys.building.words_form import GridWords, NewSection, SectionWords
from surveys.models import Grid, Round, Section

from .allowed import for_runners
from .back import back_to, posted


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def add(request: AuthedRequest, slug: str) -> HttpResponse:
    """At the end; it can be moved up afterwards."""
    round = get_object_or_404(Round, slug=slug)
    form = NewSection(posted(request), instance=Section(round=round))
    if request.method == "POST" and form.is_valid():
        made = add_section(section=form.instance)
        messages.success(request, f"Added: {made.title}")
        return back_to(round, f"section-{made.key}")
    context = {"round": round, "form": form, "title": "Add a section"}
    return render(request, "manage/words.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
@in_turn
def section(request: AuthedRequest, slug: str, key: str) -> HttpResponse:
    round = get_object_or_404(to_save(request, Round.objects.all()), slug=slug)
    found = get_object_or_404(round.sections.select_related("round"), key=key)
    if request.method == "POST" and request.POST.get("do") == "remove":
        return _remove(request, round, found)
    form = SectionWords(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"Saved: {found.title}")
        return back_to(round, f"section-{key}")
    context = {
        "round": round,
        "form": form,
        "title": "Edit the section",
        "removes": "this section" if round.is_draft else "",
    }
    return render(request, "manage/words.html", context)


def _remove(request: AuthedRequest, round: Round, found: Section) -> HttpResponse:
    try:
        remove_section(round=round, key=found.key)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("manage-section", round.slug, found.key)
    messages.success(request, f"Removed: {found.title}")
    return back_to(round)


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
@in_turn
def grid(request: AuthedRequest, slug: str, key: str) -> HttpResponse:
    """The heading that its rows share; the rows are questions of their own."""
    round = get_object_or_404(to_save(request, Round.objects.all()), slug=slug)
    found = get_object_or_404(
        Grid.objects.select_related("section__round"), section__round=round, key=key
    )
    form = GridWords(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"Saved: {found.stem}")
        return back_to(round, f"section-{found.section.key}")
    context = {"round": round, "form": form, "title": "Edit the heading of the grid"}
    return render(request, "manage/words.html", context)
