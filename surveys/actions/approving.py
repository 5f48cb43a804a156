"""Making a release public by two people: one asks for it, another approves or withdraws it."""

import datetime

from django.db import transaction
from django.utils import timezone

from councils.models import User
from ppf_site.events import note
from surveys.jobs import tell_asked
from surveys.models import PublicRequest, Release
from surveys.models.releases import Stage

from .releasing import NotMovedOn, checked, move


@transaction.atomic
def ask_public(
    *, release: Release, at: datetime.datetime | None = None, consent: str = "", by: User
) -> PublicRequest:
    """Nothing opens yet. What would be refused of the act is refused of the asking.

    Who may approve it is told by e-mail.
    """
    locked = checked(release, Stage.PUBLIC, at=at, consent=consent)
    if locked.public_requests.waiting().exists():
        raise NotMovedOn("It is asked for already. Approve that, or withdraw it first.")
    note("release", release=locked.pk, stage="public", asked="yes", by=by.pk)
    asked = PublicRequest.objects.create(
        release=locked, asked_by=by, public_at=at, consent=consent.strip()
    )
    tell_asked(asked)
    return asked


@transaction.atomic
def approve_public(*, release: Release, by: User, seen: int) -> None:
    """By another person than asked, who has `seen` this request. At the time that was asked for;
    at once where that is past."""
    asked = _waiting(release, seen)
    if asked.asked_by_id == by.pk:
        raise NotMovedOn("You asked for it, so somebody else has to approve it.")
    is_to_come = asked.public_at is not None and asked.public_at > timezone.now()
    at = asked.public_at if is_to_come else None
    locked = checked(release, Stage.PUBLIC, at=at, consent=asked.consent)
    move(locked, Stage.PUBLIC, at=at, consent=asked.consent, by=by)
    asked.approved_by, asked.approved_at = by, timezone.now()
    asked.save(update_fields=["approved_by", "approved_at"])


@transaction.atomic
def withdraw_request(*, release: Release, by: User, seen: int) -> None:
    """By anybody who runs rounds: whoever asked for it, or who does not approve."""
    asked = _waiting(release, seen)
    asked.withdrawn_by, asked.withdrawn_at = by, timezone.now()
    asked.save(update_fields=["withdrawn_by", "withdrawn_at"])
    note("release", release=release.pk, stage="public", asked="withdrawn", by=by.pk)


def _waiting(release: Release, seen: int) -> PublicRequest:
    """The request that was read, not another that came since."""
    waiting = PublicRequest.objects.waiting().filter(release=release.pk)
    asked = waiting.select_for_update(of=["self"]).first()
    if asked is None:
        raise NotMovedOn("Nobody asks for it any longer: it has been approved or withdrawn.")
    if asked.pk != seen:
        raise NotMovedOn("It has been asked for anew since you read it. Read it again.")
    return asked
