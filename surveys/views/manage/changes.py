"""What a correction changes: every figure before and after, also before it is compiled."""

from collections.abc import Sequence
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from councils.http import AuthedRequest
from ppf_site.mail import site_link
from ppf_site.mistyped import not_understood
from ppf_site.page_numbers import page_asked_for
from ppf_site.pages import file_asked_for, sheet_of
from surveys.models import Release, Round
from surveys.releases.changed import FigureChange, compared_with, read_changes
from surveys.releases.compiling import next_release, problems_of
from surveys.tables_changed import PER_PAGE, changes_table

from .allowed import compiled_or_404, for_runners

OF_THE_ADDRESS = ["page", "download", "table"]


@require_safe
@for_runners
def of_next(request: AuthedRequest, slug: str) -> HttpResponse:
    """What the next release would change if it were compiled now."""
    round = get_object_or_404(Round.objects.opened(), slug=slug)
    before = compared_with(None, of_round=round.pk)
    if before is None or problems_of(round):
        return render(request, "manage/changes.html", {"round": round, "nothing": True})
    with next_release(round) as release:
        changes = read_changes(before, release, request.user)
        return _page(request, before, release, changes)


@require_safe
@for_runners
def of_release(request: AuthedRequest, slug: str, number: int) -> HttpResponse:
    """What a release changed that is there."""
    release = compiled_or_404(slug, number)
    before = compared_with(release, of_round=release.round_id)
    if before is None:
        context = {"round": release.round, "release": release, "nothing": True}
        return render(request, "manage/changes.html", context)
    return _page(request, before, release, read_changes(before, release, request.user))


def _page(
    request: AuthedRequest, before: Release, after: Release, changes: Sequence[FigureChange]
) -> HttpResponse:
    about = [("Address", site_link(request.get_full_path()))]
    whole = partial(changes_table, changes, before=before, after=after)
    file = file_asked_for(request, lambda: [sheet_of(whole(), about)])
    if file is not None:
        return file
    page, misread = page_asked_for(request, changes, PER_PAGE)
    shown = changes_table(list(page.object_list), before=before, after=after, page=page)
    context = {
        "round": after.round,
        "release": after,
        "before": before,
        "is_compiled": after.compiled_at is not None,
        "count": len(changes),
        "table": shown if changes else None,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1),
        "not_understood": [*not_understood(request.GET, OF_THE_ADDRESS), *misread],
    }
    return render(request, "manage/changes.html", context)
