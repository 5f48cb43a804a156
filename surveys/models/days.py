"""The further days of a round, a row each: reminders, when it is due, and what is planned."""

import datetime

import pghistory
import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONArray
from django.utils import timezone

from ppf_site.kept.triggers import gives_another_version

from .sealing import once_open, refuse

DAY = datetime.timedelta(days=1)
# How long before it is due each of the usual reminders goes out; after it where that is less than
# nothing.
USUAL_DAYS_BEFORE = (7, 1, -1)
TOLD = "Councils were told of these days. Move them by the act that tells them, with its reason."
OUT_OF_ORDER = (
    "The days of a round stand in order: it opens, is due and stops new returns by its last day, "
    "reminds once it is open, and is released after its last day."
)
REMINDS_OR_NOT = "A round that sends no reminders has no days for them."


class DayKind(models.TextChoices):
    REMINDER = "reminder", "Reminder"
    DUE = "due", "Due"
    STOPS_NEW = "stops_new", "Stops new returns"
    RELEASE = "release", "Planned release"
    NO_REMINDERS = "no_reminders", "No reminders"


def usual_reminders(opens_on: datetime.date, due_on: datetime.date) -> list[datetime.date]:
    """A week and a day before it is due, and a day after; with the opening where it is later."""
    return sorted({max(due_on - days * DAY, opens_on) for days in USUAL_DAYS_BEFORE})


def out_of_order_sql(day: str, kind: str, opens: str, closes: str) -> str:
    """Whether a day of this kind does not stand between these two, or after them, in SQL."""
    return (
        f"({day} < {opens}"
        f" OR ({kind} IN ('{DayKind.DUE}', '{DayKind.STOPS_NEW}') AND {day} > {closes})"
        f" OR ({kind} = '{DayKind.RELEASE}' AND {day} < {closes}))"
    )


def _on_the_record(
    operation: pgtrigger.Operation, name: str, row: str, stands: str
) -> pgtrigger.Trigger:
    """Once the round is open, only with the record of the same moment that says it too."""
    return once_open(
        name=name,
        operation=operation,
        round=f"{row}.round_id",
        where=f"NOT EXISTS (SELECT FROM surveys_rescheduling WHERE round_id = {row}.round_id "
        f"AND at = now() AND {stands} jsonb_exists(coalesce(days_after -> {row}.kind, '[]'), "
        f"to_char({row}.day, 'YYYY-MM-DD')))",
        words=TOLD,
    )


@pghistory.track()
class RoundDay(models.Model):
    """A day of a round besides the first and the last, which are columns of it.

    Without a row it is due, and stops new returns, on its last day; without reminders of its own
    the usual ones go out, unless a row says that none do: its day is the round's last. No row is
    ever changed: one goes, another comes.
    """

    round = models.ForeignKey("Round", on_delete=models.CASCADE, related_name="days")
    kind = models.CharField(max_length=20, choices=DayKind)
    day = models.DateField()

    class Meta:
        ordering = ["round", "day", "kind"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["reminder", "due", "stops_new", "release", "no_reminders"]),
                name="round_day_is_known",
            ),
            models.UniqueConstraint(fields=["round", "kind", "day"], name="round_day_once"),
            models.UniqueConstraint(
                fields=["round", "kind"],
                condition=~Q(kind="reminder"),
                name="round_day_of_a_kind_once",
            ),
        ]
        triggers = [
            gives_another_version(),
            pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update),
            _on_the_record(pgtrigger.Insert, "added_on_the_record", "NEW", ""),
            _on_the_record(pgtrigger.Delete, "removed_on_the_record", "OLD", "NOT"),
            pgtrigger.Trigger(
                name="stands_in_order",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("opens", "DATE"), ("closes", "DATE")],
                # Whoever moves the round's first and last day waits, and the other way round.
                func="SELECT opens_on, closes_on INTO opens, closes FROM surveys_round "
                "WHERE id = NEW.round_id FOR SHARE; "
                f"IF {out_of_order_sql('NEW.day', 'NEW.kind', 'opens', 'closes')} "
                f"THEN {refuse(OUT_OF_ORDER)} END IF; RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="reminds_or_not",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__kind__in=["reminder", "no_reminders"]),
                # Two at once wait for each other.
                func="PERFORM FROM surveys_round WHERE id = NEW.round_id FOR NO KEY UPDATE; "
                "IF EXISTS (SELECT FROM surveys_roundday WHERE round_id = NEW.round_id "
                "AND kind IN ('reminder', 'no_reminders') AND kind <> NEW.kind) "
                f"THEN {refuse(REMINDS_OR_NOT)} END IF; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{DayKind(self.kind).label} ({self.round.slug})"


def day_of_its_round(kind: DayKind) -> models.QuerySet[RoundDay]:
    """Of a query on what has a round, such as returns."""
    return RoundDay.objects.filter(round=OuterRef("round"), kind=kind)


def days_of(round: Combinable) -> ArraySubquery:
    """The further days of a round as they come with it in a query: `Round.days_with_it`."""
    return ArraySubquery(RoundDay.objects.filter(round=round).values_list(JSONArray("kind", "day")))


def keeps_days_in_order() -> pgtrigger.Trigger:
    """Of the round: its first and last day move around the others, never past them."""
    out_of_order = out_of_order_sql("day", "kind", "NEW.opens_on", "NEW.closes_on")
    return pgtrigger.Trigger(
        name="keeps_days_in_order",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("opens_on", "closes_on"),
        condition=pgtrigger.AnyChange("opens_on", "closes_on"),
        func=f"IF EXISTS (SELECT FROM surveys_roundday WHERE round_id = NEW.id AND {out_of_order}) "
        f"THEN {refuse(OUT_OF_ORDER)} END IF; RETURN NEW;",
    )


def past_due() -> Q:
    """Of a round, whether the day that it was due on is over. Pages are kept for a day at most."""
    today = timezone.localdate()
    was_due = RoundDay.objects.filter(round=OuterRef("pk"), kind=DayKind.DUE, day__lt=today)
    return Q(closes_on__lt=today) | Q(Exists(was_due))
