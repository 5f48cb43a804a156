"""A round of a survey: what it asks, whom, when, and what was said of it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from councils.models import Council, User
from councils.models.register import CouncilQuerySet
from councils.permissions import Person, access_of
from ppf_site.kept.triggers import gives_another_version
from ppf_site.lengths import LONGEST_TEXT, at_most

if TYPE_CHECKING:
    from .releases import Release

from .days import TOLD, DayKind, days_of, keeps_days_in_order, past_due, usual_reminders
from .required import date_keeps_required
from .sealing import fixed_once_open, never_taken_away, once_open, protect_released

LONDON = ZoneInfo("Europe/London")


# Each of them publishes more when it is on.
PROMISED = ("names_councils", "discloses_small_counts", "publishes_unanimous")
WIDER = " OR ".join(f"NEW.{field} AND NOT OLD.{field}" for field in PROMISED)


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, person: Person) -> Self:
        """A draft is known to those who run rounds, and to nobody else."""
        return self if access_of(person).is_national else self.opened()

    def opened(self) -> Self:
        """Those that were opened, closed since or not."""
        return self.exclude(opened_at=None)

    def drafts(self) -> Self:
        return self.filter(opened_at=None)

    def with_what_opens(self) -> Self:
        """Each with how many questions a council will answer, whether councils were chosen, and its
        further days."""
        asked = Count("questions", filter=Q(questions__derivation=""), distinct=True)
        chosen = Count("chosen", distinct=True)
        return self.with_days().annotate(asks=asked, has_chosen=chosen)

    def with_days(self) -> Self:
        """Each with its further days, in the same statement."""
        return self.annotate(days_with_it=days_of(OuterRef("pk")))

    def awaiting(self, releases: models.QuerySet[Release]) -> Self:
        """Those that asked councils (not only imported later): not due yet, or none is out."""
        asked = self.opened().exclude(opened_at__date__gt=F("closes_on")).order_by("closes_on")
        return asked.exclude(past_due(), pk__in=releases.values("round")).prefetch_related("days")


@pghistory.track()
class Round(models.Model):
    """One survey at one time. A new round is a row, never code."""

    slug = models.SlugField(
        max_length=60, unique=True, help_text="In addresses. It stays once used."
    )
    title = models.CharField(max_length=120)
    short_title = models.CharField(max_length=40, help_text="For charts and narrow columns.")
    sponsor = models.CharField(max_length=120, help_text="Who ran it.")
    respondents = models.CharField(max_length=120, help_text="Who in the council answered.")
    reference_date = models.DateField(
        help_text="The day the answers describe. Councils in force on it must answer."
    )
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="Open until the end of this day, London time.")
    opened_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When it was opened. Until then it is a draft, which others do not see.",
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    method = models.TextField(max_length=LONGEST_TEXT, blank=True)
    caveats = models.TextField(max_length=LONGEST_TEXT, blank=True)
    names_councils = models.BooleanField(
        "named councils are public",
        default=False,
        help_text="Off: named councils’ answers stay with councils, regions and national bodies.",
    )
    is_totals_only = models.BooleanField(
        "known only as totals",
        default=False,
        help_text="On: no council’s answers are held, only published totals.",
    )
    illustrative = models.CharField(
        max_length=200,
        blank=True,
        help_text="If the answers are made up for demonstration: the sentence that says so.",
    )
    # A new round starts with the careful ones: who publishes more says so before it is opened.
    discloses_small_counts = models.BooleanField(
        default=False,
        help_text="Off: counts of people under 5 are hidden and others rounded in public files.",
    )

    publishes_unanimous = models.BooleanField(
        "counts by area are public where all said the same",
        default=False,
        db_default=False,
        help_text="Off: where every council of an area that answered said the same, the public "
        "does not see what. Councils read which of the two before they answer.",
    )

    # What a query adds: `with_what_opens`.
    asks: int
    has_chosen: int
    days_with_it: list[tuple[str, str]]

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-reference_date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="round_closes_after_it_opens",
                violation_error_message="A round closes on or after the day it opens.",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("reference_date")),
                name="round_describes_no_later_day",
                violation_error_message="Nobody can describe a day after the round’s last one.",
            ),
            at_most(LONGEST_TEXT, "method", of="round"),
            at_most(LONGEST_TEXT, "caveats", of="round"),
        ]
        triggers = [
            gives_another_version(),
            protect_released(
                "slug",
                used="EXISTS (SELECT FROM surveys_release WHERE round_id = OLD.id "
                "AND compiled_at IS NOT NULL)",
                what="round’s address",
            ),
            date_keeps_required(),
            once_open(
                name="widens_on_the_record",
                operation=pgtrigger.UpdateOf(*PROMISED),
                condition=pgtrigger.AnyChange(*PROMISED),
                round="OLD.id",
                where=f"({WIDER}) AND NOT EXISTS (SELECT FROM surveys_widening "
                "WHERE round_id = OLD.id AND at = now())",
                words="Councils were told that this is not published. Publish more by the act "
                "that tells them, with its reason.",
            ),
            once_open(
                name="moves_on_the_record",
                operation=pgtrigger.UpdateOf("opens_on", "closes_on"),
                condition=pgtrigger.AnyChange("opens_on", "closes_on"),
                round="OLD.id",
                where="NOT EXISTS (SELECT FROM surveys_rescheduling "
                "WHERE round_id = OLD.id AND at = now() "
                "AND (opens_after, closes_after) = (NEW.opens_on, NEW.closes_on))",
                words=TOLD,
            ),
            keeps_days_in_order(),
            # The required returns were made from them.
            fixed_once_open(
                "reference_date",
                "is_totals_only",
                "opened_at",
                "opened_by_id",
                what="part of the round",
                round="OLD.id",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.slug])

    @property
    def is_draft(self) -> bool:
        return self.opened_at is None

    @property
    def is_under_way(self) -> bool:
        """Whether it has been opened and its first day has come."""
        return not self.is_draft and self.opens_on <= timezone.localdate()

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed: of a draft, that it is a round of the past."""
        return self.closes_on < timezone.localdate()

    @property
    def asked_nobody(self) -> bool:
        """Opened only after its last day: it was imported, and no council was asked in it here."""
        return not self.is_draft and timezone.localdate(self.opened_at) > self.closes_on

    @cached_property
    def further_days(self) -> Mapping[str, Sequence[datetime.date]]:
        """By their kind, the first one first. One query, or none where they came with the round."""
        with_it: list[tuple[str, str]] | None = vars(self).get("days_with_it")
        found: dict[str, list[datetime.date]] = defaultdict(list)
        if with_it is not None:
            for kind, day in with_it:
                found[kind].append(datetime.date.fromisoformat(day))
        else:
            for each in self.days.all():
                found[each.kind].append(each.day)
        return {kind: sorted(days) for kind, days in found.items()}

    @property
    def due_on(self) -> datetime.date:
        """The day by which councils are asked to answer: overdue counts from it."""
        return next(iter(self.further_days.get(DayKind.DUE, ())), self.closes_on)

    @property
    def stops_new_on(self) -> datetime.date:
        """After this day a return that nobody has begun is begun no more."""
        return next(iter(self.further_days.get(DayKind.STOPS_NEW, ())), self.closes_on)

    @property
    def planned_release_on(self) -> datetime.date | None:
        return next(iter(self.further_days.get(DayKind.RELEASE, ())), None)

    @property
    def reminders(self) -> Sequence[datetime.date]:
        """The days of its own, or the usual ones before and after it is due; none where it is set
        to send none."""
        if DayKind.NO_REMINDERS in self.further_days:
            return ()
        own = self.further_days.get(DayKind.REMINDER, ())
        return own or usual_reminders(self.opens_on, self.due_on)

    @property
    def first_moment(self) -> datetime.datetime:
        """The day on which it opens begins in London."""
        return datetime.datetime.combine(self.opens_on, datetime.time(), tzinfo=LONDON)

    def councils_to_ask(self) -> CouncilQuerySet:
        """All that are in force on the reference date, or those of them that were chosen."""
        chosen = self.chosen.values("council")
        return Council.objects.in_force(on=self.reference_date).filter(
            ~Exists(chosen) | Q(pk__in=chosen)
        )

    def mark_opened(self, *, at: datetime.datetime, by: User | None = None) -> None:
        """Require a return of each council that it asks, then fix the round.

        The act that checks it and tells the councils is `surveys.actions.opening.open_round`.
        """
        if not self.is_totals_only:
            self.returns.make_required(self)
        self.opened_at, self.opened_by = at, by
        self.save(update_fields=["opened_at", "opened_by"])


@pghistory.track()
class Section(models.Model):
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    guidance = models.TextField(max_length=LONGEST_TEXT, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="section_key_once"),
            at_most(LONGEST_TEXT, "guidance", of="section"),
        ]
        triggers = [
            gives_another_version(),
            fixed_once_open("round_id", "key", what="section’s key"),
            never_taken_away(what="section"),
        ]

    def __str__(self) -> str:
        return self.title
