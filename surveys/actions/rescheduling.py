"""Setting the days of a round: of an open one on the record, and whoever has still to sign is
told."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from councils.models import User
from ppf_site import words
from ppf_site.refused import Refused
from surveys.jobs import tell_rescheduled
from surveys.models import Rescheduling, Round
from surveys.rounds.days import SAY_WHY, Misplaced, RoundDays, put_days

from .signing import read_reason


class MisplacedDays(Refused):
    """`problems` has each day that cannot be so, by its field."""

    def __init__(self, problems: Sequence[Misplaced]) -> None:
        self.problems = problems
        super().__init__(" ".join(each.words for each in problems))


@transaction.atomic
def set_days(*, round: Round, days: RoundDays) -> None:
    """Of a draft, which nobody was told of yet."""
    found = Round.objects.select_for_update(of=["self"]).get(pk=round.pk)
    if not found.is_draft:
        raise Refused("This round is open: move its days with a reason.")
    _refuse(list(days.misplaced(found.reference_date)))
    put_days(found, days.plain)


@transaction.atomic
def reschedule(*, round: Round, days: RoundDays, reason: str, by: User | None = None) -> int:
    """Says how many people are told: nobody where reminders alone are moved, which are told by
    themselves. The same again is refused: no day is moved."""
    why = read_reason(reason, SAY_WHY)
    found = Round.objects.select_for_update(of=["self"]).get(pk=round.pk)
    if found.is_draft:
        raise Refused("This round is a draft: its days are set without a reason.")
    before, after = RoundDays.of(found), days.plain
    if before == after:
        raise Refused("These are the days that it has. Move one of them.")
    _refuse([*days.misplaced(found.reference_date), *_too_late(before, after)])
    record = Rescheduling.objects.create(
        round=found,
        by=by,
        reason=why,
        opens_before=before.opens_on,
        opens_after=after.opens_on,
        closes_before=before.closes_on,
        closes_after=after.closes_on,
        days_before=before.further,
        days_after=after.further,
    )
    put_days(found, after)
    return 0 if before.beside_reminders == after.beside_reminders else tell_rescheduled(record)


def _refuse(problems: Sequence[Misplaced]) -> None:
    if problems:
        raise MisplacedDays(problems)


def _too_late(before: RoundDays, after: RoundDays) -> list[Misplaced]:
    """Nobody can keep a day that is over, and what went out on one has gone out."""
    today = timezone.localdate()
    found = []
    if after.opens_on != before.opens_on and min(after.opens_on, before.opens_on) < today:
        told = (
            "The day on which it opens is moved while it is to come, and to a day that is to come."
        )
        found.append(Misplaced("opens_on", told))
    for field, what in (
        ("closes_on", "earliest last day"),
        ("due_on", "earliest day that it is due"),
        ("stops_new_on", "earliest day to stop new returns"),
        ("planned_release_on", "earliest planned release"),
    ):
        day = getattr(after, field)
        if day is not None and day != getattr(before, field) and day < today:
            told = f"Nobody can keep a day that is over. The {what} is {words.day(today)}."
            found.append(Misplaced(field, told))
    return [*found, *_too_late_to_remind(before, after, today)]


def _too_late_to_remind(
    before: RoundDays, after: RoundDays, today: datetime.date
) -> list[Misplaced]:
    told = f"A reminder is added from today, {words.day(today)}, on."
    added = {*after.reminders} - {*before.reminded}
    return [Misplaced("reminders", told, day) for day in sorted(added) if day < today]
