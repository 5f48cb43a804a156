"""What changed in the register, day by day: councils that ended and began, names, codes, places."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from ppf_site import words

from .models import Council, CouncilCode, CouncilName, CouncilPlace, Succession


@dataclass(slots=True)
class RegisterDay:
    """`day` is the first on which it is so; `told` says each change in a sentence."""

    day: datetime.date
    told: list[str] = field(default_factory=list)

    @property
    def is_to_come(self) -> bool:
        return self.day > timezone.localdate()


def changes() -> list[RegisterDay]:
    """The latest first. Five queries."""
    found: defaultdict[datetime.date, list[str]] = defaultdict(list)
    for day, told in [*_ended(), *_began(), *_dated()]:
        found[day].append(told)
    return [RegisterDay(day, told) for day, told in sorted(found.items(), reverse=True)]


def _ended() -> list[tuple[datetime.date, str]]:
    followers: defaultdict[int, list[str]] = defaultdict(list)
    links = Succession.objects.select_related("successor").order_by("successor__name")
    for link in links:
        followers[link.predecessor_id].append(link.successor.name)
    told = []
    for council in Council.objects.exclude(abolished=None).order_by("name"):
        assert council.abolished
        names = words.join_words(followers[council.pk])
        last = words.day(council.abolished - datetime.timedelta(days=1))
        follows = f" {names} took over." if names else ""
        told.append((council.abolished, f"{council.name} ended: its last day is {last}.{follows}"))
    return told


def _began() -> list[tuple[datetime.date, str]]:
    began = Council.objects.exclude(established=None).filter(preceded_by=None).order_by("name")
    return [(each.established, f"{each.name} began.") for each in began if each.established]


def _dated() -> list[tuple[datetime.date, str]]:
    names = CouncilName.objects.exclude(starts_on=None).select_related("council")
    codes = CouncilCode.objects.exclude(starts_on=None).select_related("council")
    places = CouncilPlace.objects.exclude(starts_on=None).select_related("council", "region")
    told = [(each.starts_on, f"A council’s name became {each.name}.") for each in names]
    told += [(each.starts_on, f"{each.council.name} got the code {each.code}.") for each in codes]
    told += [
        (each.starts_on, f"{each.council.name} became: {words.lower_first(str(each))}.")
        for each in places
    ]
    return [(day, said) for day, said in told if day]
