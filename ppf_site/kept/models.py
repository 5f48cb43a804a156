"""The version of all that is published: one row, one cheap query a request."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone


class Published(models.Model):
    """Triggers give it another version with every change to what pages open to all are made from.

    A version is never used twice, also where a database was put back to how it was. `stages` are
    the moments, past and to come, at which a release is opened to more people. `apart` are people,
    by number, who see something that others of their kind do not see.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.UUIDField(db_default=RandomUUID())
    stages = ArrayField(models.DateTimeField(), db_default=[])
    apart = ArrayField(models.BigIntegerField(), db_default=[])

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="published_is_one_row")]

    def __str__(self) -> str:
        return str(self.version)


@dataclass(frozen=True, slots=True)
class State:
    """What a kept page was made from. Two equal ones make the same page.

    `stages_past`: how many releases have been opened further by now, without anybody's doing.
    `day`: in London; rounds open and councils come and go with the day.
    """

    version: str
    stages_past: int
    day: datetime.date


READ = """
    SELECT ARRAY[
        version::text,
        (SELECT count(*) FROM unnest(stages) AS moment WHERE moment <= %s)::text
    ]
    FROM kept_published WHERE %s::bigint IS NULL OR %s <> ALL(apart)
"""


def state_now(person: int | None = None) -> State | None:
    """One query. None for a person who sees what others of their kind do not, and where nothing
    has been published yet, not even an empty site."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(READ, [now, person, person])
        row = cursor.fetchone()
    return state_of(row[0] if row else None, now)


def state_of(column: list[str] | None, now: datetime.datetime) -> State | None:
    return State(column[0], int(column[1]), timezone.localdate(now)) if column else None
