"""A session and the person whose it is, with what every page asks of them, in one statement."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.utils import timezone

from ppf_site.kept.models import READ, state_of

from .models import Council, Region, Role, User

Row = TypeVar("Row", bound=Model)


def _columns(alias: str, model: type[Model]) -> str:
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


# Written out: each page of somebody who has signed in asks it, and the three queries that it was
# took most of the time of a page that is kept. A row for each role in force, or one without.
PERSON_AND_SESSION = f"""
SELECT session.session_data, ({READ}),
    {_columns("person", User)},
    {_columns("role", Role)},
    {_columns("council", Council)},
    {_columns("region", Region)},
    {_columns("home", Region)}
FROM (SELECT) AS asked
LEFT JOIN django_session session ON session.session_key = %s AND session.expire_date > %s
LEFT JOIN councils_user person ON person.id = %s
LEFT JOIN councils_role role ON role.user_id = person.id
    AND role.starts_on <= %s AND (role.ends_on IS NULL OR role.ends_on >= %s)
LEFT JOIN councils_council council ON council.id = role.council_id
LEFT JOIN councils_region region ON region.id = role.region_id
LEFT JOIN councils_region home ON home.id = council.region_id
ORDER BY role.kind, role.starts_on, role.id
"""


class SignedIn(NamedTuple):
    """`sealed` is the session as it is stored, None where there is none or it is over. `person`
    may be somebody who may no longer sign in: whoever asks for them decides."""

    sealed: str | None
    person: User | None


def signed_in(*, session: str | None = None, person: int | None = None) -> SignedIn:
    """The one does not depend on the other: whether it is the person's session is not said."""
    now, day = timezone.now(), timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(PERSON_AND_SESSION, [now, person, person, session, now, person, day, day])
        rows = cursor.fetchall()
    return SignedIn(rows[0][0], _person(rows, now))


def _person(rows: list[tuple[Any, ...]], now: datetime.datetime) -> User | None:
    values = iter(rows[0][2:])
    person = _next(User, values)
    if person is None:
        return None
    person.published = state_of(rows[0][1], now)
    roles = [_role(person, iter(row[2 + len(User._meta.concrete_fields) :])) for row in rows]
    person.roles_in_force = [role for role in roles if role is not None]
    return person


def _role(person: User, values: Iterator[Any]) -> Role | None:
    role = _next(Role, values)
    if role is not None:
        role.user = person
        role.council, role.region = _next(Council, values), _next(Region, values)
        home = _next(Region, values)
        if role.council is not None and home is not None:
            role.council.region = home
    return role


def _next(model: type[Row], values: Iterator[Any]) -> Row | None:
    """The row that the next of the values are, if there is one."""
    names = [field.attname for field in model._meta.concrete_fields]
    row = list(islice(values, len(names)))
    return None if row[0] is None else model.from_db(DEFAULT_DB_ALIAS, names, row)
