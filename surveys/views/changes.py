"""What a correction changed, for whoever may read it and the release before it."""

from django.http import HttpRequest, HttpResponse

from ppf_site.mail import site_link
from ppf_site.page_numbers import PARAM, page_asked_for
from ppf_site.pages import Lost, Suggestion, public_page, respond, sheet_of
from surveys.models import Release
from surveys.releases.changed import read_changes
from surveys.releases.superseded import release_or_404
from surveys.releases.tables import PER_PAGE, changes_table, rows_of
from surveys.sentences import about_sheet

PAGED = [PARAM]


@public_page(PARAM)
def of_correction(request: HttpRequest, release_id: int) -> HttpResponse:
    """Compared is what this reader sees of both: what is hidden from them is in neither."""
    release = release_or_404(request.user, release_id)
    before = Release.objects.visible_to(request.user).before(release).first()
    if before is None:
        here = Suggestion(str(release), release.get_absolute_url())
        raise Lost(f"Release {release.number} corrects none that can be read here.", [here])
    rows = rows_of(read_changes(before, release, request.user))
    number = release.number
    page, misread = page_asked_for(request, rows, PER_PAGE)
    about = about_sheet(release, site_link(request.get_full_path()))
    context = {
        "round": release.round,
        "release": release,
        "before": before,
        "count": len(rows),
        "table": changes_table(list(page.object_list), before=before, number=number, page=page),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1),
        "title": f"What release {release.number} of {release.round.title} changed",
        "description": "Every figure that a correction changed, before and after.",
    }
    return respond(
        request,
        "surveys/changes.html",
        context,
        lambda: [sheet_of(changes_table(rows, before=before, number=number), about)],
        misread=misread,
    )
