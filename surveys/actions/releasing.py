"""Moving a release on: to the sector, and to everybody; and calling off what is yet to come."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from councils.models import User
from ppf_site.events import note
from ppf_site.words import day_and_time
from surveys.models import Release
from surveys.models.releases import Stage
from surveys.releases.stages import WHY_FEW, hindrance


class NotMovedOn(Exception):
    """The release stays where it is; the message says why and what to do."""


@transaction.atomic
def move_on(
    *,
    release: Release,
    stage: str,
    at: datetime.datetime | None = None,
    consent: str = "",
    by: User | None = None,
) -> None:
    """Open it to the sector or to everybody, at once or at a time. Twice is once.

    A correction that tells of a few councils needs `consent`: why that may be. Where the site asks
    for two people, `surveys.actions.approving` makes it public.
    """
    if stage == Stage.PUBLIC and settings.RELEASE_NEEDS_TWO:
        raise NotMovedOn(
            "Here two people make a release public: one asks for it on its page, another approves."
        )
    move(checked(release, stage, at=at, consent=consent), stage, at=at, consent=consent, by=by)


def checked(release: Release, stage: str, *, at: datetime.datetime | None, consent: str) -> Release:
    """The release, held until the transaction ends, where nothing keeps it from this."""
    now = timezone.now()
    locked = _locked(release)
    hindered = hindrance(locked, Stage(stage))
    if hindered:
        raise NotMovedOn(hindered)
    if at is not None and at < now:
        raise NotMovedOn("Choose a time that is to come, or “At once”.")
    if stage == Stage.SECTOR and locked.public_at is not None and locked.public_at < (at or now):
        raise NotMovedOn(
            f"It is to be public from {day_and_time(locked.public_at)}, before that. Move that on, "
            "or call it off, first."
        )
    if stage == Stage.PUBLIC and locked.tells_few and not (consent.strip() or locked.consent):
        raise NotMovedOn(WHY_FEW)
    return locked


def move(
    release: Release, stage: str, *, at: datetime.datetime | None, consent: str, by: User | None
) -> None:
    moment = at or timezone.now()
    release.move_to(stage, at=moment, consent=consent)
    opens = moment.isoformat(timespec="seconds")
    note("release", release=release.pk, stage=stage, opens=opens, by=by.pk if by else None)


@transaction.atomic
def call_off(*, release: Release, stage: str, by: User | None = None) -> None:
    """A stage that was set for a time to come, and what was to come after it."""
    locked = _locked(release)
    at = locked.sector_at if stage == Stage.SECTOR else locked.public_at
    if at is None or at <= timezone.now():
        raise NotMovedOn("There is nothing to call off: it is not set for a time to come.")
    locked.call_off(stage)
    note("release", release=locked.pk, stage=stage, opens="called off", by=by.pk if by else None)


def _locked(release: Release) -> Release:
    return Release.objects.select_for_update(of=["self"]).get(pk=release.pk)
