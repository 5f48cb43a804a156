"""Hostile and mistaken files: each is refused with a sentence that helps, before it is read."""

import io
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from ppf_site.workbook_limits import LARGEST_FILE, Unusable, cleaned
from ppf_site.workbooks import read_workbook
from tests.surveys.spreadsheet.filled import part_of, with_part

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
        (with_sheet(FAR), "The file has more than 50,000 cells or rows, or cells far outside"),
        (
            with_sheet(FAR_UNNAMED),
            "The file has more than 50,000 cells or rows, or cells far outside",
        ),
        (with_sheet(MANY), "The file has more than 50,000 cells"),
        (with_sheet(b"", MERGED), "The file has more than 50,000 cells"),
        (with_sheet(b"", LINKED), "The file has more than 50,000 cells"),
        (with_part(workbook(), "xl/picture.png", START + FAR), "The file has more than 50,000"),
        (with_part(workbook(), SHEET, LAUGHS), "The file is damaged"),
        (with_part(workbook(), "xl/styles.xml", LAUGHS), "The file is damaged"),
        (
            with_sheet(b"<row><c"),
            "The file is damaged, or made as no spreadsheet program makes it.",
        ),
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
    start = time.process_time()
    assert refusal(content).startswith(sentence)
    assert time.process_time() - start < 3
    assert tracemalloc.get_traced_memory()[1] < 60 * 1024 * 1024
    tracemalloc.stop()


MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATED = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
STYLES, STRINGS, BOOK = "xl/styles.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
MILLIONS = 3_000_000
CELLS = "The file has more than 50,000 cells or rows"
ELSE = "The file holds far more formats, drop-downs, names or comments"
TEXT = "The file repeats long texts or formulas"
STRANGE = "The file is damaged, or made as no spreadsheet program makes it."


def with_end(name: str, before: bytes, more: bytes) -> bytes:
    """The workbook with more at the end of an element of a part."""
    part = part_of(workbook(), name)
    assert before in part
    return with_part(workbook(), name, part.replace(before, more + before))


def after_the_cells(more: bytes) -> bytes:
    return with_sheet(b"", b"</sheetData>" + more + b"</worksheet>")


def with_names(names: bytes) -> bytes:
    return with_end(BOOK, b"</workbook>", b"<definedNames>" + names + b"</definedNames>")


def text_in_every_cell() -> bytes:
    """One text of two million characters, and a thousand cells that refer to it."""
    content = with_sheet(b"<row>" + b'<c t="s"><v> 0</v></c>' * 1000 + b"</row>")
    text = b"<si><t>" + b"x" * 2_000_000 + b"</t></si>"
    return with_part(content, STRINGS, b"<sst " + MAIN + b">" + text + b"</sst>")


def shared_formula() -> bytes:
    """Some that refer to it stand before it, most behind."""
    first = b'<row><c><f t="shared" si="0">' + b"A1+" * 3000 + b"A1</f></c></row>"
    others = b'<row><c><f t="shared" si="0"/></c></row>'
    return with_sheet(others + first + others * 1000)


def sheets_of_one_part() -> bytes:
    return with_end(
        BOOK, b"</sheets>", b'<sheet name="More" sheetId="9" ' + RELATED + b' r:id="rId1"/>'
    )


def relationships_to_one_part() -> bytes:
    again = b'<Relationship Id="again" Type="x" Target="./worksheets/../worksheets/sheet1.xml"/>'
    return with_end("xl/_rels/workbook.xml.rels", b"</Relationships>", again)


def many_relationships() -> bytes:
    each = b'<Relationship Id="a" Type="x" TargetMode="External" Target="x"/>'
    return with_part(
        workbook(), "xl/_rels/more.rels", b"<Relationships>" + each * 200_000 + b"</Relationships>"
    )


def with_comments(place: bytes) -> bytes:
    comment = b'<comment ref="' + place + b'" authorId="0"><text><t>x</t></text></comment>'
    whole = b"<comments %s><authors><author/></authors><commentList>%s</commentList></comments>"
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="c" Target="../comments1.xml" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/comments"/></Relationships>'
    )
    content = with_part(workbook(), "xl/comments1.xml", whole % (MAIN, comment))
    return with_part(content, "xl/worksheets/_rels/sheet1.xml.rels", rels)


def in_every_sheet(cells: bytes) -> bytes:
    content = workbook()
    for number in range(2, 30):
        content = with_part(
            content, f"xl/worksheets/{number}.xml", START + cells + b"</sheetData></worksheet>"
        )
    return content


def attributes(count: int) -> bytes:
    return b" ".join(b'a%d=""' % number for number in range(count))


def namespaces() -> bytes:
    return with_part(
        workbook(), "xl/x.xml", b"<a %s/>" % attributes(70_000).replace(b"a", b"xmlns:a")
    )


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "styles": (lambda: with_end(STYLES, b"</cellXfs>", b"<xf/>" * MILLIONS), ELSE),
    "fonts": (lambda: with_end(STYLES, b"</fonts>", b"<font/>" * 2_000_000), ELSE),
    "named-styles": (
        lambda: with_end(STYLES, b"</cellStyles>", b'<cellStyle xfId="0"/>' * 3_000),
        ELSE,
    ),
    "drop-downs": (lambda: after_the_cells(b"<dataValidation/>" * 1_000_000), ELSE),
    "drop-downs-among-cells": (lambda: with_sheet(b"<dataValidation/>" * 1_000_000), ELSE),
    "places": (
        lambda: after_the_cells(b'<dataValidation sqref="%s"/>' % (b"A1 " * 40_000) * 3),
        ELSE,
    ),
    "merges": (lambda: after_the_cells(b'<mergeCell ref="A1"/>' * 6_000), ELSE),
    "rows": (lambda: with_sheet(b"<row/>" * MILLIONS), CELLS),
    "texts": (
        lambda: with_part(workbook(), STRINGS, b"<sst>" + b"<si/>" * MILLIONS + b"</sst>"),
        CELLS,
    ),
    "attributes-of-a-row": (lambda: with_sheet((b"<row %s/>" % attributes(40)) * 4_000), ELSE),
    "text-in-every-cell": (text_in_every_cell, TEXT),
    "lists-of-texts": (lambda: with_part(workbook(), "xl/b.xml", b"<a><sst/><sst/></a>"), STRANGE),
    "formula": (lambda: with_sheet(b"<row><c><f>" + b"1+" * 6_000 + b"1</f></c></row>"), TEXT),
    "shared-formula": (shared_formula, TEXT),
    "names": (lambda: with_names(b'<definedName name="a">1</definedName>' * 400_000), ELSE),
    "long-name": (lambda: with_names(b"<definedName>" + b"'" * 100_000 + b"</definedName>"), TEXT),
    "heading-of-the-page": (
        lambda: after_the_cells(b"<oddHeader>" + b"&amp;L" * 999 + b"</oddHeader>"),
        TEXT,
    ),
    "format": (
        lambda: with_end(STYLES, b"</styleSheet>", b'<numFmt formatCode="%s"/>' % (b"[" * 9_999)),
        STRANGE,
    ),
    "relationships": (many_relationships, ELSE),
    "sheets-of-one-part": (sheets_of_one_part, STRANGE),
    "relationships-to-one-part": (relationships_to_one_part, STRANGE),
    "comment-on-every-cell": (lambda: with_comments(b"A1:XFD1048576"), CELLS),
    "areas": (lambda: in_every_sheet(b'<row r="1000"><c r="J1000"/></row>'), CELLS),
    "pivot": (
        lambda: with_part(workbook(), "xl/p.xml", b"<pivotCacheDefinition/>"),
        "The file holds a pivot",
    ),
    "deep": (lambda: with_part(workbook(), "xl/x.xml", b"<a>" * MILLIONS), STRANGE),
    "inside-a-value": (lambda: with_sheet(b"<row><c><v>1<v>2</v></v></c></row>"), STRANGE),
    "attribute": (
        lambda: with_part(workbook(), "xl/x.xml", b'<a b="%s"/>' % (b"x" * 19_000_000)),
        STRANGE,
    ),
    "attributes": (
        lambda: with_part(workbook(), "xl/x.xml", b"<a %s/>" % attributes(1_000_000)),
        STRANGE,
    ),
    "remark": (
        lambda: with_part(workbook(), "xl/x.xml", b"<a><!--" + b"x" * 19_000_000 + b"--></a>"),
        STRANGE,
    ),
    "remark-at-the-start": (
        lambda: with_part(workbook(), "xl/x.xml", b"<!--" + b"x" * 19_000_000 + b"--><a/>"),
        STRANGE,
    ),
    "instruction": (
        lambda: with_part(workbook(), "xl/x.xml", b"<?a " + b"x" * 19_000_000 + b"?><a/>"),
        STRANGE,
    ),
    "namespaces": (namespaces, STRANGE),
    "long-namespace": (
        lambda: with_part(workbook(), "xl/x.xml", b'<a xmlns="%s"/>' % (b"x" * 999)),
        STRANGE,
    ),
    "entities": (lambda: with_part(workbook(), "docProps/custom.xml", LAUGHS), STRANGE),
    "entities-outside": (
        lambda: with_part(workbook(), "xl/x.xml", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'),
        STRANGE,
    ),
    "broken-for-one-reader": (lambda: with_part(workbook(), "xl/x.png", b"<a><b></a>"), STRANGE),
}


@pytest.mark.parametrize(("made", "sentence"), BOMBS.values(), ids=BOMBS.keys())
def test_more_of_anything_than_a_return_needs_is_refused_before_it_is_read(
    made: Callable[[], bytes], sentence: str
) -> None:
    content = made()
    assert len(content) < LARGEST_FILE
    tracemalloc.start()
    try:
        with pytest.raises(Unusable) as told:
            cleaned(content)
        # What it unpacks to, at most, and the little that was counted.
        assert tracemalloc.get_traced_memory()[1] < 60 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert str(told.value).startswith(sentence)


@pytest.mark.parametrize(
    "content",
    [
        with_comments(b"XFD1048576"),
        after_the_cells(b'<hyperlinks><hyperlink ref="XFD1048576"/></hyperlinks>'),
    ],
    ids=["comment", "link"],
)
def test_a_cell_made_by_a_comment_or_a_link_in_a_far_corner_is_refused(content: bytes) -> None:
    assert refusal(content).startswith(CELLS)


def elaborate() -> bytes:
    """As an office adorns it: more of everything than a return ever came with."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in range(1, 501):
        for column in range(1, 21):
            cell = sheet.cell(row, column, f"Row {row} of column {column}")
        cell.font = Font(size=8 + row % 40, bold=bool(row % 2), color=f"{row % 200:06d}")
        cell.number_format = f"#,##0.{'0' * (row % 20)}"
        cell.comment = Comment("Please look at this", "A colleague")
        drop_down = DataValidation(type="list", formula1='"Yes,No"', prompt="Choose one of these")
        drop_down.add(cell)
        sheet.add_data_validation(drop_down)
        sheet.conditional_formatting.add(cell.coordinate, FormulaRule(["A1>1"], fill=PatternFill()))
        sheet.merge_cells(start_row=row, end_row=row, start_column=21, end_column=23)
        sheet.row_dimensions[row].height = 30
    for number in range(100):
        book.defined_names[f"name{number}"] = DefinedName(f"name{number}", attr_text="Sheet!$A$1")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_an_elaborate_workbook_is_read() -> None:
    table = read_workbook(elaborate(), ["Sheet"]).tables["Sheet"]
    assert table.rows[499][19].value == "Row 500 of column 20"


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
    assert [each.is_formula for row in cell for each in row] == (
        [True] if value == "=1+1" else [False]
    )


def renamed(content: bytes, names: dict[str, str]) -> bytes:
    """Parts under other names, in the archive and wherever they are referred to."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.namelist():
            name, part = entry, old.read(entry)
            for before, after in names.items():
                name = name.replace(before, after)
                if entry.endswith((".rels", "Types].xml")):
                    part = part.replace(before.encode(), after.encode())
            new.writestr(name, part)
    return file.getvalue()


@pytest.mark.parametrize(
    "names",
    [
        {"workbook.xml": "workbook2.xml"},
        {"workbook.xml": "book.xml", "sharedStrings.xml": "words7.xml", "styles.xml": "looks.xml"},
        {"sheet1.xml": "sheet22.xml", "theme1.xml": "theme12.xml"},
        {"xl/": "office/"},
        {"/xl/": "/", "xl/": ""},
    ],
    ids=["workbook", "texts-and-styles", "sheet-and-theme", "folder", "no-folder"],
)
def test_parts_are_found_by_their_relationship_and_not_by_their_name(
    names: dict[str, str],
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"] = "a text", 0.45
    sheet["B1"].number_format = "0%"
    file = io.BytesIO()
    book.save(file)
    row = read_workbook(renamed(file.getvalue(), names), ["Sheet"]).tables["Sheet"].rows[0]
    assert [(cell.value, cell.is_percent) for cell in row] == [("a text", False), (0.45, True)]


def test_an_archive_with_backslashes_is_read() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook("a"))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("/", "\\"), old.read(name))
    table = read_workbook(file.getvalue(), ["Sheet"]).tables["Sheet"]
    assert [[cell.value for cell in row] for row in table.rows] == [["a"]]


def test_strict_open_xml_is_told_as_what_it_is() -> None:
    ours = b"http://schemas.openxmlformats.org/officeDocument/2006"
    strict = workbook()
    for name in ("_rels/.rels", "xl/_rels/workbook.xml.rels"):
        changed = part_of(strict, name).replace(ours, b"http://purl.oclc.org/ooxml/officeDocument")
        strict = with_part(strict, name, changed)
    assert refusal(strict).startswith("The file is a “Strict Open XML Spreadsheet”")
