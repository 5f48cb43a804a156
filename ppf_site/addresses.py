"""What an address says: what a page is about, and in which form it is asked for."""

import re
from collections.abc import Collection, Sequence
from urllib.parse import quote, urlencode

from django.http import HttpRequest, QueryDict

FORMS = {"csv", "xlsx", "svg", "png", "html", "json"}
# What an address says of the form of its answer, and not of what the answer is about: any page
# with tables or charts reads these parameters.
OF_THE_FORM = ("download", "table", "chart")


def of_the_form(request: HttpRequest) -> Sequence[str]:
    """A form that nothing is downloaded in is not understood; none is the page itself."""
    form = request.GET.get("download", "")
    return OF_THE_FORM if not form or form in FORMS else OF_THE_FORM[1:]


def in_order(request: HttpRequest, params: Sequence[str]) -> str:
    """The page's address with what it reads of it, in one order; a pinned page names its own."""
    said = [(key, text) for key in params for text in request.GET.getlist(key) if text]
    return f"{request.path}?{urlencode(said, safe=',')}" if said else request.path


def plainly_written(params: QueryDict, *, with_plus: Collection[str] = ()) -> str:
    """A query as people pass it on. A "+" arrives as a space wherever it is written as it is:
    only where `with_plus` says that a parameter is read with either does it stay."""
    said = [(key, text) for key, texts in params.lists() for text in texts]
    plain = {key: ",:+" if key in with_plus else ",:" for key, _ in said}
    return "&".join(f"{quote(key)}={quote(text, safe=plain[key])}" for key, text in said)


def pinned_page(request: HttpRequest, release_id: int, about: Sequence[str] = ()) -> str:
    """This page as it is in the release for good. `about` are the parameters that say what it is
    about: in which order its tables stand, and which part of them, is no part of that."""
    params = QueryDict(mutable=True)
    for key in about:
        if request.GET.get(key):
            params.setlist(key, request.GET.getlist(key))
    path = re.sub(r"^/releases/\d+(?=/)", "", request.path)
    query = f"?{params.urlencode()}" if params else ""
    return f"/releases/{release_id}{path if path != '/' else '/overview/'}{query}"


def without(params: QueryDict, left_out: Sequence[str]) -> str:
    """What is left of an address for its page's own links: they do not pass on what the page has
    said that it leaves out."""
    kept = params.copy()
    for key in left_out:
        kept.pop(key, None)
    return kept.urlencode()


def with_changes(request: HttpRequest, **changes: str | None) -> str:
    """This page's address with some of its state changed."""
    params = request.GET.copy()
    for key, value in changes.items():
        params.pop(key, None)
        if value is not None:
            params[key] = value
    return f"{request.path}?{params.urlencode()}" if params else request.path
