"""The register as a file: its rows, and everything that may be wrong with them."""

import csv
import datetime
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation

from django.utils.text import slugify

from .models import CouncilType, Succession

CODE = re.compile(r"E[0-9]{8}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
POPULATION = re.compile(r"[0-9]{1,6}")
# Columns that a file may leave out: registers were kept without them.
OPTIONAL = {"population"}
LONGEST = {"name": 100, "short_name": 30, "region_name": 60}


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the file, as text. `number` is the row that a spreadsheet shows it in."""

    number: int
    code: str
    name: str
    short_name: str
    type: str
    region_code: str
    region_name: str
    established: str
    abolished: str
    successors: str
    latitude: str
    longitude: str
    code_now: str
    code_changed_on: str
    same_body_as: str
    continuity: str
    note: str
    # In thousands. None: the file has no such column, and what the register holds stands.
    population: str | None = None


@dataclass(frozen=True, slots=True)
class RowProblem:
    row: int
    message: str

    def __str__(self) -> str:
        return f"Row {self.row}: {self.message}"


class BadRegisterError(Exception):
    """The file was refused; `problems` has every reason."""

    def __init__(self, problems: list[RowProblem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def parse(text: str) -> list[RegisterRow]:
    """The rows of a CSV file. Missing columns are refused at once: nothing can be read."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    found = reader.fieldnames or []
    known = [field.name for field in fields(RegisterRow) if field.name != "number"]
    missing = [name for name in known if name not in {*found, *OPTIONAL}]
    if missing:
        raise BadRegisterError(
            [RowProblem(1, f"the column “{name}” is missing") for name in missing]
        )
    wanted = [name for name in known if name in found]
    rows, breaks = [], 0
    for line in reader:
        # A line break inside a cell is a line more of the file, and no row more.
        breaks += sum(cell.count("\n") for cell in line.values() if isinstance(cell, str))
        cells = {name: (line[name] or "").strip() for name in wanted}
        rows.append(RegisterRow(reader.line_num - breaks, **cells))
    return rows


def check(rows: list[RegisterRow]) -> list[RowProblem]:
    """Everything wrong with the rows, in row order."""
    if not rows:
        return [RowProblem(1, "the file has no councils")]
    found = [problem for row in rows for problem in _check_alone(row)]
    found += _check_codes(rows)
    found += _check_links(rows)
    found += _check_addresses(rows)
    return sorted(found, key=lambda problem: problem.row)


def _check_alone(row: RegisterRow) -> Iterable[RowProblem]:
    found = [
        *_check_words(row),
        *_check_dates(row),
        *_check_place(row),
        *_check_population(row),
    ]
    return (RowProblem(row.number, message) for message in found)


def _check_words(row: RegisterRow) -> Iterable[str]:
    if not row.name:
        yield "the name is empty"
    for field, longest in LONGEST.items():
        if len(getattr(row, field)) > longest:
            yield f"the {field.replace('_', ' ')} is longer than {longest} characters"
    for code in filter(None, [row.code, row.region_code, row.code_now]):
        if not CODE.fullmatch(code):
            yield f"“{code}” is not a code such as E10000021"
    if not row.code or not row.region_code:
        yield "the code or the region’s code is empty"
    if row.type not in CouncilType.values:
        yield f"the type “{row.type}” is not one of {', '.join(CouncilType.values)}"


def _check_dates(row: RegisterRow) -> Iterable[str]:
    dates = [row.established, row.abolished, row.code_changed_on]
    for date in filter(None, dates):
        if not _is_date(date):
            yield f"“{date}” is not a date such as 2009-04-01"
    if row.established and row.abolished and row.abolished <= row.established:
        yield "it is abolished before it is established"
    if row.code_now not in {"", row.code} and not row.code_changed_on:
        yield f"the code {row.code_now} has no day on which it begins"


def _check_place(row: RegisterRow) -> Iterable[str]:
    for axis, low, high in [(row.latitude, 49.8, 55.9), (row.longitude, -6.5, 1.9)]:
        if not _is_between(axis, low, high):
            yield f"the position “{axis}” is not in England"
    if row.abolished and not row.successors:
        yield "it is abolished but has no successor"
    if row.successors and row.continuity not in Succession.Kind.values:
        yield f"the continuity “{row.continuity}” is not known"


def _check_population(row: RegisterRow) -> Iterable[str]:
    if row.population and (not POPULATION.fullmatch(row.population) or not int(row.population)):
        yield f"the population “{row.population}” is not a whole number of thousands such as 248"


def _check_codes(rows: list[RegisterRow]) -> Iterable[RowProblem]:
    first: dict[str, int] = {}
    regions: dict[str, str] = {}
    for row in rows:
        for code in {row.code, row.code_now} - {""}:
            if code in first:
                yield RowProblem(row.number, f"the code {code} is already on row {first[code]}")
            first.setdefault(code, row.number)
        name = regions.setdefault(row.region_code, row.region_name)
        if name != row.region_name:
            yield RowProblem(
                row.number, f"the region {row.region_code} is elsewhere called “{name}”"
            )
    seen: dict[str, list[RegisterRow]] = {}
    for row in rows:
        for other in seen.setdefault(row.name, []):
            if _overlap(row, other):
                yield RowProblem(
                    row.number, f"“{row.name}” is in force at once on row {other.number}"
                )
        seen[row.name].append(row)


def _check_links(rows: list[RegisterRow]) -> Iterable[RowProblem]:
    by_code = {row.code: row for row in rows}
    for row in rows:
        for code in filter(None, row.successors.split(";")):
            successor = by_code.get(code)
            if successor is None:
                yield RowProblem(row.number, f"the successor {code} is not in the file")
            elif successor.established != row.abolished:
                yield RowProblem(row.number, f"the successor {code} starts on another day")
        if row.same_body_as and row.same_body_as not in by_code:
            yield RowProblem(row.number, f"the same body {row.same_body_as} is not in the file")


def _check_addresses(rows: list[RegisterRow]) -> Iterable[RowProblem]:
    slugs = slugs_of(rows)
    first: dict[str, RegisterRow] = {}
    for row in rows:
        holder = first.setdefault(slugs[row.code], row)
        if holder.name != row.name and holder.code != row.code:
            message = f"the address “{slugs[row.code]}” is already that of row {holder.number}"
            yield RowProblem(row.number, message)


def _is_date(text: str) -> bool:
    if not DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_between(text: str, low: float, high: float) -> bool:
    try:
        return Decimal(str(low)) <= Decimal(text) <= Decimal(str(high))
    except InvalidOperation:
        return False


def _overlap(row: RegisterRow, other: RegisterRow) -> bool:
    return (not row.abolished or other.established < row.abolished) and (
        not other.abolished or row.established < other.abolished
    )


def slugs_of(rows: list[RegisterRow]) -> dict[str, str]:
    """Code to slug. Of two with one name, the later keeps it plain: it is the one looked for."""
    latest = {row.name: max(r.established for r in rows if r.name == row.name) for row in rows}
    return {
        row.code: slugify(row.name)
        if row.established == latest[row.name]
        else f"{slugify(row.name)}-to-{row.abolished[:4]}"
        for row in rows
    }
