"""A council's return in a round."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone

from councils.models import Council, CouncilPlace
from councils.permissions import Person, access_of

from .days import DayKind, day_of_its_round, days_of
from .questions import Question
from .return_triggers import RETURN_TRIGGERS
from .rounds import Round, Section
from .statuses import ALWAYS, StateCount, Status, status_of


class ReturnQuerySet(models.QuerySet["Return"]):
    def visible_to(self, person: Person) -> Self:
        """Live returns: one's own council's, the region's for its lead, all for the centre.

        Of a draft round, nobody's but those who run it.
        """
        access = access_of(person)
        if access.is_national:
            return self
        return self.of_opened_rounds().filter(
            Q(council__in=access.council_ids) | Q(council__region__in=access.region_ids)
        )

    def of_own_council(self, person: Person) -> Self:
        """Returns that the person works on: of councils where they hold a role today."""
        return self.of_opened_rounds().filter(council__in=access_of(person).council_ids)

    def told_about(self, asked: Combinable) -> Self:
        """Each with what that statement says of a question of it: `asked_about`."""
        return self.annotate(asked_about=asked)

    def of_opened_rounds(self) -> Self:
        return self.filter(round__opened_at__isnull=False)

    def required(self) -> Self:
        """The denominator: who declined or sent paper is in it, who need not answer is not."""
        return self.exclude(requirement=Return.Requirement.NO_LONGER)

    def asked(self) -> Self:
        """Required ones whose council has not declined."""
        return self.filter(requirement__in=ASKED)

    def expected(self) -> Self:
        """Required ones that the council is still to sign here: neither declined nor on paper."""
        return self.filter(requirement=Return.Requirement.REQUIRED).exclude(
            state=Return.State.SIGNED
        )

    def due_with_round(self) -> Self:
        """Expected by the round's last day: not those reopened until a day of their own."""
        return self.expected().filter(reopened_until=None)

    def open_on(self, day: datetime.date) -> Self:
        """Asked, not signed, and within the days of the round or of their reopening."""
        last_day = Coalesce(F("reopened_until"), F("round__closes_on"))
        to_begin = dict(zip(("state", "requirement", "reopened_until"), TO_BEGIN, strict=True))
        stopped = Exists(day_of_its_round(DayKind.STOPS_NEW).filter(day__lt=day))
        unsigned = self.asked().exclude(state=Return.State.SIGNED).exclude(stopped, **to_begin)
        return unsigned.filter(GreaterThanOrEqual(last_day, day), round__opens_on__lte=day)

    def each_with_days(self) -> Iterator[Return]:
        """With the further days of their round, in the same statement."""
        for return_of in self.select_related("round").annotate(its_days=days_of(OuterRef("round"))):
            vars(return_of.round)["days_with_it"] = vars(return_of)["its_days"]
            yield return_of

    def standing(self) -> Self:
        """Those with a signed version: signed now, or reopened since the last signature.

        A council that declined has not answered, whatever it signed before.
        """
        signed = Q(state=Return.State.SIGNED) | Q(signatures__isnull=False)
        return self.filter(signed).exclude(requirement=Return.Requirement.DECLINED).distinct()

    def regions_that_answered(self) -> models.QuerySet[Any, str]:
        """Of each required return with a signed version the region, in the order of regions.

        It is the region of the council on the reference date: a release counts it there.
        """
        places = CouncilPlace.objects.filter(council=OuterRef("council"))
        then = places.on(OuterRef("round__reference_date"))
        standing = self.required().standing().values("pk")
        rows = Return.objects.filter(pk__in=standing).order_by(
            Subquery(then.values("region__position")[:1])
        )
        return rows.values_list(Subquery(then.values("region__name")[:1]), flat=True)

    def count_by_state(self) -> list[StateCount]:
        """How many required returns are in each state, in order, as `Return.status` has it:
        together they are the required returns."""
        parts = ["requirement", "state", "last_step", "reopened_until"]
        days = {
            "opens_on": F("round__opens_on"),
            "closes_on": F("round__closes_on"),
            "stops_new": Subquery(day_of_its_round(DayKind.STOPS_NEW).values("day")),
        }
        rows = self.required().values(*parts, **days).annotate(count=Count("pk")).order_by()
        counts = dict.fromkeys(ALWAYS, 0)
        for row in rows:
            is_to_begin = (row["state"], row["requirement"], row["reopened_until"]) == TO_BEGIN
            last_day = row["reopened_until"] or (row["stops_new"] if is_to_begin else None)
            status = status_of(
                requirement=row["requirement"],
                state=row["state"],
                last_step=row["last_step"],
                opens_on=row["opens_on"],
                last_day=last_day or row["closes_on"],
                today=timezone.localdate(),
            )
            counts[status] = counts.get(status, 0) + row["count"]
        return [
            StateCount(str(status.label), counts[status]) for status in Status if status in counts
        ]

    def make_required(self, round: Round) -> None:
        """One row for each council that the round asks, before it is open.

        Twice changes nothing.
        """
        councils = round.councils_to_ask()
        self.bulk_create(
            [Return(round=round, council=council) for council in councils], ignore_conflicts=True
        )


SIGNED_IS_REQUIRED = (
    "This return is signed. Reopen it before you say that it was declined or is no longer required."
)


@pghistory.track()
class Return(models.Model):
    """One council in one round. These rows are the denominator."""

    class Requirement(models.TextChoices):
        REQUIRED = "required", "Required"
        NO_LONGER = "no_longer_required", Status.NO_LONGER.label
        DECLINED = "declined", Status.DECLINED.label
        ON_PAPER = "on_paper", Status.ON_PAPER.label

    class State(models.TextChoices):
        NOT_STARTED = "not_started", Status.NOT_STARTED.label
        IN_PROGRESS = "in_progress", Status.IN_PROGRESS.label
        TO_SIGN = "to_sign", Status.TO_SIGN.label
        SIGNED = "signed", Status.SIGNED.label

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="returns")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="returns")
    requirement = models.CharField(max_length=20, choices=Requirement, default=Requirement.REQUIRED)
    requirement_reason = models.CharField(
        max_length=200, blank=True, help_text="Why, if it is anything but required."
    )
    state = models.CharField(max_length=20, choices=State, default=State.NOT_STARTED)
    last_step = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="Kept by the database as steps are made: who has it, while it is in progress.",
    )
    reopened_until = models.DateField(
        null=True, blank=True, help_text="Reopened: open until the end of this day, London time."
    )
    reopened_sections = models.ManyToManyField(
        Section,
        blank=True,
        related_name="+",
        help_text="Reopened: only these sections. None chosen: the whole return.",
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    first_signed_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="Kept when it is reopened: questions added later are optional for it.",
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )

    asked_about: str | None  # what a query adds: a question with its answer, as JSON

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["round", "council__name"]
        constraints = [
            models.UniqueConstraint(fields=["round", "council"], name="return_once_per_council"),
            models.CheckConstraint(
                condition=Q(state__in=["not_started", "in_progress", "to_sign", "signed"]),
                name="return_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False)
                | (~Q(state="signed") & Q(signed_at=None)),
                name="return_signed_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(requirement="required") | ~Q(requirement_reason=""),
                name="return_change_has_a_reason",
                violation_error_message="Say why the return is not simply required.",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed", requirement__in=["declined", "no_longer_required"]),
                name="return_signed_is_required",
                violation_error_message=SIGNED_IS_REQUIRED,
            ),
        ]
        triggers = RETURN_TRIGGERS

    def __str__(self) -> str:
        return f"{self.council}, {self.round}"

    @property
    def status_now(self) -> Status:
        """Where it stands today."""
        return status_of(
            requirement=self.requirement,
            state=self.state,
            last_step=self.last_step,
            opens_on=self.round.opens_on,
            last_day=self.open_until,
            today=timezone.localdate(),
        )

    @property
    def status(self) -> str:
        """The same in the words that every page, letter and file has for it."""
        return str(self.status_now.label)

    @cached_property
    def place(self) -> CouncilPlace:
        """The council's region and type on the reference date: what the round counts it by."""
        places = self.council.places.on(self.round.reference_date)
        return places.select_related("region")[0]

    @property
    def is_asked(self) -> bool:
        """Whether the council may still answer: it has not declined, and has to."""
        return self.requirement in ASKED

    def requires(self, question: Question) -> bool:
        """Whether it cannot be signed without the question.

        A question that came to an open round is optional for who had signed by then.
        """
        return question.is_required and (
            question.added_at is None
            or self.first_signed_at is None
            or question.added_at <= self.first_signed_at
        )

    @property
    def last_day(self) -> datetime.date:
        """Open to the end of this day in London."""
        return self.reopened_until or self.round.closes_on

    @property
    def due_on(self) -> datetime.date:
        """The day by which it is asked for: overdue counts from it."""
        return self.reopened_until or self.round.due_on

    @property
    def open_until(self) -> datetime.date:
        """The council may change it to the end of this day: of one that nobody has begun, the last
        day to begin it."""
        is_to_begin = (self.state, self.requirement, self.reopened_until) == TO_BEGIN
        return self.round.stops_new_on if is_to_begin else self.last_day

    def is_open_at(self, now: datetime.datetime) -> bool:
        """Whether the council may answer at this moment: the round was opened, its days or those
        of the reopened return include it by London's clocks, and the council has to."""
        if self.round.is_draft or not self.is_asked:
            return False
        return self.round.opens_on <= timezone.localdate(now) <= self.open_until


# A return so is begun by the day that stops new returns: its state, requirement and reopening.
TO_BEGIN = (Return.State.NOT_STARTED, Return.Requirement.REQUIRED, None)
# In these a council may answer here.
ASKED = (Return.Requirement.REQUIRED, Return.Requirement.ON_PAPER)
