"""What happens to a return, step by step, and its versions as they were signed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from councils.models import User
from ppf_site.lengths import LONGEST_TEXT, at_most
from surveys.values import Value

from .returns import Return
from .rounds import Section
from .statuses import REMEMBERS_STEP, Status

STILL_HERE = datetime.timedelta(minutes=2)


class StepQuerySet(models.QuerySet["Step"]):
    def corrections(self) -> Self:
        """What was asked, and what was refused: neither moves the return."""
        return self.filter(kind__in=[Step.Kind.CORRECTION_ASKED, Step.Kind.CORRECTION_REFUSED])

    def corrections_to_answer(self) -> Self:
        """Asked for, of returns that are signed, and neither granted nor refused since."""
        asked = self.filter(kind=Step.Kind.CORRECTION_ASKED, return_of__state=Return.State.SIGNED)
        ends = (Step.Kind.CORRECTION_REFUSED, Step.Kind.REOPENED, Step.Kind.SIGNED)
        later = Step.objects.filter(
            return_of=OuterRef("return_of"), kind__in=ends, at__gte=OuterRef("at")
        )
        return asked.filter(~Exists(later))


class Step(models.Model):
    """One step in the life of a return: who did what, when and why. Never changed."""

    class Kind(models.TextChoices):
        HANDED_OVER = "handed_over", "Handed over to sign"
        TAKEN_BACK = "taken_back", Status.TAKEN_BACK.label
        SENT_BACK = "sent_back", Status.SENT_BACK.label
        SIGNED = "signed", Status.SIGNED.label
        ENTERED = "entered", Status.ENTERED.label
        IMPORTED = "imported", Status.IMPORTED.label
        CORRECTION_ASKED = "correction_asked", "Correction asked for"
        CORRECTION_REFUSED = "correction_refused", "Correction refused"
        REOPENED = "reopened", Status.REOPENED.label

    return_of = models.ForeignKey(
        Return, on_delete=models.PROTECT, related_name="steps", verbose_name="return"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=LONGEST_TEXT, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        constraints = [
            at_most(LONGEST_TEXT, "reason", of="step"),
        ]
        ordering = ["at", "pk"]
        triggers = [
            pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="is_remembered",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=REMEMBERS_STEP,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.return_of}"

    @property
    def is_about_a_correction(self) -> bool:
        """Asked for or refused: the return stays where it is."""
        return self.kind in {Step.Kind.CORRECTION_ASKED, Step.Kind.CORRECTION_REFUSED}


class SignatureQuerySet(models.QuerySet["Signature"]):
    def of_reopened(self, returns: models.QuerySet[Return]) -> Self:
        """The version that stands, of each of these returns that is not signed again yet."""
        return (
            self.filter(return_of__in=returns)
            .exclude(return_of__state=Return.State.SIGNED)
            .select_related("return_of")
            .order_by("return_of_id", "-number")
            .distinct("return_of_id")
        )


class Signature(models.Model):
    """A return as it was signed: the receipt. A later version stands beside it."""

    return_of = models.ForeignKey(
        Return, on_delete=models.PROTECT, related_name="signatures", verbose_name="return"
    )
    number = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=100, unique=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=100, help_text="As typed under the declaration.")
    answers = models.JSONField(help_text="Every answer and explanation as signed.")
    on_paper_on = models.DateField(
        null=True,
        help_text="Signed on paper on this day by that name, and entered by `signed_by`.",
    )
    imported_from = models.CharField(
        max_length=200,
        db_default="",
        help_text="Not signed here: imported from this source by `signed_by`.",
    )
    # What the receipt is headed with, as it was called then.
    round_title = models.CharField(max_length=120, db_default="")
    round_short_title = models.CharField(max_length=40, db_default="")
    reference_date = models.DateField(null=True)
    council_name = models.CharField(max_length=100, db_default="")
    account_name = models.CharField(max_length=100, db_default="")

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["return_of", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["return_of", "number"], name="signature_number_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("receipt", args=[self.return_of_id, self.number])


def signed_value(kept: Mapping[str, Any]) -> Value:
    """The value of one of a signature's answers."""
    return Value.kept(
        choices=kept["choices"],
        number=kept["number"],
        date=kept["date"],
        text=kept["answer"],
        reason=kept["reason"],
    )


@pghistory.track()
class Assignment(models.Model):
    """A section of a return that is in a colleague's hands."""

    return_of = models.ForeignKey(
        Return, on_delete=models.CASCADE, related_name="assignments", verbose_name="return"
    )
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments"
    )

    class Meta:
        ordering = ["return_of", "section"]
        constraints = [
            models.UniqueConstraint(
                fields=["return_of", "section"], name="assignment_once_per_section"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.user}"


class PresenceQuerySet(models.QuerySet["Presence"]):
    def here(self) -> Self:
        """Seen a moment ago, in a session that has not ended."""
        now = timezone.now()
        return self.filter(seen_at__gte=now - STILL_HERE, session__expire_date__gt=now)


class Presence(models.Model):
    """When a person last had a section of a return before them: who works on what now."""

    return_of = models.ForeignKey(
        Return, on_delete=models.CASCADE, related_name="presences", verbose_name="return"
    )
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)
    # Signing out takes the session away, and that is enough: nothing points the other way.
    session = models.ForeignKey(
        "sessions.Session",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
    )

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(fields=["return_of", "section", "user"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.section}"


class PresentPerson(User):
    """The person's row with our trigger: whoever is signed out everywhere is nowhere present."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="present_nowhere",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("password", "sessions_ended", "is_active"),
                condition=pgtrigger.AnyChange("password", "sessions_ended", "is_active"),
                func="DELETE FROM surveys_presence WHERE user_id = NEW.id; RETURN NULL;",
            )
        ]
