"""A downloaded spreadsheet as people hand it in: filled in, and changed in ways they should not."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from surveys.models import Answer, Return
from surveys.spreadsheet.comparing import check
from surveys.spreadsheet.plan import UploadPlan
from surveys.spreadsheet.rows import ANSWER, ANSWERS, KEY, NOTE, OPTION, REASON
from surveys.spreadsheet.upload import parse
from surveys.spreadsheet.writing import return_workbook

ADDRESS = "https://surveys.example.org/returns/1/upload/"


def downloaded(return_of: Return) -> bytes:
    return return_workbook(return_of, ADDRESS)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def packed(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def place(book: Any, name: str, column: int = ANSWER) -> str:
    """The cell of a question, or of an option: "channels:web"."""
    key, _, option = name.partition(":")
    for row in book[ANSWERS].iter_rows(min_row=2):
        if row[KEY].value == key and (not option or row[OPTION].value == option):
            return str(row[column].coordinate)
    raise KeyError(name)


def filled(
    content: bytes,
    answers: Mapping[str, Any] | None = None,
    *,
    reasons: Mapping[str, Any] | None = None,
    notes: Mapping[str, Any] | None = None,
) -> bytes:
    book = opened(content)
    for column, values in ((ANSWER, answers), (REASON, reasons), (NOTE, notes)):
        for name, value in (values or {}).items():
            book[ANSWERS][place(book, name, column)] = value
    return packed(book)


def plan_of(return_of: Return, content: bytes) -> UploadPlan:
    return_of = Return.objects.select_related("round", "council__region").get(pk=return_of.pk)
    return check(parse(content, return_of), return_of)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same archive with one part put in or replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, part, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def with_raw(content: bytes, cell: str, inside: str, kind: str = "n") -> bytes:
    """The cell of the answers as no library would write it."""
    name = "xl/worksheets/sheet2.xml"
    raw = f'<c r="{cell}" t="{kind}"\\1>{inside}</c>'
    old = f'<c r="{cell}"( s="\\d+")?[^>]*?(/>|>.*?</c>)'
    sheet, count = re.subn(old, raw, part_of(content, name).decode())
    assert count == 1
    return with_part(content, name, sheet.encode())


# What is made of it


def told(plan: UploadPlan) -> str:
    """The sentence about the one cell that is wrong."""
    assert len(plan.problems) == 1
    return plan.problems[0].expected


def line(plan: UploadPlan, key: str) -> Any:
    return next(each for each in plan.lines if each.question.key == key)


# Through the site


def sent(client: Client, return_of: Return, content: bytes, name: str = "ours.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(f"/returns/{return_of.pk}/upload/", {"file": file})


def uploaded(
    client: Client, return_of: Return, answers: Mapping[str, Any], content: bytes = b""
) -> str:
    """The address of the summary."""
    response = sent(client, return_of, filled(content or downloaded(return_of), answers))
    assert response.status_code == 302
    return str(response.url)


def answers_on_site(return_of: Return) -> dict[str, Any]:
    rows = Answer.objects.filter(return_of=return_of).select_related("question")
    return {row.question.key: row.number if row.number is not None else row.text for row in rows}
