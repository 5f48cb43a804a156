"""Several tables as one file: a ZIP with their CSVs and a Frictionless data package, or a workbook.

Knows no model.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .spreadsheets import WRITTEN_AT, Sheet, to_book, to_csv

# What stands where there is no value, and is told beside it in another column.
MISSING = ["", "fewer than 5"]
LONGEST_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its kind is one of Table Schema's."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class PackageTable:
    """One table of a package: its columns are those of its sheet. `key` is unique in each row.
    `refers`: of a column, the table and the column of it that hold each of its values; the table
    is "" for this one."""

    sheet: Sheet
    columns: Sequence[Column]
    key: Sequence[str] = ()
    refers: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"{self.sheet.name}.csv"


@dataclass(frozen=True, slots=True)
class Package:
    """`about` is for people: what it is, its method, its caveats. `facts` are for programs."""

    name: str
    title: str
    about: Sequence[tuple[str, str]]
    facts: Mapping[str, Any]
    parts: Sequence[PackageTable]


def to_zip(package: Package) -> bytes:
    tables = {part.path: to_csv(part.sheet) for part in [*package.parts, dictionary(package)]}
    about = "\n\n".join(f"{label}\n{text}" for label, text in package.about)
    files = {
        "about.txt": about.encode() + b"\n",
        "datapackage.json": json.dumps(_descriptor(package, tables), indent=1).encode(),
        **tables,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(_entry(f"{package.name}/{name}"), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    """Of no moment: the same package is the same bytes."""
    entry = zipfile.ZipInfo(path, WRITTEN_AT.timetuple()[:6])
    entry.external_attr = 0o644 << 16
    return entry


def to_workbook(package: Package) -> bytes:
    parts = [*package.parts, dictionary(package)]
    sheets = {part.sheet.name.capitalize()[:LONGEST_SHEET_NAME]: part.sheet for part in parts}
    return to_book(sheets, package.about)


DICTIONARY = (
    Column("table", "string", "The table that has the column."),
    Column("column", "string", "Its name, as in the first row of the table."),
    Column("kind", "string", "string, integer, number, date or boolean."),
    Column("meaning", "string", "What it holds."),
)


def dictionary(package: Package) -> PackageTable:
    """What each column of each table holds."""
    rows = [
        [part.sheet.name, column.name, column.kind, column.meaning]
        for part in package.parts
        for column in part.columns
    ]
    header = [column.name for column in DICTIONARY]
    sheet = Sheet("dictionary", "What each column holds", header, rows)
    return PackageTable(sheet, DICTIONARY, key=("table", "column"))


def _descriptor(package: Package, tables: Mapping[str, bytes]) -> dict[str, Any]:
    """datapackage.json, as https://specs.frictionlessdata.io has it."""
    return {
        "profile": "tabular-data-package",
        "name": package.name,
        "title": package.title,
        **package.facts,
        "resources": [
            _resource(part, tables[part.path]) for part in [*package.parts, dictionary(package)]
        ],
    }


def _resource(part: PackageTable, content: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": column.name, "type": column.kind, "description": column.meaning}
            for column in part.columns
        ],
        "missingValues": MISSING,
    }
    if part.key:
        schema["primaryKey"] = list(part.key)
    if part.refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": table, "fields": [key]}}
            for column, (table, key) in part.refers.items()
        ]
    return {
        "profile": "tabular-data-resource",
        "name": part.sheet.name,
        "path": part.path,
        "title": part.sheet.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }
