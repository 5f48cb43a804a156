"""Saving one answer, with a version: nobody's answer is overwritten without a question."""

import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from councils.models import User
from surveys.actions.checking import refresh_raised_checks
from surveys.answers.outcomes import Clash, Closed, Saved
from surveys.models import Answer, Question, Return, Unsaved
from surveys.models.answers import value_of
from surveys.opening import LOCK_OPEN_SECTION, why_closed
from surveys.values import Value

SAVE = """
INSERT INTO surveys_answer AS a (return_of_id, question_id, choices, number, date, text, reason,
    note, version, updated_at, updated_by_id)
VALUES (%(return)s, %(question)s, %(choices)s, %(number)s, %(date)s, %(text)s, %(reason)s,
    %(note)s, 1, %(now)s, %(by)s)
ON CONFLICT (return_of_id, question_id) DO UPDATE SET
    choices = excluded.choices, number = excluded.number, date = excluded.date,
    text = excluded.text, reason = excluded.reason, note = excluded.note,
    version = a.version + 1, updated_at = excluded.updated_at,
    updated_by_id = excluded.updated_by_id
WHERE a.version = %(version)s
    AND (a.choices, a.number, a.date, a.text, a.reason, a.note) IS DISTINCT FROM
        (excluded.choices, excluded.number, excluded.date, excluded.text, excluded.reason,
        excluded.note)
RETURNING a.version
"""


@transaction.atomic
def save_answer(
    *,
    return_of: Return,
    question: Question,
    value: Value,
    note: str | None = None,
    by: User,
    version: int,
) -> Saved | Clash | Closed:
    """Save over `version`, the one that the person had before them; 0 is none yet.

    `note` None leaves the note as it is. The same answer again is saved whatever the version.
    """
    Return.objects.filter(pk=return_of.pk, state=Return.State.NOT_STARTED).update(
        state=Return.State.IN_PROGRESS
    )
    now = timezone.now()
    closed = hold_open(return_of, question, now)
    if closed:
        return closed
    saved = _save(return_of, question, value, note, {"now": now, "by": by.pk, "version": version})
    if saved is not None:
        Unsaved.objects.of(by, return_of, question).delete()
        refresh_raised_checks(return_of, [question.pk])
        return Saved(saved, now)
    there = Answer.objects.select_related("updated_by").get(return_of=return_of, question=question)
    if value_of(there) == value and (note is None or note == there.note):
        Unsaved.objects.of(by, return_of, question).delete()
        return Saved(there.version, there.updated_at, changed=False)
    return Clash(there)


def _save(
    return_of: Return, question: Question, value: Value, note: str | None, over: dict[str, Any]
) -> int | None:
    """The version that it is saved as; None where another than `over` tells stands there."""
    if note is None:
        there = Answer.objects.filter(return_of=return_of, question=question).first()
        note = there.note if there else ""
    values = {
        "return": return_of.pk,
        "question": question.pk,
        "choices": list(value.choices) if value.choices else None,
        "number": value.number,
        "date": value.date,
        "text": value.text,
        "reason": value.reason,
        "note": note,
    }
    with connection.cursor() as cursor:
        cursor.execute(SAVE, {**values, **over})
        row = cursor.fetchone()
    return row[0] if row else None


def hold_open(return_of: Return, question: Question, now: datetime.datetime) -> Closed | None:
    """Hold the return against signing until the transaction ends; undo it where it is closed."""
    place: dict[str, int | datetime.datetime] = {
        "return": return_of.pk,
        "section": question.section_id,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(LOCK_OPEN_SECTION, place)
        if cursor.fetchone() is not None:
            return None
    # Read first: once it is to be rolled back, nothing can be asked of the database.
    why = why_closed(Return.objects.select_related("round").get(pk=return_of.pk), now)
    transaction.set_rollback(True)
    return Closed(why)
