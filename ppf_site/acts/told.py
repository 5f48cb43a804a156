"""One act in words: who did what to what, when, and what changed from what to what."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from ppf_site import words

from .found import ActRow, last_of
from .kinds import ActKind, Change, kinds, shortened

VERBS = {"update": "Changed", "delete": "Removed"}
NOBODY = "Not recorded"
GONE = "one that is gone"

Rows = Mapping[type[models.Model], Mapping[Any, models.Model]]


@dataclass(frozen=True, slots=True)
class Act:
    """`page` is the address that it was done at, "" where it was done without one."""

    at: datetime.datetime
    who: str
    what: str
    group: str
    page: str
    changes: Sequence[Change]


def acts_of(rows: Sequence[ActRow], known: Iterable[models.Model] = ()) -> list[Act]:
    """What says nothing is left out: what the database itself keeps in step. A query a model, but
    for the rows that are at hand; and one more of what is gone."""
    related = _related(rows, known)
    return [act for row in rows if (act := _act(row, related)) is not None]


def _related(rows: Iterable[ActRow], known: Iterable[models.Model]) -> Rows:
    wanted: defaultdict[type[models.Model], set[Any]] = defaultdict(set)
    along: defaultdict[type[models.Model], set[str]] = defaultdict(set)
    beside: defaultdict[type[models.Model], set[str]] = defaultdict(set)
    for row in rows:
        wanted[get_user_model()].add(row.user)
        for name, model, key in _keys(row.kind, row.now, row.was or {}):
            wanted[model].add(key)
            along[model].update(row.kind.related.get(name, ()))
            beside[model].update(row.kind.fetched.get(name, ()))
    at_hand: defaultdict[type[models.Model], dict[Any, models.Model]] = defaultdict(dict)
    for each in known:
        at_hand[type(each)][each.pk] = each
    found = {}
    for model, keys in wanted.items():
        there = {} if along[model] or beside[model] else at_hand[model]
        found[model] = there | _read(
            model, keys - {None} - there.keys(), along[model], beside[model]
        )
    return found


def _read(
    model: type[models.Model], keys: Collection[Any], along: Iterable[str], beside: Iterable[str]
) -> dict[Any, models.Model]:
    if not keys:
        return {}
    asked = model._default_manager.select_related(*along).prefetch_related(*beside)
    found = asked.in_bulk(keys)
    gone, kind = set(keys) - found.keys(), kinds.get(model._meta.label)
    return found | (last_of(kind, gone) if gone and kind else {})


def _keys(
    kind: ActKind, *values: Mapping[str, Any]
) -> Iterator[tuple[str, type[models.Model], Any]]:
    for each in kind.fields:
        if isinstance(each, models.ForeignKey):
            for of_row in values:
                yield each.name, _linked(each), of_row.get(each.attname)


def _linked(field: models.ForeignKey[Any, Any]) -> type[models.Model]:
    model = field.related_model
    assert not isinstance(model, str)
    return model


def _act(row: ActRow, related: Rows) -> Act | None:
    now = _as_row(row.kind, row.now, related)
    was = _as_row(row.kind, row.was, related) if row.was else None
    verb = _verb(row)
    changes = list(_changes(row, was, now)) if verb else []
    if not verb or (row.label == "update" and verb == VERBS["update"] and not changes):
        return None
    if row.why:
        changes.append(("Why", "", row.why))
    who = related[get_user_model()].get(row.user)
    try:
        subject = row.kind.subject(now)
    except ObjectDoesNotExist:
        subject = f"{row.kind.model._meta.verbose_name} of {GONE}"
    what = f"{verb} {subject}"
    return Act(row.at, str(who or NOBODY), what, row.kind.group, row.page, changes)


def _as_row(kind: ActKind, values: Mapping[str, Any], related: Rows) -> models.Model:
    row = kind.model(**{each.attname: _value(each, values) for each in kind.fields})
    for each in kind.fields:
        if isinstance(each, models.ForeignKey):
            other = related[_linked(each)].get(values.get(each.attname))
            if other is not None:
                setattr(row, each.name, other)
    return row


def _value(field: models.Field[Any, Any], values: Mapping[str, Any]) -> Any:
    value = values.get(field.attname)
    # JSON has numbers of its own.
    return field.to_python(str(value) if isinstance(value, float) else value)


def _verb(row: ActRow) -> str:
    if row.done_as and row.label == "delete":
        return row.done_as
    if row.label == "insert":
        return row.kind.added
    if row.kind.verb is None:
        return VERBS[row.label]
    return row.kind.verb(row.was or {}, row.now) if row.label == "update" else VERBS[row.label]


def _changes(row: ActRow, was: Any, now: Any) -> Iterator[Change]:
    if row.kind.changes is not None:
        yield from row.kind.changes(was, None if row.label == "delete" else now)
    elif row.label == "update" and was is not None:
        for field in row.kind.fields:
            if field.name in row.kind.unsaid:
                continue
            if getattr(was, field.attname) == getattr(now, field.attname):
                continue
            name, before, after = str(field.verbose_name), said(was, field), said(now, field)
            # Another second of the same minute reads as no change.
            if before != after or not isinstance(field, models.DateTimeField):
                yield words.capital(name), before, after
        if row.kind.also is not None:
            yield from row.kind.also(was, now)


def said(row: Any, field: models.Field[Any, Any]) -> str:
    """The value of a field in words, "nothing" for none."""
    value = getattr(row, field.attname)
    if value is None or value == "":
        return "nothing"
    if isinstance(field, models.ForeignKey):
        return str(row.__dict__["_state"].fields_cache.get(field.name) or GONE)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(value)


def _plain(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime.datetime():
            return words.day_and_time(value)
        case datetime.date():
            return words.day(value)
        case Decimal():
            return words.number(value)
        case list() | tuple():
            return words.join_words([str(each) for each in value])
    return shortened(str(value))
