"""What each body said in one round and in a later one: of all that either of them required.

A body that answered neither is among them, with nothing before and nothing after."""

from collections.abc import Mapping
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

RATED = """
    SELECT line.body_id, rr.region_slug, top.number AS top, bottom.number AS bottom
    FROM surveys_releasedreturn rr
    JOIN line ON line.council_id = rr.council_id
    JOIN surveys_releasedanswer top ON top.release_id = rr.release_id
        AND top.council_id = rr.council_id AND top.question_id = %({end}_top)s
    JOIN surveys_releasedanswer bottom ON bottom.release_id = rr.release_id
        AND bottom.council_id = rr.council_id AND bottom.question_id = %({end}_bottom)s
    WHERE rr.release_id = %({end}_release)s AND rr.is_required
        AND top.number IS NOT NULL AND bottom.number IS NOT NULL
"""
MATCHED_RATES = f"""
{LINE}, earlier AS ({RATED.format(end="earlier")}), later AS ({RATED.format(end="later")})
SELECT count(*), sum(e.top), sum(e.bottom), sum(l.top), sum(l.bottom)
FROM earlier e JOIN later l ON l.body_id = e.body_id
WHERE %(area)s = 'england' OR l.region_slug = %(area)s
"""


@dataclass(frozen=True, slots=True)
class MatchedRates:
    """Two pooled rates in per cent, over the same councils."""

    councils: int
    before: Decimal
    after: Decimal


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
            "earlier_top": self.earlier[1].numerator_id,
            "earlier_bottom": self.earlier[1].denominator_id,
            "later_top": self.later[1].numerator_id,
            "later_bottom": self.later[1].denominator_id,
            "target": self.target,
            "higher": self.higher_is_better,
            "one_to_one": [Succession.Kind.CONTINUES.value, Succession.Kind.SAME_AREA.value],
        }


def move_counts(between: Between) -> list[PairCount]:
    """Whoever shows it hides what is few."""
    return [PairCount(*row) for row in _rows(COUNTED, between)]


def council_moves(between: Between) -> list[CouncilPair]:
    """By name. Only for who may see named answers of both releases."""
    return [CouncilPair(*row) for row in _rows(BY_COUNCIL, between)]


def matched_rates(between: Between, area: str) -> MatchedRates | None:
    """Of the councils that gave both parts of both rates. Only for who may see councils' own: less
    what each round published, it tells those that are left out. None where nobody is matched."""
    [(councils, top, bottom, later_top, later_bottom)] = _rows(
        MATCHED_RATES, between, {"area": area}
    )
    if not bottom or not later_bottom:
        return None
    return MatchedRates(councils, 100 * top / bottom, 100 * later_top / later_bottom)


def _rows(
    statement: str, between: Between, more: Mapping[str, str] | None = None
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {**between.params, **(more or {})})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
