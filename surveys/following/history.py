"""How what is required of a council came to be so, from the history that the database keeps."""

import datetime
from dataclasses import dataclass
from itertools import pairwise

from django.apps import apps

from surveys.models import Return


@dataclass(frozen=True, slots=True)
class RequirementChange:
    """What was required from a moment on, and why."""

    at: datetime.datetime
    label: str
    reason: str


def requirement_changes(return_of: Return) -> list[RequirementChange]:
    """The newest first. One query."""
    events = apps.get_model("surveys", "ReturnEvent").objects.filter(pgh_obj=return_of.pk)
    fields = ("pgh_created_at", "requirement", "requirement_reason")
    rows = list(events.order_by("pgh_id").values_list(*fields))
    changes = [
        RequirementChange(at, Return.Requirement(now).label, why)
        for (_, before, said), (at, now, why) in pairwise(rows)
        if (before, said) != (now, why)
    ]
    return changes[::-1]
