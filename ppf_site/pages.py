"""How every page answers: as HTML, as a file of one of its tables, or with help when lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .spreadsheets import Sheet, to_csv, to_xlsx

WRITERS: Mapping[str, tuple[Callable[[Sheet], bytes], str]] = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    label: str
    url: str


def respond(
    request: HttpRequest, template: str, context: dict[str, Any], sheets: Sequence[Sheet] = ()
) -> HttpResponse:
    """The page, or with ?download=csv&table=name the same rows as a file."""
    form = request.GET.get("download", "")
    if form in WRITERS and sheets:
        named = {sheet.name: sheet for sheet in sheets}
        return download(named.get(request.GET.get("table", ""), sheets[0]), form)
    return render(request, template, {"sheets": {s.name: s for s in sheets}, **context})


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
