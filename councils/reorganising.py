"""A change of the register as one act: councils end on a day, and others follow them."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from ppf_site import words
from ppf_site.refusals import told_of
from ppf_site.refused import Refused

from .accounts import tell_role
from .models import (
    Council,
    CouncilCode,
    CouncilType,
    Region,
    Role,
    Succession,
    User,
)
from .tried import refusal_of

Kind = Succession.Kind
Position = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Body:
    """What takes over from some of the councils that end: a new council, or one that is there."""

    follows: frozenset[int]
    existing: Council | None = None
    name: str = ""
    short_name: str = ""
    type: str = ""
    region: Region | None = None
    code: str = ""

    def __str__(self) -> str:
        return self.existing.name if self.existing else self.name

    @property
    def type_label(self) -> str:
        return str(CouncilType(self.type).label)


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """`day` is the first day of what follows, on which those that end are gone.

    `is_same_body`: where one council follows one, whether it is the same body in a new form.
    `carries_people`: whoever works for a council that one alone follows, works for that.
    """

    day: datetime.date
    ending: tuple[Council, ...]
    bodies: tuple[Body, ...]
    is_same_body: bool = False
    carries_people: bool = False

    @property
    def last_day(self) -> datetime.date:
        """Of the councils that end."""
        return self.day - datetime.timedelta(days=1)

    def followers_of(self, council: Council) -> list[Body]:
        return [body for body in self.bodies if council.pk in body.follows]

    def kind_of(self, council: Council) -> Kind:
        """What becomes of it: whether a trend can run on is told by this."""
        followers = self.followers_of(council)
        are_shared = any(len(body.follows) > 1 or body.existing for body in followers)
        if len(followers) > 1:
            return Kind.RESHAPE if are_shared else Kind.SPLIT
        if are_shared:
            return Kind.MERGE
        return Kind.CONTINUES if self.is_same_body else Kind.SAME_AREA

    def carried_roles(self) -> list[tuple[Role, Body]]:
        """Roles that go on at the one council that follows theirs."""
        if not self.carries_people:
            return []
        alone = {
            council.pk: self.followers_of(council)[0]
            for council in self.ending
            if len(self.followers_of(council)) == 1
        }
        roles = Role.objects.filter(council__in=alone, is_deputy=False, user__is_active=True)
        going_on = roles.filter(Q(ends_on=None) | Q(ends_on__gte=self.day))
        return [
            (role, alone[role.council_id])
            for role in going_on.select_related("user", "council").order_by("user__name")
            if role.council_id
        ]


def problems_of(change: Reorganisation) -> list[str]:
    """Why it cannot be made, all of it at once, but for what the database alone knows."""
    return [*_of_the_ending(change), *_of_the_bodies(change)]


def _of_the_ending(change: Reorganisation) -> Iterable[str]:
    for council in change.ending:
        if council.last_day:
            last = words.day(council.last_day)
            yield f"The end of {council.name} is entered already: its last day is {last}."
        elif council.established and council.established >= change.day:
            began = words.day(council.established)
            yield f"{council.name} began on {began}: it cannot end by {words.day(change.day)}."
        if not change.followers_of(council):
            yield f"Nobody follows {council.name}. Say who takes over from it."


def _of_the_bodies(change: Reorganisation) -> Iterable[str]:
    ending = {council.pk for council in change.ending}
    for body in change.bodies:
        if body.existing and body.existing.pk in ending:
            yield f"{body} ends: it cannot take over as well."
        elif body.existing and not _is_there(body.existing, change.day):
            yield f"{body} is not in force on {words.day(change.day)}: it cannot take over."
        if body.code and CouncilCode.objects.filter(code=body.code).exists():
            yield f"The code {body.code} of {body} belongs to another council."


def _is_there(council: Council, day: datetime.date) -> bool:
    return Council.objects.in_force(on=day).filter(pk=council.pk).exists()


def why_not_made(change: Reorganisation, *, by: User) -> list[str]:
    """Also what the database alone knows: the change is tried, and taken back."""
    if problems := problems_of(change):
        return problems
    refused = refusal_of(lambda: reorganise(change, by=by))
    return [str(refused)] if refused else []


@transaction.atomic
def reorganise(change: Reorganisation, *, by: User) -> list[Council]:
    """Ends the councils and begins what follows. Nothing that was asked or answered changes.

    Raises Refused with every reason, or with what the database has to say.
    """
    # Two people entering the same change: the second finds it made.
    held = Council.objects.select_for_update(of=["self"]).in_bulk([c.pk for c in change.ending])
    fresh = Reorganisation(
        change.day,
        tuple(held[council.pk] for council in change.ending),
        change.bodies,
        change.is_same_body,
        change.carries_people,
    )
    problems = problems_of(fresh)
    if problems:
        raise Refused(" ".join(problems))
    try:
        with transaction.atomic():
            return _made(fresh, by)
    except IntegrityError as error:
        raise Refused(told_of(error)) from error


def _made(change: Reorganisation, by: User) -> list[Council]:
    carried = change.carried_roles()
    for council in change.ending:
        council.abolished = change.day
        council.save(update_fields=["abolished"])
    made = {id(body): _taking_over(body, change) for body in change.bodies}
    for council in change.ending:
        for body in change.followers_of(council):
            Succession.objects.create(
                predecessor=council, successor=made[id(body)], kind=change.kind_of(council)
            )
    for role, body in carried:
        _carry(role, made[id(body)], change.day, by)
    return list(made.values())


def _taking_over(body: Body, change: Reorganisation) -> Council:
    before = [council for council in change.ending if council.pk in body.follows]
    return body.existing or begun(body, change.day, middle_of(before))


def begun(body: Body, day: datetime.date | None, position: Position) -> Council:
    """`day` is its first; None: it was there before the register begins."""
    assert body.region is not None
    council = Council.objects.create(
        name=body.name,
        short_name=body.short_name,
        slug=free_slug(body.name, day or timezone.localdate()),
        type=body.type,
        region=body.region,
        established=day,
        latitude=position[0],
        longitude=position[1],
    )
    if body.code:
        CouncilCode.objects.create(council=council, code=body.code)
    return council


def free_slug(name: str, day: datetime.date) -> str:
    """An address that was given out stays with its council: who takes the name gets the year."""
    plain = slugify(name)
    tried = [plain, f"{plain}-{day.year}", f"{plain}-{day.isoformat()}"]
    taken = set(Council.objects.filter(slug__in=tried).values_list("slug", flat=True))
    return next(slug for slug in tried if slug not in taken)


def middle_of(councils: Sequence[Council]) -> Position:
    return (
        _middle([council.latitude for council in councils]),
        _middle([council.longitude for council in councils]),
    )


def _middle(values: Sequence[Decimal]) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.001"))


def _carry(role: Role, council: Council, day: datetime.date, by: User) -> None:
    starts = max(day, role.starts_on, timezone.localdate())
    if role.ends_on and role.ends_on < starts:
        return
    given, is_new = Role.objects.get_or_create(
        user=role.user,
        council=council,
        kind=role.kind,
        defaults={"starts_on": starts, "ends_on": role.ends_on},
    )
    if is_new:
        tell_role(given, "given", by=by)
