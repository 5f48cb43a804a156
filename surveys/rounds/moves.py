"""A round's days in words, and what a change of them changed: in letters as on the page."""

import datetime
from collections.abc import Iterator, Mapping, Sequence

from ppf_site import words
from surveys.models import DayKind, Rescheduling, Round

Days = Mapping[str, Sequence[str]]


def days_told(round: Round) -> list[str]:
    """A sentence for each day that does not follow the last one."""
    told = []
    if round.stops_new_on != round.closes_on:
        told.append(f"Begin it by the end of {words.day(round.stops_new_on)}.")
    if round.due_on != round.closes_on:
        told.append(f"It can be changed and signed until the end of {words.day(round.closes_on)}.")
    if round.planned_release_on is not None:
        told.append(f"Its results are planned for {words.day(round.planned_release_on)}.")
    return told


def moves_of(record: Rescheduling) -> list[str]:
    """A sentence for each day that is another one now."""
    return list(_moves(record))


def _moves(record: Rescheduling) -> Iterator[str]:
    if record.opens_before != record.opens_after:
        opens = words.day(record.opens_after)
        yield f"It opens on {opens}, not on {words.day(record.opens_before)}."
    if record.closes_before != record.closes_after:
        closes = words.day(record.closes_after)
        was = words.day(record.closes_before)
        yield f"The last day to answer, change and sign is {closes}, not {was}."
    for kind, told in SINGLE.items():
        before, after = (_day(days, kind) for days in (record.days_before, record.days_after))
        if before != after:
            was = words.day(before or record.closes_before)
            yield f"{told} the end of {words.day(after or record.closes_after)}, not of {was}."
    yield from _of_release(
        *(_day(days, DayKind.RELEASE) for days in (record.days_before, record.days_after))
    )
    yield from _of_reminders(record.days_before, record.days_after)


SINGLE = {
    DayKind.DUE: "It is due by",
    DayKind.STOPS_NEW: "A return that nobody has begun can be begun until",
}


def _day(days: Days, kind: str) -> datetime.date | None:
    return next((datetime.date.fromisoformat(day) for day in days.get(kind, ())), None)


def _of_release(before: datetime.date | None, after: datetime.date | None) -> Iterator[str]:
    if before == after:
        return
    if after is None:
        yield "No day is planned for its release any longer."
        return
    was = f", not for {words.day(before)}" if before else ""
    yield f"Its release is planned for {words.day(after)}{was}."


def _of_reminders(before: Days, after: Days) -> Iterator[str]:
    days, none = after.get(DayKind.REMINDER, []), DayKind.NO_REMINDERS in after
    if days == before.get(DayKind.REMINDER, []) and none == (DayKind.NO_REMINDERS in before):
        return
    if none:
        yield "No reminders go out."
        return
    if not days:
        yield "The usual reminders go out: a week and a day before it is due, and a day after."
        return
    named = [words.day(datetime.date.fromisoformat(day)) for day in days]
    yield f"Reminders go out on {words.join_words(named)}."
