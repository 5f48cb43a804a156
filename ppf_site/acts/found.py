"""The acts that one looks for, the newest first, from the histories of all models in one query."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import JSONObject

from .kinds import ActKind, kinds

COLUMNS = (
    *("pgh_created_at", "pgh_id", "act_of", "pgh_label"),
    *("act_by", "act_at", "act_now", "act_was"),
)


@dataclass(frozen=True, slots=True)
class ActsAsked:
    """Which acts: of these groups; None does not narrow. `until` is the first moment after."""

    groups: Collection[str]
    users: Collection[int] | None = None
    council: int | None = None
    round: int | None = None
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act as the database has it: the values after it and before it, by their columns."""

    kind: ActKind
    at: datetime.datetime
    label: str
    user: int | None
    page: str
    now: Mapping[str, Any]
    was: Mapping[str, Any] | None


def rows_of(asked: ActsAsked, start: int, count: int) -> list[ActRow]:
    """`count` rows from the newest but `start` on. One query.

    Each history gives its own newest, from its index; only these are put in order.
    """
    parts = [
        _events(kind, asked).order_by("-pgh_id").values_list(*COLUMNS)[: start + count]
        for kind in _asked_kinds(asked)
    ]
    if not parts:
        return []
    first, *others = parts
    merged = first.union(*others, all=True).order_by("-pgh_created_at", "-pgh_id")
    return [_row(each) for each in merged[start : start + count]]


def history_of(row: models.Model, count: int) -> list[ActRow]:
    """The newest `count` acts of this row alone. One query."""
    events = _events(kinds[row._meta.label], ActsAsked(groups=()))
    newest = events.filter(pgh_obj=row.pk).order_by("-pgh_id").values_list(*COLUMNS)
    return [_row(each) for each in newest[:count]]


def _asked_kinds(asked: ActsAsked) -> Iterator[ActKind]:
    for kind in kinds.values():
        has_both = (kind.council or not asked.council) and (kind.round or not asked.round)
        if kind.group in asked.groups and has_both:
            yield kind


def _events(kind: ActKind, asked: ActsAsked) -> QuerySet[Any]:
    manager: Any = kind.events._default_manager
    found: QuerySet[Any] = manager.filter(**kind.only)
    if asked.since:
        found = found.filter(pgh_created_at__gte=asked.since)
    if asked.until:
        found = found.filter(pgh_created_at__lt=asked.until)
    if asked.council:
        found = found.filter(**{kind.council: asked.council})
    if asked.round:
        found = found.filter(**{kind.round: asked.round})
    values = JSONObject(**{each.attname: F(each.attname) for each in kind.fields})
    found = found.annotate(
        act_of=Value(kind.model._meta.label),
        act_by=KeyTextTransform("user", "pgh_context__metadata"),
        act_at=KeyTextTransform("url", "pgh_context__metadata"),
        act_now=values,
        act_was=_before(kind, values),
    )
    if asked.users is not None:
        found = found.filter(pgh_context__metadata__user__in=list(asked.users))
    return found


def _before(kind: ActKind, values: JSONObject) -> Any:
    """What the same row was after the act before."""
    names = {each.name for each in kind.events._meta.concrete_fields}
    if "pgh_obj" not in names:
        return Value(None, output_field=JSONField())
    manager: Any = kind.events._default_manager
    before = manager.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
    return Subquery(before.order_by("-pgh_id").annotate(act_now=values).values("act_now")[:1])


def _row(each: Any) -> ActRow:
    at, _, label, act, user, page, now, was = each
    kind = kinds[label]
    by = user or (kind.by and now.get(f"{kind.by}_id"))
    return ActRow(kind, at, act, int(by) if by else None, page or "", now, was)
