"""What the dashboards work out from figures: plain values in, plain values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ppf_site.intervals import chance_of_gap
from surveys.stats import SURPRISING, Base, Breakdown, Comparison, Place, Reading, compare

REST_OF_ENGLAND = Place("rest", "the rest of England", "rest")


@dataclass(frozen=True, slots=True)
class StandOut:
    """A region whose share differs from all the others together by more than chance would.

    `is_end`: no other region's share is as high, or as low. A small region can be further out
    and yet not stand out, as its gap could be chance.
    """

    reading: Reading
    is_higher: bool
    chance: float
    is_end: bool


def stand_out(regions: Sequence[Reading]) -> StandOut | None:
    """The region furthest from the rest by Fisher's exact test, or None if all could be chance.

    The p value is multiplied by the number of regions that could have been picked (Bonferroni),
    as the widest of nine gaps is wide by chance more often than any one gap is.
    """
    known = [one for one in regions if one.k is not None and one.n]
    all_k = sum(one.k or 0 for one in known)
    all_n = sum(one.n or 0 for one in known)
    found: list[StandOut] = []
    for one in known:
        k, n = one.k or 0, one.n or 0
        chance = chance_of_gap(k, n, all_k - k, all_n - n)
        if chance is not None and chance * len(known) < SURPRISING:
            higher = k * (all_n - n) > (all_k - k) * n
            found.append(StandOut(one, higher, chance * len(known), _is_end(one, known, higher)))
    return min(found, key=lambda one: one.chance, default=None)


def _is_end(one: Reading, regions: Sequence[Reading], higher: bool) -> bool:
    """Whether the region is alone at that end of the range."""
    shares = [region.share or 0 for region in regions]
    end = max(shares) if higher else min(shares)
    return one.share == end and shares.count(end) == 1


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


def by_share(outlooks: Sequence[Outlook]) -> list[Outlook]:
    """Those with a share for England, the highest first."""
    known = [one for one in outlooks if one.england and one.england.top.share is not None]
    return sorted(known, key=lambda one: -(one.england.top.share or 0) if one.england else 0)


def in_region(outlooks: Sequence[Outlook], slug: str) -> list[tuple[Outlook, Breakdown]]:
    """The region's answers to each expectation; one without a figure for it is left out."""
    return [
        (outlook, one) for outlook in outlooks for one in outlook.regions if one.place.slug == slug
    ]


def rest_of_england(england: Reading, region: Reading) -> Reading:
    """England without the region: what it is compared with, as it is a part of England itself."""
    base = Base(
        n=(england.n or 0) - (region.n or 0),
        required=(england.base.required or 0) - (region.base.required or 0),
    )
    k = None if england.k is None or region.k is None else england.k - region.k
    return Reading(None, REST_OF_ENGLAND, england.choice, k, base)


def against_the_rest(
    outlooks: Sequence[Outlook], region_slug: str
) -> list[tuple[Outlook, Comparison]]:
    """Each expectation's top answer in the region, compared with the rest of England."""
    pairs = []
    for one in outlooks:
        reading = next((cell for cell in one.cells if cell.place.slug == region_slug), None)
        if reading is not None and one.england is not None and reading.n:
            pairs.append((one, compare(reading, rest_of_england(one.england.top, reading))))
    return pairs


def overlap(left: Place, right: Place) -> bool:
    """Whether a council can be in both: a region and a type of council share some."""
    return {left.kind, right.kind} == {"region", "type"}


def compare_areas(left: Reading, right: Reading) -> Comparison:
    """Two areas as far as they can be told apart: the test asks for two groups without overlap.

    England is compared without the other one, as it contains it: the part comes first, then the
    rest of England. Two that overlap otherwise have their gap and no chance.
    """
    for whole, part in ((left, right), (right, left)):
        if whole.place.kind == "england":
            return compare(part, rest_of_england(whole, part))
    if overlap(left.place, right.place):
        return Comparison(left, right, None)
    return compare(left, right)
