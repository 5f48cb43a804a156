"""How many councils' own rates reach a target, by area, where no question counts that."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import connection

from surveys.stats import FEWEST

from .moves import REACHED, SAID

# As in `matched`, answers are the released ones, in the area of the figure.
COUNTED = f"""
SELECT f.id, count(*) FILTER (WHERE {SAID} = '{REACHED}'), count(*)
FROM surveys_figure f
JOIN councils_area area ON area.id = f.area_id
JOIN surveys_releasedanswer a ON a.release_id = f.release_id
    AND a.question_id = f.question_id AND a.number IS NOT NULL
JOIN surveys_releasedreturn rr ON rr.release_id = f.release_id
    AND rr.council_id = a.council_id AND rr.is_required
    AND (area.kind = 'england' OR rr.region_id = area.region_id
        OR rr.council_type = area.council_type)
WHERE f.id = ANY(%(figures)s)
GROUP BY f.id
"""


def reached_counts(
    figures: Sequence[int], target: Decimal, *, higher_is_better: bool
) -> Mapping[int, tuple[int, int]]:
    """k of n councils, by the figure of the rate. For who may not see councils' own rates only of
    England, and as far as `is_of_many`: no release has checked what these tell of single ones."""
    if not figures:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            COUNTED, {"figures": list(figures), "target": target, "higher": higher_is_better}
        )
        return {figure: (k, n) for figure, k, n in cursor.fetchall()}


def is_of_many(reached: int, counted: int) -> bool:
    """Whether England's count may be told to who reads no council's own rate: neither the councils
    that reach it nor those that do not are a handful, or none.

    It decides wherever such a count shows, alone or as the councils of a row. Of regions and types
    nothing is told: their counts could be subtracted from England's.
    """
    return min(reached, counted - reached) >= FEWEST
