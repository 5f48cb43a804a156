"""What the same body answered last time: the signed answer to the question that is followed."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ppf_site.rows import document_of
from surveys.models import Comparability, Question, Return
from surveys.sentences_values import given_words
from surveys.values import Value

from .documents import QUESTION, question_of

COMPARED = {
    Comparability.SAME: "",
    Comparability.WORDING: "It was worded differently.",
    Comparability.OPTIONS: "The answers to choose from were different.",
}


@dataclass(frozen=True, slots=True)
class Last:
    """A signed answer of an earlier round, and the day that it describes."""

    value: Value
    question: Question
    round_title: str
    reference_date: datetime.date
    comparability: str

    @property
    def said(self) -> str:
        return given_words(self.question, self.value)

    @property
    def compared(self) -> str:
        """What makes it another question than this round's, in words."""
        return COMPARED.get(Comparability(self.comparability), "")


# Numbers of these can be set against each other; where the options changed, it can only be read.
COMPARABLE = (Comparability.SAME, Comparability.WORDING)
READABLE = (*COMPARABLE, Comparability.OPTIONS)
# The same body is the council and those that it continues one to one: never one that split or
# merged. Of a signed return its answers stand; of a reopened one those of the version signed last.
LAST = f"""
WITH RECURSIVE body AS (
    SELECT id AS council, id FROM unnest(%(councils)s::bigint[]) AS id
    UNION
    SELECT body.council, s.predecessor_id
    FROM councils_succession s JOIN body ON body.id = s.successor_id
    WHERE s.kind IN ('same_body_new_status', 'one_to_one_new_body')
)
SELECT body.council, asked.id, asked.comparability, {QUESTION}, d.title, d.reference_date,
    given.choices, given.number, given.date, given.text, given.reason
FROM surveys_question asked
JOIN surveys_question q ON q.id = asked.follows_id
JOIN surveys_round d ON d.id = q.round_id
CROSS JOIN body
JOIN surveys_return r ON r.round_id = q.round_id AND r.council_id = body.id
CROSS JOIN LATERAL (
    SELECT a.choices, a.number, a.date, a.text, a.reason FROM surveys_answer a
    WHERE a.return_of_id = r.id AND a.question_id = q.id AND r.state = 'signed'
    UNION ALL
    SELECT a.choices, a.number, a.date, a.answer, coalesce(a.reason, '')
    FROM (
        SELECT answers FROM surveys_signature
        WHERE return_of_id = r.id AND r.state <> 'signed' ORDER BY number DESC LIMIT 1
    ) kept
    CROSS JOIN LATERAL jsonb_to_recordset(kept.answers) AS a(
        key varchar, choices varchar[], number numeric, date date, answer text, reason varchar)
    WHERE a.key = q.key
        AND (num_nonnulls(a.choices, a.number, a.date, a.answer) = 1 OR a.reason <> '')
) given
WHERE asked.round_id = %(round)s AND asked.derivation = ''
    AND asked.comparability = ANY(%(comparability)s)
    AND (%(questions)s::bigint[] IS NULL OR asked.id = ANY(%(questions)s))
"""


def last_answers(
    return_of: Return,
    *,
    questions: Collection[int] | None = None,
    comparability: Sequence[str] = COMPARABLE,
) -> dict[int, Last]:
    """By question of this round (or of these): the last signed answer to what it follows."""
    council = return_of.council_id
    found = last_answers_of(
        return_of.round_id, [council], questions=questions, comparability=comparability
    )
    return found.get(council, {})


def last_answers_of(
    round: int,
    councils: Collection[int],
    *,
    questions: Collection[int] | None = None,
    comparability: Sequence[str] = COMPARABLE,
) -> dict[int, dict[int, Last]]:
    """The same by council, in one query."""
    about: dict[str, Any] = {
        "councils": list(councils),
        "round": round,
        "comparability": [str(each) for each in comparability],
        "questions": None if questions is None else list(questions),
    }
    with connection.cursor() as cursor:
        cursor.execute(LAST, about)
        rows = cursor.fetchall()
    found: dict[int, dict[int, Last]] = defaultdict(dict)
    for council, question, compared, followed, title, reference_date, choices, *value in rows:
        found[council][question] = Last(
            value=Value(tuple(choices) if choices else None, *value),
            question=question_of(document_of(followed)),
            round_title=title,
            reference_date=reference_date,
            comparability=compared,
        )
    return found
