"""The days of a round in their order: what happens on each, and what has happened."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from surveys.models import Reminder, Round
from surveys.models.releases import Stage
from surveys.models.reminders import DAYS_BEFORE

DAY = datetime.timedelta(days=1)
WHOM = {Stage.SECTOR: "the sector", Stage.PUBLIC: "everybody"}


@dataclass(frozen=True, slots=True)
class Dated:
    """`at` is the moment, where it is not a whole day."""

    on: datetime.date
    what: str
    at: datetime.datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.on < timezone.localdate()


def timetable_of(round: Round) -> Sequence[Dated]:
    """Everything of the round that happens on a day, the first one first. One query."""
    dated = [Dated(round.opens_on, "Opens to the councils that it asks")]
    if not round.is_totals_only:
        dated += _of_returns(round)
    dated += _of_releases(round)
    return sorted(dated, key=lambda each: each.on)


def _of_returns(round: Round) -> Iterator[Dated]:
    """A reminder whose day is before the opening goes out with the opening, if it still can."""
    last = round.closes_on
    yield Dated(last, "Due: the last day to answer, change and sign, to its end in London")
    for kind, days in DAYS_BEFORE.items():
        on = max(last - days * DAY, round.opens_on)
        yield Dated(on, f"Reminder to whoever has not signed: {Reminder.Kind(kind).label.lower()}")


def _of_releases(round: Round) -> Iterator[Dated]:
    for release in round.releases.exclude(compiled_at=None).order_by("number"):
        for stage, at in ((Stage.SECTOR, release.sector_at), (Stage.PUBLIC, release.public_at)):
            if at is not None:
                what = f"Release {release.number} opens to {WHOM[stage]}"
                yield Dated(timezone.localdate(at), what, at)
