"""What the figures of a release say: plain values in, plain values out, no database."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ppf_site import words
from ppf_site.intervals import wilson

# Under this many councils a sum and its quartiles tell what each of them said.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Place:
    """An area, or one council, that figures are given for."""

    slug: str
    name: str
    # "england", "region", "type", "council", "group" of councils, or "rest" of England without one
    kind: str
    code: str = ""  # the official one, where it has one
    people: str = ""  # of a published share that is not of councils, whom it is of: "managers"
    is_chosen: bool = False  # whether only some of its councils were asked

    @property
    def code_in_files(self) -> str:
        """Without an official one, as addresses write it."""
        return self.code or self.slug

    @property
    def who(self) -> str:
        """Whom a share is of, to head a column: "Councils"."""
        return words.capital(self.people or "councils")

    @property
    def councils(self) -> str:
        """To follow a number: "9 East Midlands councils", "councils asked in England"."""
        if self.people:
            return self.people if self.kind == "england" else f"{self.people} {self.within}"
        asked = " asked" if self.is_chosen else ""
        if self.kind == "type":
            return f"{words.lower_first(self.name)}{asked}"
        if self.kind in {"rest", "group"}:
            return f"councils{asked} {'in' if self.kind == 'rest' else 'of'} {self.name}"
        if self.kind == "region":
            return f"{self.name} councils{asked}"
        return f"councils{asked} in England"

    @property
    def within(self) -> str:
        """To begin a clause: "in the South West"."""
        if self.kind == "type":
            return f"among {words.lower_first(self.name)}"
        if self.kind == "group":
            return f"among {self.name}"
        return f"in {words.the(self.name)}"


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
    declined: int = 0  # of those without a return
    on_paper: int = 0  # of those without a return: it was not entered
    not_asked: int = 0  # had signed before the question came to the open round
    counts_not_known: bool = False
    withheld: str = ""  # why n is hidden from this reader, if it is

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
    def skipped(self) -> int:
        """Councils that were asked this question, sent a return and left it blank."""
        explained = self.did_not_know + self.not_applicable + self.no_return + self.not_asked
        return max((self.missing or 0) - explained, 0)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as it is shown."""

    key: str
    label: str
    tone: int
    is_exclusive: bool = False  # "none of these": it names nothing


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
    withheld: str = ""  # why k is hidden from this reader, if it is

    @property
    def n(self) -> int | None:
        return self.base.n

    @property
    def answered(self) -> Base:
        """Of a response, k returned of n required: the base of a survey as a whole."""
        base = self.base
        return Base(
            n=self.k,
            required=base.required,
            no_return=base.no_return,
            declined=base.declined,
            on_paper=base.on_paper,
        )

    @property
    def share(self) -> float | None:
        """k / n; None, not zero, on an empty base."""
        if self.k is not None and self.base.n:
            return self.k / self.base.n
        return float(self.published) / 100 if self.published is not None else None

    @property
    def shown_percent(self) -> Decimal | None:
        """The share in per cent as `words.percent` rounds it; None without counts."""
        if self.k is None or not self.n:
            return None
        return words.rounded_percent(self.k, self.n)

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
    about: str = ""  # the answer that is told first, where it is not the best one

    @property
    def top(self) -> Reading:
        """The best answer: the highest tone, the first of equals; or the one it is about."""
        return self.reading(self.about) or max(
            self.readings, key=lambda reading: reading.choice.tone
        )

    @property
    def top_two(self) -> int | None:
        """Councils that gave either answer with a good tone."""
        counts = [reading.k for reading in self.readings if reading.choice.tone > 0]
        return None if None in counts else sum(k for k in counts if k is not None)

    @property
    def bottom_two(self) -> int | None:
        counts = [reading.k for reading in self.readings if reading.choice.tone < 0]
        return None if None in counts else sum(k for k in counts if k is not None)

    @property
    def unpublished(self) -> float | None:
        """The share that no published answer covers; None where counts are held."""
        shares = [reading.share for reading in self.readings if reading.k is None]
        return 1 - sum(share or 0 for share in shares) if shares else None

    @property
    def good(self) -> tuple[Choice, ...]:
        """The answers that `top_two` counts."""
        return tuple(reading.choice for reading in self.readings if reading.choice.tone > 0)

    @property
    def is_rounded(self) -> bool:
        """Whether the shares as shown do not add up to 100, though the counts make the base."""
        return do_not_add_up(self.readings)

    def reading(self, key: str) -> Reading | None:
        return next((reading for reading in self.readings if reading.choice.key == key), None)


def do_not_add_up(readings: Sequence[Reading]) -> bool:
    """Whether answers that make up their base have shown shares that do not make up 100."""
    counts = [reading.k for reading in readings if reading.k is not None and reading.n]
    if not counts or len(counts) < len(readings) or sum(counts) != readings[0].n:
        return False  # several answers each, or none, or only published shares
    return sum(reading.shown_percent or 0 for reading in readings) != 100


@dataclass(frozen=True, slots=True)
class Amount:
    """A number question in one place: the sum, and the spread of councils' own numbers.

    For a rate `numerator` and `denominator` are sums over the councils that gave both; where
    they are hidden, `pooled_told` may still be told, in whole per cent.
    """

    figure_id: int | None
    place: Place
    base: Base
    total: Decimal | None
    quartiles: tuple[Decimal, Decimal, Decimal] | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    pooled_told: Decimal | None = None
    grossed_up: Decimal | None = None
    published: Decimal | None = None
    qualifier: str = ""
    withheld: str = ""  # why the sum or rate is hidden from this reader, if it is
    hides_quartiles: str = ""  # and why the quartiles are
    is_rounded: bool = False  # counts of people to 5, as the round asks for the public

    @property
    def pooled(self) -> Decimal | None:
        """Sum of numerators over sum of denominators, in per cent; None on an empty base."""
        if self.numerator is None or not self.denominator:
            return self.pooled_told
        return 100 * self.numerator / self.denominator

    @property
    def typical(self) -> Decimal | None:
        """The median of the councils' own numbers: half are at or above it."""
        return self.quartiles[1] if self.quartiles else None


@dataclass(frozen=True, slots=True)
class Dates:
    """The days by which a quarter, half and three quarters of the councils that gave one had it.

    Each is a day that a council gave: the first by which so many had one. All are None where no
    council gave one, where they are hidden from this reader, and in releases that have none.
    """

    earliest: datetime.date | None = None
    lower_quartile: datetime.date | None = None
    median: datetime.date | None = None
    upper_quartile: datetime.date | None = None
    latest: datetime.date | None = None
    withheld: str = ""  # why the middle three are hidden from this reader, if they are

    @property
    def in_order(self) -> tuple[datetime.date | None, ...]:
        quartiles = (self.lower_quartile, self.median, self.upper_quartile)
        return self.earliest, *quartiles, self.latest


def highest(readings: Sequence[Reading]) -> list[Reading]:
    """Those with the highest share, all of them if several are level."""
    known = [reading for reading in readings if reading.share is not None]
    best = max((reading.share or 0 for reading in known), default=None)
    return [reading for reading in known if reading.share == best]
