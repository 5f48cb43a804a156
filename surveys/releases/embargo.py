"""Who could read a release under embargo, and since when: the list as the database kept it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db.models import OuterRef, Subquery

from councils.models import User
from surveys.models import Release


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody was named on a release, or struck off again. `by` is None where no page did it."""

    at: datetime.datetime
    person: User | None
    is_named: bool
    by: User | None


def viewers_through_time(release: Release) -> Sequence[Named]:
    """Every change of the list, the first one first."""
    context = apps.get_model("pghistory", "Context").objects.filter(pk=OuterRef("pgh_context_id"))
    events = apps.get_model("surveys", "ReleaseViewerEvent").objects.filter(release=release.pk)
    rows = list(
        events.annotate(by=Subquery(context.values("metadata__user")[:1])).order_by("pgh_id")
    )
    people = User.objects.in_bulk({key for row in rows for key in (row.user_id, row.by) if key})
    return [
        Named(
            row.pgh_created_at,
            people.get(row.user_id),
            row.pgh_label == "insert",
            people.get(row.by),
        )
        for row in rows
    ]
