"""Colours and comments in a person's own spreadsheet."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from .workbooks import without_formulas

AUTHOR = "Survey"
# As large as a few lines of text need; a comment's box does not grow by itself.
WIDTH, HEIGHT = 320, 140


@dataclass(frozen=True, slots=True)
class Mark:
    place: str
    text: str
    colour: str


def with_marks(content: bytes, name: str, marks: Sequence[Mark]) -> bytes:
    """The file as it came, with the marks on the sheet of that name, and formulas as results."""
    book = without_formulas(content)
    _mark(book[name], marks)
    book.active = book.sheetnames.index(name)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


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
