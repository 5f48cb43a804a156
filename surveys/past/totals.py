"""Published totals from a file: one row an area, one column a number of a question or option."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from councils.models import Area
from ppf_site import words
from ppf_site.refused import Refused
from ppf_site.table_files import FileTable, TableRow
from ppf_site.workbooks import SheetCell
from surveys.models import Option, Question, Round, Total
from surveys.sentences_values import value_words
from surveys.spreadsheet.cells import read_cell, shown, text_of
from surveys.spreadsheet.upload import WrongCell
from surveys.values import Unclear, Value

from .asking import Asking, askings_of
from .plan import CellKind
from .totals_columns import AREA, NamedAreas, Number, Slot

# Words of a source around its number, as it printed them.
AROUND = re.compile(
    r"(?i)(about|around|approximately|almost|nearly|over|more than|less than|under|only|just|"
    r"just over|just under|at least|up to|some|estimated)\s+(?=[£\d.])"
)


@dataclass(frozen=True, slots=True, eq=False)
class TotalCell:
    """One number of the file, read; or what it may mean."""

    area: Area
    slot: Slot
    cell: SheetCell
    value: Decimal | None = None
    qualifier: str = ""
    asked: str = ""
    meanings: Sequence[Value] = ()

    @property
    def question(self) -> Question:
        return self.slot.read_as

    @property
    def lowest(self) -> Decimal:
        """Whatever is decided, it comes to no less."""
        could_be = (
            [self.value] if self.value is not None else [each.number for each in self.meanings]
        )
        return min((number for number in could_be if number is not None), default=Decimal(0))


Which = tuple[Area, Question, Option | None]


@dataclass(frozen=True, slots=True)
class TotalLine:
    """A total as it would be, with the one that is there."""

    total: Total
    kind: CellKind
    there: Total | None
    place: str

    @property
    def words(self) -> str:
        return words_of(self.total)

    @property
    def there_words(self) -> str:
        return words_of(self.there) if self.there else ""


def words_of(total: Total) -> str:
    """Every number of it, as the source has them."""
    told = []
    if total.k is not None:
        told.append(words.plural(total.k, "council"))
    if total.n is not None:
        told.append(f"{words.number(total.n)} answered")
    if total.percent is not None:
        told.append(f"{words.number(total.percent)}%")
    if total.value is not None:
        told.append(value_words(total.question, total.value))
    return f"{total.qualifier} {', '.join(told)}".strip()


@dataclass(frozen=True, slots=True)
class TotalsPlan:
    """Worked out before anything is saved; `lines` leave out what is still to be decided."""

    cells: Sequence[TotalCell]
    there: Mapping[Which, Total]
    problems: Sequence[WrongCell]
    asked: Sequence[Asking[TotalCell]]
    wrong: Sequence[WrongCell] = field(default_factory=list)

    @property
    def lines(self) -> list[TotalLine]:
        return self.decided({})

    def decided(self, said: Mapping[str, str]) -> list[TotalLine]:
        """With what the person decided, by the name of what was asked."""
        taken = {
            cell: value.number
            for asking in self.asked
            for cell, value in asking.decided(said.get(asking.name, "")).items()
        }
        read = [replace(cell, value=taken[cell]) if cell in taken else cell for cell in self.cells]
        return _lines([cell for cell in read if cell.value is not None], self.there)

    def of_kind(self, kind: str) -> list[TotalLine]:
        return [line for line in self.lines if line.kind == kind]

    @property
    def new(self) -> list[TotalLine]:
        return self.of_kind(CellKind.NEW)

    @property
    def changed(self) -> list[TotalLine]:
        return self.of_kind(CellKind.CHANGED)

    @property
    def has_anything(self) -> bool:
        return bool(self.new or self.changed or self.asked)


def plan_of(
    round: Round, table: FileTable, matching: Mapping[str, str], slots: Sequence[Slot]
) -> TotalsPlan:
    """Nothing is changed by it."""
    totals = Total.objects.filter(round=round).select_related("area", "question", "option")
    there = {(total.area, total.question, total.option): total for total in totals}
    reading = _TotalsReading(table, matching, slots, there)
    reading.read()
    return TotalsPlan(
        cells=reading.cells,
        there=there,
        problems=reading.problems,
        asked=askings_of(cell for cell in reading.cells if cell.meanings),
    )


def _lines(cells: Sequence[TotalCell], there: Mapping[Which, Total]) -> list[TotalLine]:
    """The base of a question goes with each of its options that the row has."""
    found: dict[Which, list[TotalCell]] = defaultdict(list)
    bases: dict[tuple[Area, Question], TotalCell] = {}
    for cell in cells:
        if cell.slot.number == Number.N:
            bases[cell.area, cell.slot.question] = cell
        else:
            found[cell.area, cell.slot.question, cell.slot.option].append(cell)
    lines = []
    for which, own in found.items():
        base = bases.get(which[:2])
        lines.append(_line(which, [*own, *([base] if base else [])], there.get(which)))
    return lines


def _line(which: Which, cells: Sequence[TotalCell], there: Total | None) -> TotalLine:
    total = _total(which, cells, there)
    kind = CellKind.NEW
    if there is not None:
        kind = CellKind.SAME if _numbers(total) == _numbers(there) else CellKind.CHANGED
    return TotalLine(total, kind, there, cells[0].cell.place)


def _total(which: Which, cells: Sequence[TotalCell], there: Total | None) -> Total:
    """A number that the file leaves out, has wrong or has still to be decided stays as it is."""
    area, question, option = which
    read = {cell.slot.number.value: cell.value for cell in cells}
    held = {name: getattr(there, name) for name in map(str, Number)} if there else {}
    total = Total(area=area, question=question, option=option)
    for name, value in {**held, **read}.items():
        setattr(total, name, int(value) if name in {"k", "n"} and value is not None else value)
    total.qualifier = next((cell.qualifier for cell in cells if cell.qualifier), "")
    if there and not total.qualifier and any(held[name] is not None for name in held.keys() - read):
        total.qualifier = there.qualifier
    if there and total.k is not None and total.n is not None and total.k > total.n:
        # A base alone that is below the part that is there: they stay with each other.
        total.k, total.n = there.k, there.n
    return total


def _numbers(total: Total) -> tuple[object, ...]:
    return (total.k, total.n, total.percent, total.value, total.qualifier)


@dataclass(slots=True)
class _TotalsReading:
    table: FileTable
    matching: Mapping[str, str]
    slots: Sequence[Slot]
    there: Mapping[Which, Total]
    cells: list[TotalCell] = field(default_factory=list)
    problems: list[WrongCell] = field(default_factory=list)

    def read(self) -> None:
        areas, seen = NamedAreas(), dict[Area, TableRow]()
        letter = next(at for at, meant in self.matching.items() if meant == AREA)
        by_key = {slot.key: slot for slot in self.slots}
        asked = [(at, by_key[meant]) for at, meant in self.matching.items() if meant in by_key]
        for row in self.table.rows:
            cell = row.cells[letter]
            area = areas.find(text_of(cell))
            if area is None:
                self._wrong(cell, "No area has this code or name: England, a region or a type.")
            elif area in seen:
                self._wrong(cell, f"{area.name} is in row {seen[area].number} already. Keep one.")
            else:
                seen[area] = row
                self._read_row(area, row, asked)

    def _read_row(self, area: Area, row: TableRow, asked: Sequence[tuple[str, Slot]]) -> None:
        for letter, slot in asked:
            if not row.cells[letter].is_empty:
                self._read_cell(area, slot, row.cells[letter])
        self._refuse_more_than_the_base(area)

    def _read_cell(self, area: Area, slot: Slot, cell: SheetCell) -> None:
        bare, qualifier = _without_words(cell)
        try:
            value = read_cell(slot.read_as, bare, self.table.epoch).number
        except Unclear as unclear:
            if any(meaning.number is None for meaning in unclear.meanings):
                self._wrong(cell, "Enter a number, or leave the cell empty.", area, slot)
                return
            meanings = list(unclear.meanings)
            self.cells.append(
                self._settled(TotalCell(area, slot, cell, None, qualifier, str(unclear), meanings))
            )
        except Refused as refused:
            self._wrong(cell, str(refused), area, slot)
        else:
            found = TotalCell(area, slot, cell, value, qualifier)
            if cell.is_formula:
                meant = [Value(number=value)]
                found = self._settled(replace(found, value=None, meanings=meant))
            self.cells.append(found)

    def _settled(self, cell: TotalCell) -> TotalCell:
        """Asked no more where one of the meanings has come in."""
        total = self.there.get((cell.area, cell.slot.question, cell.slot.option))
        held = getattr(total, cell.slot.number.value, None) if total else None
        if held is not None and held in [meaning.number for meaning in cell.meanings]:
            return replace(cell, value=held, meanings=())
        return cell

    def _refuse_more_than_the_base(self, area: Area) -> None:
        """k of n: no part is above its whole."""
        bases = {
            cell.slot.question: cell.value
            for cell in self.cells
            if cell.area == area and cell.slot.number == Number.N and cell.value is not None
        }
        for cell in [each for each in self.cells if each.area == area]:
            there = self.there.get((area, cell.slot.question, cell.slot.option))
            base = bases.get(cell.slot.question, there.n if there else None)
            if cell.slot.number == Number.K and base is not None and cell.lowest > base:
                self.cells.remove(cell)
                told = f"This is more than the {words.number(base)} councils that answered."
                self._wrong(cell.cell, told, area, cell.slot)

    def _wrong(
        self, cell: SheetCell, expected: str, area: Area | None = None, slot: Slot | None = None
    ) -> None:
        about = f"{area.name}, {slot.words}" if area and slot else ""
        self.problems.append(WrongCell(cell.place, shown(cell), expected, about))


def _without_words(cell: SheetCell) -> tuple[SheetCell, str]:
    """The number alone, and what the source said around it: “about 60%”."""
    found = AROUND.match(str(cell.value).strip()) if isinstance(cell.value, str) else None
    if found is None:
        return cell, ""
    return replace(cell, value=str(cell.value).strip()[found.end() :]), found[1].lower()
