"""A page's charts as pictures at addresses of their own, under the page's."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import register_converter
from django.urls.converters import StringConverter

from .pages import PAINTERS


class Form(StringConverter):
    """What a chart is painted as."""

    regex = "|".join(PAINTERS)


register_converter(Form, "form")
# How such an address ends: "answers.svg".
PICTURE = "<slug:chart>.<form:form>"


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
