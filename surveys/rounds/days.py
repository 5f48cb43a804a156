"""All days of a round together: what order they stand in, and how they are written down."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

from django.db import transaction

from ppf_site import words
from surveys.models import DayKind, Round, RoundDay
from surveys.models.days import usual_reminders

from .file import RoundPart

SAY_WHY = "Say why the days are moved. The councils read it."


class Misplaced(NamedTuple):
    """A day that does not stand in order, by its field; `reminder` is which of the reminders."""

    field: str
    words: str
    reminder: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class RoundDays:
    """`due_on` and `stops_new_on` are None where they are the last day; `reminders` are empty where
    the usual ones go out, or none at all: `no_reminders`."""

    opens_on: datetime.date
    closes_on: datetime.date
    due_on: datetime.date | None = None
    stops_new_on: datetime.date | None = None
    planned_release_on: datetime.date | None = None
    reminders: tuple[datetime.date, ...] = ()
    no_reminders: bool = False

    @classmethod
    def of(cls, round: Round) -> Self:
        found = round.further_days
        return cls(
            opens_on=round.opens_on,
            closes_on=round.closes_on,
            due_on=next(iter(found.get(DayKind.DUE, ())), None),
            stops_new_on=next(iter(found.get(DayKind.STOPS_NEW, ())), None),
            planned_release_on=round.planned_release_on,
            reminders=tuple(found.get(DayKind.REMINDER, ())),
            no_reminders=DayKind.NO_REMINDERS in found,
        )

    @classmethod
    def of_part(cls, part: RoundPart) -> Self:
        said = {name: getattr(part, name) for name in cls.__slots__ if name != "reminders"}
        return cls(**said, reminders=tuple(part.reminders))

    @property
    def part(self) -> dict[str, Any]:
        """As a round's file has them."""
        return {name: getattr(self, name) for name in self.__slots__} | {
            "reminders": list(self.reminders)
        }

    @property
    def due(self) -> datetime.date:
        return self.due_on or self.closes_on

    @property
    def usual(self) -> Sequence[datetime.date]:
        return usual_reminders(self.opens_on, self.due)

    @property
    def plain(self) -> Self:
        """Said in the shortest way: what would be so anyway is left out."""
        reminders = tuple(sorted(set(self.reminders)))
        return replace(
            self,
            due_on=None if self.due_on == self.closes_on else self.due_on,
            stops_new_on=None if self.stops_new_on == self.closes_on else self.stops_new_on,
            reminders=() if self.no_reminders or reminders == tuple(self.usual) else reminders,
        )

    @property
    def reminded(self) -> Sequence[datetime.date]:
        return () if self.no_reminders else self.reminders or self.usual

    @property
    def beside_reminders(self) -> Self:
        return replace(self, reminders=(), no_reminders=False)

    def moved_to(self, opens_on: datetime.date, closes_on: datetime.date) -> Self:
        """The same distances from another last day, as far as they stand in order there."""
        by = closes_on - self.closes_on

        def within(day: datetime.date | None) -> datetime.date | None:
            return None if day is None else max(day + by, opens_on)

        return replace(
            self,
            opens_on=opens_on,
            closes_on=closes_on,
            due_on=within(self.due_on),
            stops_new_on=within(self.stops_new_on),
            planned_release_on=self.planned_release_on and self.planned_release_on + by,
            reminders=tuple(max(day + by, opens_on) for day in self.reminders),
        )

    @property
    def further(self) -> Mapping[str, list[str]]:
        """By kind, as the record of a change keeps them."""
        found: dict[str, list[str]] = {}
        for kind, day in self.rows:
            found.setdefault(kind, []).append(day.isoformat())
        return found

    @property
    def rows(self) -> Sequence[tuple[str, datetime.date]]:
        single = {
            DayKind.DUE: self.due_on,
            DayKind.STOPS_NEW: self.stops_new_on,
            DayKind.RELEASE: self.planned_release_on,
            DayKind.NO_REMINDERS: self.closes_on if self.no_reminders else None,
        }
        found = [(kind.value, day) for kind, day in single.items() if day is not None]
        return [*found, *((DayKind.REMINDER.value, day) for day in sorted({*self.reminders}))]

    def misplaced(self, reference_date: datetime.date | None = None) -> Iterator[Misplaced]:
        """Every day that does not stand in order, with the words for who set it."""
        opens, closes = words.day(self.opens_on), words.day(self.closes_on)
        if self.closes_on < self.opens_on:
            yield Misplaced("closes_on", "A round closes on or after the day it opens.")
            return
        if reference_date is not None and self.closes_on < reference_date:
            about = words.day(reference_date)
            yield Misplaced(
                "reference_date",
                f"The answers describe {about}, and it closes on {closes}: nobody can describe a "
                "day after the last.",
            )
        for field in ("due_on", "stops_new_on"):
            day = getattr(self, field)
            if day is not None and not self.opens_on <= day <= self.closes_on:
                yield Misplaced(
                    field,
                    f"Enter a day from {opens}, when the round opens, to {closes}, its last day.",
                )
        release = self.planned_release_on
        if release is not None and release < self.closes_on:
            yield Misplaced(
                "planned_release_on", f"Enter a day on or after {closes}, the last day."
            )
        for day in self.reminders:
            if day < self.opens_on:
                told = f"A reminder goes out on or after {opens}, when the round opens."
                yield Misplaced("reminders", told, day)


@transaction.atomic
def put_days(round: Round, days: RoundDays) -> None:
    """In steps that each leave the days in order: what goes, the first and last, what comes."""
    wanted = set(days.rows)
    there = {(each.kind, each.day): each.pk for each in round.days.all()}
    round.days.filter(pk__in=[pk for key, pk in there.items() if key not in wanted]).delete()
    if (round.opens_on, round.closes_on) != (days.opens_on, days.closes_on):
        round.opens_on, round.closes_on = days.opens_on, days.closes_on
        round.save(update_fields=["opens_on", "closes_on"])
    RoundDay.objects.bulk_create(
        RoundDay(round=round, kind=kind, day=day) for kind, day in sorted(wanted - there.keys())
    )
    vars(round).pop("further_days", None)
