"""Invitations: a link by e-mail that gives a person a role in a council."""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from .links import Link, LinkQuerySet
from .people import Role, User
from .register import Council

LASTS = datetime.timedelta(days=14)


class InvitationQuerySet(LinkQuerySet["Invitation"]):
    def sent_within(self, time: datetime.timedelta, *, by: User) -> int:
        """How many the person sent, withdrawn ones and the same address again among them."""
        history = apps.get_model("councils", "InvitationEvent").objects.filter(invited_by=by.pk)
        since = history.filter(invited_at__gt=timezone.now() - time)
        return int(since.values("council", "kind", "email", "invited_at").distinct().count())

    def open(self) -> Self:
        """Neither used nor expired."""
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())


@pghistory.track(exclude=["token_hash"])
class Invitation(Link):
    """One person asked to work on a council's returns. Its link is good for one use."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="invitations")
    kind = models.CharField(
        "role",
        max_length=20,
        choices=[
            (Role.Kind.CONTRIBUTOR.value, Role.Kind.CONTRIBUTOR.label),
            (Role.Kind.SIGNATORY.value, Role.Kind.SIGNATORY.label),
        ],
    )
    email = models.EmailField("e-mail", max_length=254)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.UniqueConstraint(
                "council",
                "kind",
                Lower("email"),
                condition=Q(accepted_at=None),
                name="invitation_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="invitation_token_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["contributor", "signatory"]),
                name="invitation_to_a_councils_role",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_kind_display()}, {self.council}"
