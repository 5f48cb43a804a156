"""The file of every council's status by expectation and round: for regulators and the sector."""

from django.http import Http404, HttpRequest, HttpResponse

from milestones.library import open_library
from milestones.status import readable_releases, status_sheet
from ppf_site.pages import download, public_page


@public_page()
def council_status(request: HttpRequest, form: str) -> HttpResponse:
    """It does not exist for whoever may not read what single councils said."""
    library = open_library(request.user)
    if not readable_releases(library):
        raise Http404
    return download(status_sheet(library, request.user), form)
