"""A table that somebody sends in as a workbook or as CSV: its columns and rows. Knows no model."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import WINDOWS_EPOCH

from . import words
from .apart import apart
from .text_files import UnreadableError, text_of
from .workbook_contents import MOST_CELLS
from .workbook_limits import LARGEST_FILE, Unusable, is_text
from .workbooks import SheetCell, SheetTable, Workbook, read_workbook

TOO_LARGE = (
    f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB. A table of councils or areas is "
    "much smaller: take pictures and other sheets out of it."
)
EMPTY = "The file is empty. Choose the workbook or CSV file that has the table."
TOO_MANY = f"The file has more than {MOST_CELLS:,} cells. Send it in parts."
NOT_ROWS = "The file could not be read as CSV. Save it again as “CSV UTF-8”, or as a workbook."
# The one table of a CSV file, as if it were a sheet.
CSV = "CSV"
SEPARATORS = ",;\t"
# The heading is the first row with two words in it, unless a few lines are written above it.
LAST_HEADING_ROW = 20
MOST_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column as somebody knows it again: its letter, its heading, and what stands in it."""

    letter: str
    title: str
    samples: Sequence[str]


@dataclass(frozen=True, slots=True)
class TableRow:
    number: int
    cells: Mapping[str, SheetCell]

    @property
    def is_empty(self) -> bool:
        return all(cell.is_empty for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class FileTable:
    """The rows below a sheet's heading, by the letters of their columns."""

    sheet: str
    columns: Sequence[TableColumn]
    rows: Sequence[TableRow]
    epoch: datetime


def read_book(content: bytes) -> Workbook:
    """Every sheet of a workbook, or the one of a CSV file. Raises Unusable, with what to do."""
    if not content.strip():
        raise Unusable(EMPTY)
    if len(content) > LARGEST_FILE:
        raise Unusable(TOO_LARGE)
    if not content.startswith((b"PK", b"%PDF")) and is_text(content):
        return Workbook([CSV], {CSV: _csv_table(content)}, WINDOWS_EPOCH)
    return apart(read_workbook, content)


def _csv_table(content: bytes) -> SheetTable:
    try:
        text = text_of(content)
        first = text.partition("\n")[0]
        separator = max(SEPARATORS, key=first.count)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except UnreadableError as error:
        raise Unusable(str(error)) from error
    except csv.Error as error:
        raise Unusable(NOT_ROWS) from error
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MOST_CELLS:
        raise Unusable(TOO_MANY)
    return SheetTable(
        [
            [_text_cell(row[at] if at < len(row) else "", number, at) for at in range(width)]
            for number, row in enumerate(rows, start=1)
        ]
    )


def _text_cell(text: str, number: int, at: int) -> SheetCell:
    """What starts with = is a formula to whatever wrote the file, and its result is not there."""
    is_formula = text.startswith("=")
    place = f"{get_column_letter(at + 1)}{number}"
    return SheetCell(place, "" if is_formula else text, is_formula=is_formula)


def sheets_with_rows(book: Workbook) -> list[str]:
    """Those that have a heading and something below it, in their order."""
    return [name for name in book.tables if _heading(book.tables[name]) is not None]


def table_of(book: Workbook, sheet: str) -> FileTable:
    """Raises Unusable where the sheet is not there, or has no heading."""
    if sheet not in book.tables:
        raise Unusable(f"The file has no sheet “{sheet}”.")
    found = book.tables[sheet]
    heading = _heading(found)
    if heading is None:
        raise Unusable(
            f"The sheet “{sheet}” has no table: a row with the names of the columns, and rows "
            "below it."
        )
    titles = {get_column_letter(at + 1): cell for at, cell in enumerate(found.rows[heading])}
    rows = [
        TableRow(number, dict(zip(titles, row, strict=False)))
        for number, row in enumerate(found.rows[heading + 1 :], start=heading + 2)
    ]
    rows = [row for row in rows if not row.is_empty]
    columns = [
        TableColumn(letter, _shown(cell), _samples(rows, letter)) for letter, cell in titles.items()
    ]
    return FileTable(
        sheet, [each for each in columns if each.title or each.samples], rows, book.epoch
    )


def _heading(table: SheetTable) -> int | None:
    """The row of it; None where no row has two names and something below."""
    for number, row in enumerate(table.rows[:LAST_HEADING_ROW]):
        named = [cell for cell in row if isinstance(cell.value, str) and cell.value.strip()]
        below = table.rows[number + 1 :]
        if len(named) > 1 and any(not cell.is_empty for each in below for cell in each):
            return number
    return None


def _samples(rows: Sequence[TableRow], letter: str) -> list[str]:
    """The first few different things that stand in the column."""
    found = dict.fromkeys(
        _shown(row.cells[letter]) for row in rows if not row.cells[letter].is_empty
    )
    return list(found)[:MOST_SAMPLES]


def _shown(cell: SheetCell) -> str:
    """As the sheet shows it: 35% where it holds 0.35, and a day in words."""
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if cell.is_percent and isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{words.number(Decimal(str(value)) * 100)}%"
    if isinstance(value, date):
        value = words.day(value)
    text = " ".join(str(value).split())
    return f"{text[:60]}…" if len(text) > 60 else text
