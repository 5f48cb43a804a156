"""What a correction changes: every figure before and after, also before it is compiled."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from councils.http import AuthedRequest
from ppf_site import words
from ppf_site.mail import site_link
from ppf_site.mistyped import not_understood
from ppf_site.page_numbers import page_asked_for
from ppf_site.pages import file_asked_for, sheet_of
from surveys.models import Figure, Release, Round
from surveys.releases.changed import FigureChange, changes_between, compared_with
from surveys.releases.compiling import next_release, problems_of
from surveys.releases.shown import read
from surveys.tables_changed import changes_table

from .allowed import compiled_or_404, for_runners

PER_PAGE = 100
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
        changes = _changes(request, before, release)
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
    return _page(request, before, release, _changes(request, before, release))


def _changes(request: AuthedRequest, before: Release, after: Release) -> Sequence[FigureChange]:
    old, new = (
        read(Figure.objects.of_release(each), request.user, [each]) for each in (before, after)
    )
    return changes_between(old, new)


def _page(
    request: AuthedRequest, before: Release, after: Release, changes: Sequence[FigureChange]
) -> HttpResponse:
    def table_of(listed: Sequence[FigureChange], caption: str) -> object:
        return changes_table(listed, before=before, after=after, caption=caption)

    whole = f"What changes from release {before.number} to release {after.number}"
    about = [("Address", site_link(request.get_full_path()))]
    file = file_asked_for(request, lambda: [sheet_of(table_of(changes, whole), about)])
    if file is not None:
        return file
    page, misread = page_asked_for(request, changes, PER_PAGE)
    first, last = words.number(page.start_index()), words.number(page.end_index())
    many = page.paginator.num_pages > 1
    caption = f"{whole}: {first} to {last} of {words.number(len(changes))}" if many else whole
    context = {
        "round": after.round,
        "release": after,
        "before": before,
        "is_compiled": after.compiled_at is not None,
        "count": len(changes),
        "table": table_of(list(page.object_list), caption) if changes else None,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1),
        "not_understood": [*not_understood(request.GET, OF_THE_ADDRESS), *misread],
    }
    return render(request, "manage/changes.html", context)
