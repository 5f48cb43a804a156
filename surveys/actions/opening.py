"""Opening a round to the councils, and asking one more council once it is open."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.jobs import tell_opened
from surveys.models import Return, Round
from surveys.rounds.ready import problems_of


class NotReady(Refused):
    """The round cannot be opened yet; `problems` has every reason."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


@dataclass(frozen=True, slots=True)
class Opened:
    """How many returns are required now, and how many people are told by e-mail."""

    returns: int
    people: int


@transaction.atomic
def open_round(*, round: Round, by: User | None = None) -> Opened:
    """From now on it asks the councils of its reference date, and what it asks is fixed.

    Raises NotReady with all that is missing; Refused where it is open already.
    """
    draft = Round.objects.select_for_update(of=["self"]).get(pk=round.pk)
    if not draft.is_draft:
        raise Refused(f"{draft} has been opened already.")
    problems = problems_of(draft)
    if problems:
        raise NotReady(problems)
    # Whatever is there now was there from the start.
    draft.questions.update(added_at=None)
    draft.mark_opened(at=timezone.now(), by=by)
    councils = list(draft.returns.values_list("council", flat=True))
    return Opened(returns=len(councils), people=tell_opened(draft, councils))


@transaction.atomic
def require_return(*, round: Round, council: Council, reason: str) -> Return:
    """Ask one more council of a round that is open: on the record, and its people are told."""
    why = reason.replace("\x00", "").strip()
    if not why:
        raise Refused("Say why a return is required of this council too.")
    found = Round.objects.select_for_update(of=["self"]).get(pk=round.pk)
    if found.is_draft or found.is_totals_only:
        raise Refused(why_no_return(found))
    if found.returns.filter(council=council).exists():
        raise Refused(f"A return of {council} is in this round already.")
    made = Return.objects.create(round=found, council=council, requirement_reason=why)
    tell_opened(found, [council.pk])
    return made


def why_no_return(round: Round) -> str:
    """Why no single return is added to the round; "" where one can be."""
    if round.is_totals_only:
        return "This round is known only as totals: no council is asked."
    if round.is_draft:
        return "This round is a draft. Its returns are made from the register when it is opened."
    return ""
