"""Which checks are looked at when answers change, and the numbers that they are then about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ppf_site.rows import document_of, row_of
from surveys.models import Answer, Check, RaisedCheck, Return
from surveys.models.checks import TOUCHES

from .check_context import rule_of
from .checks import CheckRule
from .documents import QUESTION, question_of

CONCERNED = f"({{questions}}::bigint[] IS NULL OR {TOUCHES})"
# As documents, of the round `{round}`: the checks that concern `{questions}` and what else is told
# beside the same questions. None for the questions is every check.
LOOKS = f"""
SELECT jsonb_build_object(
    'is_concerned', {CONCERNED},
    'check', to_jsonb(c),
    'question', {QUESTION},
    'others', (
        SELECT coalesce(jsonb_agg({QUESTION} ORDER BY s.position, q.position), '[]')
        FROM surveys_check_others t
        JOIN surveys_question q ON q.id = t.question_id
        JOIN surveys_section s ON s.id = q.section_id
        WHERE t.check_id = c.id
    )
) AS document
FROM surveys_check c
JOIN surveys_question q ON q.id = c.question_id
JOIN surveys_section s ON s.id = q.section_id
WHERE c.round_id = {{round}} AND c.question_id IN (
    SELECT c.question_id FROM surveys_check c WHERE c.round_id = {{round}} AND {CONCERNED}
)
ORDER BY s.position, q.position, c.key
"""
NUMBERS = """
SELECT (
    SELECT coalesce(jsonb_agg(to_jsonb(a)), '[]') FROM surveys_answer a
    WHERE a.return_of_id = %(return)s AND a.question_id = ANY(%(questions)s)
), (
    SELECT coalesce(jsonb_agg(to_jsonb(f)), '[]') FROM surveys_finding f
    WHERE f.return_of_id = %(return)s AND f.check_of_id = ANY(%(checks)s)
)
"""


@dataclass(frozen=True, slots=True)
class CheckLook:
    """A check to look at. One that is not concerned is shown as it stands, beside the others."""

    is_concerned: bool
    check: Check
    rule: CheckRule

    @property
    def questions(self) -> set[int]:
        """Those that it is about, and what the rates among them are made of."""
        rates = ((each.numerator_id, each.denominator_id) for each in self.rule.others)
        made_of = {part for parts in rates for part in parts if part is not None}
        return {self.rule.question.pk, *(each.pk for each in self.rule.others), *made_of}


def looks_of(return_of: Return, questions: Iterable[int] | None = None) -> list[CheckLook]:
    statement = LOOKS.format(round="%(round)s", questions="%(questions)s")
    about: dict[str, Any] = {
        "round": return_of.round_id,
        "questions": None if questions is None else list(questions),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, about)
        return [look_of(document_of(document)) for (document,) in cursor]


def look_of(document: Mapping[str, Any]) -> CheckLook:
    check = row_of(Check, document["check"])
    check.question = question_of(document["question"])
    others = [question_of(each) for each in document["others"]]
    return CheckLook(document["is_concerned"], check, rule_of(check, others))


def numbers_now(
    return_of: Return, looks: Sequence[CheckLook]
) -> tuple[dict[int, Answer], dict[int, RaisedCheck]]:
    """The answers that the checks are about, by question, and what they raised before, by check."""
    about: dict[str, Any] = {
        "return": return_of.pk,
        "questions": list(set().union(*(each.questions for each in looks))),
        "checks": [each.check.pk for each in looks],
    }
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, about)
        answers, raised = (document_of(document) for document in cursor.fetchone())
    return (
        {values["question_id"]: row_of(Answer, values) for values in answers},
        {values["check_of_id"]: row_of(RaisedCheck, values) for values in raised},
    )
