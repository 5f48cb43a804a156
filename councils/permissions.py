"""What a person may see and do, asked by name."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from ppf_site.kept.audience import READERS, Audience

from .models import Role, User

Person = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Access:
    """Where a person belongs. A reader who has not signed in belongs nowhere."""

    council_ids: frozenset[int] = frozenset()
    region_ids: frozenset[int] = frozenset()
    is_national: bool = False
    is_member: bool = False

    @property
    def is_sector(self) -> bool:
        """Whether the person belongs to a council, a region or a national body."""
        return self.is_national or self.is_member or bool(self.council_ids or self.region_ids)


class People(Audience):
    """All who have the same access, less what each of them has by their own council or region."""

    def __init__(self, name: str, access: Access) -> None:
        super().__init__(name)
        self.access = access


EVERYBODY = People(READERS, Access())
SECTOR = People("sector", Access(is_member=True))
NATIONAL_BODIES = People("national bodies", Access(is_national=True))


def access_of(person: Person) -> Access:
    """One person's access, from the roles in force today; or that of an audience."""
    if isinstance(person, People):
        return person.access
    if not isinstance(person, User) or not person.is_active:
        return Access()
    roles = person.roles_in_force
    return Access(
        council_ids=frozenset(role.council_id for role in roles if role.council_id),
        region_ids=frozenset(role.region_id for role in roles if role.region_id),
        is_national=person.has_role(Role.Kind.ANALYST, Role.Kind.ADMINISTRATOR),
        # Reads what the sector reads, and belongs to none of it: a regulator, for instance.
        is_member=person.has_role(Role.Kind.OBSERVER),
    )


def may_run_rounds(person: Person) -> bool:
    return isinstance(person, User) and person.has_role(Role.Kind.ANALYST, Role.Kind.ADMINISTRATOR)


def is_director(person: User, council_id: int) -> bool:
    """A signatory of the council in their own right, not for somebody else."""
    return person.is_active and any(
        role.kind == Role.Kind.SIGNATORY and role.council_id == council_id and not role.is_deputy
        for role in person.roles_in_force
    )


def may_invite(person: User, *, council_id: int | None, kind: str) -> bool:
    """Whoever works for the council today; a further signatory by its director alone.

    An administrator invites a council's first people, and whoever has no council.
    """
    if person.has_role(Role.Kind.ADMINISTRATOR):
        return True
    if council_id is None or kind not in {Role.Kind.CONTRIBUTOR, Role.Kind.SIGNATORY}:
        return False
    if is_director(person, council_id):
        return True
    return kind != Role.Kind.SIGNATORY and council_id in access_of(person).council_ids


def first_page(person: Person) -> str:
    """Where signing in leads: to one's returns, the rounds that one runs or one's region, else to
    England at a glance."""
    if not isinstance(person, User):
        return "/"
    if access_of(person).council_ids:
        return "/returns/"
    if may_run_rounds(person):
        return "/manage/"
    regions = [role.region for role in person.roles_in_force if role.region]
    return regions[0].get_absolute_url() if regions else "/"


def may_manage_people(person: Person) -> bool:
    """Roles are given and ended by an administrator; within a council by its own people too."""
    return isinstance(person, User) and person.has_role(Role.Kind.ADMINISTRATOR)


def may_change_register(person: Person) -> bool:
    """Councils end and begin by an administrator alone."""
    return isinstance(person, User) and person.has_role(Role.Kind.ADMINISTRATOR)
