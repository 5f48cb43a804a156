"""What can come of an answer that somebody wants to save."""

import datetime
from dataclasses import dataclass

from surveys.models import Answer


@dataclass(frozen=True, slots=True)
class Saved:
    """It is in the database. `changed` is false where the same stood there already."""

    version: int
    at: datetime.datetime
    changed: bool = True


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody else's answer is there, newer than the one this person had before them."""

    theirs: Answer


@dataclass(frozen=True, slots=True)
class Closed:
    """Nothing was saved: the return cannot be changed now, and why in words."""

    why: str


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """What was typed is no answer to the question; what to type instead, in words."""

    why: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """There was nothing to save: it stands there, or the person left it as it was."""


# Of one answer among those of a page; where the return is closed that is told of all of them.
Outcome = Saved | Clash | NoAnswer | Unchanged
