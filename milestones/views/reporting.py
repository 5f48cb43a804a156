"""Figures that were reported at the time, entered by those who run rounds and set beside ours."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councils.http import AuthedRequest
from milestones.models import ReportedFigure
from milestones.reported.forms import FigureForm
from milestones.reported.picking import ReleasedChoices
from milestones.reported.reconciled import Reconciled
from ppf_site import words
from ppf_site.in_turn import in_turn, to_save
from ppf_site.mistyped import not_understood
from ppf_site.page_numbers import page_asked_for
from surveys.views.manage.allowed import for_runners

PER_PAGE = 30


@require_safe
@for_runners
def listed(request: AuthedRequest) -> HttpResponse:
    """The latest first, whoever entered them."""
    figures = ReportedFigure.objects.order_by("-position")
    page, misread = page_asked_for(request, figures, PER_PAGE)
    context = {
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1),
        "not_understood": [*not_understood(request.GET, ["page"]), *misread],
    }
    return render(request, "manage/reported.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
@in_turn
def figure(request: AuthedRequest, pk: int | None = None) -> HttpResponse:
    """What the source printed, what is picked for it, and what the two say of each other. It is
    saved once that has been seen."""
    figures = to_save(request, ReportedFigure.objects.all())
    own = ReportedFigure() if pk is None else get_object_or_404(figures, pk=pk)
    is_saving = request.POST.get("do") == "save"
    form = FigureForm(
        request.POST if request.method == "POST" else None,
        instance=own,
        shelf=ReleasedChoices.of(request.user),
        looks=not is_saving,
    )
    found = None
    if form.is_bound and form.is_valid():
        found = form.reconciled()
        if is_saving and request.POST.get("seen") == mark_of(found):
            return _saved(request, form, found)
    elif not form.is_bound and own.pk is not None:
        found = form.shelf.reconcile(own)
    context = {
        "form": form,
        "figure": own,
        "found": found,
        "seen": mark_of(found) if found else "",
        "is_to_see": is_saving and found is not None,
    }
    return render(request, "manage/reported_figure.html", context)


def mark_of(found: Reconciled) -> str:
    """What was shown of it: nothing is saved that nobody has seen."""
    held = found.held.words if found.held else ""
    return f"{found.verdict}: {found.printed}; {held}"


def _saved(request: AuthedRequest, form: FigureForm, found: Reconciled) -> HttpResponse:
    with transaction.atomic():
        saved = form.save_by(request.user)
    messages.success(request, f"Saved as {saved.key}: {words.lower_first(found.verdict)}.")
    return redirect("manage-reported")
