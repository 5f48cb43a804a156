"""Which councils answered each round."""

import datetime
from dataclasses import dataclass

from .latent import CouncilThen, Register, reluctance
from .rounds import ALWAYS_ANSWER, Known


@dataclass(frozen=True, slots=True)
class Turnout:
    """The councils that a round asked, and those that answered."""

    known: Known
    asked: list[CouncilThen]
    answered: list[CouncilThen]

    @property
    def region_of(self) -> dict[str, str]:
        return {place.body: place.region for place in self.asked}


def field_of(known: Known, register: Register, day: datetime.date) -> Turnout:
    """The silent ones are those named, then the most reluctant."""
    asked = register.on(day)
    may_be_silent = sorted(
        (place for place in asked if place.body not in ALWAYS_ANSWER),
        key=lambda place: (
            place.body not in known.silent_bodies,
            -reluctance(place, known.slug),
        ),
    )
    silent = {place.body for place in may_be_silent[: known.silent]}
    return Turnout(known, asked, [place for place in asked if place.body not in silent])
