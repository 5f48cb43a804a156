"""Who works on a section of a return: in whose hands it is, and who has it open now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import prefetch_related_objects
from django.utils import timezone

from councils.models import User
from surveys.models import Assignment, Presence, Return, Section
from surveys.opening import why_read_only

# Said again twice a minute while somebody types: a row that every answer writes would have the
# answers of one person wait for each other.
SEEN = """
INSERT INTO surveys_presence (return_of_id, section_id, user_id, seen_at, session_id)
SELECT %(return)s, %(section)s, %(by)s, %(now)s, %(session)s
WHERE %(session)s::text IS NOT NULL AND {where} AND NOT EXISTS (
    SELECT FROM surveys_presence
    WHERE return_of_id = %(return)s AND section_id = %(section)s AND user_id = %(by)s
        AND session_id = %(session)s AND seen_at > %(now)s - interval '30 seconds'
)
ON CONFLICT (return_of_id, section_id, user_id) DO UPDATE
    SET seen_at = excluded.seen_at, session_id = excluded.session_id
"""


def note_presence(return_of: Return, section: int, user: User, session_key: str | None) -> None:
    """In the session that it is seen in: with it, the presence is over."""
    seen: dict[str, Any] = {
        "return": return_of.pk,
        "section": section,
        "by": user.pk,
        "now": timezone.now(),
        "session": session_key,
    }
    with connection.cursor() as cursor:
        cursor.execute(SEEN.format(where="true"), seen)


@dataclass(frozen=True, slots=True)
class Company:
    """Who has a section in hand, and who else has it open now."""

    assigned: User | None
    others: list[User]


def company_of(return_of: Return, sections: Sequence[Section], me: User) -> dict[int, Company]:
    """By section. Nobody works on what cannot be changed now, whoever looked at it last."""
    prefetch_related_objects([return_of], "reopened_sections")
    assigned = {
        assignment.section_id: assignment.user
        for assignment in Assignment.objects.filter(return_of=return_of).select_related("user")
    }
    others: dict[int, list[User]] = {}
    here = Presence.objects.here().filter(return_of=return_of).exclude(user=me)
    for presence in here.select_related("user"):
        others.setdefault(presence.section_id, []).append(presence.user)
    return {
        section.pk: Company(
            assigned.get(section.pk),
            [] if why_read_only(return_of, section) else others.get(section.pk, []),
        )
        for section in sections
    }
