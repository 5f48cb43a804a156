"""Triggers that keep a compiled release as it is."""

import pgtrigger


def sealed(what: str) -> str:
    """Refuses a change to rows of a release that is complete."""
    return (
        f"RAISE EXCEPTION 'A release never changes: {what}. Compile a correction instead.' "
        "USING ERRCODE = 'restrict_violation';"
    )


def immutable_rows() -> list[pgtrigger.Trigger]:
    """Rows of a release may be added while it is being compiled, and never touched after."""
    return [
        pgtrigger.Trigger(
            name="never_changes",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=(
                "IF EXISTS (SELECT FROM surveys_release "
                "WHERE id IN (OLD.release_id, NEW.release_id) "
                f"AND compiled_at IS NOT NULL) THEN {sealed('its rows are copies')} END IF; "
                "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
            ),
        ),
        pgtrigger.Trigger(
            name="nothing_added",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="added"),
            func=(
                "IF EXISTS (SELECT FROM surveys_release WHERE compiled_at IS NOT NULL "
                "AND id IN (SELECT release_id FROM added)) "
                f"THEN {sealed('nothing is added')} END IF; RETURN NULL;"
            ),
        ),
        pgtrigger.Trigger(
            name="never_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=f"IF EXISTS (SELECT FROM surveys_release WHERE compiled_at IS NOT NULL) "
            f"THEN {sealed('nothing is removed')} END IF; RETURN NULL;",
        ),
    ]


def protect_released(*fields: str, used: str, what: str) -> pgtrigger.Trigger:
    """Refuses to change what a release has used: its meaning would change under a reader's eyes.

    `used` is a condition on OLD that holds once a release has figures of the row.
    """
    return pgtrigger.Trigger(
        name="protect_released",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(*fields),
        condition=pgtrigger.AnyChange(*fields),
        func=(
            f"IF {used} THEN RAISE EXCEPTION "
            f"'This {what} has been released and cannot change. Make a new round instead.' "
            "USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
        ),
    )
