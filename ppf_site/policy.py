"""What a page may load and do, as the browser is told."""

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Django's administration pages are made with jQuery 3, which writes pieces of pages as text.
ADMINISTRATION = "/admin/"
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
        return parts
