"""Where data are downloaded: whole releases, and the way to every other file."""

from django.http import HttpRequest, HttpResponse

from ppf_site.pages import public_page, respond
from surveys.models import Release
from surveys.permissions import reads_councils
from surveys.releases.editions import editions_of


@public_page()
def data(request: HttpRequest) -> HttpResponse:
    releases = list(Release.objects.visible_to(request.user).newest_first())
    editions_of(releases)
    context = {
        "title": "Data and downloads",
        "description": "Every figure, answer and list of this site as a file: where each is "
        "downloaded.",
        "releases": releases,
        "names_councils": any(reads_councils(request.user, release) for release in releases),
    }
    return respond(request, "surveys/data.html", context)
