"""Who changed what, from which page: what the history keeps of a request. Knows no app."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

import pghistory.middleware
from django.http import HttpRequest
from django.urls import Resolver404, resolve

View = TypeVar("View", bound=Callable[..., Any])


def secret_address(view: View) -> View:
    """For a view whose address opens something by itself: it is kept without its secret."""
    view.address_is_secret = True  # type: ignore[attr-defined]
    return view


def address_kept(path: str) -> str:
    try:
        match = resolve(path)
    except Resolver404:
        return path
    if not getattr(match.func, "address_is_secret", False):
        return path
    secret = max((str(value) for value in match.kwargs.values()), key=len)
    start = path.rfind("/", 0, path.find(secret)) + 1
    return f"{path[:start]}…/"


class WithoutSecrets(logging.Filter):
    """Django writes the whole address of a request that it refused: of these, not the secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                address_kept(each) if isinstance(each, str) and each.startswith("/") else each
                for each in record.args
            )
        return True


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        kept: dict[str, Any] = super().get_context(request)
        return {**kept, "url": address_kept(request.path_info)}
