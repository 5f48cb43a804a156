"""What each council chose in one round beside a number that it gave in others."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from councils.models import Succession

from .matched import LINE
from .paired import Told

# Every required council of the release that tells the choice, with what the same body, or the one
# that continues it one to one, gave in the others. Nothing where it was not asked, gave no value,
# split or merged.
CLAIMED = f"""
{LINE}, given AS (
    SELECT line.body_id, a.council_id, a.question_id, a.choices[1] AS chose, a.number
    FROM surveys_releasedanswer a
    JOIN surveys_releasedreturn rr ON rr.release_id = a.release_id
        AND rr.council_id = a.council_id AND rr.is_required
    JOIN line ON line.council_id = a.council_id
    WHERE a.release_id = ANY(%(releases)s) AND a.question_id = ANY(%(questions)s)
        AND a.reason = ''
)
SELECT claim.chose, latest.council_id, latest.number, earlier.number
FROM surveys_releasedreturn rr
LEFT JOIN line ON line.council_id = rr.council_id
LEFT JOIN given claim ON claim.body_id = line.body_id AND claim.question_id = %(claim)s
LEFT JOIN given latest ON latest.body_id = line.body_id AND latest.question_id = %(latest)s
LEFT JOIN given earlier ON earlier.body_id = line.body_id AND earlier.question_id = %(earlier)s
WHERE rr.release_id = %(release)s AND rr.is_required
"""


@dataclass(frozen=True, slots=True)
class CouncilClaim:
    """`chose` is the key of an option; `council_id` is of whoever gave the latest number."""

    chose: str | None
    council_id: int | None
    latest: Decimal | None
    earlier: Decimal | None


def council_claims(claim: Told, latest: Told, earlier: Told | None) -> list[CouncilClaim]:
    """One query. Only for who may see what single councils gave in all of these releases."""
    told = [each for each in (claim, latest, earlier) if each is not None]
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIMED,
            {
                "releases": [release.pk for release, _ in told],
                "questions": [question.pk for _, question in told],
                "release": claim[0].pk,
                "claim": claim[1].pk,
                "latest": latest[1].pk,
                "earlier": earlier[1].pk if earlier else None,
                "one_to_one": [Succession.Kind.CONTINUES.value, Succession.Kind.SAME_AREA.value],
            },
        )
        return [CouncilClaim(*row) for row in cursor.fetchall()]
