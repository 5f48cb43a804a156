"""How the workbook of a return looks: on a screen 1280 wide, and on A4."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from xlsxwriter.worksheet import Worksheet

from ppf_site.row_heights import height_of
from surveys.models import Return

from .instructions import instructions
from .rows import (
    ANSWER,
    ENTER,
    FIRST_TECHNICAL,
    HEADERS,
    INSTRUCTIONS,
    LAST,
    NOTE,
    PRINT,
    QUESTION,
    REASON,
    SECTION,
    WRONG,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

WIDTHS: Final = {
    SECTION: 14,
    QUESTION: 38,
    ENTER: 23,
    LAST: 21,
    ANSWER: 28,
    WRONG: 40,
    REASON: 15,
    NOTE: 24,
}
# Beside a heading stands the arrow that shows some rows only.
ARROW = 3
WIDTHS_OF_INSTRUCTIONS = (28, 80)
A4 = 9
MARGIN = 0.4
TO_BE_FILLED = "FFF7E0"
# A footer may be 255 long, codes included.
LONGEST_IN_FOOTER = 100


class GrowingSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """Its heights are how rows start: they still grow as somebody types."""

    def _xml_start_tag_unencoded(
        self, tag: str, attributes: list[tuple[str, object]] | None = None
    ) -> None:
        # Marked as set by hand, a row would stay as it is for ever.
        kept = [each for each in attributes or [] if each[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, kept)


def formats_of(book: "Workbook") -> Mapping[str, "Format"]:
    locked = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9CED3"}
    free = {**locked, "locked": False, "bg_color": f"#{TO_BE_FILLED}"}
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


def height_of_row(texts: Mapping[int, str]) -> float:
    """In points, of texts by their column."""
    return height_of((text, WIDTHS[column]) for column, text in texts.items())


def lay_out(book: "Workbook", sheet: Worksheet, return_of: Return, rows: int) -> None:
    """The heading, the columns, paper, and what can be changed."""
    look = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#12436D"}
    sheet.write_row(0, 0, HEADERS, book.add_format({**look, "font_color": "#FFFFFF"}))
    sheet.set_row(0, height_of((HEADERS[column], WIDTHS[column] - ARROW) for column in WIDTHS))
    for column, width in WIDTHS.items():
        sheet.set_column(column, column, width, None, {"hidden": column == WRONG})
    sheet.set_column(FIRST_TECHNICAL, PRINT, None, None, {"hidden": True})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, NOTE)
    _lay_on_paper(sheet, return_of)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, rows, NOTE)
    # Without a password: it keeps the structure from accidents, not from its owner.
    free = {"format_columns": True, "format_rows": True, "autofilter": True}
    sheet.protect("", free)


def write_instructions(book: "Workbook", return_of: Return, address: str) -> None:
    sheet = book.add_worksheet(INSTRUCTIONS, GrowingSheet)
    plain = {"text_wrap": True, "valign": "top"}
    heading, words = book.add_format({**plain, "bold": True}), book.add_format(plain)
    sheet.hide_gridlines(2)
    for column, width in enumerate(WIDTHS_OF_INSTRUCTIONS):
        sheet.set_column(column, column, width)
    for number, texts in enumerate(instructions(return_of, address)):
        sheet.write_string(number * 2, 0, texts[0], heading)
        sheet.write_string(number * 2, 1, texts[1], words)
        sheet.set_row(number * 2, height_of(zip(texts, WIDTHS_OF_INSTRUCTIONS, strict=True)))
    _lay_on_paper(sheet, return_of)
    sheet.protect()


def _lay_on_paper(sheet: Worksheet, return_of: Return) -> None:
    whose = f"{return_of.council.name}, {return_of.round.title}"[:LONGEST_IN_FOOTER]
    sheet.set_paper(A4)
    sheet.set_margins(MARGIN, MARGIN, MARGIN, 2 * MARGIN)
    sheet.fit_to_pages(1, 0)
    # In a footer a sign of its own stands for itself when it is doubled.
    sheet.set_footer(f"&L{whose.replace('&', '&&')}&RPage &P of &N")
