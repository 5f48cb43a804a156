"""Invitations: a link by e-mail that gives a person a role in a council."""

from __future__ import annotations

import datetime
from typing import Self

import pghistory
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from ppf_site import words

from .links import Link, LinkQuerySet
from .people import HAS_ITS_PLACE, Role, User
from .regions import Region
from .register import Council

# What somebody with the role does.
WORK = {
    Role.Kind.CONTRIBUTOR: "work on the returns of {place}",
    Role.Kind.SIGNATORY: "sign the returns of {place}",
    Role.Kind.REGIONAL_LEAD: "follow the returns of {place}",
    Role.Kind.ANALYST: "run the surveys",
    Role.Kind.ADMINISTRATOR: "administer the surveys and who takes part",
    Role.Kind.OBSERVER: "read what is released to councils and regions",
}
LASTS = datetime.timedelta(days=14)


class InvitationQuerySet(LinkQuerySet["Invitation"]):
    def sent_within(self, time: datetime.timedelta, *, by: User) -> int:
        """How many the person sent, withdrawn ones and the same address again among them."""
        history = apps.get_model("councils", "InvitationEvent").objects.filter(invited_by=by.pk)
        since = history.filter(invited_at__gt=timezone.now() - time)
        sent = since.values("council", "region", "kind", "email", "invited_at")
        return int(sent.distinct().count())

    def open(self) -> Self:
        """Neither used nor expired."""
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())


@pghistory.track(exclude=["token_hash"])
class Invitation(Link):
    """One person asked to take on a role, at a council or region or for the country. Its link is
    good for one use."""

    council = models.ForeignKey(
        Council, on_delete=models.PROTECT, related_name="invitations", null=True, blank=True
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    kind = models.CharField("role", max_length=20, choices=Role.Kind)
    starts_on = models.DateField(
        null=True, blank=True, help_text="The first day of the role. Empty: when it is accepted."
    )
    ends_on = models.DateField(
        null=True, blank=True, help_text="The last day of the role. Empty: no end yet."
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
                "region",
                "kind",
                Lower("email"),
                condition=Q(accepted_at=None),
                nulls_distinct=False,
                name="invitation_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="invitation_token_once"
            ),
            models.CheckConstraint(
                condition=HAS_ITS_PLACE,
                name="invitation_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="invitation_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        told = [self.email, str(self.get_kind_display())]
        return ", ".join([*told, str(self.place)] if self.place else told)

    @property
    def place(self) -> Council | Region | None:
        """Where the role is held; None for the whole country."""
        return self.council or self.region

    @property
    def is_over(self) -> bool:
        """Whether the last day of the role has passed before anybody took it."""
        return self.ends_on is not None and self.ends_on < timezone.localdate()

    @property
    def heading(self) -> str:
        return words.capital(self.work)

    @property
    def as_what(self) -> str:
        """ "a contributor", to follow "as"."""
        return words.with_article(str(self.get_kind_display()).lower())

    @property
    def work(self) -> str:
        """What the person is invited to do, to follow "to"."""
        place = words.the(self.region.name) if self.region is not None else self.place
        return WORK[Role.Kind(self.kind)].format(place=place)
