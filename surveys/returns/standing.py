"""Where a person's returns stand: what is open, until when, and what is done."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone

from councils.models import Council
from councils.permissions import Person
from ppf_site import words
from surveys.models import Answer, Question, Return, Signature
from surveys.opening import further_words, reopened_words

from .next_step import NextStep, next_step_of


@dataclass(frozen=True, slots=True)
class Standing:
    """One return, with how much of it is answered."""

    return_of: Return
    asked: int
    answered: int
    next_step: NextStep | None = None

    @property
    def is_open(self) -> bool:
        return self.return_of.state != Return.State.SIGNED and self.return_of.is_open_at(
            timezone.now()
        )

    @property
    def is_to_come(self) -> bool:
        return self.return_of.is_asked and timezone.localdate() < self.return_of.round.opens_on

    @property
    def due(self) -> str:
        return due_words(self.return_of)

    @property
    def further(self) -> str:
        return further_words(self.return_of)

    @property
    def reopened(self) -> str:
        return reopened_words(self.return_of)

    @property
    def receipt(self) -> Signature | None:
        """The newest signed version, if this site has it."""
        return next(iter(self.return_of.signatures.all()), None)

    @property
    def state(self) -> str:
        return self.return_of.status


@dataclass(frozen=True, slots=True)
class CouncilReturns:
    council: Council
    now: list[Standing]
    past: list[Standing]

    @property
    def signed_before(self) -> list[Standing]:
        """Open again: what was signed stands with what is past until it is signed anew."""
        return [standing for standing in self.now if standing.receipt]


def due_words(return_of: Return) -> str:
    """ "due in 12 days, by the end of 30 November 2026"."""
    today, last = timezone.localdate(), return_of.last_day
    end = f"by the end of {words.day(return_of.due_on)}"
    changed = f"can be changed until the end of {words.day(last)}"
    days = (return_of.due_on - today).days
    if today < return_of.round.opens_on:
        return f"opens on {words.day(return_of.round.opens_on)}, due {end}"
    if today > last:
        return f"closed at the end of {words.day(last)}"
    if days < 0:
        return f"was due {end}, and {changed}"
    if days == 0:
        return f"due today, {end}"
    if days == 1:
        return f"due tomorrow, {end}"
    return f"due in {days} days, {end}"


def returns_of(person: Person) -> list[CouncilReturns]:
    """By council, what is to be done before what is past. Five queries."""
    returns = list(
        Return.objects.of_own_council(person)
        .filter(round__is_totals_only=False)
        .select_related("round", "council")
        .prefetch_related(
            Prefetch("signatures", Signature.objects.defer("answers")),
            "reopened_sections",
            "round__days",
        )
        .order_by("council__name", "-round__reference_date")
    )
    asked = Question.objects.count_by_round([return_of.round_id for return_of in returns])
    answered = Answer.objects.count_given([return_of.pk for return_of in returns])
    found: dict[int, CouncilReturns] = {}
    for return_of in returns:
        group = found.setdefault(return_of.council_id, CouncilReturns(return_of.council, [], []))
        standing = Standing(
            return_of,
            asked.get(return_of.round_id, 0),
            answered.get(return_of.pk, 0),
            next_step_of(return_of, person),
        )
        (group.now if standing.is_open or standing.is_to_come else group.past).append(standing)
    return list(found.values())
