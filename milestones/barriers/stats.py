"""What councils named that were likely to meet an expectation, and that were not: plain values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from milestones.outcomes.stats import divided, for_the_public
from surveys.releases.crossed import CrossCount
from surveys.releases.paired import PairCount
from surveys.stats import FEWEST, Choice

LIKELY, UNLIKELY = Choice("likely", "Likely", 2), Choice("unlikely", "Unlikely", -1)
NAMED = frozenset({"named"})


@dataclass(frozen=True, slots=True)
class Side:
    """Of the `n` councils with an answer on one side of the scale, how many named each barrier.

    A council that named none, or left that question blank, is among the n. None: not shown.
    """

    n: int
    named: Mapping[str, int | None]
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Crossed:
    """`with_silent`: the unlikely stand together with those that gave no likelihood."""

    likely: Side
    unlikely: Side
    with_silent: bool = False

    @property
    def shows(self) -> bool:
        """Whether anything of it is shown, on both sides."""
        told = [side.named.values() for side in (self.likely, self.unlikely)]
        return all(side.n for side in (self.likely, self.unlikely)) and all(
            any(count is not None for count in counts) for counts in told
        )

    def told(self, barrier: str) -> bool:
        return None not in (self.likely.named.get(barrier), self.unlikely.named.get(barrier))


def cross(
    counts: Sequence[CrossCount], scale: Sequence[Choice], barriers: Sequence[Choice]
) -> Crossed:
    """As they are. Only for who may see councils' own answers."""
    likely = [row for row in counts if row.said in _keys(scale, lambda tone: tone > 0)]
    unlikely = [row for row in counts if row.said in _keys(scale, lambda tone: tone < 0)]
    return Crossed(_side(likely, barriers), _side(unlikely, barriers))


def _keys(scale: Sequence[Choice], wanted: Callable[[int], bool]) -> set[str]:
    return {choice.key for choice in scale if wanted(choice.tone)}


def _side(rows: Sequence[CrossCount], barriers: Sequence[Choice]) -> Side:
    named: dict[str, int | None] = {
        barrier.key: sum(row.councils for row in rows if barrier.key in (row.named or ()))
        for barrier in barriers
    }
    blank = sum(row.councils for row in rows if row.named is None)
    return Side(sum(row.councils for row in rows), named, blank)


def cross_for_the_public(
    counts: Sequence[CrossCount], scale: Sequence[Choice], barriers: Sequence[Choice]
) -> Crossed | None:
    """Each barrier on both sides as far as it tells nobody's answers, which `for_the_public`
    decides; None where nothing can be told.

    Whoever gave no likelihood, or a neutral one, is counted with the unlikely: left out, their
    answers would follow from England's. “None of these” is never told: who named nothing else is
    all but who named something, so that of two barriers a third would follow.
    """
    likely = _keys(scale, lambda tone: tone > 0)
    unlikely = _keys(scale, lambda tone: tone < 0)
    sides = {True: [row for row in counts if row.said in likely]}
    sides[False] = [row for row in counts if row.said not in likely]
    none_of_these = _none_of_these(barriers)
    told = {
        barrier.key: barrier.key not in none_of_these and _is_told(_pairs(sides, barrier.key))
        for barrier in barriers
    }
    if not any(told.values()):
        return None
    first, second = (_as_told(_side(sides[key], barriers), told) for key in (True, False))
    return Crossed(first, second, any(row.said not in unlikely for row in sides[False]))


def _none_of_these(barriers: Sequence[Choice]) -> set[str]:
    """What rules out the others; of a question where nobody ticked that, what is good to name."""
    exclusive = {barrier.key for barrier in barriers if barrier.is_exclusive}
    return exclusive or {barrier.key for barrier in barriers if barrier.tone > 0}


def _as_told(side: Side, told: Mapping[str, bool]) -> Side:
    """Who left it blank is not told: they are few."""
    return Side(side.n, {key: count if told[key] else None for key, count in side.named.items()})


def _pairs(sides: Mapping[bool, Sequence[CrossCount]], barrier: str) -> list[PairCount]:
    return [
        PairCount(
            row.region,
            row.region_name,
            row.council_type,
            (LIKELY if is_likely else UNLIKELY).key,
            "named" if barrier in (row.named or ()) else "not",
            row.councils,
        )
        for is_likely, rows in sides.items()
        for row in rows
    ]


def _is_told(pairs: Sequence[PairCount]) -> bool:
    """Also only where 5 councils or more stand behind each count and behind what is left of it:
    barriers go together, so that a smaller one could follow from the others."""
    every = divided(pairs, [LIKELY, UNLIKELY], NAMED)
    england = replace(every.england, answers=every.england.answers[:2])
    found = for_the_public(replace(every, england=england))
    return (
        found is not None
        and len(found) == 2
        and all(min(side.met, side.not_met) >= FEWEST for side in found)
    )
