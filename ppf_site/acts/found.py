"""The acts that one looks for, the newest first, from the histories of all models."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import JSONObject

from .kinds import ActKind, kinds

# What is told first, to find the newest: nothing that has to be worked out.
THIN = ("pgh_created_at", "pgh_id", "act_of")
COLUMNS = (*THIN, "pgh_label", "act_by", "act_at", "act_as", "act_why", "act_now", "act_was")
# What the context of a change keeps of it, where "added" or "removed" is not the word.
AS = "act"
# And why it was done, where that was asked.
WHY = "why"


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
    """One act as the database has it: the values after it and before it, by their columns.

    `done_as` is the word for what was done, and `why` the reason, where whoever did it said so.
    """

    kind: ActKind
    at: datetime.datetime
    label: str
    user: int | None
    page: str
    now: Mapping[str, Any]
    was: Mapping[str, Any] | None
    done_as: str = ""
    why: str = ""


def rows_of(asked: ActsAsked, start: int, count: int) -> list[ActRow]:
    """`count` rows from the newest but `start` on. Two queries: which they are, then these alone.

    Each history gives its own newest, from its index; only these are put in order.
    """
    found = _newest(asked, start, count)
    if not found:
        return []
    ids: dict[str, list[int]] = {}
    for label, pgh_id in found:
        ids.setdefault(label, []).append(pgh_id)
    parts = [
        _told(kinds[label], _events_of(kinds[label]).filter(pgh_id__in=of_kind))
        for label, of_kind in ids.items()
    ]
    read = {(each[2], each[1]): _row(each) for each in _together(parts)}
    # What is thrown away between the two queries is left out.
    return [read[each] for each in found if each in read]


def _newest(asked: ActsAsked, start: int, count: int) -> list[tuple[str, int]]:
    """The label and the number of each, and nothing else of it: the newest first."""
    if asked.users is not None and not asked.users:
        return []
    parts = [
        _asked_of(kind, asked).order_by("-pgh_id").values_list(*THIN)[: start + count]
        for kind in _asked_kinds(asked)
    ]
    if not parts:
        return []
    merged = _together(parts).order_by("-pgh_created_at", "-pgh_id", "act_of")
    return [(label, pgh_id) for _, pgh_id, label in merged[start : start + count]]


def _together(parts: Sequence[Any]) -> Any:
    first, *others = parts
    return first.union(*others, all=True)


def history_of(row: models.Model, count: int) -> list[ActRow]:
    """The newest `count` acts of this row alone. One query."""
    kind = kinds[row._meta.label]
    events = _events_of(kind).filter(pgh_obj=row.pk).order_by("-pgh_id")
    return [_row(each) for each in _told(kind, events)[:count]]


def _asked_kinds(asked: ActsAsked) -> Iterator[ActKind]:
    for kind in kinds.values():
        has_both = (kind.council or not asked.council) and (kind.round or not asked.round)
        if kind.group in asked.groups and has_both:
            yield kind


def _events_of(kind: ActKind) -> QuerySet[Any]:
    manager: Any = kind.events._default_manager
    found: QuerySet[Any] = manager.filter(**kind.only)
    named: QuerySet[Any] = found.annotate(act_of=Value(kind.model._meta.label))
    return named


def _asked_of(kind: ActKind, asked: ActsAsked) -> QuerySet[Any]:
    found = _events_of(kind)
    if asked.since:
        found = found.filter(pgh_created_at__gte=asked.since)
    if asked.until:
        found = found.filter(pgh_created_at__lt=asked.until)
    if asked.council:
        found = found.filter(**{kind.council: asked.council})
    if asked.round:
        found = found.filter(**{kind.round: asked.round})
    if asked.users is not None:
        found = found.filter(pgh_context__metadata__user__in=list(asked.users))
    return found


def _told(kind: ActKind, events: QuerySet[Any]) -> Any:
    """With all that is told of each: the values after it and before it, who did it and where."""
    values = JSONObject(**{each.attname: F(each.attname) for each in kind.fields})
    return events.annotate(
        act_by=KeyTextTransform("user", "pgh_context__metadata"),
        act_at=KeyTextTransform("url", "pgh_context__metadata"),
        act_as=KeyTextTransform(AS, "pgh_context__metadata"),
        act_why=KeyTextTransform(WHY, "pgh_context__metadata"),
        act_now=values,
        act_was=_before(kind, values),
    ).values_list(*COLUMNS)


def _before(kind: ActKind, values: JSONObject) -> Any:
    """What the same row was after the act before."""
    names = {each.name for each in kind.events._meta.concrete_fields}
    if "pgh_obj" not in names:
        return Value(None, output_field=JSONField())
    manager: Any = kind.events._default_manager
    before = manager.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
    return Subquery(before.order_by("-pgh_id").annotate(act_now=values).values("act_now")[:1])


def _row(each: Any) -> ActRow:
    at, _, label, act, user, page, done_as, why, now, was = each
    kind = kinds[label]
    by = user or (kind.by and now.get(f"{kind.by}_id"))
    who = int(by) if by else None
    return ActRow(kind, at, act, who, page or "", now, was, done_as or "", why or "")


def last_of(kind: ActKind, keys: Collection[Any]) -> dict[Any, models.Model]:
    """Rows that are gone, as their history had them last. One query."""
    if "pgh_obj" not in {each.name for each in kind.events._meta.concrete_fields}:
        return {}
    manager: Any = kind.events._default_manager
    events = manager.filter(pgh_obj_id__in=keys).order_by("pgh_obj_id", "-pgh_id")
    names = [each.attname for each in kind.fields]
    return {
        event.pgh_obj_id: kind.model(**{name: getattr(event, name) for name in names})
        for event in events.distinct("pgh_obj_id")
    }
