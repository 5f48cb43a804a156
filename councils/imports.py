"""The register from a file: parse, check, save. A bad file is refused whole."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from ppf_site.refusals import told_of

from .models import Area, Council, CouncilCode, Region, Succession
from .register_file import BadRegisterError, RegisterRow, RowProblem, check, slugs_of

REGISTER = Path(__file__).parent / "data" / "councils.csv"


@transaction.atomic
def save(rows: list[RegisterRow]) -> list[tuple[Council, str]]:
    """Make the register what the rows say. The same rows twice change nothing.

    A name, region or type in the file corrects the stored one; where the register has a dated
    rename, or a dated move, it is left as it is. Returned are the councils of which the file says
    otherwise, and what of them therefore stays.
    """
    problems = check(rows)
    if problems:
        raise BadRegisterError(problems)
    regions = _save_regions(rows)
    slugs = slugs_of(rows)
    councils: dict[str, Council] = {}
    # Those that end first: whoever follows takes the name and the address that they leave.
    for row in sorted(rows, key=lambda row: (not row.abolished, row.abolished)):
        try:
            with transaction.atomic():
                councils[row.code] = _save_council(row, regions, slugs[row.code])
                _save_codes(councils[row.code], row)
        except IntegrityError as error:
            problems.append(RowProblem(row.number, told_of(error)))
    if problems:
        raise BadRegisterError(sorted(problems, key=lambda problem: problem.row))
    for row in rows:
        for code in filter(None, row.successors.split(";")):
            Succession.objects.get_or_create(
                predecessor=councils[row.code],
                successor=councils[code],
                defaults={"kind": row.continuity},
            )
    Area.objects.rebuild()
    return [(councils[row.code], what) for row in rows for what in _kept(councils[row.code], row)]


def _kept(council: Council, row: RegisterRow) -> Iterable[str]:
    if council.name != row.name:
        yield "name"
    if (council.region.code, council.type) != (row.region_code, row.type):
        yield "region and type"


def _save_regions(rows: list[RegisterRow]) -> dict[str, Region]:
    names = sorted({(row.region_code, row.region_name) for row in rows})
    return {
        code: Region.objects.get_or_create(
            code=code, defaults={"name": name, "slug": slugify(name), "position": place}
        )[0]
        for place, (code, name) in enumerate(names, start=1)
    }


def _save_council(row: RegisterRow, regions: dict[str, Region], slug: str) -> Council:
    values = {
        "name": row.name,
        "short_name": row.short_name,
        "slug": slug,
        "type": row.type,
        "region": regions[row.region_code],
        "established": datetime.date.fromisoformat(row.established) if row.established else None,
        "abolished": datetime.date.fromisoformat(row.abolished) if row.abolished else None,
        "latitude": Decimal(row.latitude),
        "longitude": Decimal(row.longitude),
        "note": row.note,
    }
    if row.population is not None:
        values["population"] = int(row.population) if row.population else None
    council = Council.objects.with_code(row.code).select_related("region").first()
    if council is None:
        return Council.objects.create(**values)
    if council.names.count() > 1:
        del values["name"], values["short_name"]
    if council.places.count() > 1:
        del values["region"], values["type"]
    if any(getattr(council, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(council, name, value)
        council.save()
    return council


def _save_codes(council: Council, row: RegisterRow) -> None:
    _save_code(council, row.code, None)
    if row.code_now and row.code_now != row.code and row.code_changed_on:
        _save_code(council, row.code_now, datetime.date.fromisoformat(row.code_changed_on))


def _save_code(council: Council, code: str, starts_on: datetime.date | None) -> None:
    CouncilCode.objects.get_or_create(
        code=code, defaults={"council": council, "starts_on": starts_on}
    )
