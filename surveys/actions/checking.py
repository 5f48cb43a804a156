"""Looking at a return's answers with the round's checks, and keeping what they find."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from surveys.answers.check_context import check_context
from surveys.answers.checks import CheckSaid, Context, look
from surveys.answers.looking import CheckLook, looks_of, numbers_now
from surveys.answers.raised_checks import RaisedChecks
from surveys.models import RaisedCheck, Return

# Until the transaction ends: who looks second sees what the first has saved, and the two halves
# of a check that are saved at once are looked at together by one of them. The first number tells
# these locks from any others.
TURN = "pg_advisory_xact_lock(20110331, (%(return)s %% 2147483648)::integer)"
# Raised about the same numbers it keeps its explanation; about others it asks again.
KEEP = """
WITH gone AS (
    DELETE FROM surveys_finding WHERE return_of_id = %(return)s AND check_of_id = ANY(%(gone)s)
)
INSERT INTO surveys_finding AS f
    (return_of_id, check_of_id, question_id, message, "values", explanation)
SELECT %(return)s, check_id, question_id, message, "values", ''
FROM jsonb_to_recordset(%(told)s::jsonb)
    AS told(check_id bigint, question_id bigint, message text, "values" text)
ON CONFLICT (return_of_id, check_of_id) DO UPDATE SET
    question_id = excluded.question_id, message = excluded.message, "values" = excluded."values",
    explanation = CASE WHEN f."values" = excluded."values" THEN f.explanation ELSE '' END,
    explained_by_id = CASE WHEN f."values" = excluded."values" THEN f.explained_by_id END,
    explained_at = CASE WHEN f."values" = excluded."values" THEN f.explained_at END
"""


def refresh_raised_checks(return_of: Return, questions: Iterable[int] | None = None) -> None:
    """Work out again what the checks raise: all, or those that concern these questions."""
    looks = looks_of(return_of, questions)
    context = context_of(return_of, looks)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TURN}", {"return": return_of.pk})
    look_at(return_of, looks, context)


def context_of(return_of: Return, looks: Iterable[CheckLook]) -> Context:
    """What the checks compare this return's numbers with. It stays, so it is read before a turn
    is taken: nobody waits for that."""
    return check_context(return_of, [each.rule for each in looks if each.is_concerned], {})


def look_at(
    return_of: Return, looks: Sequence[CheckLook], context: Context
) -> Mapping[str, RaisedChecks]:
    """For who has taken a turn. What is raised now, by the key of each question beside which it
    is told; of a check that is silent too, as it may have spoken up before."""
    if not looks:
        return {}
    answers, before = numbers_now(return_of, looks)
    context = replace(context, answers=answers)
    now = [
        Raised(each, before.get(each.check.pk), look(each.rule, context))
        if each.is_concerned
        else Raised.as_before(each, before.get(each.check.pk))
        for each in looks
    ]
    _keep(return_of, now)
    found: dict[str, tuple[RaisedCheck, ...]] = {}
    for each in now:
        key = each.look.check.question.key
        found[key] = (*found.get(key, ()), *each.rows)
    return {key: RaisedChecks(listed) for key, listed in found.items()}


@dataclass(frozen=True, slots=True)
class Raised:
    """What a check says now, and what it said before, if anything."""

    look: CheckLook
    before: RaisedCheck | None
    told: CheckSaid | None

    @classmethod
    def as_before(cls, look: CheckLook, before: RaisedCheck | None) -> Raised:
        return cls(look, before, CheckSaid(before.message, before.values) if before else None)

    @property
    def is_new(self) -> bool:
        said = (self.before.message, self.before.values) if self.before else None
        return self.told is not None and said != (self.told.message, self.told.values)

    @property
    def rows(self) -> list[RaisedCheck]:
        """As it is kept: an explanation is of the numbers that it was given for. None or one."""
        if self.told is None:
            return []
        is_same = self.before is not None and self.before.values == self.told.values
        row = RaisedCheck(check_of=self.look.check, question=self.look.check.question)
        row.message, row.values = self.told.message, self.told.values
        row.explanation = self.before.explanation if self.before and is_same else ""
        return [row]


def _keep(return_of: Return, now: Sequence[Raised]) -> None:
    gone = [each.look.check.pk for each in now if each.told is None and each.before is not None]
    changed = [
        {
            "check_id": row.check_of_id,
            "question_id": row.question_id,
            "message": row.message,
            "values": row.values,
        }
        for each in now
        if each.is_new
        for row in each.rows
    ]
    if gone or changed:
        kept: dict[str, Any] = {"return": return_of.pk, "gone": gone, "told": json.dumps(changed)}
        with connection.cursor() as cursor:
            cursor.execute(KEEP, kept)
