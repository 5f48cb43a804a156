"""Single answers, of which there is no share: each in its place on the scale, or round by round."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ppf_site import words

from . import looks
from .bars import NO_ANSWER, BarOption
from .drawing import Bars, Mark, Row, Swatch


class PlacedRow(NamedTuple):
    """What was chosen, by the keys of the options: mostly one, none where there is no answer."""

    name: str
    chosen: Sequence[str]
    label: str


def placed(rows: Sequence[PlacedRow], options: Sequence[BarOption]) -> Bars:
    """A column for each option, the least of them at the left and the best at the right; the ends
    are named under them, and all of them in the key."""
    columns = sorted(options, key=lambda option: option.tone)
    drawn = [Row(row.name, list(_cells(row, columns)), row.label) for row in rows]
    names = {0: columns[0].label, len(columns): columns[-1].label}
    ticks = [(float(at), names.get(at, "")) for at in range(len(columns) + 1)]
    legend = [Swatch(looks.tone(option.tone), option.label) for option in reversed(columns)]
    return Bars("placed", drawn, 0, len(columns), ticks=ticks, legend=legend)


def _cells(row: PlacedRow, columns: Sequence[BarOption]) -> Iterator[Mark]:
    for at, option in enumerate(columns):
        if option.key in row.chosen:
            yield Mark(option.label, looks.tone(option.tone), at, 1, option.label)


class RoundCell(NamedTuple):
    """What one round tells: the answers, or in words why there is none."""

    chosen: Sequence[BarOption]
    says: str


def round_by_round(rows: Mapping[str, Sequence[RoundCell]], rounds: Sequence[str]) -> Bars:
    """A row a name, a column a round, in its colour and its words what was answered."""
    drawn = [
        Row(
            name,
            [_cell(at, cell) for at, cell in enumerate(cells)],
            "",
            note=_why_none(cells, rounds),
        )
        for name, cells in rows.items()
    ]
    ticks = [(at + 0.5, name) for at, name in enumerate(rounds)]
    found = [option for cells in rows.values() for cell in cells for option in cell.chosen]
    every = sorted(dict.fromkeys(found), key=lambda option: -option.tone)
    legend = [Swatch(looks.tone(option.tone), option.label) for option in every]
    if any(not cell.chosen for cells in rows.values() for cell in cells):
        legend.append(Swatch(looks.MISSING, NO_ANSWER))
    return Bars("rounds", drawn, 0, len(rounds), ticks=ticks, legend=legend)


def _cell(at: int, cell: RoundCell) -> Mark:
    """Of several answers the best gives the colour."""
    if not cell.chosen:
        return Mark(NO_ANSWER, looks.MISSING, at, 1, words.capital(cell.says))
    best = max(cell.chosen, key=lambda option: option.tone)
    return Mark(best.label, looks.tone(best.tone), at, 1, cell.says, cell.says)


def _why_none(cells: Sequence[RoundCell], rounds: Sequence[str]) -> str:
    missed = [
        f"{name}: {cell.says}" for cell, name in zip(cells, rounds, strict=True) if not cell.chosen
    ]
    return "; ".join(missed)
