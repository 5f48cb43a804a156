"""What on a kept page is a person's own: left open as it is made, filled in as it is handed out.

A kept page is made for an audience, which is nobody in particular: nothing of a person is at hand
while it is made.
"""

import re

from django.http import HttpRequest
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

# Data cannot write one: what they bring into a page is escaped.
GAP = re.compile(rb"<!--personal:([a-z_/]+\.html)-->")


def leave_gaps(request: HttpRequest, *, on: bool) -> None:
    request.leaves_gaps = on  # type: ignore[attr-defined]


def part(context: RequestContext, template_name: str) -> SafeString:
    """The template's words for whoever asks, or a gap for them."""
    if getattr(context["request"], "leaves_gaps", False):
        return mark_safe(f"<!--personal:{template_name}-->")  # noqa: S308 (our own name)
    return render_to_string(template_name, request=context["request"])


def fill(content: bytes, request: HttpRequest) -> bytes:
    return GAP.sub(lambda gap: render_to_string(gap[1].decode(), request=request).encode(), content)
