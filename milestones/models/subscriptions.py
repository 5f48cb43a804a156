"""Readers who ask to be told by e-mail when something is released. Kept without a history."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Self

from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from councils.models import Region
from councils.models.links import Link, LinkQuerySet
from ppf_site import words
from surveys.models import Release, Round

from .programme import Expectation, Programme

# How long the link waits that shows that the mailbox is theirs.
LASTS = datetime.timedelta(days=2)
# Signed and not kept: each letter has the same way to stop, and the database has none.
STOPPING = Signer(salt="milestones.subscription.stop")


def stopped_by(token: str) -> int | None:
    """The number of the subscription, of this time or before; None where we did not sign it."""
    try:
        return int(STOPPING.unsign(token))
    except (BadSignature, ValueError):
        return None


class SubscriptionQuerySet(LinkQuerySet["Subscription"]):
    def with_subject(self) -> Self:
        return self.select_related("round", "programme", "expectation", "region")

    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)

    def never_confirmed(self) -> Self:
        """Those whose link can no longer be followed."""
        return self.filter(confirmed_at=None, expires_at__lte=timezone.now())

    def with_stop_token(self, token: str) -> Self:
        """None of them where the token is not one of ours, or its row is gone."""
        return self.filter(pk=stopped_by(token))

    def of_the_same_reader(self, subscription: Subscription) -> Self:
        return self.filter(email=subscription.email)

    def concerned_by(
        self,
        release: Release,
        *,
        expectations: Collection[int],
        programmes: Collection[int],
        regions: Collection[int],
    ) -> Self:
        """Who is told of the release: those who asked for all of them, or for something in it, and
        had confirmed that by the time it became public."""
        every = Q(round=None, programme=None, expectation=None, region=None)
        told = every | Q(round=release.round_id) | Q(region__in=regions)
        shown = Programme.objects.filter(is_published=True)
        told |= Q(expectation__in=expectations, expectation__milestone__programme__in=shown)
        told |= Q(programme__in=programmes) & Q(programme__in=shown)
        return self.filter(told, confirmed_at__lte=release.public_at)


class Subscription(Link):
    """One address that is told of the releases of one thing; of all of them, where that is none.

    An address is a reader's own: nothing keeps it once the row is deleted.
    """

    email = models.EmailField("e-mail", max_length=254)
    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    expectation = models.ForeignKey(
        Expectation, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "round",
                "programme",
                "expectation",
                "region",
                nulls_distinct=False,
                name="subscription_once",
            ),
            models.CheckConstraint(
                condition=(
                    Q(programme=None, expectation=None, region=None)
                    | Q(round=None, expectation=None, region=None)
                    | Q(round=None, programme=None, region=None)
                    | Q(round=None, programme=None, expectation=None)
                ),
                name="subscription_is_about_one_thing",
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="subscription_token_once"
            ),
        ]

    def __str__(self) -> str:
        return self.about

    @property
    def about(self) -> str:
        """What is released, to follow "released:"."""
        if self.round is not None:
            return str(self.round.title)
        if self.programme is not None:
            return str(self.programme.title)
        if self.expectation is not None:
            return f"“{self.expectation.label}”"
        return words.the(self.region.name) if self.region is not None else "any round"

    def page_in(self, release: Release) -> str:
        """The page of the release on which what was asked for is told."""
        if self.expectation is not None:
            return reverse("release-expectation", args=[release.pk, self.expectation.slug])
        if self.region is not None:
            return reverse("release-region", args=[release.pk, self.region.slug])
        return release.get_absolute_url()

    @property
    def stop_token(self) -> str:
        return STOPPING.sign(str(self.pk))


class Announcement(models.Model):
    """A release of which whoever asked has been told: each is told once."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.release)
