"""Whom a page is for. To everybody else it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from .http import AuthedRequest
from .models import User

View = Callable[..., HttpResponse]


def open_to(may: Callable[[User], bool], view: View) -> View:
    """The view, for whoever may; raises Http404 for others."""

    @wraps(view)
    def opened(request: AuthedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return opened
