"""When what pages are made from counts as changed."""

import datetime

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from councils.models import Region, User
from ppf_site.kept.models import Published, state_now
from surveys.models import Release
from tests.factories import (
    make_council,
    make_open_round,
    make_region,
    make_release,
    make_return,
    make_round,
)

pytestmark = pytest.mark.django_db


def test_nothing_changes_by_itself() -> None:
    make_region("North East")
    assert state_now() == state_now()


def test_every_change_is_another_version() -> None:
    seen = [state_now()]
    region = make_region("North East")
    seen.append(state_now())
    Region.objects.filter(pk=region.pk).update(name="The North East")
    seen.append(state_now())
    make_council("Gateshead", region=region)
    seen.append(state_now())
    assert len(set(seen)) == len(seen)


def test_a_change_that_was_undone_is_none() -> None:
    before = state_now()
    with transaction.atomic():
        make_region("North East")
        transaction.set_rollback(True)
    assert state_now() == before


def test_an_answer_that_is_not_released_changes_no_public_page() -> None:
    council = make_council("Gateshead", region=make_region("North East"))
    round = make_open_round("open")
    before = state_now()
    make_return(round, council, state="in_progress").save()
    assert state_now() == before


def test_a_release_counts_from_when_it_is_whole() -> None:
    round = make_round("spring")
    before = state_now()
    release = Release.objects.create(round=round, number=1)
    assert state_now() == before
    release.compiled_at = timezone.now()
    release.save()
    assert state_now() != before


def test_a_stage_that_falls_due_changes_what_is_published() -> None:
    due = timezone.now() + datetime.timedelta(hours=2)
    make_release(stage="sector").move_to("public", at=due)
    with time_machine.travel(due - datetime.timedelta(microseconds=1), tick=False):
        before = state_now()
    with time_machine.travel(due, tick=False):
        after = state_now()
    assert before and after
    assert (after.version, after.stages_past) == (before.version, before.stages_past + 1)


def test_midnight_in_london_changes_what_is_published() -> None:
    # The clocks went back this night: midnight was an hour earlier in Greenwich.
    with time_machine.travel("2026-10-24T22:59:59Z", tick=False):
        before = state_now()
    with time_machine.travel("2026-10-24T23:00:00Z", tick=False):
        assert state_now() != before


def test_an_emptied_table_is_another_version() -> None:
    make_region("North East")
    before = state_now()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE milestones_reportedfigure")
    assert state_now() != before


def test_without_its_row_nothing_is_known() -> None:
    Published.objects.all().delete()
    assert state_now() is None
    make_region("North East")
    assert state_now() is not None


def test_who_is_named_on_a_release_is_told_apart(contributor: User, stranger: User) -> None:
    release = make_release(stage="preview")
    release.viewers.add(contributor)
    assert state_now(contributor.pk) is None
    assert state_now(stranger.pk) == state_now() is not None
    release.viewers.clear()
    assert state_now(contributor.pk) == state_now()
