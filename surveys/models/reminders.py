"""What has been reminded of: a row for each, so that nobody is told twice."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils import timezone

from .returns import Return, ReturnQuerySet
from .signing import Step

LAST_DAY = Coalesce(F("reopened_until"), F("round__closes_on"))

# How long before the last day each reminder goes out; after it where that is less than nothing.
DAYS_BEFORE = {"week": 7, "day": 1, "overdue": -1}


def waiting(first: datetime.date, last: datetime.date) -> ReturnQuerySet:
    """Expected returns whose last day is one of these, of rounds that opened.

    Where a round opened only after its last day, it was imported: nobody was asked in it here.

    A council that was told within the day that its return is reopened, and until when, need not
    be reminded of it yet.
    """
    yesterday = timezone.now() - datetime.timedelta(days=1)
    reopened = Step.objects.filter(
        return_of=OuterRef("pk"), kind=Step.Kind.REOPENED, at__gte=yesterday
    )
    return (
        Return.objects.expected()
        .of_opened_rounds()
        .alias(last=LAST_DAY)
        .filter(
            GreaterThanOrEqual(F("last"), first),
            LessThanOrEqual(F("last"), last),
            round__opens_on__lte=timezone.localdate(),
        )
        .exclude(Exists(reopened))
        .exclude(reopened_until=None, round__opened_at__date__gt=F("round__closes_on"))
        .select_related("round")
        .order_by("pk")
    )


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def make_due(self, day: datetime.date) -> list[Reminder]:
        """The reminders that this day asks for and that are not there yet, now made.

        A worker that was down on the very day makes up for it the next.
        """
        spans = {
            Reminder.Kind.WEEK: (2, DAYS_BEFORE["week"]),
            Reminder.Kind.DAY: (0, DAYS_BEFORE["day"]),
            # Rounds long past are not chased when a site is set up with them.
            Reminder.Kind.OVERDUE: (-7, DAYS_BEFORE["overdue"]),
        }
        made = []
        for kind, (nearest, farthest) in spans.items():
            first, last = (day + datetime.timedelta(days=days) for days in (nearest, farthest))
            for return_of in waiting(first, last):
                reminder, is_new = self.get_or_create(
                    return_of=return_of, kind=kind, due_on=return_of.last_day
                )
                made += [reminder] if is_new else []
        return made

    def with_return(self) -> Self:
        return self.select_related("return_of__round", "return_of__council")


class Reminder(models.Model):
    """A reminder of a return before, or once after, the last day of its round."""

    class Kind(models.TextChoices):
        WEEK = "week", "A week before"
        DAY = "day", "A day before"
        OVERDUE = "overdue", "Overdue"

    return_of = models.ForeignKey(
        Return, on_delete=models.CASCADE, related_name="reminders", verbose_name="return"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    due_on = models.DateField(help_text="Reopened with a later day: reminded of that day anew.")
    at = models.DateTimeField(default=timezone.now)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["return_of", "kind", "due_on"], name="reminder_once_per_day_it_is_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.return_of}"
