"""What each council of a release named, by what it said to another question of the same round."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from surveys.models import Question, Release

CROSSED = """
SELECT rr.region_slug, rr.region_name, rr.council_type, by_other.choices[1], a.choices, count(*)
FROM surveys_releasedreturn rr
LEFT JOIN surveys_releasedanswer a ON a.release_id = rr.release_id
    AND a.council_id = rr.council_id AND a.question_id = %(question)s AND a.reason = ''
LEFT JOIN surveys_releasedanswer by_other ON by_other.release_id = rr.release_id
    AND by_other.council_id = rr.council_id AND by_other.question_id = %(other)s
    AND by_other.reason = ''
WHERE rr.release_id = %(release)s AND rr.is_required
    AND (a.choices IS NOT NULL OR by_other.choices IS NOT NULL)
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 3, 4, 5
"""


@dataclass(frozen=True, slots=True)
class CrossCount:
    """So many councils of one region and type said this, and named these; None: no answer."""

    region: str
    region_name: str
    council_type: str
    said: str | None
    named: Sequence[str] | None
    councils: int


def crossed(release: Release, question: Question, by: Question) -> list[CrossCount]:
    """Of all that answered either. Whoever shows it hides what is few."""
    asked = {"release": release.pk, "question": question.pk, "other": by.pk}
    with connection.cursor() as cursor:
        cursor.execute(CROSSED, asked)
        return [CrossCount(*row) for row in cursor.fetchall()]
