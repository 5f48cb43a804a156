"""Does what a form asks for once, however often it is sent."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import Resolver404, resolve
from django.utils.crypto import salted_hmac

from ppf_site.bodies import is_refused

from .keys import FIELD
from .models import Outcome


class OnceMiddleware:
    """The second of two forms with one key waits for the first, and gets the same answer.

    It stands outside whatever sets cookies, so that these are part of the answer. A form without
    a key, such as another program's, is done each time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        mark = "" if request.method != "POST" or is_refused(request) else mark_of(request)
        if not mark:
            return self.get_response(request)
        is_whole = in_one_transaction(request.path_info)
        with turn(mark, is_whole=is_whole):
            kept = Outcome.objects.of(mark)
            if kept is not None:
                return kept.response()
            response = self.get_response(request)
            if is_whole and response.status_code >= 500:
                transaction.set_rollback(True)
            else:
                Outcome.objects.keep(mark, response)
            return response


def mark_of(request: HttpRequest) -> str:
    """The same for the same form, sent by the same browser of the same session to the same
    address with the same in it; else another one. Empty where there is no key."""
    try:
        if FIELD not in request.POST:
            return ""
        files = [(name, _digests(request, name)) for name in sorted(request.FILES)]
    except UnreadablePostError:
        return ""  # whoever sent it has gone
    # Who has no session yet has the cookie that guards the form: as secret, and as much their own.
    cookies = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    who = next((request.COOKIES[name] for name in cookies if request.COOKIES.get(name)), "")
    if not who:
        return ""
    sent = json.dumps([who, request.get_full_path(), list(request.POST.lists()), files])
    return salted_hmac("ppf_site.sent", sent, algorithm="sha256").hexdigest()


def _digests(request: HttpRequest, name: str) -> list[str]:
    """The lines between the parts of a form are new each time it is sent; a file is not."""
    found = []
    for file in request.FILES.getlist(name):
        digest = hashlib.sha256((file.name or "").encode())
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
        found.append(digest.hexdigest())
    return found


def in_one_transaction(path: str) -> bool:
    """Whether what is done and its outcome are kept together, both or neither.

    Not where a view is marked with Django's `non_atomic_requests`: it holds locks for a moment
    at a time, so that people never wait for each other. Nor where sign-in counts attempts:
    those count whatever becomes of the request, and at once.
    """
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    apart = DEFAULT_DB_ALIAS in getattr(view, "_non_atomic_requests", ())
    return not apart and not view.__module__.startswith("allauth.")


@contextmanager
def turn(mark: str, *, is_whole: bool) -> Iterator[None]:
    """One at a time for each mark. A lock that nobody gives back ends with its connection."""
    number = int(mark[:15], 16)
    if is_whole:
        with transaction.atomic():
            _ask("SELECT pg_advisory_xact_lock(%s)", number)
            yield
        return
    _ask("SELECT pg_advisory_lock(%s)", number)
    try:
        yield
    finally:
        _ask("SELECT pg_advisory_unlock(%s)", number)


def _ask(statement: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [number])
