"""Proves of a release that no hidden figure, and no council's answer, follows from those shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from surveys.stats import FEWEST

from .disclosure_cells import (
    ENGLAND,
    FEWEST_FOR_QUARTILES,
    UNIT,
    Kind,
    Part,
    Places,
    Suppressed,
    Table,
    Where,
)
from .disclosure_clues import puzzle_of
from .disclosure_puzzle import Puzzle, Weights
from .disclosure_targets import Target, targets_of


@dataclass(frozen=True, slots=True)
class Failure:
    """A hidden value that the shown figures tell too closely: between `low` and `high`.

    Councils of counts and options; of sums the question's units. Of a gap, it is not the rate's
    own sum but what councils without a rate add to that of the part. Of quartiles and of the
    earliest and latest date, how many councils stand behind them.
    """

    question: str
    part: Part
    column: str
    place: Where | tuple[str, str]  # an area, or the councils of one region and type
    low: float
    high: float
    needed: float
    is_gap: bool = False


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
            for target in targets_of(
                puzzle, table, bound, hidden, publishes_unanimous=publishes_unanimous
            )
        ]
        found += [_failure(puzzle, target) for target in unproven(puzzle, targets)]
    return found


def audit_spreads(tables: Mapping[str, Table], places: Places, hidden: Suppressed) -> list[Failure]:
    """Every place in an order of councils that is shown of too few, or is one council's own.

    What is shown of an order does not add up between areas, so each stands by itself: quartiles
    are of 10 councils or more, and the first and the last date of an area are never shown.
    """
    found = []
    for key, table in tables.items():
        for where in places.inside if table.asked.kind.has_spread else ():
            councils = places.add_up(table.value, where)
            parts = {Part.QUARTILES: FEWEST_FOR_QUARTILES}
            if table.asked.kind == Kind.DATE:
                parts[Part.EXTREMES] = councils + 1
            found += [
                Failure(key, part, "", where, councils, councils, needed)
                for part, needed in parts.items()
                if 0 < councils < needed and hidden.is_shown(key, part, where)
            ]
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
