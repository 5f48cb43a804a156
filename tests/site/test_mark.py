"""The demonstration refuses every database but its own."""

import os
import subprocess
import sys
from collections.abc import Callable

import psycopg
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from ppf_site.demo.mark import is_marked, mark, require_mark
from tests.factories import make_council, make_round, make_user

# A comment on the database is part of the transaction that each test rolls back.
pytestmark = pytest.mark.django_db


def test_a_database_is_not_marked_of_itself() -> None:
    assert not is_marked(connection)


def test_an_unmarked_database_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match=str(connection.settings_dict["NAME"])):
        require_mark(connection)


def test_a_marked_database_is_accepted() -> None:
    mark(connection)
    assert is_marked(connection)
    require_mark(connection)


def test_marking_twice_is_harmless() -> None:
    mark(connection)
    mark(connection)
    assert is_marked(connection)


def test_somebody_elses_comment_is_no_mark() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"comment on database {connection.ops.quote_name(connection.settings_dict['NAME'])}"
            " is 'The real one'"
        )
    assert not is_marked(connection)


def test_make_serve_refuses_an_unmarked_database_before_it_changes_anything() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ppf_site.serving", "--port", "8997"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DEMO": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "DEMO is on, but the demonstration did not make the database" in done.stderr
    with psycopg.connect(os.environ["DATABASE_URL"]) as beside:
        assert beside.execute("select to_regclass('django_migrations')").fetchone() == (None,)


@pytest.mark.parametrize("make", [make_user, make_council, make_round])
def test_a_database_with_anything_in_it_is_not_filled(make: Callable[[], object]) -> None:
    make()
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_demo")
    assert not is_marked(connection)


def test_the_web_server_does_not_start_the_demonstration_on_an_unmarked_database() -> None:
    # The database that the test databases are made beside: nobody has marked it.
    done = subprocess.run(
        [sys.executable, "-c", "import ppf_site.wsgi"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DEMO": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "DEMO is on, but the demonstration did not make the database" in done.stderr
