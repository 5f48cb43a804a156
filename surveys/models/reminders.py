"""What has been reminded of: a row for each, so that nobody is told twice."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from ppf_site import words

from .days import DAY, DayKind, usual_reminders
from .returns import Return, ReturnQuerySet
from .rounds import Round
from .signing import Step

# A reminder after the day it is due is made up for within so many days: rounds long past are not
# chased when a site is set up with them.
MADE_UP_FOR = 7
# Of what a worker writes that does not know `planned_on` yet: the usual days, each by its kind.
PLANNED_ON = """
IF NEW.planned_on IS NULL THEN
    SELECT CASE NEW.kind
        WHEN 'week' THEN GREATEST(NEW.due_on - 7, LEAST(d.opens_on, NEW.due_on - 2))
        WHEN 'day' THEN NEW.due_on - 1
        ELSE NEW.due_on + 1 END
    INTO NEW.planned_on
    FROM surveys_return r JOIN surveys_round d ON d.id = r.round_id WHERE r.id = NEW.return_of_id;
END IF;
RETURN NEW;
"""


class ToRemind(NamedTuple):
    """A return due on a day, and the day on which it was planned to remind of it."""

    return_of: Return
    due_on: datetime.date
    planned_on: datetime.date


def last_planned(
    planned: Iterable[datetime.date], due_on: datetime.date, day: datetime.date
) -> datetime.date | None:
    """The last reminder that has come by `day`, where it still tells what is so.

    A worker that was down over several of them makes up for the last one alone.
    """
    last = max((each for each in planned if each <= day), default=None)
    if last is None:
        return None
    is_told_late = last <= due_on < day
    is_long_past = last > due_on and (day - last).days >= MADE_UP_FOR
    return None if is_told_late or is_long_past else last


def _expected() -> ReturnQuerySet:
    """Of rounds that were opened.

    A council that was told within the day that its return is reopened, and until when, need not
    be reminded of it yet.
    """
    yesterday = timezone.now() - DAY
    reopened = Step.objects.filter(
        return_of=OuterRef("pk"), kind=Step.Kind.REOPENED, at__gte=yesterday
    )
    found = Return.objects.expected().of_opened_rounds().exclude(Exists(reopened))
    return found.select_related("round").order_by("pk")


def _with_their_rounds(day: datetime.date) -> Iterator[ToRemind]:
    """Where a round opened only after its last day, it was imported: nobody was asked in it here.

    Who was reminded on a planned day is not again because the day it is due is moved.
    """
    lately = day - MADE_UP_FOR * DAY
    rounds = (
        Round.objects.opened()
        .exclude(opened_at__date__gt=F("closes_on"))
        .filter(
            Q(closes_on__gte=lately) | Q(days__kind=DayKind.REMINDER, days__day__gte=lately),
            opens_on__lte=timezone.localdate(),
        )
    )
    for round in rounds.distinct().order_by("pk").prefetch_related("days"):
        planned_on = last_planned(round.reminders, round.due_on, day)
        if planned_on is not None:
            waiting = _expected().filter(round=round, reopened_until=None)
            for return_of in waiting.exclude(reminders__planned_on=planned_on):
                yield ToRemind(return_of, round.due_on, planned_on)


def _reopened(day: datetime.date) -> Iterator[ToRemind]:
    """Those with a day of their own, which the usual reminders go out before and after, if any of
    their round do."""
    unreminded = Round.objects.filter(days__kind=DayKind.NO_REMINDERS)
    near = (day - MADE_UP_FOR * DAY, day + MADE_UP_FOR * DAY)
    for return_of in (
        _expected()
        .filter(reopened_until__range=near, round__opens_on__lte=timezone.localdate())
        .exclude(round__in=unreminded)
    ):
        due_on = return_of.reopened_until
        assert due_on is not None
        planned_on = last_planned(usual_reminders(return_of.round.opens_on, due_on), due_on, day)
        if planned_on is not None:
            yield ToRemind(return_of, due_on, planned_on)


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def make_due(self, day: datetime.date) -> list[Reminder]:
        """The reminders that this day asks for and that are not there yet, now made.

        A worker that was down on the very day makes up for it the next.
        """
        made = []
        for return_of, due_on, planned_on in [*_with_their_rounds(day), *_reopened(day)]:
            is_late = planned_on > due_on
            reminder, is_new = self.get_or_create(
                return_of=return_of,
                planned_on=planned_on,
                due_on=due_on,
                defaults={"kind": Reminder.Kind.OVERDUE if is_late else Reminder.Kind.BEFORE},
            )
            made += [reminder] if is_new else []
        return made

    def with_return(self) -> Self:
        return self.select_related("return_of__round", "return_of__council")


class Reminder(models.Model):
    """A reminder of a return on a planned day, before or after the day it is due."""

    class Kind(models.TextChoices):
        BEFORE = "before", "Before it is due"
        # Of reminders that were sent when there were no others before.
        WEEK = "week", "A week before"
        DAY = "day", "A day before"
        OVERDUE = "overdue", "Overdue"

    return_of = models.ForeignKey(
        Return, on_delete=models.CASCADE, related_name="reminders", verbose_name="return"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    planned_on = models.DateField(
        help_text="The day for which it was planned. A worker that was down sends it later.",
    )
    due_on = models.DateField(help_text="Reopened with a later day: reminded of that day anew.")
    at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(
        null=True, blank=True, help_text="When the first of its e-mails went; empty: none has."
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["return_of", "planned_on", "due_on"], name="reminder_once_per_planned_day"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="has_its_day",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=PLANNED_ON,
            ),
        ]

    def __str__(self) -> str:
        return f"{words.day(self.due_on)}: {self.return_of}"

    @property
    def when(self) -> str:
        """ "7 days before it was due"."""
        return when_words(self.planned_on, self.due_on)


def when_words(planned_on: datetime.date, due_on: datetime.date) -> str:
    """Of a reminder: "7 days before it is due", "1 day after it is due"."""
    days = (planned_on - due_on).days
    if not days:
        return "on the day it is due"
    return f"{words.plural(abs(days), 'day', 'days')} {'after' if days > 0 else 'before'} it is due"
