"""Hands out kept pages before anything is asked about them that need not be."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .audience import READERS, audience_of
from .models import State, state_now
from .personal import to_member
from .store import STORE, Kept, Key

READING = {"GET", "HEAD"}


def has_own_cookies(request: HttpRequest) -> bool:
    """Whether something on the page may be their own: their name, or what they have just done."""
    return not request.COOKIES.keys().isdisjoint({settings.SESSION_COOKIE_NAME, "messages"})


class KeptMiddleware:
    """Readers without a cookie of ours all get the same. Whoever has one goes on to the view, and
    so does what is not kept, or is no longer what it was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        page = None
        if request.method in READING and not has_own_cookies(request):
            page = _kept(request)
        return page.to_reader(request) if page else self.get_response(request)


def _kept(request: HttpRequest) -> Kept | None:
    page = STORE.get(Key(READERS, request.get_full_path()))
    if page is None or not page.whole or not _is_our_host(request):
        return None
    return page if page.state == state_now() else None


def _is_our_host(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


class KeptForMembersMiddleware:
    """Whoever has signed in gets what is kept for all like them, with what is their own in it.

    It stands inside what reads the session and guards forms, and spares the rest. Who is to be
    told something, or sees more than others, goes on to the view.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        page = None
        if request.method in READING and settings.SESSION_COOKIE_NAME in request.COOKIES:
            page = _kept_for_member(request)
        return to_member(page, request) if page else self.get_response(request)


def _kept_for_member(request: HttpRequest) -> Kept | None:
    state: State | None = getattr(request.user, "published", None)
    if state is None or "messages" in request.COOKIES:
        return None
    page = STORE.get(Key(audience_of(request.user).name, request.get_full_path()))
    return page if page and page.state == state else None
