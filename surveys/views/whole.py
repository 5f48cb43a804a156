"""A whole release as one file, made once for all who see the same of it."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

from ppf_site.packages import Package, to_workbook, to_zip
from ppf_site.pages import WRITERS, public_page
from surveys.models import Figure, ReleasedReturn
from surveys.packages import package_of
from surveys.releases.editions import edition_of
from surveys.releases.shown import read
from surveys.releases.superseded import release_or_404

FORMS: Mapping[str, tuple[Callable[[Package], bytes], str]] = {
    "zip": (to_zip, "application/zip"),
    "xlsx": (to_workbook, WRITERS["xlsx"][1]),
}


@public_page()
def whole_release(request: HttpRequest, release_id: int, form: str) -> HttpResponse:
    release = release_or_404(request.user, release_id)
    edition = edition_of(release)
    figures = read(Figure.objects.of_release(release), request.user, [release])
    returns = ReleasedReturn.objects.whole_list(release)
    answers = release.answers.visible_to(request.user)
    package = package_of(
        release, edition, figures, list(returns), list(answers), person=request.user
    )
    write, content_type = FORMS[form]
    attached = f'attachment; filename="{package.name}.{form}"'
    headers = {"Content-Disposition": attached}
    return HttpResponse(write(package), content_type=content_type, headers=headers)
