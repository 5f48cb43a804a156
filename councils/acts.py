"""What the history tells of regions, councils, people and roles."""

from typing import Any

from ppf_site import words
from ppf_site.acts.kinds import Change, told_as

from .models import (
    Council,
    CouncilCode,
    CouncilName,
    CouncilPlace,
    Invitation,
    Region,
    Role,
    Succession,
    User,
)


def _last_day(was: Council, now: Council) -> list[Change]:
    """The register holds the first day without it; people speak of the last day with it."""
    before, after = (words.day(each.last_day) if each.last_day else "none" for each in (was, now))
    return [] if before == after else [("Last day", before, after)]


told_as(Region, group="register", subject=lambda region: f"region {region.name}")
told_as(
    Council,
    group="register",
    subject=lambda council: council.name,
    council="pgh_obj",
    unsaid=frozenset({"abolished"}),
    also=_last_day,
)
told_as(
    CouncilName,
    group="register",
    subject=lambda name: f"the name “{name.name}” of {name.council}",
    related={"council": ()},
    council="council",
)
told_as(
    CouncilPlace,
    group="register",
    subject=lambda place: f"{place.get_type_display()} in {place.region}: {place.council}",
    related={"council": (), "region": ()},
    council="council",
)
told_as(
    CouncilCode,
    group="register",
    subject=lambda code: f"the code {code.code} of {code.council}",
    related={"council": ()},
    council="council",
)
told_as(
    Succession,
    group="register",
    subject=lambda link: f"“{link.successor} follows {link.predecessor}”",
    related={"predecessor": (), "successor": ()},
    council="successor",
)


def _of_person(was: Any, now: Any) -> str:
    if was.get("is_active") and not now["is_active"]:
        return "Closed the account of"
    return "Changed"


told_as(
    User,
    group="people",
    subject=lambda user: f"{user}",
    verb=_of_person,
)
told_as(
    Role,
    group="people",
    subject=lambda role: f"the role of {role.user}: {role}",
    related={"user": (), "council": (), "region": ()},
    council="council",
)


def _of_invitation(was: Any, now: Any) -> str:
    return "Accepted" if now["accepted_at"] and not was.get("accepted_at") else "Changed"


told_as(
    Invitation,
    group="people",
    subject=lambda asked: (
        f"an invitation of {asked.email} by {asked.invited_by}: {asked.get_kind_display()}"
    ),
    related={"council": (), "region": (), "invited_by": ()},
    council="council",
    verb=_of_invitation,
    unsaid=frozenset({"accepted_by"}),
)
