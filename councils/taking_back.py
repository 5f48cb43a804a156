"""A change that was entered wrongly and is still to come: taken back as one act."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import pghistory
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from ppf_site import words
from ppf_site.acts.found import AS
from ppf_site.refused import Refused

from .accounts import tell_role
from .models import (
    Council,
    CouncilCode,
    CouncilName,
    CouncilPlace,
    Invitation,
    Role,
    Succession,
    User,
)
from .register_changes import DatedChange, dated


@dataclass(frozen=True, slots=True)
class ToTakeBack:
    """What was entered together: `day` is the first without those that end; of those that take
    over, `begun` are the new ones. `carried` are roles that were given with it."""

    day: datetime.date
    ending: Sequence[Council]
    begun: Sequence[Council]
    links: Sequence[Succession]
    carried: Sequence[Role]
    refused: str = ""


def to_take_back(council: Council, *, is_beginning: bool = False) -> ToTakeBack | None:
    """None of a council of which neither an end nor a beginning of its own is to come.
    `is_beginning`: its beginning is meant, whatever end is entered."""
    day, today = council.abolished, timezone.localdate()
    if is_beginning or day is None:
        return _to_begin(council, today)
    if day <= today:
        return None
    links = _entered_with(council, day)
    ending = {council.pk: council} | {link.predecessor_id: link.predecessor for link in links}
    followers = {link.successor_id: link.successor for link in links}
    begun = [each for each in followers.values() if each.established == day]
    roles = list(Role.objects.filter(council__in=begun).select_related("user", "council"))
    before = Role.objects.filter(council__in=ending).values_list("user", "kind")
    held = set(before)
    carried = [role for role in roles if (role.user_id, role.kind) in held]
    refused = _why_not(begun, [role for role in roles if role not in carried])
    return ToTakeBack(day, list(ending.values()), begun, links, carried, refused)


def _to_begin(council: Council, today: datetime.date) -> ToTakeBack | None:
    """Of one that follows another, the end of that one is taken back."""
    day = council.established
    if day is None or day <= today or Succession.objects.filter(successor=council).exists():
        return None
    roles = Role.objects.filter(council=council).select_related("user", "council")
    refused = _why_not([council], list(roles))
    if council.abolished:
        refused = f"An end of {council.name} is entered too. Take its end back first."
    return ToTakeBack(day, [], [council], [], [], refused)


def _entered_with(council: Council, day: datetime.date) -> list[Succession]:
    """Who follows whom on the day, from council to council as far as they hang together."""
    on_the_day = Succession.objects.filter(predecessor__abolished=day)
    every = list(on_the_day.select_related("predecessor", "successor"))
    known, found = {council.pk}, list[Succession]()
    while fresh := [
        each
        for each in every
        if each not in found and known & {each.predecessor_id, each.successor_id}
    ]:
        found += fresh
        known |= {pk for each in fresh for pk in (each.predecessor_id, each.successor_id)}
    return found


def _why_not(begun: Sequence[Council], roles: Sequence[Role]) -> str:
    if roles:
        names = words.join_words([f"{role.user} at {role.council}" for role in roles])
        return f"A role was given since: to {names}. End it first, in the administration."
    if Invitation.objects.filter(council__in=begun).exists():
        return "Somebody was invited to a council that begins. Withdraw the invitation first."
    return ""


@transaction.atomic
def take_back(council: Council, *, by: User, is_beginning: bool = False) -> ToTakeBack:
    """Those that were to end stay, those that were to begin are gone; the history keeps both.

    Raises Refused where it is not to come any more, or something hangs on it already.
    """
    with pghistory.context(**{AS: "Took back"}):
        return _take_back(council, by, is_beginning)


def _take_back(council: Council, by: User, is_beginning: bool) -> ToTakeBack:
    held = Council.objects.select_for_update(of=["self"]).get(pk=council.pk)
    found = to_take_back(held, is_beginning=is_beginning)
    if found is None:
        raise Refused(f"No end of {held.name} is to come, and no beginning.")
    if found.refused:
        raise Refused(found.refused)
    for role in found.carried:
        role.delete()
        tell_role(role, "ended", by=by)
    for link in found.links:
        link.delete()
    for each in found.ending:
        each.abolished = None
        each.save(update_fields=["abolished"])
    try:
        for each in found.begun:
            each.delete()
    except ProtectedError as error:
        raise Refused("A round asks a council that begins. Take it out of the round.") from error
    return found


def altered_from(council: Council, day: datetime.date) -> list[DatedChange]:
    """What of the council is otherwise from a day to come on; nothing once the day is there."""
    if day <= timezone.localdate():
        return []
    return [each for each in dated(council) if each.day == day]


@transaction.atomic
def keep_as_before(council: Council, day: datetime.date) -> None:
    """Name, code, region and type of a day to come are not entered any more; the history keeps
    that they were. Raises Refused where the day is not to come any more, or nothing begins on it.
    """
    held = Council.objects.select_for_update(of=["self"]).get(pk=council.pk)
    if not altered_from(held, day):
        raise Refused(f"Nothing of {held.name} is to change on {words.day(day)}.")
    with pghistory.context(**{AS: "Took back"}):
        for kind in (CouncilName, CouncilCode, CouncilPlace):
            kind._default_manager.filter(council=held, starts_on=day).delete()
