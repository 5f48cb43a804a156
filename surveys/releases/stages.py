"""The stages of a release: who sees it from when, and what keeps it from the next one."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from ppf_site.words import day_and_time
from surveys.models import PublicRequest, Release
from surveys.models.releases import Stage

WHOM = {
    Stage.SECTOR: "Councils, regions and national bodies",
    Stage.PUBLIC: "Everybody",
}
WHY_FEW = (
    "Who kept a release before this one can tell answers of 1 to 4 councils, or by how much they "
    "changed. Say why they may be told: such as that these councils agree, or that nothing of "
    "theirs is confidential."
)
ACTS = {Stage.SECTOR: "Open to the sector", Stage.PUBLIC: "Make public"}


@dataclass(frozen=True, slots=True)
class StageOfRelease:
    """`at` is when it opened or will; `is_ahead`: it can be opened, or set for a time."""

    stage: Stage
    at: datetime.datetime | None
    is_open: bool
    is_ahead: bool

    @property
    def whom(self) -> str:
        return WHOM[self.stage]

    @property
    def act(self) -> str:
        return ACTS[self.stage]

    @property
    def is_set(self) -> bool:
        return self.at is not None and not self.is_open


def stages_of(release: Release) -> Sequence[StageOfRelease]:
    now = timezone.now()
    moments = {Stage.SECTOR: release.sector_at, Stage.PUBLIC: release.public_at}
    return [
        StageOfRelease(
            stage,
            at,
            is_open=at is not None and at <= now,
            is_ahead=not hindrance(release, stage),
        )
        for stage, at in moments.items()
    ]


def hindrance(release: Release, stage: Stage) -> str:
    """What keeps it from being opened so far, whatever is said about it; "" where nothing does."""
    if release.compiled_at is None:
        return "It has not been compiled."
    if release.taken_back_at is not None:
        return (
            f"{release} was taken back. What is public again is a new release: compile a "
            "correction."
        )
    if release.stage in {Stage.PUBLIC, stage}:
        return f"{release} is {release.stage.label.lower()} already."
    newer = _compiled_after(release) if stage == Stage.PUBLIC else None
    if newer is not None:
        return (
            f"Release {newer.number} has been compiled since, and what it hides was found out "
            "without this one. Make that one public."
        )
    return ""


def sector_moved_words(was: datetime.datetime | None, now: datetime.datetime | None) -> str:
    """What became of the sector's time as everybody's was set or called off; "" for nothing."""
    if was == now:
        return ""
    if now is None:
        return "The sector’s turn came along with it, and is called off too."
    if was is None:
        return "Councils, regions and national bodies read it from then on too."
    return f"The sector’s time moves from {day_and_time(was)} to {day_and_time(now)}."


def no_longer_public(releases: Iterable[Release]) -> Mapping[int, str]:
    """Of a round's releases those that were public and are the sector's again, and why."""
    now = timezone.now()
    told: dict[int, str] = {}
    is_told_by_later = False
    for release in sorted(releases, key=lambda each: each.number, reverse=True):
        was_public = release.public_at is not None and release.public_at <= now
        if was_public and release.taken_back_at:
            told[release.pk] = "It was taken back from the public."
        elif was_public and is_told_by_later:
            told[release.pk] = "It was corrected, and its numbers are no longer public."
        is_told_by_later |= was_public and release.tells_few
    return told


def waiting_requests() -> Sequence[PublicRequest]:
    """What waits for a second person to make it public, the longest waiting first. One query."""
    waiting = PublicRequest.objects.waiting().with_people()
    return list(waiting.select_related("release__round").order_by("asked_at"))


def _compiled_after(release: Release) -> Release | None:
    later = Release.objects.filter(round=release.round_id, number__gt=release.number)
    return later.exclude(compiled_at=None).order_by("-number").first()
