"""Saving answers, each with a version: nobody's answer is overwritten without a question."""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from councils.models import User
from surveys.actions.checking import TURN, context_of, look_at
from surveys.answers.company import SEEN
from surveys.answers.looking import CheckLook, looks_of
from surveys.answers.outcomes import Clash, Closed, Saved
from surveys.answers.raised_checks import RaisedChecks
from surveys.models import Answer, Question, Return, Unsaved
from surveys.models.answers import value_of
from surveys.opening import LOCK_OPEN_SECTION, START_OPEN_SECTION, why_closed
from surveys.values import Value

# In the order of the questions: two who save the same ones never wait for each other in a circle.
SAVE = f"""
WITH open AS ({{open}}),
saved AS (
    INSERT INTO surveys_answer AS a (return_of_id, question_id, choices, number, date, text,
        reason, note, version, updated_at, updated_by_id)
    SELECT open.id, question, choices, number, date, text, reason, note, over + 1,
        %(now)s, %(by)s
    FROM open CROSS JOIN jsonb_to_recordset(%(given)s::jsonb) AS given(question bigint,
        choices varchar[], number numeric, date date, text text, reason text, note text,
        over integer)
    ORDER BY question
    ON CONFLICT (return_of_id, question_id) DO UPDATE SET
        choices = excluded.choices, number = excluded.number, date = excluded.date,
        text = excluded.text, reason = excluded.reason, note = excluded.note,
        version = excluded.version, updated_at = excluded.updated_at,
        updated_by_id = excluded.updated_by_id
    WHERE a.version + 1 = excluded.version
        AND (a.choices, a.number, a.date, a.text, a.reason, a.note) IS DISTINCT FROM
            (excluded.choices, excluded.number, excluded.date, excluded.text, excluded.reason,
            excluded.note)
    RETURNING question_id, version
),
forgotten AS (
    DELETE FROM surveys_unsaved u USING saved
    WHERE u.return_of_id = %(return)s AND u.question_id = saved.question_id AND u.user_id = %(by)s
),
seen AS ({SEEN.format(where="EXISTS (SELECT FROM open)")})
SELECT saved.question_id, saved.version,
    CASE WHEN %(is_checked)s AND saved.version IS NOT NULL THEN {TURN}::text END
FROM open LEFT JOIN saved ON true
"""


@dataclass(frozen=True, slots=True)
class Given:
    """A value for a question, over the version that the person had before them; 0 is none yet."""

    question: Question
    value: Value
    note: str
    version: int

    def to_json(self) -> dict[str, Any]:
        value = self.value
        return {
            "question": self.question.pk,
            "choices": value.choices or None,
            "number": None if value.number is None else str(value.number),
            "date": value.date and value.date.isoformat(),
            "text": value.text,
            "reason": value.reason,
            "note": self.note,
            "over": self.version,
        }


@dataclass(frozen=True, slots=True)
class SavedAnswers:
    """What came of each, by its question; what the checks then say, by the question's key beside
    which they say it; and why nothing was saved, if the return is closed."""

    outcomes: Mapping[int, Saved | Clash] = field(default_factory=dict)
    raised_checks: Mapping[str, RaisedChecks] = field(default_factory=dict)
    closed: str = ""


def save_answer(
    *,
    return_of: Return,
    question: Question,
    value: Value,
    note: str | None = None,
    by: User,
    version: int,
) -> Saved | Clash | Closed:
    """One answer by itself. `note` None leaves the note as it is."""
    if note is None:
        there = Answer.objects.filter(return_of=return_of, question=question).first()
        note = there.note if there else ""
    given = Given(question, value, note, version)
    saved = save_answers(return_of=return_of, given=[given], by=by)
    return Closed(saved.closed) if saved.closed else saved.outcomes[question.pk]


def save_answers(
    *,
    return_of: Return,
    given: Sequence[Given],
    by: User,
    seen_in: str | None = None,
    looks: Sequence[CheckLook] | None = None,
) -> SavedAnswers:
    """Save those that stand over the version that is there, all of one section.

    The same answer again is saved whatever the version. `seen_in` is the session in which the
    person has the section before them; `looks` are the checks to look at, where they are known.
    """
    if not given:
        return SavedAnswers()
    if looks is None:
        looks = looks_of(return_of, [each.question.pk for each in given])
    context = context_of(return_of, looks)
    now = timezone.now()
    who = {"now": now, "by": by.pk, "session": seen_in, "is_checked": bool(looks)}
    with transaction.atomic():
        rows = _save(return_of, given, who)
        versions = {question: version for question, version, _ in rows if version is not None}
        raised = look_at(return_of, looks, context) if versions else {}
    if not rows:
        return SavedAnswers(closed=why_closed_now(return_of, now))
    left = [each for each in given if each.question.pk not in versions]
    return SavedAnswers(
        {
            **{question: Saved(version, now) for question, version in versions.items()},
            **(_what_is_there(return_of, left, by) if left else {}),
        },
        raised,
    )


def _save(
    return_of: Return, given: Sequence[Given], who_and_when: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """The question and the version of each that is saved, or a row without; none where closed."""
    is_first = return_of.state == Return.State.NOT_STARTED
    about: dict[str, Any] = {
        **who_and_when,
        "return": return_of.pk,
        "section": given[0].question.section_id,
        "given": json.dumps([each.to_json() for each in given]),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            SAVE.format(open=START_OPEN_SECTION if is_first else LOCK_OPEN_SECTION), about
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _what_is_there(return_of: Return, left: Iterable[Given], by: User) -> dict[int, Saved | Clash]:
    """Of those that were not saved: the same already, or another answer in the way."""
    found: dict[int, Saved | Clash] = {}
    asked = {each.question.pk: each for each in left}
    there = Answer.objects.filter(return_of=return_of, question__in=asked)
    for answer in there.select_related("updated_by"):
        each = asked[answer.question_id]
        if (value_of(answer), answer.note) == (each.value, each.note):
            found[answer.question_id] = Saved(answer.version, answer.updated_at, changed=False)
        else:
            found[answer.question_id] = Clash(answer)
    same = [question for question, outcome in found.items() if isinstance(outcome, Saved)]
    if same:
        Unsaved.objects.filter(return_of=return_of, question__in=same, user=by).delete()
    return found


def why_closed_now(return_of: Return, now: datetime.datetime) -> str:
    """As it is by now, whatever it was when it was read."""
    return why_closed(Return.objects.select_related("round").get(pk=return_of.pk), now)
