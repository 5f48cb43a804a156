"""Files for spreadsheets: text stays text, numbers stay numbers, and nothing is run."""

import csv
import datetime
import io
import zipfile
from decimal import Decimal
from fractions import Fraction

import pytest
from python_calamine import CalamineWorkbook

from ppf_site.spreadsheets import Cell, Sheet, harmless, to_csv, to_xlsx

FORMULAS = [
    "=1+1",
    '=HYPERLINK("https://example.org","here")',
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "＋1",
    "－1+2",
    "＠SUM(A1)",
    " =1+1",
]


def sheet(*cells: Cell) -> Sheet:
    return Sheet("file", "A title", ["First"], [[cell] for cell in cells], [("Source", "=1+1")])


def read_csv(each: Sheet) -> list[list[str]]:
    return list(csv.reader(io.StringIO(to_csv(each).decode("utf-8-sig"), newline="")))


def read_xlsx(each: Sheet, name: str = "Table") -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(each)))
    return [list(row) for row in book.get_sheet_by_name(name).to_python()]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_text_in_a_csv_file(formula: str) -> None:
    [held] = read_csv(sheet(formula))[1]
    assert held.startswith("'")
    assert held.replace("'", "") == formula.replace("'", "")


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_text_in_a_workbook(formula: str) -> None:
    held = str(read_xlsx(sheet(formula))[1][0])
    assert held.replace("_x000D_", "\r") == f"'{formula}"


@pytest.mark.parametrize("write", [read_csv, read_xlsx])
def test_a_formula_in_a_heading_is_text(write: object) -> None:
    each = Sheet("file", "A title", ["=1+1"], [["cell"]])
    assert (read_csv(each)[0], read_xlsx(each)[0]) == (["'=1+1"], ["'=1+1"])


def test_a_formula_in_the_description_is_text() -> None:
    assert read_xlsx(sheet(1), "About") == [["Table", "A title"], ["Source", "'=1+1"]]


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(sheet(*FORMULAS))))
    assert all(str(row[0]).startswith("'") for row in book.get_sheet_by_index(0).to_python()[1:])


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        (3, 3),
        (-3, -3),
        (0, 0),
        (Decimal("12.50"), 12.5),
        (Decimal("30.0000"), 30),
        (Fraction(1, 4), 0.25),
        (-0.5, -0.5),
    ],
)
def test_a_number_stays_a_number(cell: Cell, held: float) -> None:
    assert read_xlsx(sheet(cell))[1] == [held]
    assert read_csv(sheet(cell))[1] == [str(held)]


def test_nothing_is_an_empty_cell_and_zero_is_not() -> None:
    assert (harmless(None), harmless(0)) == ("", 0)


def test_a_date_is_written_year_first() -> None:
    assert read_csv(sheet(datetime.date(2011, 3, 31)))[1] == ["2011-03-31"]


def test_an_address_is_no_link() -> None:
    assert b"hyperlink" not in to_xlsx(sheet("https://example.org"))


def test_accents_and_pounds_are_read_right() -> None:
    assert to_csv(sheet("£5 café")).startswith(b"\xef\xbb\xbf")
    assert read_csv(sheet("£5 café"))[1] == ["£5 café"]


def test_an_ordinary_word_is_as_it_was() -> None:
    assert harmless("Bath & North East Somerset = fine") == "Bath & North East Somerset = fine"


def test_a_workbook_is_the_same_file_whenever_it_is_downloaded() -> None:
    with zipfile.ZipFile(io.BytesIO(to_xlsx(sheet("word")))) as book:
        days = {info.date_time[0] for info in book.infolist()}
        core = book.read("docProps/core.xml").decode()
    assert days == {1980}
    assert core.count("2000-01-01T00:00:00Z") == 2


@pytest.mark.parametrize("text", ["a;=1+1", "a; @b", "a\n＝1+1", "a;b\t-1", 'a";+1'])
def test_no_cell_is_run_where_a_reader_separates_by_semicolons(text: str) -> None:
    lines = to_csv(sheet(text, "b")).decode("utf-8-sig")
    for delimiter in ";\t":
        for row in csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter):
            assert not [cell for cell in row if cell.strip().startswith(tuple("=+-@＝＋－＠"))]


def test_text_that_nobody_runs_is_left_as_it_is() -> None:
    text = "1 - 2; a = b, e-mail: a@b.example"
    assert read_csv(sheet(text))[1] == [text]
