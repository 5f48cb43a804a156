"""On the day of a name or place that was entered ahead, the council's own columns tell it."""

from django.db import connection, transaction

from .names import NAME_ON, TODAY
from .places import PLACE_ON

# What each council is called today, where it is and of what type, beside its own columns.
AS_TODAY = f"""
SELECT c.id, named.name, named.short_name, placed.region_id, placed.type
FROM councils_council c {NAME_ON} {PLACE_ON}
""".replace("%(day)s", TODAY)
DIFFERS = """
today.id = c.id AND (c.name, c.short_name, c.region_id, c.type)
    IS DISTINCT FROM (today.name, today.short_name, today.region_id, today.type)
"""
# Held first, and read again by what writes: a correction made meanwhile is not written over.
BEHIND = f"""
SELECT c.id FROM councils_council c JOIN ({AS_TODAY}) today ON {DIFFERS}
ORDER BY c.id FOR NO KEY UPDATE OF c
"""
CATCH_UP = f"""
UPDATE councils_council c
SET name = today.name, short_name = today.short_name,
    region_id = today.region_id, type = today.type
FROM ({AS_TODAY}) today WHERE {DIFFERS} AND c.id = ANY(%s)
"""


def catch_up() -> int:
    """Says how many councils are otherwise from today, or from a day when nothing ran. Where there
    is none, nothing is written: kept pages stay kept."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BEHIND)
        behind = [row[0] for row in cursor.fetchall()]
        if behind:
            cursor.execute(CATCH_UP, [behind])
        return len(behind)
