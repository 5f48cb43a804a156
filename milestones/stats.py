"""What the dashboards work out from figures: plain values in, plain values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import comb
from typing import Protocol

from surveys.releases.disclosure_cells import Why
from surveys.stats import Base, Breakdown, Place, Reading
from surveys.stats_compare import Comparison

REST_OF_ENGLAND = Place("rest", "the rest of England", "rest")


# So many of the largest gaps are told at either end of a page of many.
FEW_GAPS = 3


@dataclass(frozen=True, slots=True)
class StandOut:
    """A region, or type of council, whose gap from the rest of England is robust.

    `is_end`: its gaps from all the other regions are robust too, so it may be called the most or
    the least confident of them.
    """

    pair: Comparison
    is_end: bool

    @property
    def reading(self) -> Reading:
        return self.pair.left

    @property
    def is_higher(self) -> bool:
        return self.pair.verdict == "higher"


def regions_against_rest(england: Reading | None, regions: Sequence[Reading]) -> list[Comparison]:
    """Each region, or type, that answered, with England without it; of a hidden one the gap is
    not told, as that it is hidden is."""
    if england is None:
        return []
    return [compare_areas(region, england) for region in regions if region.n or region.withheld]


def stand_out(england: Reading | None, regions: Sequence[Reading]) -> StandOut | None:
    """The region with the widest robust gap from the rest of England; None if none is robust."""
    robust = [pair for pair in regions_against_rest(england, regions) if pair.is_robust]
    if not robust:
        return None
    widest = max(robust, key=lambda pair: abs(pair.gap or 0))
    return StandOut(widest, _is_end(widest, regions))


def _is_end(pair: Comparison, regions: Sequence[Reading]) -> bool:
    """Whether the region is robustly apart from every other that had to answer, on its side."""
    others = [
        region
        for region in regions
        if region.place != pair.left.place and region.base.required != 0
    ]
    against = [Comparison(pair.left, other) for other in others]
    return all(other.is_robust and other.verdict == pair.verdict for other in against)


class Subject(Protocol):
    """What councils were asked about, as sentences name it: an expectation, on one base."""

    @property
    def label(self) -> str: ...
    @property
    def short_text(self) -> str: ...
    @property
    def due_label(self) -> str: ...


@dataclass(frozen=True, slots=True)
class OnOneBase:
    """An expectation whose outcome is told on several bases: each is a verdict of its own."""

    label: str
    short_text: str
    due_label: str
    target: Decimal | None = None
    base: str = ""


@dataclass(frozen=True, slots=True)
class OfAnswer:
    """One of several answers that councils gave to a question: `asked` is what that is called."""

    label: str
    short_text: str
    due_label: str
    asked: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """One expectation in one round: the top answer's share in England and in each region."""

    slug: str
    label: str
    short_text: str
    due_label: str
    milestone_slug: str
    milestone: str
    england: Breakdown | None
    regions: tuple[Breakdown, ...]

    @property
    def cells(self) -> list[Reading]:
        return [region.top for region in self.regions]


def lowest_last(reading: Reading) -> float:
    """To sort by: the highest share first; one that is not told after them all."""
    return 1.0 if reading.share is None else -reading.share


def by_share(outlooks: Sequence[Outlook]) -> list[Outlook]:
    """Those with a share for England, the highest first."""
    known = [
        outlook for outlook in outlooks if outlook.england and outlook.england.top.share is not None
    ]
    return sorted(
        known, key=lambda outlook: -(outlook.england.top.share or 0) if outlook.england else 0
    )


def in_region(outlooks: Sequence[Outlook], slug: str) -> list[tuple[Outlook, Breakdown]]:
    """The region's answers to each expectation; one without a figure for it is left out."""
    return [
        (outlook, region)
        for outlook in outlooks
        for region in outlook.regions
        if region.place.slug == slug
    ]


def rest_of_england(england: Reading, region: Reading) -> Reading:
    """England without the region: what it is compared with, as it is a part of England itself.

    Hidden with either of the two, as the third follows from any two.
    """
    is_hidden = england.withheld or region.withheld
    base = Base(
        n=_less(england.n, region.n),
        required=_less(england.base.required, region.base.required),
        withheld=Why.WITH_OTHERS if england.base.withheld or region.base.withheld else "",
    )
    return Reading(
        None,
        REST_OF_ENGLAND,
        england.choice,
        _less(england.k, region.k),
        base,
        withheld=Why.WITH_OTHERS if is_hidden else "",
    )


def _less(whole: int | None, part: int | None) -> int | None:
    return None if whole is None or part is None else whole - part


def against_the_rest(
    outlooks: Sequence[Outlook], region_slug: str
) -> list[tuple[Outlook, Comparison]]:
    """Each expectation's top answer in the region, compared with the rest of England."""
    return [
        (outlook, pair)
        for outlook in outlooks
        for pair in _against_rest(outlook)
        if pair.left.place.slug == region_slug
    ]


def _against_rest(outlook: Outlook) -> list[Comparison]:
    return regions_against_rest(outlook.england.top if outlook.england else None, outlook.cells)


@dataclass(frozen=True, slots=True)
class Furthest:
    """The few widest robust gaps from the rest of England, the widest first.

    `hides`: some gaps are hidden from the reader, and might be wider.
    """

    above: tuple[tuple[Outlook, Comparison], ...]
    below: tuple[tuple[Outlook, Comparison], ...]
    hides: bool = False


def furthest(outlooks: Sequence[Outlook]) -> Furthest:
    """What stands out among every region on every expectation."""
    return furthest_of([(outlook, pair) for outlook in outlooks for pair in _against_rest(outlook)])


def furthest_of(pairs: Sequence[tuple[Outlook, Comparison]]) -> Furthest:
    """The same among these alone, such as one region's."""
    robust = [each for each in pairs if each[1].is_robust]
    hides = any(pair.left.withheld for _, pair in pairs)
    return Furthest(_widest(robust, "higher"), _widest(robust, "lower"), hides)


def _widest(
    pairs: Sequence[tuple[Outlook, Comparison]], verdict: str
) -> tuple[tuple[Outlook, Comparison], ...]:
    """The few widest, and any that are level with the last of them."""
    side = [each for each in pairs if each[1].verdict == verdict]
    ranked = sorted(side, key=lambda each: -abs(each[1].gap or 0))
    if len(ranked) <= FEW_GAPS:
        return tuple(ranked)
    last = abs(ranked[FEW_GAPS - 1][1].gap or 0)
    return tuple(each for each in ranked if abs(each[1].gap or 0) >= last)


def overlap(left: Place, right: Place) -> bool:
    """Whether a council can be in both: a region and a type of council can share some, and a
    group of one's own with any."""
    kinds = {left.kind, right.kind}
    return kinds == {"region", "type"} or "group" in kinds


def compare_areas(
    left: Reading, right: Reading, shared: Mapping[frozenset[str], int] | None = None
) -> Comparison:
    """Two areas. England is compared without the other, as it contains it: the part comes first.

    `shared` is how many councils are in both of two areas, by their slugs; None where no release
    tells it.
    """
    for whole, part in ((left, right), (right, left)):
        if whole.place.kind == "england" and part.place.kind != "england":
            return Comparison(part, rest_of_england(whole, part))
    if not overlap(left.place, right.place):
        return Comparison(left, right)
    both = frozenset({left.place.slug, right.place.slug})
    return Comparison(left, right, None if shared is None else shared.get(both, 0))


def pickable(pair: Comparison, places: Sequence[Place]) -> int:
    """How many such pairs could have been picked: 36 of two regions among nine."""
    kinds = [reading.place.kind for reading in (pair.left, pair.right)]
    count = {kind: sum(place.kind == kind for place in places) for kind in kinds}
    if "rest" in kinds:
        return max(1, count[kinds[0]])
    if kinds[0] == kinds[1]:
        return max(1, comb(count[kinds[0]], 2))
    return max(1, count[kinds[0]] * count[kinds[1]])
