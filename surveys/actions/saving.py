"""Saving one answer, with a version: nobody's answer is overwritten without a question."""

import datetime
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from councils.models import User
from surveys.actions.checking import refresh_findings
from surveys.models import Answer, Question, Return, Section
from surveys.values import Value

# Open from the day it opens to the end of the day it closes, by London's clocks; a reopened
# return to the end of its own day, and then only in the sections that were reopened.
IS_OPEN = """
    r.state IN ('not_started', 'in_progress')
    AND %(now)s >= (d.opens_on::timestamp AT TIME ZONE 'Europe/London')
    AND %(now)s < ((coalesce(r.reopened_until, d.closes_on) + 1)::timestamp
        AT TIME ZONE 'Europe/London')
"""

# Holds the return against signing and against nothing else: two savers never wait for each other.
LOCK_OPEN = f"""
SELECT r.id FROM surveys_return r JOIN surveys_round d ON d.id = r.round_id
WHERE r.id = %(return)s AND {IS_OPEN}
"""
LOCK_OPEN_RETURN = f"{LOCK_OPEN} FOR SHARE OF r"
LOCK_OPEN_SECTION = f"""{LOCK_OPEN}
    AND (NOT EXISTS (SELECT FROM surveys_return_reopened_sections s WHERE s.return_id = r.id)
        OR EXISTS (SELECT FROM surveys_return_reopened_sections s
            WHERE s.return_id = r.id AND s.section_id = %(section)s))
FOR SHARE OF r
"""

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


OPEN_STATES = (Return.State.NOT_STARTED, Return.State.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Saved:
    """It is in the database. `changed` is false where the same stood there already."""

    version: int
    at: datetime.datetime
    changed: bool = True


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody else's answer is there, newer than the one this person had before them."""

    theirs: Answer


@dataclass(frozen=True, slots=True)
class Closed:
    """Nothing was saved: the return cannot be changed now, and why in words."""

    why: str


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
    place = {"return": return_of.pk, "question": question.pk, "section": question.section_id}
    with connection.cursor() as cursor:
        cursor.execute(LOCK_OPEN_SECTION, {**place, "now": now})
        if cursor.fetchone() is None:
            # Read first: once it is to be rolled back, nothing can be asked of the database.
            closed = Return.objects.select_related("round").get(pk=return_of.pk)
            transaction.set_rollback(True)
            return Closed(why_closed(closed, now))
        there = Answer.objects.filter(return_of=return_of, question=question).first()
        values = {
            "choices": list(value.choices) if value.choices else None,
            "number": value.number,
            "date": value.date,
            "text": value.text,
            "reason": value.reason,
            "note": note if note is not None else (there.note if there else ""),
        }
        cursor.execute(SAVE, {**place, **values, "now": now, "by": by.pk, "version": version})
        saved = cursor.fetchone()
    if saved is not None:
        refresh_findings(return_of, [question.pk])
        return Saved(saved[0], now)
    there = Answer.objects.select_related("updated_by").get(return_of=return_of, question=question)
    if value_of(there) == value and (note is None or note == there.note):
        return Saved(there.version, there.updated_at, changed=False)
    return Clash(there)


def why_read_only(one: Return, section: Section | None = None) -> str:
    """Why this section, or the whole return, cannot be changed now; "" where it can."""
    now = timezone.now()
    if one.state not in OPEN_STATES or not one.is_open_at(now):
        return why_closed(one, now)
    if section is None or one.reopened_until is None:
        return ""
    reopened = {each.pk for each in one.reopened_sections.all()}
    return "" if not reopened or section.pk in reopened else why_closed(one, now)


def value_of(answer: Answer) -> Value:
    return Value(
        choices=tuple(answer.choices) if answer.choices else None,
        number=answer.number,
        date=answer.date,
        text=answer.text,
        reason=answer.reason,
    )


def why_closed(one: Return, now: datetime.datetime | None = None) -> str:
    """Why the return cannot be changed, and what can be done: never only "locked"."""
    moment = now or timezone.now()
    if one.state == Return.State.SIGNED:
        when = f"{timezone.localtime(one.signed_at):%-d %B %Y}" if one.signed_at else ""
        return (
            f"This return was signed on {when} and is read-only. "
            "Ask for a correction: an analyst can reopen it."
        )
    today = timezone.localdate(moment)
    if today < one.round.opens_on:
        return f"This round opens on {one.round.opens_on:%-d %B %Y}."
    if today > one.last_day:
        return (
            f"This round closed at the end of {one.last_day:%-d %B %Y}. "
            "Ask the analysts who run it to reopen your return."
        )
    if one.state == Return.State.TO_SIGN:
        return "This return is with the director to sign. Take it back to change it."
    return "Only some sections of this return were reopened, and this is not one of them."
