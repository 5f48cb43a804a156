"""What the worker does for readers who asked to be told: once a release is public, once each."""

from django.db import transaction
from procrastinate.contrib.django import app

from milestones.models import Announcement, Subscription
from milestones.subscribing.letters import (
    letter_of_release,
    letter_of_subscription,
    letter_to_confirm,
)
from milestones.subscribing.subjects import concerned
from ppf_site.deferring import defer
from surveys.jobs import PATIENTLY
from surveys.models import Release


@app.task(name="send_subscription", retry=PATIENTLY)
def send_subscription(subscription_id: int) -> None:
    """The link to confirm; or, where that was done, that it was, and how to stop."""
    subscription = Subscription.objects.with_subject().filter(pk=subscription_id).first()
    if subscription is None:
        return
    if subscription.confirmed_at:
        letter_of_subscription(subscription).send()
    elif not subscription.is_expired:
        letter_to_confirm(subscription).send()


def announce() -> int:
    """Defers an e-mail to each reader whom a release that became public concerns: all of them and
    the mark that it was done, or neither. Says how many."""
    told = 0
    announced = Announcement.objects.values("release")
    for release in Release.objects.public().exclude(pk__in=announced).order_by("public_at", "pk"):
        with transaction.atomic():
            _, is_first = Announcement.objects.get_or_create(release=release)
            for subscription in concerned(release) if is_first else ():
                defer(send_release_letter, subscription_id=subscription.pk, release_id=release.pk)
                told += 1
    return told


@app.periodic(cron="*/5 * * * *")
@app.task(name="announce_releases", queueing_lock="announce_releases")
def announce_releases(timestamp: int) -> None:
    """By the clock: a release that opens at a set time changes no row then."""
    announce()


@app.task(name="send_release_letter", retry=PATIENTLY)
def send_release_letter(subscription_id: int, release_id: int) -> None:
    """Not to who has stopped since, nor of a release that went back meanwhile."""
    confirmed = Subscription.objects.confirmed().with_subject()
    subscription = confirmed.filter(pk=subscription_id).first()
    release = Release.objects.public().filter(pk=release_id).first()
    if subscription is not None and release is not None:
        letter_of_release(subscription, release).send()


@app.periodic(cron="41 * * * *")
@app.task(name="forget_unconfirmed", queueing_lock="forget_unconfirmed")
def forget_unconfirmed(timestamp: int) -> None:
    """Addresses whose owners never said that they want it."""
    Subscription.objects.never_confirmed().delete()
