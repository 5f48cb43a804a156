"""Who did what, as an address asks for it: by person, council, round, part and time."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import QueryDict

from councils.models import Council, User
from councils.permissions import Person, may_manage_people
from ppf_site.acts.found import ActsAsked
from ppf_site.acts.kinds import GROUPS
from ppf_site.acts.told import Act
from ppf_site.days import read_day
from ppf_site.refused import Refused
from ppf_site.spreadsheets import Sheet
from surveys.models import Round

LONDON = ZoneInfo("Europe/London")
# What those who run rounds read of the history; administrators read all of it.
OF_ROUNDS = ("returns", "rounds", "releases")
PARAMS = ("person", "council", "round", "what", "since", "until", "page")


def groups_for(person: Person) -> dict[str, str]:
    """The parts of the history that the person may read."""
    everything = may_manage_people(person)
    return {key: label for key, label in GROUPS.items() if everything or key in OF_ROUNDS}


@dataclass(frozen=True, slots=True)
class ActParams:
    """As typed; `errors` by field, of days that are none. `misread`: values that there are not."""

    person: str = ""
    council: Council | None = None
    round: Round | None = None
    what: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    typed: tuple[tuple[str, str], ...] = ()
    errors: tuple[tuple[str, str], ...] = ()
    misread: tuple[str, ...] = ()

    @classmethod
    def from_params(
        cls,
        params: QueryDict,
        *,
        councils: Sequence[Council],
        rounds: Sequence[Round],
        groups: Collection[str],
    ) -> Self:
        given = {name: params.get(name, "").strip() for name in PARAMS}
        council = next((each for each in councils if each.slug == given["council"]), None)
        round = next((each for each in rounds if each.slug == given["round"]), None)
        known = {
            "council": council,
            "round": round,
            "what": given["what"] if given["what"] in groups else "",
        }
        days, errors = _days(given)
        return cls(
            person=given["person"],
            council=council,
            round=round,
            what=str(known["what"]),
            since=days.get("since"),
            until=days.get("until"),
            typed=tuple(given.items()),
            errors=tuple(errors.items()),
            misread=tuple(name for name, value in known.items() if given[name] and not value),
        )

    def asked(self, groups: Collection[str]) -> ActsAsked:
        """The last day is a whole one."""
        after = self.until and self.until + datetime.timedelta(days=1)
        return ActsAsked(
            groups=[self.what] if self.what else list(groups),
            users=_users(self.person) if self.person else None,
            council=self.council.pk if self.council else None,
            round=self.round.pk if self.round else None,
            since=_midnight(self.since),
            until=_midnight(after),
        )


def _days(given: dict[str, str]) -> tuple[dict[str, datetime.date], dict[str, str]]:
    days, errors = {}, {}
    for name in ("since", "until"):
        try:
            if given[name]:
                days[name] = read_day(given[name])
        except Refused as refused:
            errors[name] = str(refused)
    return days, errors


def _midnight(day: datetime.date | None) -> datetime.datetime | None:
    return datetime.datetime.combine(day, datetime.time.min, LONDON) if day else None


def _users(typed: str) -> list[int]:
    """Of the people whose name or e-mail address has these words in it."""
    found = User.objects.all()
    for word in typed.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return list(found.values_list("pk", flat=True))


def acts_sheet(acts: Sequence[Act]) -> Sheet:
    """A change a row: an act that changed several things is several."""
    return Sheet(
        name="acts",
        title="Who did what",
        header=("When, London time", "Who", "What", "Changed", "From", "To", "On the page"),
        rows=[row for act in acts for row in _rows(act)],
    )


def _rows(act: Act) -> Iterator[list[str]]:
    when = act.at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")
    for change in act.changes or [("", "", "")]:
        yield [when, act.who, act.what, *change, act.page]
