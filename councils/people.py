"""Who may do what where: for each council its people, and who else has a role."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Q
from django.utils import timezone

from ppf_site.acts.found import last_of
from ppf_site.acts.kinds import kinds

from .models import Council, Invitation, Role, User
from .permissions import may_manage_people

Kind = Role.Kind
LONGEST_NAME = 100
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class CouncilPeople:
    """Today's roles at a council, and how many invitations to it are open."""

    council: Council
    signatories: tuple[Role, ...]
    contributors: tuple[Role, ...]
    invited: int

    @property
    def can_be_signed(self) -> bool:
        return bool(self.signatories)


@dataclass(frozen=True, slots=True)
class PeopleAsked:
    """What of the councils is shown: all, or those that nobody can sign for; of one region."""

    only_unsigned: bool = False
    region: str = ""
    name: str = ""
    page: int = 1

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> Self:
        number = params.get("page", "1")
        return cls(
            only_unsigned=params.get("show") in {"unsigned", "nobody"},
            region=params.get("region", ""),
            name=params.get("name", "").replace("\x00", "").strip()[:LONGEST_NAME],
            page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        )

    def holds(self, each: CouncilPeople) -> bool:
        if self.only_unsigned and each.can_be_signed:
            return False
        return not self.region or each.council.region.slug == self.region


def people_of_councils(day: datetime.date | None = None) -> list[CouncilPeople]:
    """Every council in force on the day, by region and name. Three queries."""
    today = day or timezone.localdate()
    councils = Council.objects.in_force(on=today).select_related("region")
    roles: defaultdict[tuple[int, str], list[Role]] = defaultdict(list)
    for role in _roles(today).exclude(council=None):
        roles[role.council_id or 0, role.kind].append(role)
    invited: defaultdict[int, int] = defaultdict(int)
    for council in (
        Invitation.objects.open().exclude(council=None).values_list("council", flat=True)
    ):
        invited[council or 0] += 1
    return [
        CouncilPeople(
            council,
            tuple(roles[council.pk, Kind.SIGNATORY]),
            tuple(roles[council.pk, Kind.CONTRIBUTOR]),
            invited[council.pk],
        )
        for council in councils.order_by("region__position", "name")
    ]


@dataclass(frozen=True, slots=True)
class Inviting:
    """Who can invite the first people of councils that have nobody, as told to one person.

    `invited`: the councils, by name, to which an invitation is open.
    """

    is_own: bool
    administrators: Sequence[str]
    invited: Sequence[str]


def inviting(person: User, councils: Iterable[int]) -> Inviting:
    """Two queries at most; none where every council has somebody."""
    asked = list(councils)
    is_own = may_manage_people(person)
    names: Sequence[str] = []
    if asked and not is_own:
        held = _roles(timezone.localdate()).filter(kind=Kind.ADMINISTRATOR)
        names = list(dict.fromkeys(held.values_list("user__name", flat=True)))
    invitations = Invitation.objects.open().filter(council__in=asked).order_by("council__name")
    invited = invitations.values_list("council__name", flat=True) if asked else ()
    return Inviting(is_own, names, list(dict.fromkeys(invited)))


def open_invitations() -> Sequence[Invitation]:
    """Neither used nor expired, of any role: those that expire first come first."""
    found = Invitation.objects.open().select_related("council", "region", "invited_by")
    return list(found.order_by("expires_at", "email"))


def called(name: str) -> Sequence[User]:
    """People whose name or address has this in it, also those who have no role now."""
    if not name:
        return []
    found = User.objects.filter(Q(name__icontains=name) | Q(email__icontains=name))
    return list(found.order_by("name", "email")[:MOST_FOUND])


def others() -> Sequence[Role]:
    """Today's roles at a region or for the country."""
    return list(_roles(timezone.localdate()).filter(council=None).order_by("kind", "user__name"))


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A role that was ended before its first day was over."""

    role: Role
    at: datetime.datetime


def taken_out(person: User) -> Sequence[TakenOut]:
    """From the history: such roles are no rows any more, nor is a council that was taken back.
    The newest first."""
    events = Role._meta.apps.get_model("councils", "RoleEvent")._default_manager
    deleted = events.filter(user=person, pgh_label="delete").select_related("council", "region")
    found = list(deleted.order_by("-pgh_id"))
    gone = {each.council_id for each in found if each.council_id and each.council is None}
    rows = last_of(kinds[Council._meta.label], gone) if gone else {}
    councils = {pk: row for pk, row in rows.items() if isinstance(row, Council)}
    return [
        TakenOut(
            Role(
                kind=each.kind,
                council=each.council or councils.get(each.council_id),
                region=each.region,
                starts_on=each.starts_on,
                is_deputy=each.is_deputy,
            ),
            each.pgh_created_at,
        )
        for each in found
    ]


def _roles(day: datetime.date) -> Any:
    found = Role.objects.in_force(on=day).filter(user__is_active=True)
    return found.select_related("user", "council", "region").order_by("user__name")
