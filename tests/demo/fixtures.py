"""A database with the demonstration in it beside the empty one of other tests."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from .copies import copy_of_the_demonstration, point_to


@pytest.fixture(scope="session")
def demo_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a database that holds the demonstration."""
    with copy_of_the_demonstration("demo", django_db_blocker) as name:
        yield name


@pytest.fixture
def demo_connection(demo_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Points Django at the demonstration for one test."""
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        point_to(demo_database)
    yield
    with django_db_blocker.unblock():
        point_to(before)


@pytest.fixture
def demo(demo_connection: None, db: None) -> None:
    """The demonstration, as loaded: what the test changes is rolled back.

    Do not mark the test with django_db as well: it would begin on the empty database.
    """
