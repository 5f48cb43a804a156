"""Addresses as they come out of mails and off paper: mangled or in capitals, and led on."""

import re
from collections.abc import Callable, Collection
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes

from .history import address_kept

READING = {"GET", "HEAD"}
# What a page's source writes for "&", once or several times over.
WRITTEN_OUT = re.compile(r"&(?:amp(?:;|%3B))+", re.IGNORECASE)
# What others hang on to an address to count who follows it.
COUNTERS = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id")
MOST_NAMED = 5


class MistypedMiddleware:
    """Leads on to the address that was meant. What cannot be guessed stays as it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in READING:
            return self.get_response(request)
        query = request.META.get("QUERY_STRING", "")
        meant = WRITTEN_OUT.sub("&", query)
        if meant != query:
            return _lead_to(f"{request.get_full_path().partition('?')[0]}?{meant}")
        response = self.get_response(request)
        # A program is told at once what was wrong with what it asked.
        is_page = response.get("Content-Type", "").startswith("text/html")
        if response.status_code == 404 and is_page:
            return _in_small_letters(request) or response
        return response


def _in_small_letters(request: HttpRequest) -> HttpResponse | None:
    """No address of ours has capitals; None if that is not what was wrong with it."""
    if address_kept(request.path_info) != request.path_info:
        return None  # a secret is a secret in capitals too
    path = request.path_info.lower()
    typed = [(key, value) for key, values in request.GET.lists() for value in values]
    meant = [(key, value.lower()) for key, value in typed]
    if (path, meant) == (request.path_info, typed) or not _leads_somewhere(path):
        return None
    return _lead_to(f"{quote(path)}?{urlencode(meant)}" if meant else quote(path))


def _lead_to(address: str) -> HttpResponse:
    """On this site: an address that begins with two slashes would name another."""
    return HttpResponseRedirect(escape_leading_slashes(address))


def _leads_somewhere(path: str) -> bool:
    for address in (path, f"{path}/"):
        try:
            resolve(address)
        except Resolver404:
            continue
        return True
    return False


def not_understood(params: QueryDict, known: Collection[str]) -> list[str]:
    """The parameters of an address that the page does not know, as they came."""
    strange = [key for key in params if key not in known and not COUNTERS.fullmatch(key)]
    return [key[:60] for key in strange[:MOST_NAMED]]
