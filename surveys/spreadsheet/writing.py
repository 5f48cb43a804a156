"""Writes a return as an XLSX file with drop-downs, in which only the answers can be changed."""

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import xlsxwriter

from ppf_site.row_heights import FONT
from surveys.models import QuestionType, Return
from surveys.sentences_values import given_words
from surveys.values import REASONS

from .looks import GrowingSheet, formats_of, height_of_row, lay_out, write_instructions
from .rows import (
    ABOUT,
    ANSWER,
    ANSWERS,
    CLEAR,
    KEY,
    LISTS,
    NO,
    NOTE,
    OPTION,
    PRINT,
    REASON,
    VERSION,
    WRONG,
    YES,
    SheetRow,
    identification,
    print_of,
    rows_of,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": FONT,
}
LONGEST_CELL = 32_767


def return_workbook(return_of: Return, address: str) -> bytes:
    """The file. `address` is where it is uploaded again."""
    file = io.BytesIO()
    rows = rows_of(return_of)
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        write_instructions(book, return_of, address)
        sheet = book.add_worksheet(ANSWERS, GrowingSheet)
        lists = _Lists(book)
        lay_out(book, sheet, return_of, len(rows))
        formats = formats_of(book)
        for number, row in enumerate(rows, start=1):
            _write_row(sheet, number, row, formats, lists)
        about = book.add_worksheet(ABOUT)
        for number, pair in enumerate(identification(return_of).items()):
            about.write_row(number, 0, pair)
        about.very_hidden()
    return file.getvalue()


class _Lists:
    """Drop-downs refer to ranges of a hidden sheet: their own text may be only 255 long."""

    def __init__(self, book: "xlsxwriter.Workbook") -> None:
        self.sheet: Worksheet = book.add_worksheet(LISTS)
        self.sheet.hide()
        self.sheet.protect()
        self.ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, labels: Sequence[str]) -> str:
        key = tuple(labels)
        if key not in self.ranges:
            column = len(self.ranges)
            for row, label in enumerate(key):
                self.sheet.write_string(row, column, label)
            first = xlsxwriter.utility.xl_rowcol_to_cell(0, column, True, True)
            last = xlsxwriter.utility.xl_rowcol_to_cell(len(key) - 1, column, True, True)
            self.ranges[key] = f"={LISTS}!{first}:{last}"
        return self.ranges[key]


def _write_row(
    sheet: "Worksheet",
    number: int,
    row: SheetRow,
    formats: Mapping[str, "Format"],
    lists: _Lists,
) -> None:
    locked, question = formats["locked"], row.question
    for column, text in (
        *row.told.items(),
        (WRONG, ""),
        (KEY, question.key),
        (OPTION, row.option.key if row.option else ""),
        (PRINT, print_of(row.value, row.note)),
    ):
        sheet.write_string(number, column, text[:LONGEST_CELL], locked)
    sheet.write_number(number, VERSION, row.version, locked)
    sheet.set_row(number, height_of_row({**row.told, ANSWER: row.words, NOTE: row.note}))
    _write_answer(sheet, number, row, formats)
    sheet.data_validation(number, ANSWER, number, ANSWER, _validation(row, lists))
    if not row.is_first:
        sheet.write_blank(number, REASON, None, locked)
        sheet.write_blank(number, NOTE, None, locked)
        return
    sheet.write_string(number, REASON, REASONS.get(row.value.reason, ""), formats["text"])
    if len(row.note) <= LONGEST_CELL:
        sheet.write_string(number, NOTE, row.note, formats["text"])
    source = lists.range_of([*REASONS.values(), CLEAR])
    choice = {"validate": "list", "source": source, "error_message": "Choose from the list."}
    sheet.data_validation(number, REASON, number, REASON, choice)


def _write_answer(
    sheet: "Worksheet", number: int, row: SheetRow, formats: Mapping[str, "Format"]
) -> None:
    value, form = row.value, formats.get(row.question.type, formats["text"])
    if row.question.type == QuestionType.PERCENTAGE and 0 < (value.number or 0) < 1:
        hundredth = float((value.number or 0) / 100)
        sheet.write_number(number, ANSWER, hundredth, formats["small percentage"])
    elif row.option is not None:
        sheet.write_string(number, ANSWER, row.ticked, form)
    elif value.choices:
        sheet.write_string(number, ANSWER, given_words(row.question, value), form)
    elif value.number is not None:
        sheet.write_number(number, ANSWER, float(value.number), form)
    elif value.date is not None:
        sheet.write_datetime(number, ANSWER, value.date, form)
    else:
        sheet.write_string(number, ANSWER, value.text or "", form)


def _validation(row: SheetRow, lists: _Lists) -> dict[str, Any]:
    """What a program says as one types. A warning where "(clear)" must stay possible."""
    told: dict[str, Any] = {
        "input_title": row.question.short_text[:32],
        "input_message": row.enter[:255],
    }
    warn = {"error_type": "warning", "error_message": f"{row.enter}."[:255]}
    if row.option is not None:
        return {**told, "validate": "list", "source": lists.range_of([YES, NO, CLEAR])}
    if row.question.is_choice:
        labels = [option.label for option in row.question.offered]
        return {**told, "validate": "list", "source": lists.range_of([*labels, CLEAR])}
    if row.question.type == QuestionType.NUMBER:
        return {**told, **warn, "validate": "integer", "criteria": ">=", "value": 0}
    if row.question.type == QuestionType.PERCENTAGE:
        between = {"criteria": "between", "minimum": 0, "maximum": 100}
        return {**told, **warn, "validate": "decimal", **between}
    if row.question.type == QuestionType.DATE:
        earliest = datetime.date(1900, 1, 1)
        return {**told, **warn, "validate": "date", "criteria": ">=", "value": earliest}
    return {**told, "validate": "any"}
