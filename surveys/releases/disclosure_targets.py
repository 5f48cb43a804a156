"""The hidden values of a release, and how closely each may be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.stats import FEWEST

from .disclosure_cells import NOT_ASKED, UNIT, Kind, Part, Places, Suppressed, Table, Where, Why
from .disclosure_puzzle import Puzzle, Weights

# A hidden sum can be told no closer than within a fifth of itself (a tenth to either side), nor
# closer than 5 units: people, pounds or whatever the question counts. This is the width of the
# interval that statistical offices audit a suppressed cell by (Hundepool et al., Statistical
# Disclosure Control, 2012, section 4.3), with the share that the p% rule usually takes.
SHARE_OF_SUM = 0.2
UNITS_OF_SUM = 5
# A hidden count has at least two possible values: it is a whole number, so they are 1 apart.
COUNCILS = 1
TOLERANCE = 1e-6
# That a council gave a value tells none; when it signed is no answer either.
NO_ANSWER = {(Part.COUNTS, "value"), (Part.COUNTS, NOT_ASKED)}


@dataclass(slots=True)
class Target:
    """A hidden value, the range that solutions found so far give it, and how wide it has to be."""

    question: str
    part: Part
    column: str
    place: Where | tuple[str, str]
    weights: Weights
    low: float
    high: float
    needed: float
    is_gap: bool = False

    @property
    def is_proven(self) -> bool:
        return self.high - self.low >= self.needed - TOLERANCE

    def take(self, solution: Sequence[float]) -> None:
        value = sum(weight * solution[index] for index, weight in self.weights.items())
        self.low, self.high = min(self.low, value), max(self.high, value)


@dataclass(frozen=True, slots=True)
class Told:
    """What one shown figure tells by itself, on purpose: all the same, or a sum of nothing.

    That everybody in an area of 5 or more said the same is published where the round says so;
    then it is told of those in it who are hidden elsewhere, too. So is a tally, of which every
    row is told in this way, be it each in another area: it is nothing that the council said.
    """

    places: Places
    table: Table
    rows: Sequence[Table]  # of the grid, where it is a tally
    hidden: Suppressed
    publishes_unanimous: bool

    def by_itself(self, part: Part, name: str, atoms: Sequence[int]) -> bool:
        if part == Part.OPTIONS and not self.publishes_unanimous:
            return False
        column = self.table.columns[part, name]
        nothing = [0] * len(column)
        told = nothing if part == Part.SUM else self.table.base(part, self.places)
        return self.shows(self.table, part, column, told, atoms) or (
            part == Part.OPTIONS and name == self.tally_of(atoms)
        )

    def shows(
        self,
        table: Table,
        part: Part,
        column: Sequence[int],
        told: Sequence[int],
        atoms: Sequence[int],
    ) -> bool:
        """Whether an area of 5 or more around them shows that a column is as much as another."""
        base = table.base(part, self.places)
        group = sum(1 << atom for atom in atoms)
        return any(
            group & ~mask == 0
            and self.places.add_up(base, where) >= FEWEST
            and self.places.add_up(column, where) == self.places.add_up(told, where)
            and self.hidden.is_shown(table.asked.key, part, where)
            for where, mask in self.places.members.items()
        )

    def tally_of(self, atoms: Sequence[int]) -> str:
        """Which of all, some and none follows from what the rows tell; "" if none does."""
        said = [self.row_of(row, atoms) for row in self.rows]
        if "yes" in said and "no" in said:
            return "some"
        if not said or None in said:
            return ""
        return "all" if "yes" in said else "none"

    def row_of(self, row: Table, atoms: Sequence[int]) -> str | None:
        """What all of these councils are told to have said to a row, as the tally counts it."""
        tallied = [
            column
            for option, column in row.of_part(Part.OPTIONS)
            if option in self.table.asked.tallied_options
        ]
        any_of = [sum(column[atom] for column in tallied) for atom in range(len(row.n))]
        yes = [any_of] if row.asked.kind == Kind.ONE_CHOICE else tallied
        if any(self.shows(row, Part.OPTIONS, column, row.n, atoms) for column in yes):
            return "yes"
        nothing = [0] * len(row.n)
        return "no" if self.shows(row, Part.OPTIONS, any_of, nothing, atoms) else None


def targets_of(
    puzzle: Puzzle,
    table: Table,
    tables: Mapping[str, Table],
    hidden: Suppressed,
    *,
    publishes_unanimous: bool,
) -> list[Target]:
    rows = [tables[key] for key in table.asked.rows if key in tables]
    told = Told(puzzle.places, table, rows, hidden, publishes_unanimous)
    found = []
    for part in table.additive:
        base = table.base(part, puzzle.places)
        areas = hidden.areas(table.asked.key, part)
        for where in areas:
            if hidden.why(table.asked.key, part, where) == Why.WITH_PARTS:
                continue
            if part != Part.COUNTS or puzzle.places.add_up(base, where) < FEWEST:
                atoms = puzzle.places.inside.get(where, [])
                found += _of_atoms(puzzle, told, part, where, atoms)
        if areas or part == Part.OPTIONS:
            for atom, councils in enumerate(base):
                if 0 < councils < FEWEST:
                    own = _of_atoms(puzzle, told, part, puzzle.places.atoms[atom], [atom])
                    found += [
                        target for target in own if part == Part.SUM or target.low == councils
                    ]
    return found + _gaps(puzzle, table, tables)


def _of_atoms(
    puzzle: Puzzle,
    told: Told,
    part: Part,
    place: Where | tuple[str, str],
    atoms: Sequence[int],
) -> list[Target]:
    """One target a column. What nobody said is none: it tells nothing until all else is told."""
    found = []
    key = told.table.asked.key
    base = told.table.base(part, puzzle.places)
    for column, _ in told.table.of_part(part):
        weights = puzzle.weights(key, part, column, atoms)
        truth = puzzle.is_truly(weights)
        is_said = truth > 0 and (part, column) not in NO_ANSWER
        is_given = part == Part.SUM and any(base[atom] for atom in atoms)
        if (is_said or is_given) and not told.by_itself(part, column, atoms):
            needed = _needed(puzzle, truth) if part == Part.SUM else COUNCILS
            found.append(Target(key, part, column, place, weights, truth, truth, needed))
    return found


def _needed(puzzle: Puzzle, truth: float) -> float:
    return max(SHARE_OF_SUM * truth, UNITS_OF_SUM * UNIT / puzzle.scale)


def _gaps(puzzle: Puzzle, table: Table, tables: Mapping[str, Table]) -> list[Target]:
    """The sum over the 1 to 4 councils that gave one part of a rate and not the other."""
    found = []
    for column in ("numerator", "denominator"):
        part = tables.get(getattr(table.asked, column))
        if part is None or not part.has_sum:
            continue
        for where, atoms in puzzle.places.inside.items():
            councils = puzzle.places.add_up(part.value, where)
            if not 0 < councils - puzzle.places.add_up(table.value, where) < FEWEST:
                continue
            weights = puzzle.weights(part.asked.key, Part.SUM, "sum", atoms)
            own = puzzle.weights(table.asked.key, Part.SUM, column, atoms)
            weights |= dict.fromkeys(own, -1.0)
            truth = puzzle.is_truly(weights)
            found.append(
                Target(
                    table.asked.key,
                    Part.SUM,
                    column,
                    where,
                    weights,
                    truth,
                    truth,
                    _needed(puzzle, truth),
                    is_gap=True,
                )
            )
    return found
