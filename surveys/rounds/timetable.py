"""The days of a round in their order: what happens on each, and what has happened."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from ppf_site import words
from surveys.models import Round
from surveys.models.releases import Stage
from surveys.models.reminders import when_words

WHOM = {Stage.SECTOR: "the sector", Stage.PUBLIC: "everybody"}


@dataclass(frozen=True, slots=True)
class Dated:
    """`at` is the moment, where it is not a whole day. `is_done`: it has happened, be it today."""

    on: datetime.date
    what: str
    at: datetime.datetime | None = None
    is_done: bool = False

    @property
    def is_over(self) -> bool:
        if self.is_done or self.on < timezone.localdate():
            return True
        return self.at is not None and self.at <= timezone.now()


def timetable_of(round: Round) -> Sequence[Dated]:
    """Everything of the round that happens on a day, the first one first. Two queries."""
    opening = "Opens to the councils that it asks"
    dated = [Dated(round.opens_on, opening, is_done=round.is_under_way)]
    if not round.is_totals_only:
        dated += _of_returns(round)
    if round.planned_release_on is not None:
        dated.append(Dated(round.planned_release_on, "Its release is planned"))
    if not round.is_draft:
        dated += _of_releases(round)
    return sorted(dated, key=lambda each: each.on)


def next_of(dated: Iterable[Dated]) -> str:
    """What comes next, in a sentence; "" where all is over. Of today what is not past."""
    following = next((each for each in dated if not each.is_over), None)
    if following is None:
        return ""
    when = words.day_and_time(following.at) if following.at else words.day(following.on)
    what = words.lower_first(following.what)
    return f"Next, on {when}{',' if ':' in what else ':'} {what}."


def _of_returns(round: Round) -> Iterator[Dated]:
    """What falls on the last day is said in one line with it."""
    due, stops, last = round.due_on, round.stops_new_on, round.closes_on
    if due < last:
        yield Dated(due, "Due: councils are asked to have signed by its end")
    if stops < last:
        yield Dated(stops, "The last day to begin a return that nobody has begun")
    is_due = "Due: the" if due == last else "The"
    yield Dated(last, f"{is_due} last day to answer, change and sign, to its end in London")
    for on in round.reminders:
        yield Dated(on, f"Reminder to whoever has not signed ({when_words(on, due)})")


def _of_releases(round: Round) -> Iterator[Dated]:
    for release in round.releases.exclude(compiled_at=None).order_by("number"):
        for stage, at in ((Stage.SECTOR, release.sector_at), (Stage.PUBLIC, release.public_at)):
            if at is not None:
                what = f"Release {release.number} opens to {WHOM[stage]}"
                yield Dated(timezone.localdate(at), what, at)
