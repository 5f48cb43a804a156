"""What a correction changes: every figure before and after, also before it is compiled."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councils.http import AuthedRequest
from ppf_site.mail import site_link
from ppf_site.mistyped import not_understood
from ppf_site.page_numbers import page_asked_for
from ppf_site.pages import file_asked_for, sheet_of
from ppf_site.refused import Refused
from surveys.actions.trying import try_next
from surveys.models import CorrectionPreview, Release, Round
from surveys.releases.changed import compared_with, read_changes
from surveys.releases.compiling import problems_of
from surveys.releases.tables import PER_PAGE, Row, changes_table, numbered, rows_of

from .allowed import compiled_or_404, for_runners

OF_THE_ADDRESS = ["page", "download", "table"]


@require_http_methods(["GET", "HEAD", "POST"])
@for_runners
def of_next(request: AuthedRequest, slug: str) -> HttpResponse:
    """What the next release would change: worked out when somebody asks, and kept to be read."""
    round = get_object_or_404(Round.objects.opened(), slug=slug)
    if request.method == "POST":
        try:
            try_next(round=round, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("manage-next-changes", slug)
    kept = CorrectionPreview.objects.in_force().filter(round=round)
    preview = kept.select_related("before__round", "by").first()
    if preview is not None:
        rows = numbered(preview.rows)
        return _page(request, preview.before, preview.number, rows, {"preview": preview})
    before = compared_with(None, of_round=round.pk)
    nothing = before is None or bool(problems_of(round))
    context = {"round": round, "nothing": nothing, "before": before}
    return render(request, "manage/changes.html", context)


@require_safe
@for_runners
def of_release(request: AuthedRequest, slug: str, number: int) -> HttpResponse:
    """What a release changed that is there."""
    release = compiled_or_404(slug, number)
    before = compared_with(release, of_round=release.round_id)
    if before is None:
        context = {"round": release.round, "release": release, "nothing": True}
        return render(request, "manage/changes.html", context)
    rows = rows_of(read_changes(before, release, request.user))
    return _page(request, before, number, rows, {"release": release})


def _page(
    request: AuthedRequest,
    before: Release,
    number: int,
    rows: Sequence[Row],
    about_it: dict[str, Any],
) -> HttpResponse:
    about = [("Address", site_link(request.get_full_path()))]
    whole = partial(changes_table, rows, before=before, number=number)
    file = file_asked_for(request, lambda: [sheet_of(whole(), about)])
    if file is not None:
        return file
    page, misread = page_asked_for(request, rows, PER_PAGE)
    shown = changes_table(list(page.object_list), before=before, number=number, page=page)
    context = {
        **about_it,
        "round": before.round,
        "number": number,
        "before": before,
        "count": len(rows),
        "table": shown if rows else None,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1),
        "not_understood": [*not_understood(request.GET, OF_THE_ADDRESS), *misread],
    }
    return render(request, "manage/changes.html", context)
