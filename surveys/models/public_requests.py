"""Two people make a release public, where the site asks for it: one asks, another approves."""

from __future__ import annotations

from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from ppf_site.lengths import LONGEST_TEXT, at_most

from .releases import Release
from .sealing import refuse

ASKED = ("release_id", "asked_by_id", "asked_at", "public_at", "consent")
STANDS = f"""
IF TG_OP = 'DELETE' THEN
    {refuse("That it was asked for is kept.")}
END IF;
IF OLD.approved_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL THEN
    {refuse("It has been decided. Ask again.")}
END IF;
IF ({", ".join(f"NEW.{name}" for name in ASKED)})
    IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in ASKED)}) THEN
    {refuse("What was asked for stays as it was asked. Withdraw it and ask again.")}
END IF;
RETURN NEW;
"""


class PublicRequestQuerySet(models.QuerySet["PublicRequest"]):
    def waiting(self) -> Self:
        """Neither approved nor withdrawn."""
        return self.filter(approved_at=None, withdrawn_at=None)

    def with_people(self) -> Self:
        return self.select_related("asked_by", "approved_by", "withdrawn_by")


@pghistory.track()
class PublicRequest(models.Model):
    """That a release be made public, and from when: by whom it was asked, approved or withdrawn."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="public_requests")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    public_at = models.DateTimeField(
        "public from", null=True, blank=True, help_text="Empty: as soon as it is approved."
    )
    consent = models.TextField(max_length=LONGEST_TEXT, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PublicRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
                name="public_request_approved_by_another",
                violation_error_message="Somebody else approves what you asked for.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="public_request_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="public_request_withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(withdrawn_at=None),
                name="public_request_decided_once",
            ),
            models.UniqueConstraint(
                fields=["release"],
                condition=Q(approved_at=None, withdrawn_at=None),
                name="public_request_waits_once",
            ),
            at_most(LONGEST_TEXT, "consent", of="public_request"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stands_as_asked",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=STANDS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.release}, asked for by {self.asked_by}"

    @property
    def is_waiting(self) -> bool:
        return self.approved_at is None and self.withdrawn_at is None
