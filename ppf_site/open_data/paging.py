"""Long lists in pages: each has the address of the next, which says after what it begins."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.http import HttpRequest
from ninja import Field, Schema
from pydantic import StringConstraints

from ppf_site.addresses import with_changes
from ppf_site.mail import site_link

from .problems import NotHere

Row = TypeVar("Row")
# As Django has slugs: also a key of a question or an option.
Slug = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]+$", max_length=100)]
# PostgreSQL's largest.
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
NOWHERE = "This cursor leads nowhere: take it from “next” of the page before, unchanged."


class Paging(Schema):
    """What every list reads of its address."""

    cursor: str | None = Field(
        None,
        pattern=r"^[-A-Za-z0-9_]+$",
        max_length=200,
        description="Where the page begins. “next” of the page before has it.",
    )
    limit: int = Field(100, ge=1, le=500, description="How many to a page.")


class Page(Schema, Generic[Row]):
    items: list[Row]
    next: str | None = Field(description="The address of the next page; null on the last.")


def after(paging: Paging) -> str:
    """The key of the last item of the page before; empty for the first page.

    Raises NotHere where no page can have given the cursor.
    """
    if paging.cursor is None:
        return ""
    text = paging.cursor
    try:
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise NotHere(NOWHERE) from error
    if not key or not key.isprintable() or _cursor(key) != text:
        raise NotHere(NOWHERE)
    return key


def _cursor(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode("ascii")).decode().rstrip("=")


def number_after(paging: Paging) -> int:
    """The same of a list whose keys are numbers."""
    key = after(paging)
    if key and not (key.isdecimal() and len(key) < 19):
        raise NotHere(NOWHERE)
    return int(key or 0)


def page_of(
    request: HttpRequest, paging: Paging, rows: Sequence[Row], key: Callable[[Row], str]
) -> dict[str, Any]:
    """Of all rows those after the cursor. Keys are unique, and stay."""
    last, keys = after(paging), [key(row) for row in rows]
    if last and last not in keys:
        raise NotHere(NOWHERE)
    start = keys.index(last) + 1 if last else 0
    return page(request, paging, rows[start : start + paging.limit + 1], key)


def page(
    request: HttpRequest, paging: Paging, rows: Sequence[Row], key: Callable[[Row], str]
) -> dict[str, Any]:
    """The page that begins with these rows: there is a next one if there are more than fit."""
    items = rows[: paging.limit]
    more = len(rows) > paging.limit
    following = with_changes(request, cursor=_cursor(key(items[-1]))) if more else ""
    return {"items": items, "next": site_link(following) if more else None}
