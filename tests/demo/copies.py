"""Copies of the demonstration, which one worker loads for all of a run."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from ppf_site.demo.mark import mark
from tests.migrated import copy_database, drop_database, made_once, migrated_database

# The same for all workers of a run. Of another run the code may have loaded something else.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)


@contextmanager
def copy_of_the_demonstration(suffix: str, blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a database that holds it, dropped in the end."""
    url = os.environ["DATABASE_URL"]
    name = f"{connection.settings_dict['NAME']}_{suffix}"
    with blocker.unblock():
        loaded = made_once(url, "demonstration", RUN, template=migrated_database(url), fill=_load)
    with psycopg.connect(url, autocommit=True) as server:
        copy_database(server, loaded, name)
    with blocker.unblock(), pointed_to(name):
        # The mark is of the database, which PostgreSQL does not copy.
        mark(connection)
    yield name
    with psycopg.connect(url, autocommit=True) as server:
        drop_database(server, name)


def _load(name: str) -> None:
    with pointed_to(name):
        call_command("load_demo", verbosity=0)


@contextmanager
def pointed_to(name: str) -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    point_to(name)
    yield
    point_to(before)


def point_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
