"""One row for each return that a person follows: where it stands, and who has it in hand."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from councils.models import CouncilPlace, Role, User
from councils.permissions import Person
from ppf_site import words
from surveys.models import Answer, ChaserLetter, Question, RaisedCheck, Return, Round, Step
from surveys.models.days import days_of
from surveys.models.statuses import Status
from surveys.permissions import followed_returns
from surveys.returns.letters import COUNCIL

from .stats import HowFar, RegionPlace, how_far

# Whoever runs a round looks after what is due within a week.
SOON = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Followed:
    """A return with what is to be known of it at a glance."""

    return_of: Return
    place: RegionPlace
    asked: int
    answered: int
    last_activity: datetime.datetime | None
    contributors: Sequence[User]
    signatories: Sequence[User]
    raised: int
    unexplained: int
    chased_at: datetime.datetime | None

    @property
    def council(self) -> str:
        return self.return_of.council.name

    @property
    def status(self) -> Status:
        return self.return_of.status_now

    @property
    def is_expected(self) -> bool:
        """Whether the council is still to sign it here."""
        return self._is_open(Return.Requirement.REQUIRED) and not self.return_of.round.asked_nobody

    @property
    def is_not_in_file(self) -> bool:
        """Of a round that was imported: the file had nothing of the council."""
        return self._is_open(Return.Requirement.REQUIRED) and self.return_of.round.asked_nobody

    def _is_open(self, requirement: Return.Requirement) -> bool:
        is_signed = self.return_of.state == Return.State.SIGNED
        return self.return_of.requirement == requirement and not is_signed

    @property
    def addressees(self) -> list[User]:
        """Whom a letter goes to, each once; nobody where there is nothing left to sign."""
        people = {person.pk: person for person in (*self.contributors, *self.signatories)}
        return list(people.values()) if self.is_expected else []

    @property
    def is_overdue(self) -> bool:
        return self.is_expected and self.return_of.due_on < timezone.localdate()

    @property
    def nobody_signs(self) -> bool:
        """Nobody can sign what is still to be signed."""
        return self.is_expected and not self.signatories

    @property
    def is_to_chase(self) -> bool:
        """Not signed, and due within a week, overdue, or with nobody to sign it."""
        is_due = self.return_of.due_on <= timezone.localdate() + SOON
        return self.is_expected and (is_due or self.nobody_signs)

    @property
    def due_words(self) -> str:
        """ "Overdue since 13 May 2026", "Reopened until 3 June 2026"; "" where nothing is due."""
        if self.is_not_in_file:
            return "Not in the file"
        last = words.day(self.return_of.due_on)
        if self._is_open(Return.Requirement.ON_PAPER):
            return f"Due {last}, from paper"
        if not self.is_expected:
            return ""
        if self.is_overdue:
            return f"Overdue since {last}"
        return f"Reopened until {last}" if self.return_of.reopened_until else f"Due {last}"

    @property
    def checks_words(self) -> str:
        """Of the values that look odd, how many nobody has explained; "" where none does."""
        if not self.raised:
            return ""
        return f"{self.unexplained} of {self.raised}" if self.unexplained else "All explained"

    @property
    def counted(self) -> HowFar:
        far = how_far(self.return_of.requirement, self.return_of.state)
        return HowFar(self.place, far, self.is_overdue)


def followed(round: Round, person: Person) -> list[Followed]:
    """By region, then by name. Each in the region that the round counts it by. Two queries."""
    returns = _told(followed_returns(person).filter(round=round))
    return _rows(returns.order_by("region_position", "council__name"))


def followed_return(pk: int, person: Person) -> Followed | None:
    """The same of a single return; None where the person does not follow it."""
    return next(iter(_rows(_told(followed_returns(person).filter(pk=pk)))), None)


def _told(returns: QuerySet[Return]) -> QuerySet[Return]:
    """Each with what is counted of it, in its own query."""
    places = CouncilPlace.objects.filter(council=OuterRef("council"))
    then = places.on(OuterRef("round__reference_date"))
    soft = RaisedCheck.objects.soft()
    return returns.annotate(
        round_days=days_of(OuterRef("round")),
        region_name=Subquery(then.values("region__name")[:1]),
        region_slug=Subquery(then.values("region__slug")[:1]),
        region_position=Subquery(then.values("region__position")[:1]),
        asked=Subquery(_asked_in_its_round()),
        answered=_of_each(Answer.objects.given(), Count("pk")),
        raised=_of_each(soft, Count("pk")),
        unexplained=_of_each(soft, Count("pk", filter=Q(explanation=""))),
        chased_at=_of_each(ChaserLetter.objects.all(), Max("chaser__at")),
        last_saved=_of_each(Answer.objects.all(), Max("updated_at")),
        last_stepped=_of_each(Step.objects.all(), Max("at")),
        last_activity=Greatest(
            Coalesce(F("last_saved"), F("last_stepped")),
            Coalesce(F("last_stepped"), F("last_saved")),
        ),
    )


def _asked_in_its_round() -> QuerySet[Any]:
    asked = Question.objects.asked_in(OuterRef("round")).order_by().values("round")
    return asked.annotate(_counted=Count("pk")).values("_counted")


def _of_each(rows: QuerySet[Any], counted: Any) -> Subquery:
    """Of the rows that belong to a return, in one number."""
    ours = rows.filter(return_of=OuterRef("pk")).order_by().values("return_of")
    return Subquery(ours.annotate(_counted=counted).values("_counted"))


def _people(councils: Sequence[int]) -> dict[tuple[int, str], list[User]]:
    """Who works on the returns of each council today, by what they are to it; by their names."""
    roles = Role.objects.in_force().filter(
        kind__in=COUNCIL, council__in=councils, user__is_active=True
    )
    found: dict[tuple[int, str], dict[int, User]] = defaultdict(dict)
    for role in roles.select_related("user").order_by("user__name"):
        found[role.council_id or 0, role.kind][role.user_id] = role.user
    return {key: list(people.values()) for key, people in found.items()}


def _rows(returns: QuerySet[Return]) -> list[Followed]:
    listed = list(returns)
    people = _people([return_of.council_id for return_of in listed])
    return [_row(return_of, people) for return_of in listed]


def _row(return_of: Return, people: Mapping[tuple[int, str], Sequence[User]]) -> Followed:
    told = vars(return_of)
    vars(return_of.round)["days_with_it"] = told["round_days"]
    return Followed(
        return_of=return_of,
        place=RegionPlace(told["region_name"], told["region_slug"]),
        asked=told["asked"] or 0,
        answered=told["answered"] or 0,
        last_activity=told["last_activity"],
        contributors=people.get((return_of.council_id, Role.Kind.CONTRIBUTOR), ()),
        signatories=people.get((return_of.council_id, Role.Kind.SIGNATORY), ()),
        raised=told["raised"] or 0,
        unexplained=told["unexplained"] or 0,
        chased_at=told["chased_at"],
    )
