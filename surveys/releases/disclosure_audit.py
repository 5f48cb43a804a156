"""Proves of a release that no hidden figure, and no council's answer, follows from those shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from surveys.stats import FEWEST

from .disclosure_cells import (
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
    looked at only where few councils of one mind could be found out (`suspects`).

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
    """Whether anything is hidden, or could follow from all that is shown."""
    if any(hidden.areas(key, part) for key in bundle for part in tables[key].additive):
        return True
    if len(bundle) > 1:
        return any(suspects(tables[key], places) for key in bundle)
    table = tables[bundle[0]]
    return any(
        not could_be_others(table, places, option, atom) for option, atom in suspects(table, places)
    )


def suspects(table: Table, places: Places) -> Iterator[tuple[str, int]]:
    """Options that all of 1 to 4 councils of a region and type chose, and not all of a whole
    area around them, which is told on purpose."""
    base = table.n
    few = [atom for atom, councils in enumerate(base) if 0 < councils < FEWEST]
    for option, column in table.of_part(Part.OPTIONS):
        of_one_mind = [
            mask
            for where, mask in places.members.items()
            if places.add_up(column, where) == places.add_up(base, where)
        ]
        for atom in few:
            if column[atom] == base[atom] and not any(mask >> atom & 1 for mask in of_one_mind):
                yield option, atom


def could_be_others(table: Table, places: Places, option: str, atom: int) -> bool:
    """Whether a council there could have said something else, for all that its question shows.

    So it is if three others could have said what changes no total of a region or a type: one of
    the same region and one of the same type said what it did not, and one of the region and type
    of these said what it did. Where there are no such three it may still be so: the audit knows.
    """
    number = {pair: index for index, pair in enumerate(places.atoms)}
    region, type = places.atoms[atom]
    said = dict(table.of_part(Part.OPTIONS))
    others = [column for name, column in said.items() if name != option]
    if table.asked.kind != Kind.ONE_CHOICE:
        pairs = zip(table.value, said[option], strict=True)
        others = [[all_of - own for all_of, own in pairs]]
    return any(
        other[beside] and other[above] and said[option][across]
        for across, (its_region, its_type) in enumerate(places.atoms)
        if its_region != region and its_type != type
        if (beside := number.get((region, its_type))) is not None
        and (above := number.get((its_region, type))) is not None
        for other in others
    )
