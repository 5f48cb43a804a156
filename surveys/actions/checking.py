"""Looking at a return's answers with the round's checks, and keeping what they find."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from surveys.answers.check_context import Look, check_context, looks_of
from surveys.answers.checks import Told, look
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
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {TURN}", {"return": return_of.pk})
    look_at(return_of, questions)


def look_at(
    return_of: Return, questions: Iterable[int] | None = None
) -> Mapping[str, RaisedChecks]:
    """The same for who has taken a turn. What is raised now, by the key of each question beside
    which it is told; of a check that is silent too, as it may have spoken up before."""
    looks = looks_of(return_of, questions)
    context = check_context(
        return_of,
        [each.rule for each in looks if each.is_concerned],
        {answer.question_id: answer for each in looks for answer in each.answers},
    )
    found = [
        (each, look(each.rule, context) if each.is_concerned else each.before) for each in looks
    ]
    _keep(return_of, found)
    raised: dict[str, tuple[RaisedCheck, ...]] = {}
    for each, told in found:
        key = each.check.question.key
        raised[key] = (*raised.get(key, ()), *([each.raised_as(told)] if told else []))
    return {key: RaisedChecks(listed) for key, listed in raised.items()}


def _keep(return_of: Return, found: Sequence[tuple[Look, Told | None]]) -> None:
    gone = [each.check.pk for each, told in found if told is None and each.raised is not None]
    changed = [
        {
            "check_id": each.check.pk,
            "question_id": each.check.question_id,
            "message": told.message,
            "values": told.values,
        }
        for each, told in found
        if told is not None and each.says_other_than(told)
    ]
    if gone or changed:
        kept: dict[str, Any] = {"return": return_of.pk, "gone": gone, "told": json.dumps(changed)}
        with connection.cursor() as cursor:
            cursor.execute(KEEP, kept)
