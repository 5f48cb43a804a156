"""Rows to CSV and XLSX, and never a formula among them. Knows no model."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import xlsxwriter

Cell = str | int | float | Decimal | Fraction | date | None

# The day of writing would make the same table another file at each download.
WRITTEN_AT = datetime(2000, 1, 1, tzinfo=UTC)

# A spreadsheet runs a cell of text that starts with one of these, full width too.
SIGNS = "=+\\-@＝＋－＠"
DANGEROUS = re.compile(rf"[\t\r\n]|\s*[{SIGNS}]")
# One that separates by ";" does not see our quotes: to it, a cell begins after each of these.
WITHIN = re.compile(rf"([;\t\r\n]\s*)(?=[{SIGNS}])")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as a file. `about` says what it is: survey, base, release, caveat."""

    name: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    about: Sequence[tuple[str, str]] = field(default_factory=tuple)


def harmless(cell: Cell) -> str | int | float:
    """The cell as a file may carry it: text that a spreadsheet would run gets an apostrophe."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if DANGEROUS.match(cell) else cell
    if isinstance(cell, Decimal | Fraction):
        number = float(cell)
        return int(number) if number.is_integer() else number
    if isinstance(cell, date):
        return cell.isoformat()
    return cell


def harmless_in_csv(cell: Cell) -> str | int | float:
    """Also to a reader that separates otherwise than by commas."""
    safe = harmless(cell)
    return WITHIN.sub(r"\1'", safe) if isinstance(safe, str) else safe


def to_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read accents and pounds right."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless_in_csv(cell) for cell in sheet.header])
    writer.writerows([[harmless_in_csv(cell) for cell in row] for row in sheet.rows])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def to_xlsx(sheet: Sheet) -> bytes:
    """A workbook with the table, and a second sheet that says where it comes from."""
    return to_book({"Table": sheet}, [("Table", sheet.title), *sheet.about])


def to_book(sheets: Mapping[str, Sheet], about: Sequence[tuple[str, str]]) -> bytes:
    """A workbook with each table on a sheet of its own, and a last one that says what it is."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": WRITTEN_AT})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for name, sheet in sheets.items():
            table = book.add_worksheet(name)
            table.write_row(0, 0, [harmless(cell) for cell in sheet.header], bold)
            for number, row in enumerate(sheet.rows, start=1):
                table.write_row(number, 0, [harmless(cell) for cell in row])
            table.freeze_panes(1, 1)
            table.autofit()
        last = book.add_worksheet("About")
        last.set_column(0, 0, 24)
        last.set_column(1, 1, 100)
        for number, (label, text) in enumerate(about):
            last.write_string(number, 0, label, bold)
            last.write_string(number, 1, str(harmless(text)))
    return file.getvalue()
