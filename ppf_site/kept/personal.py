"""What on a kept page is a person's own: left open as it is made, filled in as it is handed out.

A kept page is made for an audience, which is nobody in particular: nothing of a person is at hand
while it is made.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ppf_site.privacy import PRIVATE

from .store import Kept

# Data cannot write one: what they bring into a page is escaped.
GAP = re.compile(rb"<!--personal:([a-z_/]+\.html)-->")


def leave_gaps(request: HttpRequest, *, on: bool) -> None:
    request.leaves_gaps = on  # type: ignore[attr-defined]


def part(context: RequestContext, template_name: str) -> SafeString:
    """The template's words for whoever asks, or a gap for them."""
    if getattr(context["request"], "leaves_gaps", False):
        return mark_safe(f"<!--personal:{template_name}-->")  # noqa: S308 (our own name)
    return _made(template_name, context["request"])


def filled(page: Kept, request: HttpRequest) -> bytes:
    """Only pages have gaps: in a file, which escapes nothing, one is what a council wrote."""
    if not page.headers["Content-Type"].startswith("text/html"):
        return page.content
    return GAP.sub(lambda gap: _made(gap[1].decode(), request).encode(), page.content)


def _made(template_name: str, request: HttpRequest) -> SafeString:
    return render_to_string(template_name, request=request)


def to_member(page: Kept, request: HttpRequest) -> HttpResponse:
    """To somebody who has signed in, or is to be told something, with what is their own."""
    headers = {**page.headers, "Cache-Control": PRIVATE}
    return HttpResponse(filled(page, request), headers=headers)
