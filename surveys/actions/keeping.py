"""Keeping what was typed and is not saved: no answer, or another one in its way."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from councils.models import User
from surveys.answers.outcomes import Clash, NoAnswer
from surveys.answers.typed import Typed
from surveys.models import Question, Return
from surveys.opening import LOCK_OPEN_SECTION

from .saving import why_closed_now

# The person's last word on each question, in place of any before. The return is held meanwhile:
# handing over, which waits for that, finds it.
KEEP_UNSAVED = f"""
WITH open AS ({LOCK_OPEN_SECTION})
INSERT INTO surveys_unsaved (return_of_id, question_id, user_id, typed, said, why, at)
SELECT open.id, question, %(by)s, typed, said, why, %(now)s
FROM open CROSS JOIN jsonb_to_recordset(%(kept)s::jsonb)
    AS kept(question bigint, typed jsonb, said text, why text)
ORDER BY question
ON CONFLICT (return_of_id, question_id, user_id) DO UPDATE SET
    typed = excluded.typed, said = excluded.said, why = excluded.why, at = excluded.at
"""


@dataclass(frozen=True, slots=True)
class KeptTyping:
    """What was typed for a question, and what came of it."""

    question: Question
    typed: Typed
    outcome: NoAnswer | Clash

    def to_json(self) -> dict[str, Any]:
        return {
            "question": self.question.pk,
            "typed": self.typed.to_keep(),
            "said": self.typed.words(self.question),
            "why": self.outcome.why if isinstance(self.outcome, NoAnswer) else "",
        }


def keep_unsaved(return_of: Return, kept: Sequence[KeptTyping], *, by: User) -> str:
    """All of one section. Why nothing is kept, if the return is closed; else ""."""
    if not kept:
        return ""
    now = timezone.now()
    about: dict[str, Any] = {
        "return": return_of.pk,
        "section": kept[0].question.section_id,
        "by": by.pk,
        "now": now,
        "kept": json.dumps([each.to_json() for each in kept]),
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP_UNSAVED, about)
        return "" if cursor.rowcount else why_closed_now(return_of, now)
