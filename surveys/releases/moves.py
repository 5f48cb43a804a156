"""What each body said in one round and in a later one: of all that either of them required."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from councils.models import Succession
from surveys.models import Question, Release

from .matched import LINE
from .paired import CouncilPair, PairCount

REACHED, NOT_REACHED = "reached", "not-reached"

# What a council chose; of a rate with a target, whether it has reached that.
SAID = f"""
    CASE WHEN %(target)s::numeric IS NULL THEN a.choices[1]
        WHEN a.number IS NULL THEN NULL
        WHEN (%(higher)s AND a.number >= %(target)s::numeric)
            OR (NOT %(higher)s AND a.number <= %(target)s::numeric) THEN '{REACHED}'
        ELSE '{NOT_REACHED}' END
"""
END = """
    SELECT line.body_id, rr.name, rr.slug, rr.code, rr.region_slug, rr.region_name,
        rr.council_type, {said} AS said
    FROM surveys_releasedreturn rr
    JOIN line ON line.council_id = rr.council_id
    LEFT JOIN surveys_releasedanswer a ON a.release_id = rr.release_id
        AND a.council_id = rr.council_id AND a.question_id = %({end}_question)s AND a.reason = ''
    WHERE rr.release_id = %({end}_release)s AND rr.is_required
"""
# A body that split or merged in between stands on two lines, each with one answer.
MOVES = f"""
{LINE}, earlier AS ({END.format(end="earlier", said=SAID)}),
later AS ({END.format(end="later", said=SAID)}),
move AS (
    SELECT coalesce(l.name, e.name) AS name, coalesce(l.slug, e.slug) AS slug,
        coalesce(l.code, e.code) AS code,
        coalesce(l.region_slug, e.region_slug) AS region_slug,
        coalesce(l.region_name, e.region_name) AS region_name,
        coalesce(l.council_type, e.council_type) AS council_type,
        e.said AS before, l.said AS after
    FROM earlier e FULL JOIN later l ON l.body_id = e.body_id
    WHERE e.said IS NOT NULL OR l.said IS NOT NULL
)
"""
COUNTED = (
    MOVES
    + """
SELECT region_slug, region_name, council_type, before, after, count(*)
FROM move GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 3, 4, 5
"""
)
BY_COUNCIL = (
    MOVES + "SELECT name, slug, code, region_slug, region_name, council_type, before, after "
    "FROM move ORDER BY 1, 2"
)


@dataclass(frozen=True, slots=True)
class Between:
    """An earlier and a later question; of rates, the target that tells them in two."""

    earlier: tuple[Release, Question]
    later: tuple[Release, Question]
    target: Decimal | None = None
    higher_is_better: bool = True

    @property
    def params(self) -> dict[str, Any]:
        return {
            "earlier_release": self.earlier[0].pk,
            "earlier_question": self.earlier[1].pk,
            "later_release": self.later[0].pk,
            "later_question": self.later[1].pk,
            "target": self.target,
            "higher": self.higher_is_better,
            "one_to_one": [Succession.Kind.CONTINUES.value, Succession.Kind.SAME_AREA.value],
        }


def move_counts(between: Between) -> list[PairCount]:
    """Of all that answered either. Whoever shows it hides what is few."""
    return [PairCount(*row) for row in _rows(COUNTED, between)]


def council_moves(between: Between) -> list[CouncilPair]:
    """By name. Only for who may see named answers of both releases."""
    return [CouncilPair(*row) for row in _rows(BY_COUNCIL, between)]


def _rows(statement: str, between: Between) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, between.params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
