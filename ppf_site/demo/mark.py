"""The mark on a database that the demonstration made: it never touches any other."""

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

MARK = "Made by the PPF demonstration; may be emptied and filled again."


def mark(connection: BaseDatabaseWrapper) -> None:
    """Marks the database as the demonstration's own. The caller has seen that it is empty."""
    # A comment on the database itself: no table to forget, and dumps of tables leave it behind.
    with connection.cursor() as cursor:
        cursor.execute("select current_database()")
        (name,) = cursor.fetchone()
        statement = sql.SQL("comment on database {} is {}").format(
            sql.Identifier(name), sql.Literal(MARK)
        )
        cursor.execute(statement.as_string())


def is_marked(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "select shobj_description(oid, 'pg_database') from pg_database"
            " where datname = current_database()"
        )
        (comment,) = cursor.fetchone()
    return bool(comment == MARK)


def require_mark(connection: BaseDatabaseWrapper) -> None:
    """Refuses a database that the demonstration did not make."""
    if not is_marked(connection):
        raise ImproperlyConfigured(
            f"DEMO is on, but the demonstration did not make the database "
            f"{connection.settings_dict['NAME']!r}. Take DEMO out of the environment, or name "
            f"an empty database in DATABASE_URL and run `python manage.py load_demo`."
        )
