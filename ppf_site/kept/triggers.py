"""Triggers that tell pages open to everybody that something they are made from has changed."""

import pgtrigger

ANOTHER_VERSION = """
INSERT INTO kept_published (id, version) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET version = gen_random_uuid();
"""


def gives_another_version(
    operation: pgtrigger.Operation = pgtrigger.Insert
    | pgtrigger.Update
    | pgtrigger.Delete
    | pgtrigger.Truncate,
) -> pgtrigger.Trigger:
    """For a table that pages open to everybody read.

    The version changes with the transaction that changes the rows, so nobody sees one without
    the other; two such transactions wait for each other.
    """
    return pgtrigger.Trigger(
        name="gives_another_version",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        func=f"{ANOTHER_VERSION} RETURN NULL;",
    )
