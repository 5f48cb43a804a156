"""Moving a release on: to the sector, and to everybody."""

import datetime

from django.db import transaction
from django.utils import timezone

from councils.models import User
from ppf_site.events import note
from surveys.models import Release
from surveys.models.releases import Stage


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

    A correction that tells of a few councils needs `consent`: why that may be.
    """
    now = timezone.now()
    locked = Release.objects.select_for_update(of=["self"]).get(pk=release.pk)
    if locked.compiled_at is None:
        raise NotMovedOn("It has not been compiled.")
    if locked.stage in {Stage.PUBLIC, stage}:
        raise NotMovedOn(f"{locked} is {locked.stage.label.lower()} already.")
    if locked.taken_back_at is not None:
        raise NotMovedOn(
            f"{locked} was taken back. What is public again is a new release: compile a correction."
        )
    if at is not None and at < now:
        raise NotMovedOn("Choose a time that is to come, or leave it empty to do it now.")
    if stage == Stage.PUBLIC and locked.tells_few and not (consent.strip() or locked.consent):
        raise NotMovedOn(
            "Who kept a release before this one can tell answers of 1 to 4 councils, or by how "
            "much they changed. Say why they may be told: such as that these councils agree, or "
            "that nothing of theirs is confidential."
        )
    if stage == Stage.PUBLIC and (newer := _compiled_after(locked)) is not None:
        raise NotMovedOn(
            f"Release {newer.number} has been compiled since, and what it hides was found out "
            "without this one. Make that one public."
        )
    locked.move_to(stage, at=at or now, consent=consent)
    opens = (at or now).isoformat(timespec="seconds")
    note("release", release=locked.pk, stage=stage, opens=opens, by=by.pk if by else None)


def _compiled_after(release: Release) -> Release | None:
    later = Release.objects.filter(round=release.round_id, number__gt=release.number)
    return later.exclude(compiled_at=None).order_by("-number").first()
