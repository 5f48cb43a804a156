"""A database with the demonstration in it, loaded once, beside the empty one of other tests."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def demo_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a copy of the test database that holds the demonstration."""
    empty = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        end_other_sessions()
        connection.creation.clone_test_db(suffix="demo", verbosity=0, autoclobber=True)
        name = connection.creation.get_test_db_clone_settings("demo")["NAME"]
        point_to(name)
        call_command("load_demo", verbosity=0)
        point_to(empty)
    yield name
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(suffix="demo", verbosity=0)


@pytest.fixture
def demo_connection(demo_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Points Django at the demonstration for one test."""
    empty = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        point_to(demo_database)
    yield
    with django_db_blocker.unblock():
        point_to(empty)


@pytest.fixture
def demo(demo_connection: None, db: None) -> None:
    """The demonstration, as loaded: what the test changes is rolled back.

    Do not mark the test with django_db as well: it would begin on the empty database.
    """


def end_other_sessions() -> None:
    """PostgreSQL copies a database only while nobody else has it open, and a live server of
    browser tests that ran before may still."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def point_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
