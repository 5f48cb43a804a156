"""What a page may load and do, as the browser is told."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Django's administration pages are made with jQuery 3, which writes pieces of pages as text.
ADMINISTRATION = "/admin/"
# See ppf_site.embedding.
EMBEDDED = ".html"
FRAMED = {"frame-ancestors": ["*"]}
WITHOUT_TYPES = {"require-trusted-types-for": None, "trusted-types": None}


class PolicyMiddleware(CSPMiddleware):  # type: ignore[misc]  # its types are not followed
    """One text for the whole site, so that kept pages can carry it; scripts make no piece of a
    page out of text, the administration's apart."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> Any:
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMINISTRATION) and not report_only:
            parts.replace = {**(parts.replace or {}), **WITHOUT_TYPES}
        if may_be_framed(request, response) and not report_only:
            parts.replace = {**(parts.replace or {}), **FRAMED}
        return parts

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Older browsers know frames by a header of their own, which names no other site."""
        if may_be_framed(request, response):
            del response["X-Frame-Options"]
        told: HttpResponseBase = super().process_response(request, response)
        if HEADER in told:
            # django-csp walks a set: without this every process would write another text.
            told[HEADER] = "; ".join(sorted(told[HEADER].split("; ")))
        return told


def may_be_framed(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Charts for pages of other sites alone, which are all that has such an address."""
    return request.path_info.endswith(EMBEDDED) and response.status_code in {200, 304}
