"""Whether a correction tells what few councils changed, by the numbers that the public has."""

from collections.abc import Collection
from dataclasses import replace

from .corrections import tells_anything
from .disclosure_cells import Contents, Part, Places, Table, tables_of
from .disclosure_together import KeptRelease


def tells_of_changes(before: KeptRelease, after: KeptRelease) -> bool:
    """What one of them hides everywhere cannot be compared with what the other shows."""
    keys = shown_questions(before) & shown_questions(after)
    return bool(keys) and tells_anything(only(before.contents, keys), only(after.contents, keys))


def shown_questions(release: KeptRelease) -> set[str]:
    """Those with any number about councils that is not hidden, in any area."""
    places = Places(release.contents.respondents)
    tables = tables_of(release.contents, places)
    if release.names_councils:
        return set(tables)
    return {key for key, table in tables.items() if _is_any_shown(table, places, release)}


def _is_any_shown(table: Table, places: Places, release: KeptRelease) -> bool:
    pooled = [Part.POOLED] if table.asked.numerator else []
    return any(
        part not in release.hidden.get((table.asked.key, where), {})
        for part in [*table.additive, *pooled]
        for where in places.inside
        if places.add_up(table.base(part, places), where)
    )


def only(contents: Contents, keys: Collection[str]) -> Contents:
    return replace(
        contents,
        questions=[asked for asked in contents.questions if asked.key in keys],
        entries={
            council: {key: entry for key, entry in given.items() if key in keys}
            for council, given in contents.entries.items()
        },
    )
