"""Sums of two rounds over the councils that answered both: growth is told on these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from councils.models import Succession
from surveys.stats import FEWEST

from .results import base_of
from .shown import ShownFigure

# A body is a council with those that it continues one to one, named by the first of them. One that
# split or merged is continued by nobody. Answers are the released ones, in the area of the figure.
ONE_TO_ONE = [Succession.Kind.CONTINUES.value, Succession.Kind.SAME_AREA.value]
LINE = """
WITH RECURSIVE line AS (
    SELECT c.id AS council_id, c.id AS body_id FROM councils_council c
    WHERE NOT EXISTS (
        SELECT FROM councils_succession s
        WHERE s.successor_id = c.id AND s.kind = ANY(%(one_to_one)s))
    UNION
    SELECT s.successor_id, line.body_id
    FROM line
    JOIN councils_succession s
        ON s.predecessor_id = line.council_id AND s.kind = ANY(%(one_to_one)s)
)
"""
MATCHED_SUMS = (
    LINE
    + """
, given AS (
    SELECT f.id AS figure_id, line.body_id, a.number
    FROM surveys_figure f
    JOIN councils_area area ON area.id = f.area_id
    JOIN surveys_releasedanswer a ON a.release_id = f.release_id
        AND a.question_id = f.question_id AND a.number IS NOT NULL
    JOIN surveys_releasedreturn rr ON rr.release_id = f.release_id
        AND rr.council_id = a.council_id AND rr.is_required
        AND (area.kind = 'england' OR rr.region_id = area.region_id
            OR rr.council_type = area.council_type)
    JOIN line ON line.council_id = a.council_id
    WHERE f.id = ANY(%(before)s) OR f.id = ANY(%(after)s)
)
SELECT pair.before_id, pair.after_id, count(*), sum(b.number), sum(a.number)
FROM unnest(%(before)s::bigint[], %(after)s::bigint[]) AS pair(before_id, after_id)
JOIN given b ON b.figure_id = pair.before_id
JOIN given a ON a.figure_id = pair.after_id AND a.body_id = b.body_id
GROUP BY pair.before_id, pair.after_id
"""
)

BODIES = LINE + "SELECT council_id, body_id FROM line"

# The earlier figure and the later one.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Matched:
    """Two sums over the same `councils`, and how many of each round they leave out."""

    councils: int
    before: Decimal
    after: Decimal
    left_out: tuple[int, int]

    @property
    def growth(self) -> Decimal | None:
        """In per cent of the earlier sum; None if that is nothing."""
        return 100 * self.after / self.before - 100 if self.before else None

    @property
    def is_of_few(self) -> bool:
        """Whether, beside the rounds' own sums, it tells those of a handful of councils."""
        return self.councils < FEWEST or any(0 < count < FEWEST for count in self.left_out)


def matched_sums(pairs: Sequence[tuple[ShownFigure, ShownFigure]]) -> Mapping[Pair, Matched]:
    """For each earlier and later figure of a number; none where nobody answered both."""
    if not pairs:
        return {}
    figures = {figure.pk: figure for pair in pairs for figure in pair}
    wanted = sorted({(before.pk, after.pk) for before, after in pairs})
    with connection.cursor() as cursor:
        cursor.execute(
            MATCHED_SUMS,
            {
                "before": [before for before, _ in wanted],
                "after": [after for _, after in wanted],
                "one_to_one": ONE_TO_ONE,
            },
        )
        rows = cursor.fetchall()
    return {
        (before, after): Matched(
            councils=councils,
            before=sum_before,
            after=sum_after,
            left_out=(
                base_of(figures[before]).gave_a_value - councils,
                base_of(figures[after]).gave_a_value - councils,
            ),
        )
        for before, after, councils, sum_before, sum_after in rows
    }


def bodies() -> dict[int, int]:
    """Of each council the body that it is, with those that continue one another one to one."""
    with connection.cursor() as cursor:
        cursor.execute(BODIES, {"one_to_one": ONE_TO_ONE})
        return dict(cursor.fetchall())
