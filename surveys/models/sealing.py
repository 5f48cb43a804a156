"""Triggers that keep an opened round, and a compiled release, as they are."""

import pgtrigger


def sealed(what: str) -> str:
    """Refuses a change to rows of a release that is complete."""
    return (
        f"RAISE EXCEPTION 'A release never changes: {what}. Compile a correction instead.' "
        "USING ERRCODE = 'restrict_violation';"
    )


def off_the_record(release: str) -> str:
    """Whether this transaction has not written down that the release is narrowed, in SQL."""
    return f"NOT EXISTS (SELECT FROM surveys_narrowing WHERE release_id = {release} AND at = now())"


def immutable_rows(unless: str = "") -> list[pgtrigger.Trigger]:
    """Rows of a release may be added while it is being compiled, and never touched after.

    `unless` is a condition on OLD and NEW, of updates.
    """
    but = f"AND NOT (TG_OP = 'UPDATE' AND {unless}) " if unless else ""
    return [
        pgtrigger.Trigger(
            name="never_changes",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=(
                "IF EXISTS (SELECT FROM surveys_release "
                "WHERE id IN (OLD.release_id, NEW.release_id) "
                f"AND compiled_at IS NOT NULL) {but}"
                f"THEN {sealed('its rows are copies')} END IF; "
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


# Whoever changes a part of a round and whoever opens it wait for each other: nothing slips in
# between the checks of the opening and the opening itself.
OPENED = "SELECT opened_at INTO opened FROM surveys_round WHERE id = {round} FOR SHARE;"
DECLARED = [("opened", "TIMESTAMPTZ")]


def refuse(words: str) -> str:
    return f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation';"


def once_open(
    *,
    name: str,
    operation: pgtrigger.Operation,
    round: str,
    words: str,
    where: str = "true",
    condition: pgtrigger.Condition | None = None,
) -> pgtrigger.Trigger:
    """Refuses a change, in these words, once the round is open and where `where` holds.

    `round` is the round's id in SQL.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        condition=condition,
        declare=DECLARED,
        func=(
            f"{OPENED.format(round=round)} "
            f"IF opened IS NOT NULL AND {where} THEN {refuse(words)} END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
        ),
    )


def fixed_once_open(
    *fields: str, what: str, round: str = "OLD.round_id", where: str = "true"
) -> pgtrigger.Trigger:
    """Refuses to change what gives answers their meaning, or says who has to give them."""
    return once_open(
        name="fixed_once_open",
        operation=pgtrigger.UpdateOf(*fields),
        condition=pgtrigger.AnyChange(*fields),
        round=round,
        where=where,
        words=f"This {what} is fixed since its round was opened: answers keep their meaning.",
    )


def never_taken_away(
    *, what: str, round: str = "OLD.round_id", where: str = "true"
) -> pgtrigger.Trigger:
    """Refuses to delete what councils are, or were, asked: also where nobody has answered it."""
    return once_open(
        name="never_taken_away",
        operation=pgtrigger.Delete,
        round=round,
        where=where,
        words=f"The round is open: this {what} is part of what councils are asked, and stays.",
    )
