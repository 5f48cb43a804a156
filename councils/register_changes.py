"""What changed in the register, day by day: councils that ended and began, names, codes, places."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from ppf_site import words

from .models import Council, CouncilCode, CouncilName, CouncilPlace, Succession


@dataclass(frozen=True, slots=True)
class EndingTogether:
    """Councils that the same ones follow: entered as one act, and taken back as one."""

    councils: Sequence[Council]
    followers: frozenset[int]

    @property
    def slug(self) -> str:
        return self.councils[0].slug

    @property
    def names(self) -> str:
        return words.join_words([council.name for council in self.councils])


@dataclass(frozen=True, slots=True)
class DatedChange:
    """A name, a code, or a region and type of a council from a day on, in a sentence."""

    council: Council
    day: datetime.date
    told: str


@dataclass(slots=True)
class RegisterDay:
    """`day` is the first on which it is so; `told` says each change in a sentence;
    `ending` are the councils whose last day is the one before, by act; `altered` are those that
    are otherwise from the day on; `beginning` follow no other."""

    day: datetime.date
    told: list[str] = field(default_factory=list)
    ending: list[EndingTogether] = field(default_factory=list)
    altered: list[Council] = field(default_factory=list)
    beginning: list[Council] = field(default_factory=list)

    @property
    def is_to_come(self) -> bool:
        return self.day > timezone.localdate()


def changes() -> list[RegisterDay]:
    """The latest first. Five queries."""
    found: defaultdict[datetime.date, list[str]] = defaultdict(list)
    ending: defaultdict[datetime.date, list[EndingTogether]] = defaultdict(list)
    for act, day, told in _ended():
        found[day].append(told)
        ending[day] = with_act(ending[day], act)
    beginning: defaultdict[datetime.date, list[Council]] = defaultdict(list)
    for council, day, told in _began():
        found[day].append(told)
        beginning[day].append(council)
    altered: defaultdict[datetime.date, list[Council]] = defaultdict(list)
    for each in dated():
        found[each.day].append(each.told)
        if each.council not in altered[each.day]:
            altered[each.day].append(each.council)
    return [
        RegisterDay(day, told, ending.get(day, []), altered[day], beginning[day])
        for day, told in sorted(found.items())[::-1]
    ]


def with_act(acts: Sequence[EndingTogether], act: EndingTogether) -> list[EndingTogether]:
    """Together with those of a day that share a follower with it, if any do."""
    same = [each for each in acts if each.followers & act.followers]
    joined = EndingTogether(
        [council for each in (*same, act) for council in each.councils],
        act.followers.union(*(each.followers for each in same)),
    )
    return [*(each for each in acts if each not in same), joined]


def _ended() -> list[tuple[EndingTogether, datetime.date, str]]:
    followers: defaultdict[int, list[Council]] = defaultdict(list)
    links = Succession.objects.select_related("successor").order_by("successor__name")
    for link in links:
        followers[link.predecessor_id].append(link.successor)
    told = []
    for council in Council.objects.exclude(abolished=None).order_by("name"):
        assert council.abolished
        assert council.last_day
        own = followers[council.pk]
        said = _end_of(council, council.last_day, [_named(each, council) for each in own])
        act = EndingTogether([council], frozenset(each.pk for each in own))
        told.append((act, council.abolished, said))
    return told


def _named(follower: Council, council: Council) -> str:
    """Apart from the one that it follows, and from others beside it."""
    if follower.name == council.name:
        return f"{follower.name} as a {words.lower_first(str(follower.get_type_display()))}"
    return f"“{follower.name}”" if " and " in follower.name else follower.name


def _end_of(council: Council, last: datetime.date, followers: Sequence[str]) -> str:
    to_come = last >= timezone.localdate()
    ended, was, took = ("will end", "is", "take") if to_come else ("ended", "was", "took")
    if to_come and len(followers) == 1:
        took = "takes"
    follows = f" {words.join_words(followers)} {took} over." if followers else ""
    return f"{council.name} {ended}: its last day {was} {words.day(last)}.{follows}"


def _began() -> list[tuple[Council, datetime.date, str]]:
    began = Council.objects.exclude(established=None).filter(preceded_by=None).order_by("name")
    return [(each, each.established, _beginning(each)) for each in began if each.established]


def _beginning(council: Council) -> str:
    assert council.established
    to_come = council.established > timezone.localdate()
    return f"{council.name} {'will begin' if to_come else 'began'}."


def dated(council: Council | None = None) -> list[DatedChange]:
    """Of all councils, or of the one. Three queries."""
    own = Q(council=council) if council else Q()
    names = CouncilName.objects.filter(own).exclude(starts_on=None).select_related("council")
    codes = CouncilCode.objects.filter(own).exclude(starts_on=None).select_related("council")
    places = CouncilPlace.objects.filter(own).exclude(starts_on=None)
    rows = [*names, *codes, *places.select_related("council", "region")]
    return [
        DatedChange(each.council, each.starts_on, _told(each)) for each in rows if each.starts_on
    ]


def _told(row: CouncilName | CouncilCode | CouncilPlace) -> str:
    to_come = bool(row.starts_on and row.starts_on > timezone.localdate())
    if isinstance(row, CouncilName):
        will = f"{row.council.name} will be called {row}, {row.short_name} in charts."
        return will if to_come else f"A council’s name became {row}."
    if isinstance(row, CouncilCode):
        return f"{row.council.name} {'will get' if to_come else 'got'} the code {row}."
    became = "will become" if to_come else "became"
    return f"{row.council.name} {became}: {words.lower_first(str(row))}."
