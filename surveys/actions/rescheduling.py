"""Moving the days of an open round: on the record, and whoever still has to sign is told."""

import datetime

from django.db import transaction
from django.utils import timezone

from councils.models import User
from ppf_site import words
from ppf_site.refused import Refused
from surveys.jobs import tell_rescheduled
from surveys.models import Rescheduling, Round

from .signing import read_reason

SAY_WHY = "Say why the days are moved. The councils read it."


@transaction.atomic
def reschedule(
    *,
    round: Round,
    opens_on: datetime.date,
    closes_on: datetime.date,
    reason: str,
    by: User | None = None,
) -> int:
    """Says how many people are told. The same again is refused: no day is moved."""
    why = read_reason(reason, SAY_WHY)
    found = Round.objects.select_for_update(of=["self"]).get(pk=round.pk)
    _look_at(found, opens_on, closes_on)
    record = Rescheduling.objects.create(
        round=found,
        by=by,
        reason=why,
        opens_before=found.opens_on,
        opens_after=opens_on,
        closes_before=found.closes_on,
        closes_after=closes_on,
    )
    found.opens_on, found.closes_on = opens_on, closes_on
    found.save(update_fields=["opens_on", "closes_on"])
    return tell_rescheduled(record)


def _look_at(round: Round, opens_on: datetime.date, closes_on: datetime.date) -> None:
    today = timezone.localdate()
    if round.is_draft:
        raise Refused("This round is a draft: change its days with its words.")
    if (opens_on, closes_on) == (round.opens_on, round.closes_on):
        raise Refused("These are the days that it has. Move one of them.")
    if opens_on != round.opens_on and min(opens_on, round.opens_on) < today:
        raise Refused(
            "The day on which it opens is moved while it is to come, and to a day that is to come."
        )
    if closes_on < opens_on:
        raise Refused("A round closes on or after the day it opens.")
    if closes_on != round.closes_on and closes_on < today:
        raise Refused(
            f"Nobody can keep a day that is over. The earliest last day is {words.day(today)}."
        )
