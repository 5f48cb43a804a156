"""How the spreadsheet of a return looks: its rows show all their text, on a screen and on A4."""

import datetime
import re
from typing import Any

import pytest

from councils.models import Council
from ppf_site import words
from surveys.spreadsheet.looks import WIDTHS, WIDTHS_OF_INSTRUCTIONS
from surveys.spreadsheet.rows import ANSWERS, INSTRUCTIONS, NOTE, QUESTION, WRONG
from tests.factories import add_day, answer, make_open_round, make_question, make_return
from tests.surveys.spreadsheet.filled import downloaded, opened, part_of

DAY = datetime.timedelta(days=1)
LONG = "How many people had a personal budget in the year, one-off payments included? " * 4


@pytest.fixture
def book(home: Council) -> Any:
    round = make_open_round("spring", title="Spring & summer")
    make_question(round, "short", text="How many?")
    make_question(round, "long", text=LONG.strip())
    said = make_question(round, "words", type="text")
    ours = make_return(round, home, state="in_progress")
    answer(ours, said, "A line\n" * 9, note="A word")
    return opened(downloaded(ours))


def heights(book: Any, sheet: str = ANSWERS) -> list[float]:
    return [book[sheet].row_dimensions[row].height for row in range(2, 5)]


def test_a_row_is_as_tall_as_its_longest_text(book: Any) -> None:
    short, long, said = heights(book)
    assert 12 < short < 45
    assert long > 12 * len(LONG) / WIDTHS[QUESTION]
    assert said > 12 * 9


def test_no_row_is_fixed_so_that_it_grows_with_what_is_typed(home: Council) -> None:
    ours = make_return(make_open_round("spring"), home, state="in_progress")
    make_question(ours.round, "people")
    for number in (1, 2):
        sheet = part_of(downloaded(ours), f"xl/worksheets/sheet{number}.xml").decode()
        assert re.search(r'<row [^>]*ht="', sheet)
        assert "customHeight" not in sheet


def test_the_columns_fit_a_screen_1280_wide(book: Any) -> None:
    sheet = book[ANSWERS]
    shown = [
        sheet.column_dimensions[letter].width
        for letter in "ABCDEFGH"
        if not sheet.column_dimensions[letter].hidden
    ]
    assert len(shown) == NOTE  # all that comes before it, but for the one of what is wrong
    assert sheet.column_dimensions["ABCDEFGH"[WRONG]].hidden
    assert sum(width * 7 for width in shown) < 1200


def test_it_is_laid_out_for_a4_with_its_heading_on_each_page(book: Any) -> None:
    sheet = book[ANSWERS]
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToWidth) == ("landscape", 9, None)
    assert (page.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert (sheet.print_title_rows, sheet.print_area) == ("$1:$1", "'Answers'!$A$1:$H$4")
    assert sheet.oddFooter.right.text == "Page &P of &N"
    assert sheet.oddFooter.left.text == "Gateshead, Spring && summer"


def test_the_instructions_show_all_their_text(book: Any) -> None:
    sheet = book[INSTRUCTIONS]
    for row in sheet.iter_rows(max_col=2):
        told = row[1].value or ""
        lines = len(told) / WIDTHS_OF_INSTRUCTIONS[1]
        assert sheet.row_dimensions[row[0].row].height is None or (
            sheet.row_dimensions[row[0].row].height > 12 * lines
        )
        assert not told or row[1].alignment.wrap_text
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)


def test_the_instructions_tell_the_days_as_the_return_does(home: Council) -> None:
    round = make_open_round("spring")
    make_question(round, "people")
    add_day(round, "due", round.closes_on - DAY)
    add_day(round, "stops_new", round.closes_on - 2 * DAY)
    sheet = opened(downloaded(make_return(round, home, state="not_started")))[INSTRUCTIONS]
    told = " ".join(row[1].value or "" for row in sheet.iter_rows(max_row=3, max_col=2))
    assert f"Due by the end of {words.day(round.due_on)}." in told
    assert f"Begin it by the end of {words.day(round.stops_new_on)}" in told
    assert f"It can be changed and signed until the end of {words.day(round.closes_on)}." in told


def test_rows_can_be_shown_in_part_and_not_moved_as_the_instructions_say(book: Any) -> None:
    """A sort would leave the drop-downs behind, in rows of other questions."""
    told = " ".join(str(row[1].value) for row in book[INSTRUCTIONS].iter_rows(max_col=2))
    assert "arrows in the heading row" in told
    assert "sort" not in told
    sheet = book[ANSWERS]
    assert (sheet.auto_filter.ref, sheet.protection.autoFilter) == ("A1:H4", False)
    assert (sheet.protection.sort, sheet.protection.deleteRows) == (True, True)
