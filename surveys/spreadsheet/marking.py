"""A person's own spreadsheet handed back with its problems marked where they are."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from ppf_site.workbook_limits import cleaned
from ppf_site.workbooks import load

from .plan import Plan
from .rows import ANSWERS

WRONG, CLASH, ODD = "F4B8AE", "CFC3E8", "FFD966"
AUTHOR = "Survey"
# As large as a few lines of text need; a comment's box does not grow by itself.
WIDTH, HEIGHT = 320, 140


@dataclass(frozen=True, slots=True)
class Mark:
    place: str
    text: str
    colour: str


def marks_of(plan: Plan) -> list[Mark]:
    """The colour of a cell is that of its worst problem: wrong before clash before odd."""
    wrong = [Mark(each.cell, f"Wrong: {each.expected}", WRONG) for each in plan.problems]
    clashes = [
        Mark(line.place, f"Changed on the site since. There now: {line.site_words}", CLASH)
        for line in plan.clashes
    ]
    odd = [
        Mark(each.place, f"Is this right? {each.message}", ODD) for each in plan.odd if each.place
    ]
    return [*odd, *clashes, *wrong]


def marked(content: bytes, plan: Plan) -> bytes:
    """The file as it came, with colours and comments. Its formulas become text."""
    book = load(cleaned(content))
    for sheet in book.worksheets:
        _disarm(sheet)
    _mark(book[ANSWERS], marks_of(plan))
    book.active = book.sheetnames.index(ANSWERS)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _disarm(sheet: "openpyxl.worksheet.worksheet.Worksheet") -> None:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                formula = getattr(cell.value, "text", cell.value)
                cell.value = str(formula or "")
                cell.data_type = "s"


def _mark(sheet: "openpyxl.worksheet.worksheet.Worksheet", marks: Sequence[Mark]) -> None:
    told: dict[str, list[str]] = {}
    for mark in marks:
        place = _top_left(sheet, mark.place)
        told.setdefault(place, []).append(mark.text)
        cell = sheet[place]
        cell.fill = PatternFill("solid", fgColor=mark.colour)
        cell.comment = Comment("\n".join(told[place])[:2000], AUTHOR, HEIGHT, WIDTH)


def _top_left(sheet: "openpyxl.worksheet.worksheet.Worksheet", place: str) -> str:
    """Of merged cells only the first can carry a comment."""
    for area in sheet.merged_cells.ranges:
        if place in area:
            return str(area.start_cell.coordinate)
    return place
