"""An uploaded spreadsheet: looked at before it is read, and read without running anything."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import openpyxl
import python_calamine

from .pasted import tidy
from .workbook_contents import LARGEST_AREA, TOO_MANY_CELLS
from .workbook_limits import Unusable, cleaned, without_pictures

DAMAGED = (
    "The file could not be read: it may be damaged. Open it in your spreadsheet program, "
    "save it again as an Excel workbook (.xlsx) and upload that."
)


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell: its value, and what about it is more than a value."""

    place: str
    value: object = ""
    is_formula: bool = False
    is_error: bool = False
    is_percent: bool = False
    merged: str = ""

    @property
    def is_empty(self) -> bool:
        return not (
            self.is_formula or self.is_error or self.merged or tidy(str(self.value)).strip()
        )


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet from its first cell on, row by row."""

    rows: Sequence[Sequence[SheetCell]]


@dataclass(frozen=True, slots=True)
class Workbook:
    names: Sequence[str]
    tables: Mapping[str, SheetTable]
    # The day that dates stored as numbers are counted from: it differs between programs.
    epoch: datetime


def read_workbook(content: bytes, wanted: Sequence[str] | None = None) -> Workbook:
    """The wanted sheets of an XLSX file, by name, or all; one that is missing is left out.

    Raises Unusable with a sentence that says what to do.
    """
    safe = cleaned(content)
    structure = load(safe)
    try:
        values = python_calamine.load_workbook(io.BytesIO(without_pictures(safe)))
        tables = {
            name: _table(structure[name], values.get_sheet_by_name(name))
            for name in (
                [sheet.title for sheet in structure.worksheets] if wanted is None else wanted
            )
            if name in structure.sheetnames and name in values.sheet_names
        }
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        # Calamine is not Python: its failures may be of a kind that Exception does not cover.
        raise Unusable(DAMAGED) from error
    return Workbook(structure.sheetnames, tables, structure.epoch)


def load(safe: bytes) -> openpyxl.Workbook:
    """The cleaned file as openpyxl has it: formulas as text, and never worked out."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(safe))
    except MemoryError:
        raise
    except Exception as error:
        # A file that is odd in any way ends here as one that cannot be read, never as a crash.
        raise Unusable(DAMAGED) from error
    # Links and comments make cells too, wherever they point.
    if sum(sheet.max_row * sheet.max_column for sheet in book.worksheets) > LARGEST_AREA:
        raise Unusable(TOO_MANY_CELLS)
    return book


def without_formulas(content: bytes) -> openpyxl.Workbook:
    """The file as it came, with each formula’s stored result in its place; or, where there is
    none, the formula as text. Raises Unusable."""
    safe = cleaned(content)
    book = load(safe)
    formulas = {
        sheet.title: [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        for sheet in book.worksheets
    }
    results = read_workbook(content, [title for title, cells in formulas.items() if cells])
    for title, table in results.tables.items():
        for cell in formulas[title]:
            _keep_result(cell, table.rows[cell.row - 1][cell.column - 1].value)
    return book


def _keep_result(cell: "openpyxl.cell.cell.Cell", result: object) -> None:
    formula = getattr(cell.value, "text", cell.value)
    cell.value = result if result != "" else str(formula or "")
    if isinstance(cell.value, str):
        cell.data_type = "s"


def _table(structure: "openpyxl.worksheet.worksheet.Worksheet", values: object) -> SheetTable:
    rows = values.to_python(skip_empty_area=False)  # type: ignore[attr-defined]
    merged = {
        f"{openpyxl.utils.get_column_letter(column)}{row}": str(area)
        for area in structure.merged_cells.ranges
        for row, column in area.cells
    }
    # The reader of values leaves out what has none at the edges, formulas among it.
    height = max(len(rows), structure.max_row)
    width = max([structure.max_column, *(len(row) for row in rows)])
    return SheetTable(
        [
            [
                _cell(structure.cell(row + 1, column + 1), _at(rows, row, column), merged)
                for column in range(width)
            ]
            for row in range(height)
        ]
    )


def _at(rows: Sequence[Sequence[object]], row: int, column: int) -> object:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def _cell(
    structure: "openpyxl.cell.cell.Cell", value: object, merged: Mapping[str, str]
) -> SheetCell:
    # A number too large for the date that its format makes of it is still a number.
    is_error = structure.data_type == "e" and not isinstance(value, int | float)
    return SheetCell(
        place=structure.coordinate,
        value=str(structure.value) if is_error else value,
        is_formula=structure.data_type == "f",
        is_error=is_error,
        is_percent=_shows_hundredths(str(structure.number_format or "")),
        merged=merged.get(structure.coordinate, ""),
    )


def _shows_hundredths(number_format: str) -> bool:
    """0.0% does. 0"%" and 0\\% only write the sign behind the number as it is."""
    return "%" in re.sub(r'"[^"]*"|[\\_*].', "", number_format).split(";")[0]
