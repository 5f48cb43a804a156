"""How every page answers: as HTML, as a file of one of its tables, or with help when lost."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .addresses import OF_THE_FORM, in_order, of_the_form, with_changes, without
from .charts.chart import Chart, to_share
from .charts.picture import to_png, to_svg
from .embedding import embedded
from .kept.audience import Audience, audience_of
from .kept.models import State, state_now
from .kept.personal import filled, leave_gaps, to_member
from .kept.store import STORE, Kept, Key
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
    "json": (lambda chart, _: json.dumps(chart.spec).encode(), "application/json"),
    "html": (embedded, "text/html; charset=utf-8"),
}


View = TypeVar("View", bound=Callable[..., HttpResponse])


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


def public_page(*params: str) -> Callable[[View], View]:
    """For the view of a page that is open to everybody: it is made once, and kept for as long as
    nothing that it is made from has changed.

    `params` are those of the address that the page reads; any others are named on it. As the
    request's user the view is given all who may see the same, and never a person: what is a
    person's own is filled in as the page is handed out. Who sees what others of their kind do
    not see yet has the page made for them.
    """

    def decorate(view: View) -> View:
        @require_safe
        @login_not_required
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.reads = params  # type: ignore[attr-defined]
            return public_answer(request, params, lambda: view(request, *args, **kwargs))

        return cast(View, page)

    return decorate


def public_answer(
    request: HttpRequest, params: Sequence[str], make: Callable[[], HttpResponse]
) -> HttpResponseBase:
    """What is kept for such an address, or what `make` makes of it."""
    asked = _asked(request, params)
    if asked is None:
        return public_to_readers(request, make())
    return _kept(asked, request, make)


@dataclass(frozen=True, slots=True)
class PageAsked:
    """A page that can be kept: for whom, at which address, as things stand."""

    audience: Audience
    query: str
    key: Key
    state: State


def _asked(request: HttpRequest, params: Sequence[str]) -> PageAsked | None:
    """None where the address says what is not understood, which is told, or the person sees more
    than others."""
    understood = [*params, *of_the_form(request)]
    if not_understood(request.GET, understood):
        return None
    audience = audience_of(request.user)
    state = _state(request)
    if state is None:
        return None
    is_file = request.GET.get("download")
    address = in_order(request, understood if is_file else params)
    _, _, query = address.partition("?")
    return PageAsked(audience, query, Key(audience.name, address), state)


def _state(request: HttpRequest) -> State | None:
    """It came with the person, where there is one with a role."""
    person = request.user
    return person.published if hasattr(person, "published") else state_now(person.pk)


def _kept(
    asked: PageAsked, request: HttpRequest, make: Callable[[], HttpResponse]
) -> HttpResponseBase:
    """The page, made unless it is kept from the same state of things."""
    with _in_order(request, asked.query):
        with STORE.turn(asked.key):
            found = STORE.get(asked.key)
            if found is None or found.state != asked.state:
                made = _for_all(asked, request, make)
                if made.status_code != 200:
                    return public_to_readers(request, made)
                found = Kept(asked.state, made.content, dict(made.items()))
                STORE.keep(asked.key, found)
        return _handed_out(found, request)


@contextmanager
def _in_order(request: HttpRequest, query: str) -> Iterator[None]:
    """The address stands on the page as one that means the same would."""
    typed = request.GET, request.META["QUERY_STRING"]
    request.GET, request.META["QUERY_STRING"] = QueryDict(query), query
    try:
        yield
    finally:
        request.GET, request.META["QUERY_STRING"] = typed


def _for_all(
    asked: PageAsked, request: HttpRequest, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """Made with nobody at hand."""
    person = request.user
    request.user = asked.audience
    leave_gaps(request, on=True)
    try:
        return make()
    finally:
        request.user = person
        leave_gaps(request, on=False)


def _handed_out(page: Kept, request: HttpRequest) -> HttpResponseBase:
    if request.user.is_authenticated or len(get_messages(request)):
        return to_member(page, request)
    if not page.whole:
        page.complete(filled(page, request))
    return page.to_reader(request)


def respond(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    sheets: Callable[[], Sequence[Sheet]] = list,
    charts: Sequence[Chart | None] = (),
    *,
    misread: Sequence[str] = (),
    unknown: Sequence[str] = (),
) -> HttpResponse:
    """The page, or with ?download=csv&table=name the same rows as a file, or with
    ?download=svg&chart=key a chart as a picture.

    `sheets` are worked out for whoever asks for one. `misread` are parameters whose values the
    page could not read: its form says so, and its own address is without them; so it is without
    the `unknown`, whose values the page does not have, which the page says above everything.
    Raises Lost for a table or a chart that the page does not have; without a name it is the first.
    """
    file = file_asked_for(request, sheets, charts)
    if file is not None:
        return file
    params = getattr(request, "reads", ())
    left_out = [*not_understood(request.GET, [*params, *of_the_form(request)]), *unknown]
    read = [key for key in params if key not in {*misread, *unknown}]
    whole = {
        "not_understood": left_out,
        "canonical": site_link(in_order(request, read)),
        "picture": site_link(shared.png) if (shared := to_share(charts)) else "",
        "has_charts_for_others": any(chart.is_for_others for chart in charts if chart),
    }
    request.GET = QueryDict(without(request.GET, left_out))
    return render(request, template, {**whole, **context})


def file_asked_for(
    request: HttpRequest,
    sheets: Callable[[], Sequence[Sheet]],
    charts: Sequence[Chart | None] = (),
) -> HttpResponse | None:
    """The table that ?download=csv&table=name asks for, or the chart; None where neither is."""
    form = request.GET.get("download", "")
    if form in WRITERS:
        return download(_asked_for(request, sheets()), form)
    return _painted(request, charts, form) if form in PAINTERS else None


def _asked_for(request: HttpRequest, sheets: Sequence[Sheet]) -> Sheet:
    name = request.GET.get("table", "")
    if not sheets:
        page = Suggestion("The page itself", with_changes(request, download=None, table=None))
        raise Lost("There is no table to download here.", [page])
    for sheet in sheets:
        if sheet.name == name or not name:
            return sheet
    raise Lost(
        f"There is no table called “{name}” to download here. These are the tables:",
        [Suggestion(sheet.title, with_changes(request, table=sheet.name)) for sheet in sheets],
    )


def _painted(request: HttpRequest, charts: Sequence[Chart | None], form: str) -> HttpResponse:
    name = request.GET.get("chart", "")
    for chart in charts:
        if chart and (chart.key == name or not name):
            paint, content_type = PAINTERS[form]
            return HttpResponse(paint(chart, site_link(chart.page)), content_type=content_type)
    page = Suggestion("The page itself", with_changes(request, **dict.fromkeys(OF_THE_FORM)))
    raise Lost(f"There is no chart called “{name}” here.", [page])


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
    """A django-tables2 table as a file: columns hidden on the page are the unrounded values.

    Its caption stands in each row, or the files of two bases would look alike.
    """
    header, *rows = table.as_values(exclude_columns=exclude)
    told = [[*row, table.caption] for row in rows]
    return Sheet(table.name, table.caption, [*header, "Table"], told, about)
