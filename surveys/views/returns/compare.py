"""The page where a council sees itself: its answers now, beside what others said in releases."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from councils.http import AuthedRequest
from ppf_site.mail import site_link
from ppf_site.pages import respond, sheet_of
from ppf_site.spreadsheets import Sheet
from surveys.permissions import own_return_or_404
from surveys.returns.beside import beside_of, beside_table, finding
from surveys.sentences import about_sheet


@require_safe
def compare(request: AuthedRequest, pk: int) -> HttpResponse:
    return_of = own_return_or_404(request.user, pk)
    found = beside_of(return_of, request.user)
    tables = [beside_table(return_of, each) for each in found]

    def sheets() -> list[Sheet]:
        address = site_link(request.get_full_path())
        return [
            sheet_of(table, about_sheet(each.release, address))
            for each, table in zip(found, tables, strict=True)
        ]

    context = {
        "return_of": return_of,
        "finding": finding(return_of.council.short_name, found),
        "tables": tables,
    }
    return respond(request, "returns/compare.html", context, sheets)
