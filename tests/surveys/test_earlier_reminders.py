"""Reminders of before it was kept when they went: sent, but those that the worker still has."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from surveys.models import Reminder
from tests.factories import make_return, make_round

pytestmark = pytest.mark.django_db
MIGRATION = import_module("surveys.migrations.0059_earlier_letters_and_moves")


def test_only_what_still_waits_for_the_worker_is_not_told_as_sent() -> None:
    return_of = make_return(make_round(), state="not_started")
    gone, waiting = (
        Reminder.objects.create(return_of=return_of, kind=kind, due_on=return_of.last_day)
        for kind in ("week", "day")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES "
            "('default', 'send_reminder', jsonb_build_object('reminder_id', %s::int))",
            [waiting.pk],
        )
    with connection.schema_editor() as editor:
        MIGRATION.keep(apps, editor)
    gone.refresh_from_db()
    waiting.refresh_from_db()
    assert gone.sent_at == gone.at
    assert waiting.sent_at is None
