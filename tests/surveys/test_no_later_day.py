"""A round from before that ends before its reference date is named, with how to mend it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management.base import CommandError
from django.db import connection

from tests.factories import make_round

pytestmark = pytest.mark.django_db
MIGRATION = import_module("surveys.migrations.0057_no_later_day_holds")


def test_the_migration_names_it_and_changes_nothing() -> None:
    round = make_round("early")
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE surveys_round DROP CONSTRAINT round_describes_no_later_day;"
            "ALTER TABLE surveys_round DISABLE TRIGGER USER;"
            "UPDATE surveys_round SET reference_date = closes_on + 1"
        )
    with connection.schema_editor() as editor, pytest.raises(CommandError) as refused:
        MIGRATION.name_those_that_do(apps, editor)
    assert f"“{round.title}” (early: describes" in str(refused.value)
    assert "Give each a reference date" in str(refused.value)


def test_where_there_is_none_it_goes_on() -> None:
    make_round("early")
    with connection.schema_editor() as editor:
        MIGRATION.name_those_that_do(apps, editor)
