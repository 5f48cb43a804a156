"""How many councils' own rates reach a target, by area, where no question counts that."""

import threading
from collections import OrderedDict
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


Counts = tuple[int, int] | None
# By database, figure, target and which way is good. A release never changes: a process counts once.
MOST_KEPT = 20_000
_kept: OrderedDict[tuple[str, int, Decimal, bool], Counts] = OrderedDict()
_lock = threading.Lock()


def reached_counts(
    figures: Sequence[int], target: Decimal, *, higher_is_better: bool
) -> Mapping[int, tuple[int, int]]:
    """k of n councils, by the figure of the rate. For who may not see councils' own rates only of
    England, and as far as `is_of_many`: no release has checked what these tell of single ones."""
    database = str(connection.settings_dict["NAME"])
    keys = {figure: (database, figure, target, higher_is_better) for figure in figures}
    with _lock:
        found = {figure: _kept[key] for figure, key in keys.items() if key in _kept}
    missing = [figure for figure in keys if figure not in found]
    if missing:
        counted = _counted(missing, target, higher_is_better=higher_is_better)
        found |= {figure: counted.get(figure) for figure in missing}
        with _lock:
            _kept.update({keys[figure]: found[figure] for figure in missing})
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return {figure: counts for figure, counts in found.items() if counts is not None}


def _counted(
    figures: Sequence[int], target: Decimal, *, higher_is_better: bool
) -> dict[int, tuple[int, int]]:
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
