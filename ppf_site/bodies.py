"""How much may be sent to an address: more is refused by its length, before it is read."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

# The longest text that any one form takes, each character as twelve letters of its address form.
A_FORM = 128 * 1024
# What Django refuses by itself, but only after reading it.
MANY_TEXTS: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
TOO_LONG = (
    "Go back and shorten what you typed, or take files out of it. If it was a spreadsheet, "
    "upload it on the page of its return."
)
NO_LENGTH = (
    "The program that you used did not say how much it would send. Send it with a browser, or "
    "with its length declared (Content-Length)."
)
# Names the limit of a view, and what to do about more, for whoever asks before the view is called.
LIMIT, ADVICE = "largest_body", "too_large_advice"
View = TypeVar("View", bound=Callable[..., Any])


def takes_up_to(size: int, advice: str = TOO_LONG) -> Callable[[View], View]:
    """For a view that takes more than a form of ordinary texts."""

    def decorate(view: View) -> View:
        setattr(view, LIMIT, size)
        setattr(view, ADVICE, advice)
        return view

    return decorate


def limit_of(path: str) -> tuple[int, str]:
    """The most bytes that the address takes, and what to do about more. One that does not exist
    takes no more than a form."""
    try:
        found = resolve(path)
    except Resolver404:
        return A_FORM, TOO_LONG
    if "admin" in found.namespaces:
        return MANY_TEXTS, TOO_LONG
    return getattr(found.func, LIMIT, A_FORM), getattr(found.func, ADVICE, TOO_LONG)


def size_words(size: int) -> str:
    """No more than is taken: 128 KB, 2.5 MB."""
    if size < 1024 * 1024:
        return f"{size // 1024} KB"
    return f"{size * 10 // (1024 * 1024) / 10:g} MB"


def is_refused(request: HttpRequest) -> bool:
    """Whether nothing of the body will be read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    too_long = not length.isdecimal() or int(length) > limit_of(request.path_info)[0]
    return too_long or "HTTP_TRANSFER_ENCODING" in request.META


class BodiesMiddleware:
    """Refuses a body that is too long, or does not tell its length, with a page that helps."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_refused(request):
            return self.get_response(request)
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return render(request, "413.html", {"advice": NO_LENGTH}, status=411)
        largest, advice = limit_of(request.path_info)
        context = {"largest": size_words(largest), "advice": advice}
        return render(request, "413.html", context, status=413)
