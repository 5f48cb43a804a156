"""The days of a round as they are typed, with as many reminders as somebody wants."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.safestring import SafeString

from ppf_site import words
from ppf_site.day_fields import day_field
from ppf_site.meanwhile import SEEN, TellsOthers, as_sent, seen_field
from surveys.models import Round
from surveys.returns.forms import reason_field
from surveys.rounds.days import SAY_WHY, Misplaced, RoundDays

USUAL, NONE, OWN = "usual", "none", "own"
REMINDER = re.compile(r"reminder-(\d{1,2})")
MOST_REMINDERS = 20
FIELDS = {
    "opens_on": ("Opens on", "", True),
    "due_on": (
        "Due by",
        "Councils are asked to have signed by the end of this day, and are overdue after it. "
        "Left empty, it is the last day.",
        False,
    ),
    "stops_new_on": (
        "Stops new returns",
        "After this day a return that nobody has begun can no longer be begun. One that was "
        "reopened can, and one that came on paper. Left empty, it is the last day.",
        False,
    ),
    "closes_on": (
        "Last day",
        "To answer, change and sign: to its end in London, such as 31 March 2026.",
        True,
    ),
    "planned_release_on": (
        "Planned release",
        "Councils and readers are told of it as planned. The release itself is set on its own "
        "page.",
        False,
    ),
}


def numbers_in(data: Mapping[str, Any]) -> list[str]:
    """The reminders that were sent along, as they were numbered."""
    found = [name for name in data if REMINDER.fullmatch(name)]
    return sorted(found, key=lambda name: int(name.partition("-")[2]))[:MOST_REMINDERS]


class DaysForm(TellsOthers, forms.Form):
    """Of a draft freely; of an open round with the reason that councils read."""

    reminds = forms.ChoiceField(
        label="Reminders",
        widget=forms.RadioSelect,
        choices=[
            (USUAL, "The usual: a week and a day before it is due, and a day after"),
            (NONE, "None: nobody is reminded unless you write to them"),
            (OWN, "On days of its own"),
        ],
        error_messages={"required": "Choose when councils are reminded."},
    )
    reason = reason_field(
        "Why", SAY_WHY, "It goes to everybody who still has to answer, and stays on the record."
    )

    def __init__(self, data: Any = None, *, round: Round, typed: Any = None) -> None:
        """`typed`: what stands in the fields without being sent, as one more was asked for."""
        self.round, self.days, self.again = round, RoundDays.of(round), typed
        super().__init__(data, initial=typed)
        for name, (label, hint, is_required) in FIELDS.items():
            self.fields[name] = day_field(label, hint, required=is_required)
            self.initial.setdefault(name, getattr(self.days, name))
        if not round.is_draft and round.opens_on <= timezone.localdate():
            del self.fields["opens_on"]
        if round.is_draft:
            del self.fields["reason"]
        without = NONE if self.days.no_reminders else USUAL
        self.initial.setdefault("reminds", OWN if self.days.reminders else without)
        self._add_reminders(data if typed is None else typed)

    def _add_reminders(self, typed: Any) -> None:
        there = dict(enumerate(self.days.reminders or self.days.usual))
        names = [f"reminder-{number}" for number in range(len(there) + 1)]
        for number, name in enumerate(names if typed is None else numbers_in(typed)):
            self.fields[name] = day_field(f"Reminder {number + 1}", required=False)
            self.initial.setdefault(name, there.get(number))

    is_nobodys = False

    @property
    def seen_before(self) -> SafeString:
        """Who asked for one more field, or for one less, has seen nothing new."""
        return super().seen_before if self.again is None else seen_field(self.again.get(SEEN, ""))

    @property
    def compared(self) -> Sequence[str]:
        """The reminders together: one more or less gives the others new numbers."""
        return [*(name for name in self.fields if not REMINDER.fullmatch(name)), "reminders"]

    def told_beside(self, name: str) -> str:
        return "reminds" if name == "reminders" else name

    def shown(self, name: str) -> str:
        if name != "reminders":
            return super().shown(name)
        field, days = day_field(""), self.days.reminders or self.days.usual
        return "\n".join(as_sent(field.widget, field.prepare_value(day)) for day in days)

    def typed(self, name: str) -> str:
        if name != "reminders":
            return super().typed(name)
        typed = [str(self.data[each]).strip() for each in numbers_in(self.data)]
        return "\n".join(each for each in typed if each)

    def put(self, data: Any, name: str, now: str) -> None:
        if name != "reminders":
            super().put(data, name, now)
            return
        for each in numbers_in(data):
            del data[each], self.fields[each]
        for number, day in enumerate(now.splitlines()):
            data[f"reminder-{number}"] = day
        self._add_reminders(data)

    def told(self, name: str, now: str) -> str:
        if name != "reminders":
            return super().told(name, now)
        days = words.join_words(now.splitlines())
        return (
            "Somebody else changed the days of reminders while you had them open: they are "
            f"{days} now. Save again to have yours instead."
        )

    @property
    def single(self) -> list[forms.BoundField]:
        return [self[name] for name in FIELDS if name in self.fields]

    @property
    def own(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if REMINDER.fullmatch(name)]

    @property
    def is_full(self) -> bool:
        return len(self.own) >= MOST_REMINDERS

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self._has_wrong_days:
            self._look_at_reminders()
        if not self._has_wrong_days:
            self.tell(self.chosen.misplaced(self.round.reference_date))
        return data

    @property
    def _has_wrong_days(self) -> bool:
        """Days that are out of order are told together with a reason that is missing."""
        return bool({*self.errors} - {"reason"})

    def _look_at_reminders(self) -> None:
        """Nothing that was typed is passed over because the other choice still stands."""
        own = sorted(self._own_days())
        if self.cleaned_data["reminds"] == OWN and not own:
            self.add_error(self.own[0].name if self.own else "reminds", NO_REMINDER)
        is_new = own and not self.days.reminders and own != list(self.days.usual)
        if self.cleaned_data["reminds"] != OWN and is_new:
            self.add_error("reminds", WHICH)

    def _own_days(self) -> dict[Any, str]:
        found = {self.cleaned_data.get(field.name): field.name for field in self.own}
        found.pop(None, None)
        return found

    @property
    def chosen(self) -> RoundDays:
        """The day on which it opened is not asked for again."""
        data = self.cleaned_data
        single: dict[str, Any] = {name: data.get(name) for name in FIELDS if name != "opens_on"}
        own = sorted(self._own_days()) if data["reminds"] == OWN else ()
        opens_on = data.get("opens_on", self.round.opens_on)
        return RoundDays(
            opens_on=opens_on,
            **single,
            reminders=tuple(own),
            no_reminders=data["reminds"] == NONE,
        )

    def tell(self, problems: Iterable[Misplaced]) -> None:
        """Each beside its day."""
        for field, told, reminder in problems:
            place = self._own_days().get(reminder, "reminds") if reminder else field
            self.add_error(place if place in self.fields else "closes_on", told)


WHICH = (
    "You entered days for reminders: choose “On days of its own”, or leave those days as they were."
)
NO_REMINDER = "Enter the day of a reminder, or choose the usual ones."


def typed_again(data: Any, do: str) -> dict[str, Any]:
    """What was typed, with a field more for a reminder, or without the one that is removed."""
    kept = data.copy()
    names = numbers_in(data)
    typed = [data.get(name, "") for name in names if f"remove-{name}" != do]
    for name in names:
        del kept[name]
    for number, each in enumerate([*typed, ""] if do == "add" else typed):
        kept[f"reminder-{number}"] = each
    kept["reminds"] = OWN
    return {name: kept.get(name) for name in kept}
