"""Writes a return as an XLSX file with drop-downs, in which only the answers can be changed."""

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import xlsxwriter

from surveys.models import QuestionType, Return
from surveys.sentences_values import given_words
from surveys.values import REASONS

from .rows import (
    ABOUT,
    ANSWER,
    ANSWERS,
    CLEAR,
    ENTER,
    FIRST_TECHNICAL,
    HEADERS,
    INSTRUCTIONS,
    KEY,
    LAST,
    LISTS,
    NO,
    NOTE,
    OPTION,
    PRINT,
    QUESTION,
    REASON,
    SECTION,
    VERSION,
    YES,
    SheetRow,
    identification,
    instructions,
    print_of,
    rows_of,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

WIDTHS = (20, 56, 24, 24, 28, 20, 36)
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
LONGEST_CELL = 32_767


def return_workbook(return_of: Return, address: str) -> bytes:
    """The file. `address` is where it is uploaded again."""
    file = io.BytesIO()
    rows = rows_of(return_of)
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        _write_instructions(book, instructions(return_of, address))
        sheet = book.add_worksheet(ANSWERS)
        lists = _Lists(book)
        _lay_out(book, sheet)
        formats = _formats(book)
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


def _write_instructions(book: "xlsxwriter.Workbook", told: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(INSTRUCTIONS)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34, book.add_format({"bold": True, "text_wrap": True, "valign": "top"}))
    sheet.set_column(1, 1, 90, book.add_format({"text_wrap": True, "valign": "top"}))
    for number, (heading, text) in enumerate(told):
        sheet.write_string(number * 2, 0, heading)
        sheet.write_string(number * 2, 1, text)
    sheet.protect()


def _lay_out(book: "xlsxwriter.Workbook", sheet: "Worksheet") -> None:
    head = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#12436D"}
    sheet.write_row(0, 0, HEADERS, book.add_format({**head, "font_color": "#FFFFFF"}))
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(FIRST_TECHNICAL, PRINT, None, None, {"hidden": True})
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # Without a password: it keeps the structure from accidents, not from its owner.
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _formats(book: "xlsxwriter.Workbook") -> Mapping[str, "Format"]:
    locked = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9CED3"}
    free = {**locked, "locked": False, "bg_color": "#FFF7E0"}
    return {
        "locked": book.add_format(locked),
        # Text is marked as text, so that editing "=..." does not make a formula of it.
        "text": book.add_format({**free, "num_format": "@", "quote_prefix": True}),
        "number": book.add_format({**free, "num_format": "#,##0", "align": "left"}),
        # No format of its own: a program then says itself whether 45% was typed.
        "percentage": book.add_format({**free, "align": "left"}),
        # With its sign nobody asks whether a saved 0.12% was meant as 12%.
        "small percentage": book.add_format({**free, "num_format": "0.####%", "align": "left"}),
        "date": book.add_format({**free, "num_format": "d mmmm yyyy", "align": "left"}),
    }


def _write_row(
    sheet: "Worksheet",
    number: int,
    row: SheetRow,
    formats: Mapping[str, "Format"],
    lists: _Lists,
) -> None:
    locked, question = formats["locked"], row.question
    enter = (
        f"{row.enter}. {question.help_text}" if question.help_text and row.is_first else row.enter
    )
    for column, text in (
        (SECTION, question.section.title),
        (QUESTION, row.text),
        (ENTER, enter),
        (LAST, row.last if row.is_first else ""),
        (KEY, question.key),
        (OPTION, row.option.key if row.option else ""),
        (PRINT, print_of(row.value, row.note)),
    ):
        sheet.write_string(number, column, text[:LONGEST_CELL], locked)
    sheet.write_number(number, VERSION, row.version, locked)
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
