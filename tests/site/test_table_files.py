"""A table that somebody sends in: workbook or CSV, its heading, columns and rows."""

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest

from ppf_site.table_files import read_book, sheets_with_rows, table_of
from ppf_site.workbook_limits import LARGEST_FILE, Unusable


def workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_heading_may_stand_below_other_lines() -> None:
    book = read_book(b"Final data set\n\ncouncil,people\nDerby,12\n,\n")
    table = table_of(book, "CSV")
    assert [column.title for column in table.columns] == ["council", "people"]
    assert [(row.number, row.cells["B"].value) for row in table.rows] == [(4, "12")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_whatever_separates_it(separator: str) -> None:
    text = f"council{separator}people\r\nDerby{separator}12\r\n"
    table = table_of(read_book(b"\xef\xbb\xbf" + text.encode()), "CSV")
    assert table.columns[0].samples == ["Derby"]
    assert table.rows[0].cells["B"].place == "B2"


def test_sheets_without_a_table_are_passed_over() -> None:
    rows = [("council", "people"), ("Derby", 12.0)]
    book = read_book(workbook(Notes=[("Read me",)], Data=rows))
    assert sheets_with_rows(book) == ["Data"]
    assert table_of(book, "Data").columns[1].samples == ["12"]
    with pytest.raises(Unusable, match="“Notes” has no table"):
        table_of(book, "Notes")


def test_a_formula_is_known_as_one() -> None:
    book = read_book(workbook(Data=[("council", "people"), ("Derby", "=6*2")]))
    assert table_of(book, "Data").rows[0].cells["B"].is_formula
    text = table_of(read_book(b"council,people\nDerby,=6*2\n"), "CSV")
    assert text.rows[0].cells["B"].is_formula


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"  \n", "empty"),
        (b"council,people\n" + b" " * LARGEST_FILE, "larger than 5 MB"),
        (b"council,people\n" + b"1,2\n" * 25_001, "more than 50,000 cells"),
        (b"%PDF-1.4", "PDF"),
        ("council,people\nD\xe9rby,1\n".encode("latin-1"), "not in UTF-8: line 2"),
    ],
)
def test_what_cannot_be_used_is_told(content: bytes, told: str) -> None:
    with pytest.raises(Unusable, match=told):
        read_book(content)
