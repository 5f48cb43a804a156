"""Lets go of the database, as what forks or waits must."""

from django.db import connection


def close_connections() -> None:
    """Closes this thread's connection and the process's pool, with all that it keeps open."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's own; the stubs lack it
