"""The part of a long list that an address asks for, by ?page=number."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import HttpRequest

PARAM = "page"


def page_asked_for(request: HttpRequest, listed: Any, a_page: int) -> tuple[Page[Any], list[str]]:
    """That page, and what of the address was not understood: with anything in it, the first."""
    paginator = Paginator(listed, a_page)
    try:
        return paginator.page(request.GET.get(PARAM) or 1), []
    except InvalidPage:
        return paginator.page(1), [PARAM]
