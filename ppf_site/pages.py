"""How every page answers: as HTML, as a file of one of its tables, or with help when lost."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from .charts.chart import Chart
from .charts.picture import to_png, to_svg
from .mail import site_link
from .mistyped import not_understood
from .privacy import public_to_readers
from .spreadsheets import Sheet, to_csv, to_xlsx

WRITERS: Mapping[str, tuple[Callable[[Sheet], bytes], str]] = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
PAINTERS: Mapping[str, tuple[Callable[[Chart, str], bytes], str]] = {
    "svg": (lambda chart, address: to_svg(chart, address).encode(), "image/svg+xml"),
    "png": (to_png, "image/png"),
}
# What an address says of the form of its answer, and not of what the answer is about: any page
# with tables or charts reads these parameters.
OF_THE_FORM = ("download", "table", "chart")


@dataclass(frozen=True, slots=True)
class Suggestion:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Within:
    """Where a page's links lead: into the release it is pinned to, or on in the round it shows."""

    prefix: str = ""
    query: str = ""

    def to(self, path: str) -> str:
        return f"{self.prefix}{path}{self.query}"

    @property
    def overview(self) -> str:
        return f"{self.prefix}/overview/" if self.prefix else f"/{self.query}"


def respond(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    sheets: Sequence[Sheet] = (),
    charts: Sequence[Chart | None] = (),
    *,
    params: Sequence[str] = (),
) -> HttpResponse:
    """The page, or with ?download=csv&table=name the same rows as a file, or with
    ?download=svg&chart=key a chart as a picture.

    `params` are those of the address that the page reads: any others are named on it. Raises Lost
    for a table or a chart that the page does not have; without a name it is the first.
    """
    form = request.GET.get("download", "")
    if form in WRITERS:
        return public_to_readers(request, download(_asked_for(request, sheets), form))
    if form in PAINTERS:
        return public_to_readers(request, _painted(request, charts, form))
    # A form that nothing is downloaded in is named too; none is the page itself.
    of_the_form = OF_THE_FORM[1:] if form else OF_THE_FORM
    whole = {
        "sheets": {sheet.name: sheet for sheet in sheets},
        "not_understood": not_understood(request.GET, [*of_the_form, *params]),
        "canonical": site_link(_canonical(request, params)),
        "picture": next((site_link(chart.png) for chart in charts if chart), ""),
    }
    return public_to_readers(request, render(request, template, {**whole, **context}))


def _canonical(request: HttpRequest, params: Sequence[str]) -> str:
    """The page's address with what it reads of it, in one order; a pinned page names its own."""
    said = [(key, text) for key in params for text in request.GET.getlist(key) if text]
    return f"{request.path}?{urlencode(said)}" if said else request.path


def _asked_for(request: HttpRequest, sheets: Sequence[Sheet]) -> Sheet:
    name = request.GET.get("table", "")
    if not sheets:
        page = Suggestion("The page itself", _address(request, download=None, table=None))
        raise Lost("There is no table to download here.", [page])
    for sheet in sheets:
        if sheet.name == name or not name:
            return sheet
    raise Lost(
        f"There is no table called “{name}” to download here. These are the tables:",
        [Suggestion(sheet.title, _address(request, table=sheet.name)) for sheet in sheets],
    )


def _painted(request: HttpRequest, charts: Sequence[Chart | None], form: str) -> HttpResponse:
    name = request.GET.get("chart", "")
    for chart in charts:
        if chart and (chart.key == name or not name):
            paint, content_type = PAINTERS[form]
            return HttpResponse(paint(chart, site_link(chart.page)), content_type=content_type)
    page = Suggestion("The page itself", _address(request, **dict.fromkeys(OF_THE_FORM)))
    raise Lost(f"There is no chart called “{name}” here.", [page])


def pictured(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page's charts at addresses of their own: "<page>/answers.svg" asks the page for
    ?download=svg&chart=answers."""

    @wraps(view)
    def picture(
        request: HttpRequest, *args: Any, chart: str, form: str, **kwargs: Any
    ) -> HttpResponse:
        asked = request.GET.copy()
        asked["chart"], asked["download"] = chart, form
        request.GET = QueryDict(asked.urlencode())
        request.path = request.path[: -len(f"{chart}.{form}")]
        return view(request, *args, **kwargs)

    return picture


def pinned_page(request: HttpRequest, release_id: int) -> str:
    """This page as it is in the release for good, with what its address says it is about."""
    params = request.GET.copy()
    for key in (*OF_THE_FORM, "round"):
        params.pop(key, None)
    path = re.sub(r"^/releases/\d+(?=/)", "", request.path)
    query = f"?{params.urlencode()}" if params else ""
    return f"/releases/{release_id}{path if path != '/' else '/overview/'}{query}"


def _address(request: HttpRequest, **changes: str | None) -> str:
    """This page's address with some of its state changed."""
    params = request.GET.copy()
    for key, value in changes.items():
        params.pop(key, None)
        if value is not None:
            params[key] = value
    return f"{request.path}?{params.urlencode()}" if params else request.path


def download(sheet: Sheet, form: str) -> HttpResponse:
    write, content_type = WRITERS[form]
    return HttpResponse(
        write(sheet),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{sheet.name}.{form}"'},
    )


def not_here(
    request: HttpRequest, message: str, suggestions: Sequence[Suggestion] = ()
) -> HttpResponse:
    """A 404 that says what was looked for and what there is instead."""
    context = {"message": message, "suggestions": suggestions}
    return render(request, "not_here.html", context, status=404)


class Lost(Exception):
    """What was asked for is not there, and what there is instead. Shown as a helpful 404."""

    def __init__(self, message: str, suggestions: Sequence[Suggestion] = ()) -> None:
        self.message = message
        self.suggestions = suggestions
        super().__init__(message)


class LostMiddleware:
    """Turns Lost, raised anywhere below a view, into its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Lost):
            return not_here(request, error.message, error.suggestions)
        return None


def sheet_of(
    table: Any, about: Sequence[tuple[str, str]] = (), *, exclude: Sequence[str] = ()
) -> Sheet:
    """A django-tables2 table as a file: columns hidden on the page are the unrounded values."""
    header, *rows = table.as_values(exclude_columns=exclude)
    return Sheet(table.name, table.caption, header, rows, about)
