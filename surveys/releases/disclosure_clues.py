"""What the shown figures of bound questions say of the hidden ones, as equations and bounds."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from ppf_site.words import rounded

from .disclosure_cells import STATES, UNIT, Kind, Part, Places, Suppressed, Table, Where
from .disclosure_puzzle import Puzzle, Weights

# Sums have no upper limit; to the solver this many times all that was given is as good as none.
ENOUGH = 10
# What a band has of its number: the same councils gave a value, or the same reason for none.
SAID = ("value", "not_known", "not_applicable")
# Sums are scaled so that none is larger, and the solver's tolerance does not matter.
LARGEST = 1_000_000.0


def puzzle_of(
    tables: Mapping[str, Table],
    places: Places,
    hidden: Suppressed,
) -> Puzzle:
    """All that the shown figures of these questions say, each question's own and between them."""
    sums = [sum(column) for table in tables.values() for _, column in table.of_part(Part.SUM)]
    puzzle = Puzzle(places, scale=max(max(sums, default=0) / LARGEST, 1))
    for table in tables.values():
        _add_columns(puzzle, table)
        _add_shown(puzzle, table, hidden)
        _add_rules(puzzle, table)
    for table in tables.values():
        asked = table.asked
        for part in (tables[key] for key in asked.parts if key in tables):
            _bind_counts(puzzle, table, part)
        if asked.numerator:
            _bind_rate(puzzle, table, tables, hidden)
            _add_pooled(puzzle, table, hidden)
        if asked.banded in tables and tables[asked.banded].asked.kind == Kind.NUMBER:
            _bind_band(puzzle, table)
        if asked.rows:
            _bind_tally(puzzle, table, tables)
    return puzzle


def _add_columns(puzzle: Puzzle, table: Table) -> None:
    key = table.asked.key
    for (part, column), values in table.columns.items():
        most = ENOUGH * (sum(values) + 1000 * UNIT) / puzzle.scale
        for atom, value in enumerate(values):
            if part == Part.SUM:
                puzzle.add((key, part, column, atom), value / puzzle.scale, most, is_whole=False)
            else:
                returned = puzzle.places.returned[atom]
                puzzle.add((key, part, column, atom), value, returned, is_whole=True)


def _add_shown(puzzle: Puzzle, table: Table, hidden: Suppressed) -> None:
    """Each shown total; and where no council gave a value, that there is no sum."""
    key = table.asked.key
    for where, atoms in puzzle.places.inside.items():
        for part in table.additive:
            if not hidden.is_shown(key, part, where):
                continue
            for column, _ in table.of_part(part):
                puzzle.fix(puzzle.weights(key, part, column, atoms))
        nobody = not puzzle.places.add_up(table.value, where)
        if table.has_sum and nobody and hidden.is_shown(key, Part.COUNTS, where):
            for column, _ in table.of_part(Part.SUM):
                puzzle.fix(puzzle.weights(key, Part.SUM, column, atoms))


def _add_rules(puzzle: Puzzle, table: Table) -> None:
    """Each council that answered gave a value, a reason or a blank; and one choice, or some."""
    key = table.asked.key
    options = [name for name, _ in table.of_part(Part.OPTIONS)]
    for atom in range(len(puzzle.places.atoms)):
        states = _one_atom(puzzle, key, Part.COUNTS, STATES, atom)
        puzzle.fix(states)
        value = puzzle.weights(key, Part.COUNTS, "value", [atom])
        chosen = _one_atom(puzzle, key, Part.OPTIONS, options, atom)
        if chosen and puzzle.is_truly(value) == puzzle.is_truly(chosen) and _is_one(table):
            puzzle.fix(chosen | _minus(value))
        elif chosen:
            for index in chosen:
                puzzle.bound({index: 1.0} | _minus(value))


def _is_one(table: Table) -> bool:
    return table.asked.kind == Kind.ONE_CHOICE


def _one_atom(puzzle: Puzzle, key: str, part: Part, columns: Iterable[str], atom: int) -> Weights:
    return {puzzle.index[key, part, column, atom]: 1.0 for column in columns}


def _minus(weights: Weights, times: float = 1) -> Weights:
    return {index: -times * weight for index, weight in weights.items()}


def shown_counts_agree(
    places: Places,
    table: Table,
    part: Table,
    hidden: Suppressed,
) -> list[Where]:
    """Areas where as many councils are behind the one as behind the other, for all to see."""
    return [
        where
        for where in places.inside
        if places.add_up(table.value, where) == places.add_up(part.value, where)
        and hidden.is_shown(table.asked.key, Part.COUNTS, where)
        and hidden.is_shown(part.asked.key, Part.COUNTS, where)
    ]


def _bind_counts(
    puzzle: Puzzle,
    table: Table,
    part: Table,
) -> None:
    """Who has a worked-out value gave its parts; a band is of just those who gave the number."""
    for atom in range(len(puzzle.places.atoms)):
        own = puzzle.weights(table.asked.key, Part.COUNTS, "value", [atom])
        theirs = puzzle.weights(part.asked.key, Part.COUNTS, "value", [atom])
        puzzle.bound(own | _minus(theirs))
    if table.asked.banded and table.value == part.value:
        for atom in range(len(puzzle.places.atoms)):
            for state in SAID:
                own = puzzle.weights(table.asked.key, Part.COUNTS, state, [atom])
                theirs = puzzle.weights(part.asked.key, Part.COUNTS, state, [atom])
                if puzzle.is_truly(own) == puzzle.is_truly(theirs):
                    puzzle.fix(own | _minus(theirs))


def _bind_rate(
    puzzle: Puzzle,
    table: Table,
    tables: Mapping[str, Table],
    hidden: Suppressed,
) -> None:
    """A rate's numerator is part of its question's sum; all of it where all gave both."""
    for column in ("numerator", "denominator"):
        part = tables.get(getattr(table.asked, column))
        if part is None or not part.has_sum:
            continue
        same = {
            atom
            for where in shown_counts_agree(puzzle.places, table, part, hidden)
            for atom in puzzle.places.inside[where]
        }
        for atom in range(len(puzzle.places.atoms)):
            own = puzzle.weights(table.asked.key, Part.SUM, column, [atom])
            theirs = puzzle.weights(part.asked.key, Part.SUM, "sum", [atom])
            puzzle.bound(own | _minus(theirs))
            if atom in same:
                puzzle.fix(own | _minus(theirs))


def _add_pooled(puzzle: Puzzle, table: Table, hidden: Suppressed) -> None:
    """Where only the whole per cent is shown, the pooled rate is within half of one of it."""
    key = table.asked.key
    for where, atoms in puzzle.places.inside.items():
        top = puzzle.weights(key, Part.SUM, "numerator", atoms)
        bottom = puzzle.weights(key, Part.SUM, "denominator", atoms)
        if not hidden.is_shown(key, Part.POOLED, where) or not puzzle.is_truly(bottom):
            continue
        shown = float(rounded(100 * puzzle.is_truly(top) / puzzle.is_truly(bottom)))
        puzzle.bound(_minus(top, 100) | _minus(bottom, 0.5 - shown))
        puzzle.bound(_minus(top, -100) | _minus(bottom, shown + 0.5))


def _bind_band(puzzle: Puzzle, table: Table) -> None:
    """A sum is at least what the lowest numbers of the bands add up to, at most the highest."""
    asked = table.asked
    bounds = sorted(zip(asked.lower_bounds, asked.options, strict=True))
    for atom in range(len(puzzle.places.atoms)):
        total = puzzle.weights(asked.banded, Part.SUM, "sum", [atom])
        low: Weights = {}
        high: Weights = {}
        for lower, option in bounds:
            index = puzzle.index[asked.key, Part.OPTIONS, option, atom]
            low[index] = float(lower) * UNIT / puzzle.scale
        for (_, option), (upper, _) in pairwise(bounds):
            index = puzzle.index[asked.key, Part.OPTIONS, option, atom]
            high[index] = float(upper) * UNIT / puzzle.scale
        top = puzzle.index[asked.key, Part.OPTIONS, bounds[-1][1], atom]
        high[top] = max(puzzle.upper[index] for index in total)
        if puzzle.is_truly(low) <= puzzle.is_truly(total):
            puzzle.bound(low | _minus(total))
        puzzle.bound(total | _minus(high))


def _bind_tally(puzzle: Puzzle, table: Table, tables: Mapping[str, Table]) -> None:
    """“All” is in every row's yes, “none” in every row's no, “some” in one of each at least; and
    whoever is in every yes is “all”, in every no “none”.

    A row's yes is the councils with a tallied option, its no the others with a value. Of a row of
    several choices they are known only from above: one council may have chosen two of them.
    """
    rows = [tables[key] for key in table.asked.rows if key in tables]
    if len(rows) < len(table.asked.rows):
        return
    for atom in range(len(puzzle.places.atoms)):
        yes = [_yes(puzzle, row, table, atom) for row in rows]
        no = [weights for row in rows for weights in _no(puzzle, row, table, atom)]
        for weights in yes:
            _lies_within(puzzle, table, "all", weights, atom)
        for weights in no:
            _lies_within(puzzle, table, "none", weights, atom)
        _is_in_each(puzzle, table, "all", yes, atom)
        if all(map(_is_one, rows)):
            _is_in_each(puzzle, table, "none", no, atom)
            _is_who_is_in_each(puzzle, table, "all", yes, atom)
            _is_who_is_in_each(puzzle, table, "none", no, atom)


def _yes(puzzle: Puzzle, row: Table, tally: Table, atom: int) -> Weights:
    tallied = [name for name in row.asked.options if name in tally.asked.tallied_options]
    return _one_atom(puzzle, row.asked.key, Part.OPTIONS, tallied, atom)


def _no(puzzle: Puzzle, row: Table, tally: Table, atom: int) -> list[Weights]:
    key = row.asked.key
    if _is_one(row):
        others = [name for name in row.asked.options if name not in tally.asked.tallied_options]
        return [_one_atom(puzzle, key, Part.OPTIONS, others, atom)]
    value = puzzle.weights(key, Part.COUNTS, "value", [atom])
    return [value | {index: -1.0} for index in _yes(puzzle, row, tally, atom)]


def _is_in_each(
    puzzle: Puzzle, table: Table, option: str, each: Sequence[Weights], atom: int
) -> None:
    """Who is “all” or “none” is counted in every row, who is “some” in one at least."""
    total = {index: weight for weights in each for index, weight in weights.items()}
    least = _option(puzzle, table, option, atom, len(each))
    puzzle.bound(least | _option(puzzle, table, "some", atom, 1) | _minus(total))


def _is_who_is_in_each(
    puzzle: Puzzle, table: Table, option: str, each: Sequence[Weights], atom: int
) -> None:
    """Of so many councils so many are in every row, however the others are spread over the rest."""
    if option not in table.asked.options:
        return
    total = {index: weight for weights in each for index, weight in weights.items()}
    rest = (len(each) - 1) * puzzle.places.returned[atom]
    puzzle.bound(total | _minus(_option(puzzle, table, option, atom, 1)), rest)


def _option(puzzle: Puzzle, table: Table, option: str, atom: int, times: float) -> Weights:
    if option not in table.asked.options:
        return {}
    return {puzzle.index[table.asked.key, Part.OPTIONS, option, atom]: times}


def _lies_within(puzzle: Puzzle, table: Table, option: str, whole: Weights, atom: int) -> None:
    puzzle.bound(_option(puzzle, table, option, atom, 1) | _minus(whole))
