"""Proves of a release that no hidden figure, and no council's answer, follows from those shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from surveys.stats import FEWEST

from .disclosure_cells import ENGLAND, UNIT, Part, Places, Suppressed, Table, Where, Why
from .disclosure_puzzle import Puzzle, Weights, puzzle_of

# A hidden sum can be told no closer than within a fifth of itself (a tenth to either side), nor
# closer than 5 units: people, pounds or whatever the question counts. This is the width of the
# interval that statistical offices audit a suppressed cell by (Hundepool et al., Statistical
# Disclosure Control, 2012, section 4.3), with the share that the p% rule usually takes.
SHARE_OF_SUM = 0.2
UNITS_OF_SUM = 5
# A hidden count has at least two possible values: it is a whole number, so they are 1 apart.
COUNCILS = 1
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Failure:
    """A hidden value that the shown figures tell too closely: between `low` and `high`.

    Councils of counts and options; of sums the question's units. Of a gap, it is not the rate's
    own sum but what councils without a rate add to that of the part.
    """

    question: str
    part: Part
    column: str
    place: Where | tuple[str, str]  # an area, or the councils of one region and type
    low: float
    high: float
    needed: float
    is_gap: bool = False


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


def audit(
    tables: Mapping[str, Table],
    places: Places,
    hidden: Suppressed,
    *,
    publishes_unanimous: bool,
    bundles: Iterable[Sequence[str]] | None = None,
) -> list[Failure]:
    """Every hidden value of which the lowest and the highest possible are too close together.

    From all that is public of a question and those that it is bound to (`puzzle_of`), by linear
    programming over councils by region and type, whole where they are counted. Each solution
    serves all targets, so most need none of their own. Questions of which all is shown are
    looked at only where one answer of few councils stands out (`stands_out`).

    Protected are hidden sums, k of n of hidden areas, and reasons for no value in areas of fewer
    than 5; and the sums of 1 to 4 councils of one region and type, and what all of them said.
    What nobody said is not: it is told wherever a k of 0 is shown, and from the last option left
    the answer itself would follow, which is protected. Nor is what one shown figure tells by
    itself (`Told`).
    """
    found: list[Failure] = []
    for bundle in bundles_of(tables) if bundles is None else bundles:
        if not _needs_audit(bundle, tables, places, hidden):
            continue
        bound = {key: tables[key] for key in bundle}
        puzzle = puzzle_of(bound, places, hidden)
        targets = [
            target
            for table in bound.values()
            for target in _targets(
                puzzle, table, bound, hidden, publishes_unanimous=publishes_unanimous
            )
        ]
        found += [_failure(puzzle, target) for target in unproven(puzzle, targets)]
    return found


def bundles_of(tables: Mapping[str, Table]) -> list[list[str]]:
    """Questions that are bound to one another: by rates, bands and tallies."""
    bundle_of = {key: [key] for key in tables}
    for key, table in tables.items():
        for part in table.asked.parts:
            bundle, other = bundle_of[key], bundle_of.get(part)
            if other is None or bundle is other:
                continue
            bundle += other
            for moved in other:
                bundle_of[moved] = bundle
    return list({id(bundle): bundle for bundle in bundle_of.values()}.values())


def unproven(puzzle: Puzzle, targets: Sequence[Target]) -> list[Target]:
    """Those whose whole range is too narrow.

    Two solutions far from the truth in many of them at once prove most; the rest are pulled
    each by itself, as high and as low as they go.
    """
    for up in (True, False):
        left = [target for target in targets if not target.is_proven]
        if len(left) > 2:
            _take(puzzle, targets, _pulled_apart(left), up=up)
    failed = []
    for target in targets:
        for up in (True, False):
            if not target.is_proven:
                _take(puzzle, targets, target.weights, up=up)
        if not target.is_proven:
            failed.append(target)
    return failed


def _take(puzzle: Puzzle, targets: Sequence[Target], weights: Weights, *, up: bool) -> None:
    solution = puzzle.farthest(weights, up=up)
    if solution is not None:
        for target in targets:
            target.take(solution)


def _pulled_apart(targets: Sequence[Target]) -> Weights:
    """Every other one up, the rest down: what neighbours share cannot all rise at once."""
    weights: Weights = {}
    for number, target in enumerate(targets):
        pull = (1 if number % 2 else -1) / target.needed
        for index, weight in target.weights.items():
            weights[index] = weights.get(index, 0) + pull * weight
    return weights


def _failure(puzzle: Puzzle, target: Target) -> Failure:
    unit = puzzle.scale / UNIT if target.part == Part.SUM else 1
    return Failure(
        question=target.question,
        part=target.part,
        column=target.column,
        place=target.place,
        low=unit * target.low,
        high=unit * target.high,
        needed=unit * target.needed,
        is_gap=target.is_gap,
    )


def _needs_audit(
    bundle: Sequence[str], tables: Mapping[str, Table], places: Places, hidden: Suppressed
) -> bool:
    return any(
        any(hidden.areas(key, part) for part in tables[key].additive)
        or stands_out(tables[key], places)
        for key in bundle
    )


def stands_out(table: Table, places: Places) -> bool:
    """Whether all of 1 to 4 councils in a region and type chose one option, and that follows.

    One council of the North says no, and no unitary council of England does: so the no is that
    of its only county council (the bounds of Fréchet 1940, for a table of two margins).
    """
    base = table.n
    few = [atom for atom, councils in enumerate(base) if 0 < councils < FEWEST]
    for _, column in table.of_part(Part.OPTIONS):
        suspects = [atom for atom in few if column[atom] == base[atom]]
        if not suspects:
            continue
        total = {where: places.add_up(column, where) for where in places.inside}
        for atom in suspects:
            region, type = _areas_of(places, atom)
            if any(total[own] == places.add_up(base, own) for own in (ENGLAND, region, type)):
                continue
            by_type = [min(base[a], total[_areas_of(places, a)[1]]) for a in places.inside[region]]
            by_region = [min(base[a], total[_areas_of(places, a)[0]]) for a in places.inside[type]]
            others = [
                total[region] - sum(by_type) + min(base[atom], total[type]),
                total[type] - sum(by_region) + min(base[atom], total[region]),
            ]
            if max(others) >= base[atom]:
                return True
    return False


def _areas_of(places: Places, atom: int) -> tuple[Where, Where]:
    region, type = places.atoms[atom]
    return Where("region", region), Where("type", type)


@dataclass(frozen=True, slots=True)
class Told:
    """What one shown figure tells by itself, on purpose: all the same, or a sum of nothing.

    That everybody in an area of 5 or more said the same is published where the round says so;
    then it is told of those in it who are hidden elsewhere, too.
    """

    places: Places
    table: Table
    hidden: Suppressed
    publishes_unanimous: bool

    def by_itself(self, part: Part, column: Sequence[int], atoms: Sequence[int]) -> bool:
        if part == Part.OPTIONS and not self.publishes_unanimous:
            return False
        base = self.table.base(part, self.places)
        group = sum(1 << atom for atom in atoms)
        for where, mask in self.places.members.items():
            councils = self.places.add_up(base, where)
            told = 0 if part == Part.SUM else councils
            if (
                group & ~mask == 0
                and councils >= FEWEST
                and self.places.add_up(column, where) == told
                and self.hidden.is_shown(self.table.asked.key, part, where)
            ):
                return True
        return False


def _targets(
    puzzle: Puzzle,
    table: Table,
    tables: Mapping[str, Table],
    hidden: Suppressed,
    *,
    publishes_unanimous: bool,
) -> list[Target]:
    told = Told(puzzle.places, table, hidden, publishes_unanimous)
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
    for column, values in told.table.of_part(part):
        weights = puzzle.weights(key, part, column, atoms)
        truth = puzzle.is_truly(weights)
        is_said = truth > 0 and (part, column) != (Part.COUNTS, "value")
        is_given = part == Part.SUM and any(base[atom] for atom in atoms)
        if (is_said or is_given) and not told.by_itself(part, values, atoms):
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
