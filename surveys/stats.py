"""What the figures of a release say: plain values in, plain values out, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ppf_site.intervals import chance_of_gap, wilson

# Fewer than one gap in twenty of this width would come about by chance.
SURPRISING = 0.05
# Under this many councils a sum and its quartiles tell what each of them said.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Place:
    """An area, or one council, that figures are given for."""

    slug: str
    name: str
    kind: str  # "england", "region", "type", "council" or "rest", of England without a region

    @property
    def councils(self) -> str:
        """To follow a number: "9 East Midlands councils"."""
        if self.kind == "type":
            return self.name.lower().replace("london", "London")
        if self.kind == "rest":
            return f"councils in {self.name}"
        return f"{self.name} councils" if self.kind == "region" else "councils in England"

    @property
    def within(self) -> str:
        """To begin a clause: "in the South West"."""
        if self.kind == "type":
            return f"among {self.councils}"
        return f"in {the(self.name)}"


def the(name: str) -> str:
    """The name with its article: the South West, but London and East of England's "the"."""
    with_article = name.startswith(("North ", "South ", "East ", "West "))
    return f"the {name}" if with_article else name


@dataclass(frozen=True, slots=True)
class Base:
    """Who stands behind a share: n of the required councils gave a value.

    Where a question counts “not known” as an answer, those are among the n.
    """

    n: int | None
    required: int | None
    not_known: int = 0
    not_applicable: int = 0
    no_return: int = 0
    counts_not_known: bool = False

    @property
    def missing(self) -> int | None:
        """Required councils that are not in the base; None if either was not published."""
        if self.n is None or self.required is None:
            return None
        return self.required - self.n

    @property
    def did_not_know(self) -> int:
        """Councils that did not know and are therefore not in the base."""
        return 0 if self.counts_not_known else self.not_known

    @property
    def gave_a_value(self) -> int:
        return (self.n or 0) - (self.not_known if self.counts_not_known else 0)

    @property
    def is_of_few(self) -> bool:
        """Whether so few gave a value that a sum tells it. Not of a total without a base."""
        return self.n is not None and 0 < self.gave_a_value < FEWEST

    @property
    def skipped(self) -> int:
        """Councils that sent a return and left this question blank."""
        explained = self.did_not_know + self.not_applicable + self.no_return
        return max((self.missing or 0) - explained, 0)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as it is shown."""

    key: str
    label: str
    tone: int


@dataclass(frozen=True, slots=True)
class Reading:
    """k of the n councils of one place gave this answer.

    Where only a percentage was published k and n are None and `published` is that percentage.
    """

    figure_id: int | None
    place: Place
    choice: Choice
    k: int | None
    base: Base
    published: Decimal | None = None
    qualifier: str = ""

    @property
    def n(self) -> int | None:
        return self.base.n

    @property
    def answered(self) -> Base:
        """Of a response, k returned of n required: the base of a survey as a whole."""
        return Base(n=self.k, required=self.base.required, no_return=self.base.no_return)

    @property
    def share(self) -> float | None:
        """k / n; None, not zero, on an empty base."""
        if self.k is not None and self.base.n:
            return self.k / self.base.n
        return float(self.published) / 100 if self.published is not None else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The share if every missing council had given another answer, and if this one.

        None without a base. This is the uncertainty of a census that some did not answer.
        """
        if self.k is None or self.base.missing is None or not self.base.required:
            return None
        required = self.base.required
        return self.k / required, (self.k + self.base.missing) / required

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95% interval. For telling chance among few councils, not a sampling error."""
        if self.k is None or not self.base.n:
            return None
        return wilson(self.k, self.base.n)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Every answer of one place to one question, in the order of the scale."""

    place: Place
    base: Base
    readings: tuple[Reading, ...]
    figure_id: int | None = None

    @property
    def top(self) -> Reading:
        """The best answer: the highest tone, the first of equals."""
        return max(self.readings, key=lambda one: one.choice.tone)

    @property
    def top_two(self) -> int | None:
        """Councils that gave either answer with a good tone."""
        counts = [one.k for one in self.readings if one.choice.tone > 0]
        return None if None in counts else sum(k for k in counts if k is not None)

    @property
    def bottom_two(self) -> int | None:
        counts = [one.k for one in self.readings if one.choice.tone < 0]
        return None if None in counts else sum(k for k in counts if k is not None)

    @property
    def unpublished(self) -> float | None:
        """The share that no published answer covers; None where counts are held."""
        shares = [one.share for one in self.readings if one.k is None]
        return 1 - sum(share or 0 for share in shares) if shares else None

    def reading(self, key: str) -> Reading | None:
        return next((one for one in self.readings if one.choice.key == key), None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What with what, by which method, and the verdict: computed once, used everywhere."""

    left: Reading
    right: Reading
    chance: float | None

    method = "Fisher’s exact test, two-sided"

    @property
    def gap(self) -> float | None:
        """Left minus right, in shares; None unless both have a base."""
        if self.left.share is None or self.right.share is None:
            return None
        return self.left.share - self.right.share

    @property
    def verdict(self) -> str:
        """ "higher", "lower" or "level": left against right. "unknown" without both bases."""
        if self.gap is None:
            return "unknown"
        if self.gap == 0:
            return "level"
        return "higher" if self.gap > 0 else "lower"

    @property
    def could_be_chance(self) -> bool:
        return self.chance is None or self.chance >= SURPRISING


def compare(left: Reading, right: Reading) -> Comparison:
    """Whether a gap of this size could be chance among so few councils."""
    known = None not in (left.k, left.n, right.k, right.n)
    chance = chance_of_gap(left.k or 0, left.n or 0, right.k or 0, right.n or 0) if known else None
    return Comparison(left, right, chance)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number question in one place: the sum, and the spread of councils' own numbers.

    For a rate `numerator` and `denominator` are sums over the councils that gave both.
    """

    figure_id: int | None
    place: Place
    base: Base
    total: Decimal | None
    quartiles: tuple[Decimal, Decimal, Decimal] | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    grossed_up: Decimal | None = None
    published: Decimal | None = None
    qualifier: str = ""

    @property
    def pooled(self) -> Decimal | None:
        """Sum of numerators over sum of denominators, in per cent; None on an empty base."""
        if self.numerator is None or not self.denominator:
            return None
        return 100 * self.numerator / self.denominator

    @property
    def typical(self) -> Decimal | None:
        """The median of the councils' own numbers: half are at or above it."""
        return self.quartiles[1] if self.quartiles else None


def highest(readings: Sequence[Reading]) -> list[Reading]:
    """Those with the highest share, all of them if several are level."""
    known = [one for one in readings if one.share is not None]
    best = max((one.share or 0 for one in known), default=None)
    return [one for one in known if one.share == best]
