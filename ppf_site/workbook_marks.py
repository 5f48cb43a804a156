"""Colours, comments and a column of messages in a person's own spreadsheet."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.utils import get_column_letter

from .row_heights import height_of
from .workbooks import without_formulas

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

AUTHOR = "Survey"
# As large as a few lines of text need; a comment's box does not grow by itself.
WIDTH, HEIGHT = 320, 140
WRONG, CLASH, ODD, DONE = "F4B8AE", "CFC3E8", "FFD966", "CFE8D5"
COLOURS: Final = {WRONG, CLASH, ODD, DONE}
LAST_HEADING_ROW = 20
WIDTH_OF_MESSAGES = 40
LONGEST_MESSAGE = 2000


@dataclass(frozen=True, slots=True)
class SheetMark:
    place: str
    text: str
    colour: str
    # What stands in the cell is needed no more.
    empties: bool = False


def with_marks(
    content: bytes, name: str, marks: Sequence[SheetMark], *, heading: str, plain: str
) -> bytes:
    """The file as it came, with the marks on the sheet of that name, and formulas as results.

    The messages stand in the column under the heading. Marks that the file came with are taken
    away: their cells get the plain colour.
    """
    book = without_formulas(content)
    sheet = book[name]
    column = _column_of_messages(sheet, heading)
    _unmark(sheet, column, plain)
    _write_messages(sheet, column, _mark(sheet, marks))
    book.active = book.sheetnames.index(name)
    file = io.BytesIO()
    book.save(file)
    return _with_growing_rows(file.getvalue())


def _column_of_messages(sheet: "Worksheet", heading: str) -> "Cell":
    """The cell of its heading. A file that has no such column gets one at its end."""
    for row in sheet.iter_rows(max_row=LAST_HEADING_ROW):
        for cell in row:
            if str(cell.value).strip().casefold() == heading.casefold():
                return cell
    return sheet.cell(1, sheet.max_column + 1, heading)


def _unmark(sheet: "Worksheet", column: "Cell", plain: str) -> None:
    for row in sheet.iter_rows(min_row=column.row + 1):
        for cell in row:
            if cell.column == column.column:
                cell.value = None
            elif str(cell.fill.fgColor.rgb)[-6:] in COLOURS:
                cell.fill = PatternFill("solid", fgColor=plain)
                cell.comment = None


def _mark(sheet: "Worksheet", marks: Sequence[SheetMark]) -> Mapping[str, list[str]]:
    """What is told of each cell."""
    told: dict[str, list[str]] = {}
    for mark in marks:
        place = _top_left(sheet, mark.place)
        told.setdefault(place, []).append(mark.text)
        cell = sheet[place]
        cell.fill = PatternFill("solid", fgColor=mark.colour)
        if mark.empties:
            cell.value = None
        cell.comment = Comment("\n".join(told[place])[:LONGEST_MESSAGE], AUTHOR, HEIGHT, WIDTH)
    return told


def _write_messages(sheet: "Worksheet", column: "Cell", told: Mapping[str, Sequence[str]]) -> None:
    by_row: dict[int, list[str]] = {}
    for place, texts in told.items():
        marked = sheet[place]
        # Of the cell next to it nobody has to be told which is meant.
        which = "" if marked.column == column.column - 1 else f"{place}: "
        by_row.setdefault(marked.row, []).extend(f"{which}{text}" for text in texts)
    line = Side("thin", "C9CED3")
    for number, texts in by_row.items():
        cell = sheet.cell(number, column.column, "\n".join(texts)[:LONGEST_MESSAGE])
        # A message may quote what begins with "=": it stays text.
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = Border(line, line, line, line)
        row = sheet.row_dimensions[number]
        row.height = max(row.height or 0, height_of([(cell.value, WIDTH_OF_MESSAGES)]))
    shown = sheet.column_dimensions[get_column_letter(column.column)]
    shown.hidden, shown.width = False, WIDTH_OF_MESSAGES


def _top_left(sheet: "Worksheet", place: str) -> str:
    """Of merged cells only the first can carry a comment."""
    for area in sheet.merged_cells.ranges:
        if place in area:
            return str(area.start_cell.coordinate)
    return place


def _with_growing_rows(content: bytes) -> bytes:
    """Each height is written as if it were set by hand; so a row would not grow any more."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                part = part.replace(b' customHeight="1"', b"")
            new.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return file.getvalue()
