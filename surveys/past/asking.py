"""Cells of a file that may mean several things: decided once for all that ask the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, Protocol, TypeVar

from ppf_site import words
from ppf_site.workbooks import SheetCell
from surveys.models import Question
from surveys.sentences_values import given_words
from surveys.spreadsheet.cells import quoted, shown, text_of
from surveys.values import Value

LEAVE = "leave"
FORMULA, SHARE = "formula", "share"


class Meant(Protocol):
    """A cell of a question's column, with what it may mean; one meaning is a formula's result."""

    @property
    def question(self) -> Question: ...
    @property
    def cell(self) -> SheetCell: ...
    @property
    def asked(self) -> str: ...
    @property
    def meanings(self) -> Sequence[Value]: ...


Cell = TypeVar("Cell", bound=Meant)


@dataclass(frozen=True, slots=True)
class Asking(Generic[Cell]):
    """What is asked of some cells of one column, with what to choose from, by number."""

    name: str
    question: Question
    words: str
    options: Sequence[tuple[str, str]]
    cells: Sequence[Cell]

    def decided(self, said: str) -> Mapping[Cell, Value]:
        """By cell what is taken; what is left out is not there."""
        if said == LEAVE or said not in dict(self.options):
            return {}
        return {cell: cell.meanings[int(said)] for cell in self.cells}

    @property
    def where(self) -> str:
        """The first few cells, and how many more."""
        places = [cell.cell.place for cell in self.cells]
        more = f" and {len(places) - 4} more" if len(places) > 4 else ""
        return ", ".join(places[:4]) + more


def askings_of(cells: Iterable[Cell]) -> list[Asking[Cell]]:
    """In the order of the file, each named by what it asks: an answer finds it however many of the
    others are settled meanwhile."""
    groups: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        groups[cell.question.key, _what_is_asked(cell)].append(cell)
    return [
        _asking(f"asked-{key}-{sha256(what.encode()).hexdigest()[:12]}", what, asked)
        for (key, what), asked in groups.items()
    ]


def _what_is_asked(cell: Meant) -> str:
    if len(cell.meanings) == 1:
        return FORMULA
    if all(meaning.number is not None for meaning in cell.meanings):
        return SHARE
    return text_of(cell.cell).casefold()


def _asking(name: str, what: str, cells: Sequence[Cell]) -> Asking[Cell]:
    first = cells[0]
    place, how_many = first.cell.place, len(cells)
    said = [given_words(first.question, meaning) for meaning in first.meanings]
    if what == FORMULA:
        count = words.plural(how_many, "cell")
        told = f"{count} worked out by formulas; {place} comes to {quoted(first.cell)}."
        said = ["Take what the formulas come to"]
    elif what == SHARE:
        told = f"{words.plural(how_many, 'number')} under 1. {place} has {shown(first.cell)}."
        said = [f"It means {each}, and the others likewise" for each in said]
    else:
        told = f"{words.plural(how_many, 'cell')}: {first.asked}"
    options = [*((str(number), each) for number, each in enumerate(said))]
    return Asking(name, first.question, told, [*options, (LEAVE, "Leave these cells out")], cells)
