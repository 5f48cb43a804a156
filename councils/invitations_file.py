"""Many invitations from a file, read against the register. Every problem is told at once."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from ppf_site.days import read_day
from ppf_site.refused import Refused

from .models import Council, Region, Role

COLUMNS = ("email", "role", "council", "region", "first day", "last day")
MOST_ROWS = 1_000
OF_A_COUNCIL = {Role.Kind.CONTRIBUTOR, Role.Kind.SIGNATORY}


class BadInvitationsError(Exception):
    """The file was refused; `problems` has every reason, each with its row."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One line of the file. `number` is the row that a spreadsheet shows it in."""

    number: int
    email: str
    kind: str
    council: Council | None
    region: Region | None
    starts_on: datetime.date | None
    ends_on: datetime.date | None


def parse(text: str) -> list[InvitationRow]:
    """The rows, read against the register. Raises BadInvitationsError with every problem."""
    lines_of_text = text.lstrip("\ufeff")
    header = lines_of_text.partition("\n")[0]
    # Some countries' spreadsheets write a semicolon where others write a comma.
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(io.StringIO(lines_of_text, newline=""), delimiter=delimiter)
    found = [(name or "").strip().lower() for name in reader.fieldnames or []]
    if problems := _wrong_columns(found):
        raise BadInvitationsError(problems)
    reader.fieldnames = found
    lines = [line for line in reader if any((line.get(name) or "").strip() for name in COLUMNS)]
    if not lines:
        raise BadInvitationsError(["The file has no row under its header."])
    if len(lines) > MOST_ROWS:
        raise BadInvitationsError([f"The file has more than {MOST_ROWS:,} rows. Send it in parts."])
    return _read(lines)


def _wrong_columns(found: list[str]) -> list[str]:
    """A column that nobody reads would lose what somebody meant by it."""
    missing = [f"the column “{name}” is missing" for name in ("email", "role") if name not in found]
    unknown = [f"the column “{name}” is not known" for name in found if name not in {*COLUMNS, ""}]
    twice = [f"the column “{name}” is there twice" for name in COLUMNS if found.count(name) > 1]
    problems = [f"Row 1: {each}" for each in (*missing, *unknown, *twice)]
    if problems:
        problems.append(f"The columns are: {', '.join(COLUMNS)}. The first two are needed.")
    return problems


def _read(lines: list[dict[str, str]]) -> list[InvitationRow]:
    places = _Places()
    held = _held({(line.get("email") or "").strip().lower() for line in lines})
    rows, problems, seen = [], [], set()
    for number, line in enumerate(lines, start=2):
        cells = {name: (line.get(name) or "").strip() for name in COLUMNS}
        try:
            row = _row(number, cells, places)
        except _RowRefused as refused:
            problems += [f"Row {number}: {problem}" for problem in refused.problems]
            continue
        key = (row.email, row.kind, row.council, row.region)
        if key in seen:
            problems.append(f"Row {number}: {row.email} is invited to this in an earlier row")
        elif key in held:
            told = held_already(row.kind, row.email, row.council or row.region)
            problems.append(f"Row {number}: {told}")
        seen.add(key)
        rows.append(row)
    if problems:
        raise BadInvitationsError(problems)
    return rows


def _held(addresses: set[str]) -> set[tuple[str, str, Council | None, Region | None]]:
    roles = Role.objects.in_force().filter(user__email__in=addresses)
    return {
        (role.user.email, role.kind, role.council, role.region)
        for role in roles.select_related("user", "council", "region")
    }


def held_already(kind: str, email: str, place: Council | Region | None) -> str:
    of = f" of {place}" if place else ""
    return f"{email} is a {Role.Kind(kind).label.lower()}{of} already."


def why_no_days(first: datetime.date | None, last: datetime.date | None) -> str:
    """What the last day of a role that is offered is; "" where the role can be held."""
    if first and last and last < first:
        return "before the first"
    return "over" if last and last < timezone.localdate() else ""


class _RowRefused(Exception):
    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__()


class _Places:
    """Councils in force or to come, and regions, by the names that a file may have for them."""

    def __init__(self) -> None:
        standing = Council.objects.filter(abolished=None).with_codes()
        self.councils = {
            key.casefold(): council
            for council in standing
            for key in (council.slug, *council.all_codes, council.short_name, council.name)
        }
        self.regions = {
            key.casefold(): region
            for region in Region.objects.all()
            for key in (region.slug, region.code, region.name)
        }


def _row(number: int, cells: Mapping[str, str], places: _Places) -> InvitationRow:
    problems: list[str] = []
    kind = _kind(cells["role"], problems)
    council = places.councils.get(cells["council"].casefold()) if cells["council"] else None
    region = places.regions.get(cells["region"].casefold()) if cells["region"] else None
    problems += _of_the_place(kind, cells, council, region)
    email = cells["email"].lower()
    try:
        validate_email(email)
    except ValidationError:
        problems.append(f"“{cells['email']}” is not an e-mail address")
    first, last = _day(cells["first day"], problems), _day(cells["last day"], problems)
    if why := why_no_days(first, last):
        problems.append(f"the last day is {why}")
    if problems:
        raise _RowRefused(problems)
    return InvitationRow(number, email, kind, council, region, first, last)


def _kind(typed: str, problems: list[str]) -> str:
    kinds = {str(kind.label).casefold(): kind for kind in Role.Kind}
    kind = kinds.get(typed.casefold().replace("_", " "))
    if kind is None:
        known = ", ".join(str(kind.label).lower() for kind in Role.Kind)
        problems.append(f"“{typed}” is no role; it is one of: {known}")
        return ""
    return str(kind)


def _of_the_place(
    kind: str, cells: Mapping[str, str], council: Council | None, region: Region | None
) -> Iterator[str]:
    if cells["council"] and council is None:
        yield f"there is no council “{cells['council']}” now"
    elif kind in OF_A_COUNCIL and council is None:
        yield f"a {kind} needs a council"
    if cells["region"] and region is None:
        yield f"there is no region “{cells['region']}”"
    elif kind == Role.Kind.REGIONAL_LEAD and region is None:
        yield "a regional lead needs a region"
    if kind and council and kind not in OF_A_COUNCIL:
        yield "this role has no council: leave the cell empty"
    if kind and region and kind != Role.Kind.REGIONAL_LEAD:
        yield "this role has no region: leave the cell empty"


def _day(typed: str, problems: list[str]) -> datetime.date | None:
    if not typed:
        return None
    try:
        return read_day(typed)
    except Refused as refused:
        problems.append(str(refused).rstrip("."))
        return None
