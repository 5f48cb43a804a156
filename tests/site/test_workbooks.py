"""Hostile and mistaken files: each is refused with a sentence that helps, before it is read."""

import io
import time
import tracemalloc
import zipfile
import zlib

import openpyxl
import pytest

from ppf_site.workbook_limits import LARGEST_FILE, Unusable, cleaned
from ppf_site.workbooks import read_workbook
from tests.surveys.filled import part_of, with_part

SHEET = "xl/worksheets/sheet1.xml"
START = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def workbook(value: object = 5) -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_types(change: tuple[bytes, bytes]) -> bytes:
    name = "[Content_Types].xml"
    return with_part(workbook(), name, part_of(workbook(), name).replace(*change))


def with_sheet(cells: bytes, end: bytes = b"</sheetData></worksheet>") -> bytes:
    return with_part(workbook(), SHEET, START + cells + end)


def ole(inside: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + inside + bytes(512)


def refusal(content: bytes) -> str:
    with pytest.raises(Unusable) as told:
        read_workbook(content, ["Sheet"])
    return str(told.value)


def many_parts() -> bytes:
    content = workbook()
    for number in range(200):
        content = with_part(content, f"xl/media/{number}.txt", b"x") if number % 50 else content
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(200):
            archive.writestr(f"xl/more/{number}.txt", b"x")
    return file.getvalue()


def test_a_plain_workbook_is_read() -> None:
    table = read_workbook(workbook("a"), ["Sheet", "Other"]).tables["Sheet"]
    assert [[cell.value for cell in row] for row in table.rows] == [["a"]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 ...", "This is a PDF, not a spreadsheet."),
        (b"Question,Answer\npeople,5\n", "This is a text or CSV file."),
        ("Café,£5\n".encode("cp1252"), "This is a text or CSV file."),
        ("a,b\n".encode("utf-16"), "This is a text or CSV file."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is not a spreadsheet that can be read."),
        (ole(b"Workbook"), "This is an old kind of spreadsheet (.xls)."),
        (ole("EncryptedPackage".encode("utf-16-le")), "The file is protected with a password"),
        (b"PK\x03\x04 and then nothing", "The file is damaged or not complete."),
        (workbook()[:-300], "The file is damaged or not complete."),
        (b"x" * (LARGEST_FILE + 1), "The file is larger than 5 MB."),
        (many_parts(), "The file has more than 200 parts inside."),
    ],
    ids=[
        "empty",
        "pdf",
        "csv",
        "old-csv",
        "wide-csv",
        "picture",
        "xls",
        "password",
        "not-zip",
        "cut",
        "large",
        "parts",
    ],
)
def test_what_is_no_workbook_is_told_what_it_is(content: bytes, sentence: str) -> None:
    assert refusal(content).startswith(sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (with_part(workbook(), "xl/vbaProject.bin", b"x"), "The file holds macros (.xlsm)."),
        (
            with_types((b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")),
            "The file holds macros (.xlsm).",
        ),
        (with_types((b"sheet.main+xml", b"sheet.binary.main")), "This is a binary workbook"),
        (with_types((b"spreadsheetml.sheet.main", b"wordprocessingml")), "This is not an Excel"),
        (with_part(workbook(), "xl/externalLinks/externalLink1.xml", b"<a/>"), "The file takes"),
        (with_part(workbook(), "xl/connections.xml", b"<a/>"), "The file takes values from other"),
        (
            with_part(workbook(), "mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            "This is an OpenDocument spreadsheet (.ods).",
        ),
    ],
    ids=["macro", "macro-type", "binary", "document", "links", "connections", "ods"],
)
def test_a_workbook_that_is_not_plain_is_refused(content: bytes, sentence: str) -> None:
    assert refusal(content).startswith(sentence)


def test_an_encrypted_part_is_refused() -> None:
    content = bytearray(workbook())
    start = content.index(b"PK\x01\x02")
    content[start + 8] |= 1
    assert refusal(bytes(content)).startswith("The file is encrypted.")


def test_a_name_that_is_there_twice_is_refused() -> None:
    file = io.BytesIO(workbook())
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<worksheet/>")
    assert refusal(file.getvalue()).startswith("The file is damaged")


# Bombs: each is small, and is refused quickly and without much memory.


def bomb() -> bytes:
    """Two gigabytes of nothing in two megabytes, honest about it."""
    return with_part(workbook(), SHEET, bytes(300 * 1024 * 1024))


def lying_bomb() -> bytes:
    """Its directory says that it unpacks to ten bytes."""
    content = bytearray(bomb())
    size = (300 * 1024 * 1024).to_bytes(4, "little")
    while size in content:
        place = content.index(size)
        content[place : place + 4] = (10).to_bytes(4, "little")
    return bytes(content)


FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
FAR_UNNAMED = b'<row r="1048576">' + b"<c/>" * 40 + b"</row>"
MANY = b"<row>" + b"<c><v>1</v></c>" * 50_001 + b"</row>"
MERGED = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
LINKED = b'</sheetData><hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks></worksheet>'
LAUGHS = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bomb(), "The file unpacks to more than 20 MB"),
        (lying_bomb(), "The file is damaged"),
        (with_sheet(FAR), "The file has more than 50,000 cells, or cells far outside"),
        (with_sheet(FAR_UNNAMED), "The file has more than 50,000 cells, or cells far outside"),
        (with_sheet(MANY), "The file has more than 50,000 cells"),
        (with_sheet(b"", MERGED), "The file has more than 50,000 cells"),
        (with_sheet(b"", LINKED), "The file has more than 50,000 cells"),
        (with_part(workbook(), "xl/picture.png", START + FAR), "The file has more than 50,000"),
        (with_part(workbook(), SHEET, LAUGHS), "The file is damaged"),
        (with_part(workbook(), "xl/styles.xml", LAUGHS), "The file is damaged"),
        (with_sheet(b"<row><c"), "The file could not be read"),
    ],
    ids=[
        "bomb",
        "lying",
        "far",
        "far-unnamed",
        "many",
        "merged",
        "linked",
        "disguised",
        "laughs",
        "styles",
        "broken",
    ],
)
def test_a_bomb_does_not_go_off(content: bytes, sentence: str) -> None:
    assert len(content) < LARGEST_FILE
    tracemalloc.start()
    start = time.monotonic()
    assert refusal(content).startswith(sentence)
    assert time.monotonic() - start < 3
    assert tracemalloc.get_traced_memory()[1] < 60 * 1024 * 1024
    tracemalloc.stop()


def test_what_a_part_unpacks_to_beyond_what_it_says_is_never_passed_on() -> None:
    """The next reader gets an archive packed anew, from what was unpacked within the limits."""
    content = with_part(workbook(), "docProps/note.xml", b"x" * 1000)
    with zipfile.ZipFile(io.BytesIO(cleaned(content))) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert sum(entry.file_size for entry in archive.infolist()) < 100_000
    assert zlib.crc32(part_of(cleaned(content), SHEET)) == zlib.crc32(part_of(content, SHEET))


@pytest.mark.parametrize("value", ["=1+1", "plain"])
def test_a_formula_is_told_from_a_value(value: str) -> None:
    cell = read_workbook(workbook(value), ["Sheet"]).tables["Sheet"].rows
    assert [one.is_formula for row in cell for one in row] == (
        [True] if value == "=1+1" else [False]
    )
