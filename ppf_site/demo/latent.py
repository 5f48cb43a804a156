"""Who the councils are to the demonstration: size, progress, and chance from one seed."""

import datetime
import math
import random
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Min

from councils.models import Council, Succession

from .rounds import MANCHESTER, SOMERSET

# Any seed meets the published figures. This one also leaves the South West lowest and the North
# West highest in March 2011, and in year 2 the regions that the press picked out at either end.
SEED = "Putting People First 5"

# How far a region's councils lean from the middle, in spreads between councils. All are under
# one: councils differ more within a region than regions do. The lowest and the highest region
# are those of the official figures for 2010-11; the lean of the others is made up.
REGION_LEAN = {
    "north-east": -0.10,
    "north-west": 0.65,
    "yorkshire-and-the-humber": 0.00,
    "east-midlands": 0.30,
    "west-midlands": 0.15,
    "east-of-england": 0.00,
    "london": 0.20,
    "south-east": 0.00,
    "south-west": -0.75,
}

# Two councils whose place at either end was in the press.
REPORTED_LEAN = {MANCHESTER: 3.2, SOMERSET: -3.2}

# People with ongoing support for each thousand of the population, before totals are met, and how
# far councils of one size differ from it: about a seventh more or fewer.
SUPPORTED_PER_THOUSAND = 18.0
SIZE_SPREAD = 0.14


def draw(*names: str) -> float:
    """A standard normal draw that belongs to these names, whatever else is drawn before it."""
    return random.Random("|".join((SEED, *names))).gauss(0, 1)  # noqa: S311


def between(low: float, high: float, *names: str) -> float:
    """An even draw between two numbers."""
    return random.Random("|".join((SEED, *names))).uniform(low, high)  # noqa: S311


@dataclass(frozen=True, slots=True)
class CouncilThen:
    """A council on a day. `body` is the code of its first form in an unbroken line.

    `heirs` are the bodies that its area went to if that line has broken since. `population` is
    in thousands.
    """

    code: str
    name: str
    type: str
    region: str
    body: str
    heirs: tuple[str, ...]
    population: int


@dataclass(frozen=True, slots=True)
class Register:
    councils: list[Council]
    code_of: dict[int, str]
    before: dict[int, int]
    after: dict[int, list[int]]

    @classmethod
    def load(cls) -> "Register":
        councils = list(Council.objects.select_related("region").annotate(first=Min("codes__code")))
        code_of = {}
        for council in councils:
            codes = council.codes.all()
            code_of[council.pk] = min(
                codes, key=lambda code: (code.starts_on is not None, code.starts_on, code.code)
            ).code
        links = list(Succession.objects.order_by("pk"))
        return cls(
            councils=councils,
            code_of=code_of,
            before={
                succession.successor_id: succession.predecessor_id
                for succession in links
                if succession.carries_a_trend
            },
            after=_grouped(
                (succession.predecessor_id, succession.successor_id) for succession in links
            ),
        )

    def on(self, day: datetime.date) -> list[CouncilThen]:
        """The councils in force on a day, in the order of their codes."""
        places = [
            CouncilThen(
                code=self.code_of[council.pk],
                name=council.name,
                type=council.type,
                region=council.region.slug,
                body=self.body_of(council.pk),
                heirs=tuple(sorted(self.body_of(pk) for pk in self.after.get(council.pk, []))),
                population=_population(council),
            )
            for council in self.councils
            if (council.established is None or council.established <= day)
            and (council.abolished is None or council.abolished > day)
        ]
        return sorted(places, key=lambda place: place.code)

    def body_of(self, pk: int) -> str:
        """The code of the council’s first form in an unbroken line."""
        while pk in self.before:
            pk = self.before[pk]
        return self.code_of[pk]


def _population(council: Council) -> int:
    if council.population is None:
        raise ValueError(f"The register does not say how many people {council} has.")
    return council.population


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for council, other in pairs:
        found.setdefault(council, []).append(other)
    return found


def progress(place: CouncilThen) -> float:
    """How far along the council is: its region's lean and, larger, its own. It lasts."""
    own = REPORTED_LEAN.get(place.body, draw("progress", place.body))
    return REGION_LEAN[place.region] + own


def reluctance(place: CouncilThen, round: str) -> float:
    """How unlikely a return is: part of it lasts, and very small councils have few hands."""
    small = 2.5 if size(place) < 500 else 0.0
    return 0.7 * draw("silent", place.body) + 0.7 * draw("silent", place.body, round) + small


def size(place: CouncilThen) -> float:
    """People with ongoing support, before totals are met."""
    chance = math.exp(SIZE_SPREAD * draw("size", place.body))
    return SUPPORTED_PER_THOUSAND * place.population * chance
