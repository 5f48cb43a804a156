"""The API itself: whatever it answers is kept as the pages are, and refused in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import ValidationError

from ppf_site.mistyped import not_understood
from ppf_site.pages import public_answer
from ppf_site.privacy import PRIVATE

from .problems import JSON_PROBLEM, NotHere, problem

READING = ("GET", "HEAD")
START = "/data/api/"
View = Callable[..., HttpResponseBase]


class OpenData(NinjaAPI):
    """Its document says what is true of the addresses: problems have a type of their own, and
    what may be left out is not sent as null."""

    def get_openapi_schema(self, **_: Any) -> Any:
        document = super().get_openapi_schema(path_prefix=START)
        for operation in _operations(document):
            for parameter in operation["parameters"]:
                parameter["schema"] = _without_null(parameter["schema"])
            for status, answer in operation["responses"].items():
                if status >= HTTPStatus.BAD_REQUEST:
                    answer["content"] = {JSON_PROBLEM: answer["content"]["application/json"]}
        return document


def _operations(document: Any) -> Iterator[Any]:
    for methods in document["paths"].values():
        yield from methods.values()


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    kept = {key: value for key, value in schema.items() if key not in {"anyOf", "default"}}
    return {**kept, **kinds[0]}


api = OpenData(
    title="Open data of the council surveys",
    version="1",
    description=(
        "What the pages show, as JSON, and nothing else: figures come from releases, which never "
        "change. It is for reading alone, and needs no key."
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="data-api",
    servers=[],
)


@api.exception_handler(NotHere)
def _not_here(_request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, str(error))


@api.exception_handler(ValidationError)
def _not_valid(_request: HttpRequest, error: Exception) -> HttpResponse:
    assert isinstance(error, ValidationError)
    told = [f"{fault['loc'][-1]}: {fault['msg']}." for fault in error.errors]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(told))


def addresses() -> Iterator[URLPattern]:
    """Of every operation; asked for once all apps have added theirs."""
    paths = api.get_openapi_schema()["paths"]
    for pattern in api.urls[0]:
        path = START + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        if path in paths and isinstance(pattern, URLPattern):
            view = open_to_all(pattern.callback, _parameters(paths[path]["get"]))
            yield URLPattern(pattern.pattern, view, name=f"data-{pattern.name}")


def _parameters(operation: Any) -> list[str]:
    """What an operation reads of its address, after the question mark."""
    told = operation["parameters"]
    return [parameter["name"] for parameter in told if parameter["in"] == "query"]


def open_to_all(view: View, params: list[str]) -> View:
    """Read by everybody, from anywhere, with no cookie needed; kept as a page is."""

    @csrf_exempt
    @login_not_required
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        refused = _refused(request, params)
        if refused is not None:
            return _from_anywhere(refused)
        answered = public_answer(request, params, lambda: _made(request, view, kwargs))
        if answered.status_code >= HTTPStatus.BAD_REQUEST:
            answered["Cache-Control"] = PRIVATE  # as any page that is not there
        return answered

    return answer


def _refused(request: HttpRequest, params: list[str]) -> HttpResponse | None:
    if request.method not in READING:
        told = problem(HTTPStatus.METHOD_NOT_ALLOWED, "This is only read: use GET or HEAD.")
        told["Allow"] = ", ".join(READING)
        return told
    empty = [key for key in params if "" in request.GET.getlist(key)]
    if empty:
        detail = f"The parameter {', '.join(empty)} is empty: leave it out."
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
    strange = not_understood(request.GET, params)
    if not strange:
        return None
    read = f"It reads {', '.join(params)}." if params else "It reads none."
    detail = f"This address does not know the parameter {', '.join(strange)}. {read}"
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail)


def _made(request: HttpRequest, view: View, kwargs: dict[str, Any]) -> HttpResponse:
    """What HEAD is answered with is what GET is, less its body, which the server leaves out."""
    method, request.method = request.method, "GET"
    try:
        made = view(request, **kwargs)
    finally:
        request.method = method
    assert isinstance(made, HttpResponse)
    return _from_anywhere(made)


def _from_anywhere(response: HttpResponse) -> HttpResponse:
    """Scripts of other sites read it too: as anybody would, since no cookie goes with them."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def document(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    text = json.dumps(api.get_openapi_schema(), indent=1)
    return HttpResponse(text, content_type="application/json")


def nowhere(_request: HttpRequest, rest: str) -> HttpResponse:
    return problem(
        HTTPStatus.NOT_FOUND,
        f"There is nothing at {START}{rest}/. The document {START}openapi.json has all addresses.",
    )
