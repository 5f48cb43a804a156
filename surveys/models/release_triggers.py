"""What the database sees to of a release: it never changes, but for who sees it, on the record."""

from collections.abc import Iterable

import pgtrigger

from ppf_site.kept.triggers import ANOTHER_VERSION

from .rounds import PROMISED
from .sealing import off_the_record, sealed

FIXED = ("id", "round_id", "number", "note", "compiled_at", "compiled_by_id")
# What can be narrowed, beside a record of it: see `surveys.models.narrowings`.
NARROWED = (*PROMISED, "taken_back_at", "tells_few", "changes")
WIDER = (
    " OR ".join(f"NEW.{field} AND NOT OLD.{field}" for field in PROMISED)
    + " OR OLD.taken_back_at IS NOT NULL AND NEW.taken_back_at IS DISTINCT FROM OLD.taken_back_at"
    + " OR NEW.taken_back_at NOT BETWEEN now() AND clock_timestamp()"
    + " OR OLD.tells_few AND NOT NEW.tells_few"
    + " OR OLD.changes <> '{}' AND NEW.changes <> OLD.changes"
)


def _differ(names: Iterable[str]) -> str:
    """Whether any of these columns changes, for a trigger."""
    new, old = (", ".join(f"{row}.{name}" for name in names) for row in ("NEW", "OLD"))
    return f"({new}) IS DISTINCT FROM ({old})"


# When it is opened further, at a set time, no row changes.
STAGES = """
UPDATE kept_published SET stages = ARRAY(
    SELECT DISTINCT moment FROM surveys_release, unnest(ARRAY[sector_at, public_at]) AS moment
    WHERE moment IS NOT NULL
);
"""


def release_triggers() -> list[pgtrigger.Trigger]:
    return [
        # Not while it is being compiled: until it is whole nobody sees it, and nobody waits.
        pgtrigger.Trigger(
            name="gives_another_version",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update,
            condition=pgtrigger.Condition("NEW.compiled_at IS NOT NULL"),
            func=f"{ANOTHER_VERSION} {STAGES} RETURN NULL;",
        ),
        pgtrigger.Trigger(
            name="never_changes",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            condition=pgtrigger.Condition("OLD.compiled_at IS NOT NULL"),
            func=(
                f"IF TG_OP = 'DELETE' OR {_differ(FIXED)} "
                "OR (OLD.sector_at <= now() AND NEW.sector_at IS DISTINCT FROM OLD.sector_at) "
                "OR (OLD.public_at <= now() AND NEW.public_at IS DISTINCT FROM OLD.public_at) "
                f"THEN {sealed('only a coming stage can be moved')} END IF; "
                f"IF {_differ(NARROWED)} AND ({WIDER} OR {off_the_record('OLD.id')}) "
                f"THEN {sealed('who sees it is narrowed alone, on the record')} END IF; "
                "RETURN NEW;"
            ),
        ),
    ]
