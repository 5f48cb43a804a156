"""Sections of a return in colleagues' hands: given to one person, and taken back."""

from django.db import transaction

from councils.models import Role, User
from ppf_site.refused import Refused
from surveys.models import Assignment, Return, Section


@transaction.atomic
def hand_section(*, return_of: Return, section: Section, to: User) -> Assignment:
    """One colleague has it in hand; anybody of the council may still work on it."""
    if section.round_id != return_of.round_id:
        raise Refused("This section is of another round.")
    roles = Role.objects.in_force().filter(user=to, user__is_active=True)
    if not roles.filter(council=return_of.council_id).exists():
        raise Refused(f"{to} does not work for {return_of.council}. Invite them first.")
    made, _ = Assignment.objects.update_or_create(
        return_of=return_of, section=section, defaults={"user": to}
    )
    return made


@transaction.atomic
def take_section(*, return_of: Return, section: Section) -> None:
    """Nobody's in particular again. Twice is once."""
    Assignment.objects.filter(return_of=return_of, section=section).delete()
