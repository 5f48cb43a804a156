"""What is required of councils of an open round: changed on the record, for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from ppf_site.refusals import refusal_of
from ppf_site.refused import Refused
from surveys.models import Return


@dataclass(frozen=True, slots=True)
class RequirementOutcome:
    """Whose requirement was changed, and whose was not and why."""

    changed: Sequence[Return]
    refused: Sequence[tuple[Return, str]]

    @property
    def names(self) -> list[str]:
        """Of the councils that are, or would be, changed."""
        return [return_of.council.name for return_of in self.changed]


class SomeRefused(Refused):
    """Nothing was changed, since some cannot be."""

    def __init__(self, outcome: RequirementOutcome) -> None:
        super().__init__("Some of these cannot be changed, so nothing has been.")
        self.outcome = outcome


@transaction.atomic
def change_requirement(
    *, returns: Sequence[Return], requirement: str, reason: str, leave_out: bool = False
) -> RequirementOutcome:
    """All of them, or nothing where the database refuses some: then SomeRefused says which, and
    with `leave_out` the others are changed without them. Locked, so that none is signed meanwhile.
    """
    why = reason.replace("\x00", "").strip()
    if not why:
        raise Refused("Say why, for the record.")
    locked = Return.objects.select_for_update(of=["self"]).select_related("round", "council")
    changed, refused = [], []
    for return_of in locked.filter(pk__in=[each.pk for each in returns]).order_by("council__name"):
        said = _change(return_of, requirement, why)
        if said:
            refused.append((return_of, said))
        else:
            changed.append(return_of)
    outcome = RequirementOutcome(changed, refused)
    if refused and not leave_out:
        raise SomeRefused(outcome)
    return outcome


def _change(return_of: Return, requirement: str, reason: str) -> str:
    """Why the database does not let it be changed; "" where it is changed."""
    if return_of.requirement == requirement:
        return f"It is {return_of.get_requirement_display().lower()} already."
    return_of.requirement, return_of.requirement_reason = requirement, reason
    try:
        with transaction.atomic():
            return_of.save(update_fields=["requirement", "requirement_reason"])
    except IntegrityError as error:
        refusal = refusal_of(error)
        if refusal is None:
            raise
        return refusal.message
    return ""
