"""Questions that a statement gives as JSON documents, each with what belongs to it."""

from collections.abc import Mapping
from typing import Any

from ppf_site.rows import row_of
from surveys.models import Option, Question

# Of a question `q`, with what it offers.
QUESTION = """
to_jsonb(q) || jsonb_build_object('offered', (
    SELECT coalesce(jsonb_agg(to_jsonb(o) ORDER BY o.position), '[]')
    FROM surveys_option o WHERE o.scale_id = q.scale_id
))
"""


def question_of(document: Mapping[str, Any]) -> Question:
    question = row_of(Question, document)
    question.offered = [row_of(Option, values) for values in document["offered"]]
    return question
