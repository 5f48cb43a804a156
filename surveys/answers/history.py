"""Who changed what from what to what and when, whichever way it was written."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Lag

from councils.models import User
from surveys.models import Question, Return
from surveys.sentences_values import given_words
from surveys.values import Value

PARTS = ("choices", "number", "date", "text", "reason", "note")


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an answer. `was` and `now` are in words, "" for blank."""

    question: Question
    at: datetime.datetime
    who: str
    was: str
    now: str
    note_was: str
    note: str

    @property
    def is_new_note(self) -> bool:
        return self.note != self.note_was


def events_of(return_of: Return, question: Question | None = None) -> QuerySet[Any]:
    """The database's own record of the answers, the latest first, each with what was before."""
    events = apps.get_model("surveys", "AnswerEvent")
    before = {
        f"was_{part}": Window(Lag(part), partition_by=F("pgh_obj_id"), order_by=F("pgh_id").asc())
        for part in PARTS
    }
    found = events.objects.filter(return_of=return_of)
    if question is not None:
        found = found.filter(question=question)
    context = apps.get_model("pghistory", "Context").objects.filter(pk=OuterRef("pgh_context_id"))
    listed: QuerySet[Any] = (
        found.annotate(**before, by=Subquery(context.values("metadata__user")[:1]))
        .select_related("question__scale")
        .prefetch_related("question__scale__options")
        .order_by("-pgh_id")
    )
    return listed


def changes_of(events: Iterable[Any]) -> list[Change]:
    rows = list(events)
    people = User.objects.in_bulk(
        {key for row in rows for key in (row.by, row.updated_by_id) if key}
    )
    return [_change(row, people) for row in rows]


def _change(row: Any, people: dict[int, User]) -> Change:
    # Whoever sent the request, else whom the answer names; a file or a statement names nobody.
    who = people.get(row.by) or people.get(row.updated_by_id)
    gone = row.pgh_label == "delete"
    before = given_words(row.question, _value(row, "was_"))
    after = given_words(row.question, _value(row, ""))
    return Change(
        question=row.question,
        at=row.pgh_created_at,
        who=str(who) if who else "Not recorded",
        was=after if gone else before,
        now="" if gone else after,
        note_was=row.was_note or "",
        note="" if gone else row.note,
    )


def _value(row: Any, prefix: str) -> Value:
    choices = getattr(row, f"{prefix}choices")
    return Value(
        choices=tuple(choices) if choices else None,
        number=getattr(row, f"{prefix}number"),
        date=getattr(row, f"{prefix}date"),
        text=getattr(row, f"{prefix}text"),
        reason=getattr(row, f"{prefix}reason") or "",
    )


@dataclass(frozen=True, slots=True)
class Explained:
    """What was once said of an odd value, and of which one."""

    question: Question
    check_id: int
    at: datetime.datetime
    who: str
    message: str
    values: str
    explanation: str


def explanations_of(return_of: Return, question: Question | None = None) -> list[Explained]:
    """Every explanation that was given, the latest first: also of numbers changed since."""
    events = apps.get_model("surveys", "RaisedCheckEvent").objects.filter(return_of=return_of)
    if question is not None:
        events = events.filter(question=question)
    rows = (
        events.exclude(explanation="")
        .exclude(pgh_label="delete")
        .select_related("question", "explained_by")
        .order_by("-pgh_id")
    )
    found: dict[tuple[int, str, str], Explained] = {}
    for row in rows:
        who = str(row.explained_by) if row.explained_by else "Not recorded"
        told = Explained(
            row.question,
            row.check_of_id,
            row.explained_at or row.pgh_created_at,
            who,
            row.message,
            row.values,
            row.explanation,
        )
        found.setdefault((row.check_of_id, row.values, row.explanation), told)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Rerequired:
    """When the return came to be required, or no longer required, and why."""

    at: datetime.datetime
    who: str
    now: str
    reason: str


def requirements_of(return_of: Return) -> list[Rerequired]:
    """Every change on the record of what is required, the latest first."""
    events = apps.get_model("surveys", "ReturnEvent").objects.filter(pgh_obj=return_of.pk)
    context = apps.get_model("pghistory", "Context").objects.filter(pk=OuterRef("pgh_context_id"))
    before = Window(Lag("requirement"), order_by=F("pgh_id").asc())
    rows = list(
        events.annotate(before=before, by=Subquery(context.values("metadata__user")[:1])).order_by(
            "-pgh_id"
        )
    )
    people = User.objects.in_bulk({row.by for row in rows if row.by})
    return [
        Rerequired(
            row.pgh_created_at,
            str(people.get(row.by) or "Not recorded"),
            str(Return.Requirement(row.requirement).label),
            row.requirement_reason,
        )
        for row in rows
        if row.before != row.requirement and (row.before is not None or row.requirement_reason)
    ]
