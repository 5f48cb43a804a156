"""What disclosure control works on: who answered what, counted by region and type together."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class Where(NamedTuple):
    """An area: England, a region or a council type, by its key."""

    kind: str  # "england", "region" or "type"
    key: str = ""


ENGLAND = Where("england")


class Part(StrEnum):
    """A part of a question's figures in one area that is shown or hidden as a whole."""

    COUNTS = "counts"  # n, and how many did not know, said not applicable, or left it blank
    OPTIONS = "options"  # k of n of every option
    SUM = "sum"  # the sum; of a rate the numerator, the denominator and the exact pooled rate
    POOLED = "pooled"  # a pooled rate to the whole per cent, where the exact one is hidden
    GROSSED_UP = "grossed_up"
    QUARTILES = "quartiles"  # of numbers, and of dates
    EXTREMES = "extremes"  # the earliest and the latest date: each is one council's answer


# Quartiles of fewer councils are, or lie beside, single councils' answers.
FEWEST_FOR_QUARTILES = 10

# The parts that add up: England is the sum of its regions, and of its types.
ADDITIVE = (Part.COUNTS, Part.OPTIONS, Part.SUM)


class Why(StrEnum):
    FEW = "few"  # too few councils stand behind it
    ALONE = "alone"  # it is what one council gave, however many stand beside it
    UNANIMOUS = "unanimous"  # all said the same, and the round promised not to publish that
    WITH_OTHERS = "with_others"  # another hidden one would follow from it
    WITH_PARTS = "with_parts"  # of a rate: beside the sums of its parts it would tell of few


class Kind(StrEnum):
    ONE_CHOICE = "one_choice"  # scale, single, yes or no, band, tally
    SOME_CHOICES = "some_choices"
    NUMBER = "number"
    PERCENTAGE = "percentage"  # asked as such, or a rate
    DATE = "date"

    @property
    def has_spread(self) -> bool:
        """Whether quartiles are published of what councils gave."""
        return self in {Kind.NUMBER, Kind.PERCENTAGE, Kind.DATE}


@dataclass(frozen=True, slots=True)
class Respondent:
    """A council whose return the round required."""

    council: int
    region: str
    type: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What one council said to one question, or what follows from it; a blank has no entry.

    The reason of one that was not asked is `NOT_ASKED`.
    """

    choices: tuple[str, ...] = ()
    number: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    date: datetime.date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that has figures, and what it is worked out from: other questions' keys."""

    key: str
    kind: Kind
    options: tuple[str, ...] = ()
    counts_not_known: bool = False
    numerator: str = ""
    denominator: str = ""
    banded: str = ""
    lower_bounds: tuple[Decimal, ...] = ()  # of the options, where it is a band
    rows: tuple[str, ...] = ()  # of the grid, where it is a tally
    tallied_options: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The keys of the questions that its figures are bound to."""
        return tuple(
            key for key in (self.numerator, self.denominator, self.banded, *self.rows) if key
        )


# By council, by question.
Entries = Mapping[int, Mapping[str, Entry]]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a release is made of, as plain values: cheap to read in two queries."""

    respondents: Sequence[Respondent]
    questions: Sequence[Asked]
    entries: Entries


class Places:
    """The councils that answered, by region and type together: the atoms of every total.

    Areas are sets of atoms, as bits: England minus a region, or a region that is the same as a
    type, are then plain arithmetic. Who answered is public, and so are the atoms.
    """

    def __init__(self, respondents: Iterable[Respondent]) -> None:
        answered = [respondent for respondent in respondents if respondent.is_answered]
        self.atoms = sorted({(respondent.region, respondent.type) for respondent in answered})
        number = {atom: index for index, atom in enumerate(self.atoms)}
        self.atom_of = {
            respondent.council: number[respondent.region, respondent.type]
            for respondent in answered
        }
        self.returned = [0] * len(self.atoms)
        for atom in self.atom_of.values():
            self.returned[atom] += 1
        self.members: dict[Where, int] = {ENGLAND: (1 << len(self.atoms)) - 1}
        for index, (region, type) in enumerate(self.atoms):
            for where in (Where("region", region), Where("type", type)):
                self.members[where] = self.members.get(where, 0) | 1 << index
        self.inside = {where: atoms_in(mask) for where, mask in self.members.items()}

    def add_up(self, column: Sequence[int], where: Where) -> int:
        return sum(column[atom] for atom in self.inside[where])


def atoms_in(mask: int) -> list[int]:
    return [index for index in range(mask.bit_length()) if mask >> index & 1]


@dataclass
class Suppressed:
    """What is hidden so far: by question and part, the areas and why."""

    whys: dict[tuple[str, Part], dict[Where, Why]] = field(default_factory=dict)

    def areas(self, key: str, part: Part) -> Collection[Where]:
        return self.whys.get((key, part), {})

    def why(self, key: str, part: Part, where: Where) -> Why | None:
        return self.whys.get((key, part), {}).get(where)

    def is_shown(self, key: str, part: Part, where: Where) -> bool:
        return where not in self.areas(key, part)

    def add(self, key: str, part: Part, where: Where, why: Why) -> bool:
        """Whether it was shown until now."""
        held = self.whys.setdefault((key, part), {})
        if where in held:
            return False
        held[where] = why
        return True


@dataclass(frozen=True)
class Table:
    """One question's totals by atom. Units of sums are ten-thousandths, so all is whole."""

    asked: Asked
    columns: dict[tuple[Part, str], list[int]]

    @cached_property
    def value(self) -> list[int]:
        """Councils that gave a value."""
        return self.columns[Part.COUNTS, "value"]

    @cached_property
    def n(self) -> list[int]:
        """The base of the shares: those, and “not known” where the question counts it."""
        if not self.asked.counts_not_known:
            return self.value
        not_known = self.columns[Part.COUNTS, "not_known"]
        return [sum(pair) for pair in zip(self.value, not_known, strict=True)]

    @cached_property
    def has_sum(self) -> bool:
        return any(part == Part.SUM for part, _ in self.columns)

    @cached_property
    def additive(self) -> list[Part]:
        return [part for part in ADDITIVE if any(part == own for own, _ in self.columns)]

    def of_part(self, part: Part) -> list[tuple[str, list[int]]]:
        return [(name, column) for (own, name), column in self.columns.items() if own == part]

    def base(self, part: Part, places: Places) -> list[int]:
        """The councils behind the part, by atom: what “fewer than 5” counts."""
        if part == Part.COUNTS:
            return places.returned
        return self.n if part == Part.OPTIONS else self.value


# A sum is kept to four decimals, as the database keeps it.
UNIT = 10_000
# What came to the open round after a council had signed it was not asked: told beside the rest, so
# part of what follows from what is shown; but no answer of its own, and so not protected.
NOT_ASKED = "not_asked"
STATES = ("value", "not_known", "not_applicable", NOT_ASKED, "blank")


def tables_of(contents: Contents, places: Places) -> dict[str, Table]:
    """Every question's totals by atom, in one walk through the entries."""
    tables = {
        asked.key: Table(asked, _empty_columns(asked, places)) for asked in contents.questions
    }
    for table in tables.values():
        table.columns[Part.COUNTS, "blank"][:] = places.returned
    for council, atom in places.atom_of.items():
        for key, entry in contents.entries.get(council, {}).items():
            if key in tables:
                _count(tables[key], atom, entry)
    return tables


def _empty_columns(asked: Asked, places: Places) -> dict[tuple[Part, str], list[int]]:
    names = [(Part.COUNTS, state) for state in STATES]
    if asked.kind == Kind.NUMBER:
        names.append((Part.SUM, "sum"))
    elif asked.numerator:
        names += [(Part.SUM, "numerator"), (Part.SUM, "denominator")]
    else:
        names += [(Part.OPTIONS, option) for option in asked.options]
    return {name: [0] * len(places.atoms) for name in names}


def _count(table: Table, atom: int, entry: Entry) -> None:
    columns = table.columns
    columns[Part.COUNTS, entry.reason or "value"][atom] += 1
    columns[Part.COUNTS, "blank"][atom] -= 1
    for option in entry.choices:
        # An option that is not offered has no figure.
        if (Part.OPTIONS, option) in columns:
            columns[Part.OPTIONS, option][atom] += 1
    if table.asked.kind == Kind.NUMBER and entry.number is not None:
        columns[Part.SUM, "sum"][atom] += int(entry.number * UNIT)
    if entry.numerator is not None and entry.denominator is not None and table.asked.numerator:
        columns[Part.SUM, "numerator"][atom] += int(entry.numerator * UNIT)
        columns[Part.SUM, "denominator"][atom] += int(entry.denominator * UNIT)


def hide(hidden: Suppressed, table: Table, part: Part, where: Where, why: Why) -> bool:
    """Hide a part and what cannot be told without it; whether anything was shown until now.

    Without its n none of a question's figures is told. A pooled rate to the whole per cent can
    stand where the sums are hidden only for the sake of others.
    """
    parts = table.additive if part == Part.COUNTS else [part]
    if table.asked.numerator and (part == Part.COUNTS or (part, why) == (Part.SUM, Why.FEW)):
        parts = [*parts, Part.POOLED]
    added = [hidden.add(table.asked.key, each, where, why) for each in parts]
    return any(added)
