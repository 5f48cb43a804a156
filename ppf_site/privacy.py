"""Who may keep a copy of a page. Nobody, unless the page says that it is the same for all."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

PRIVATE = "private, no-store"


def public_to_readers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """For pages that are open to everybody: what a reader gets may be kept, and asked about again.

    Whoever has signed in gets their own, with their name on it.
    """
    if not request.user.is_authenticated:
        patch_cache_control(response, public=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
    return response


class PrivateMiddleware:
    """The one place that decides it: whatever is not marked public is private, errors too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "public" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = PRIVATE
        return response
