"""Asking to be told of releases, confirming it, and stopping."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from milestones.jobs import send_subscription
from milestones.models import Subscription
from milestones.models.subscriptions import LASTS
from ppf_site.events import note


@transaction.atomic
def ask_to_be_told(*, email: str, subject: dict[str, Any]) -> None:
    """A letter goes to the address either way: what is in it only its owner learns."""
    wanted = {"round": None, "programme": None, "expectation": None, "region": None, **subject}
    fresh = {"expires_at": timezone.now() + LASTS}
    subscription, is_new = Subscription.objects.get_or_create(
        email=email.strip().lower(), **wanted, defaults=fresh
    )
    if not is_new and subscription.confirmed_at is None:
        subscription.expires_at = fresh["expires_at"]
        subscription.save(update_fields=["expires_at"])
    note("tell_me", how="asked for")
    send_subscription.defer(subscription_id=subscription.pk)


@transaction.atomic
def confirm(*, subscription: Subscription) -> None:
    """Twice is once. A letter says so, and how to stop."""
    waiting = Subscription.objects.select_for_update().filter(
        pk=subscription.pk, confirmed_at=None, expires_at__gt=timezone.now()
    )
    if waiting.update(confirmed_at=timezone.now()):
        note("tell_me", how="confirmed")
        send_subscription.defer(subscription_id=subscription.pk)


def stop(*, token: str, all_of_them: bool = False) -> None:
    """The address goes with it. Whoever stops twice has stopped."""
    found = Subscription.objects.with_stop_token(token).first()
    if found is not None:
        theirs = Subscription.objects.of_the_same_reader(found)
        (theirs if all_of_them else theirs.filter(pk=found.pk)).delete()
        note("tell_me", how="stopped")
