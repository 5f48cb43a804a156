"""Copies of the demonstration for tests that are not about making it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.demo.fixtures import end_other_sessions, point_to


@contextmanager
def copy_of_the_demonstration(suffix: str, blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a database that holds it, dropped in the end."""
    empty = connection.settings_dict["NAME"]
    creation = connection.creation
    with blocker.unblock():
        end_other_sessions()
        creation.clone_test_db(suffix=suffix, verbosity=0, autoclobber=True)
        name = str(creation.get_test_db_clone_settings(suffix)["NAME"])
        point_to(name)
        call_command("load_demo", verbosity=0)
        point_to(empty)
    yield name
    with blocker.unblock():
        creation.destroy_test_db(suffix=suffix, verbosity=0)
