"""Reminders: a week before, a day before, and overdue; each once, and never of what is signed."""

import datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from councils.models import Council, User
from surveys.actions.signing import sign
from surveys.jobs import remind
from surveys.models import Reminder, Return
from tests.surveys.returns.letters import sent, waiting, whole
from tests.surveys.returns.signing import forget_jobs, handed_over, make_working_return

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _no_jobs(db: None) -> None:
    """Tests that commit leave theirs behind: the queue's tables are not Django's to empty."""
    forget_jobs()


def due_in(home: Council, days: int, **fields: Any) -> Return:
    closes = TODAY + datetime.timedelta(days=days)
    opens = TODAY - datetime.timedelta(days=60)
    return make_working_return(home, opens_on=opens, closes_on=closes, **fields)


@pytest.mark.parametrize(
    ("days", "kinds"),
    [(8, []), (7, ["week"]), (2, ["week"]), (1, ["day"]), (0, ["day"]), (-1, ["overdue"])],
)
def test_a_reminder_goes_out_a_week_before_a_day_before_and_overdue(
    home: Council, contributor: User, days: int, kinds: list[str]
) -> None:
    due_in(home, days)
    remind(TODAY)
    assert list(Reminder.objects.values_list("kind", flat=True)) == kinds


def test_of_a_round_that_was_imported_nobody_is_reminded(home: Council, contributor: User) -> None:
    """It opened after its last day; a return that is reopened since is due all the same."""
    return_of = due_in(home, -1, opened_at=timezone.now())
    assert remind(TODAY) == 0
    Return.objects.filter(pk=return_of.pk).update(reopened_until=TODAY + datetime.timedelta(days=7))
    assert remind(TODAY) == 1


def test_each_reminder_goes_out_once(home: Council, contributor: User) -> None:
    due_in(home, 7)
    assert [remind(TODAY), remind(TODAY), remind(TODAY + datetime.timedelta(days=1))] == [1, 0, 0]
    assert waiting() == 1


def test_a_reminder_says_what_is_due_and_when(
    home: Council, contributor: User, signatory: User
) -> None:
    due_in(home, 7)
    remind(TODAY)
    assert set(sent()) == {"contributor@example.org", "signatory@example.org"}
    whole(mail.outbox[0], "Gateshead", "Where it stands: in progress")


def test_overdue_says_whom_to_ask(home: Council, contributor: User) -> None:
    due_in(home, -1)
    remind(TODAY)
    assert "is overdue" in sent()["contributor@example.org"]
    whole(mail.outbox[0], "ask the analysts")


def test_what_is_signed_is_not_reminded_of(
    home: Council, contributor: User, signatory: User
) -> None:
    return_of = due_in(home, 7)
    remind(TODAY)
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    assert not any("is due" in subject for subject in sent().values())
    assert remind(TODAY) == 0


def test_what_is_no_longer_required_is_not_reminded_of(home: Council, contributor: User) -> None:
    return_of = due_in(home, 7)
    Return.objects.filter(pk=return_of.pk).update(
        requirement="declined", requirement_reason="Said so."
    )
    assert remind(TODAY) == 0


def test_reopened_with_a_later_day_it_is_reminded_of_that_day(
    home: Council, contributor: User
) -> None:
    return_of = due_in(home, -1)
    remind(TODAY)
    Return.objects.filter(pk=return_of.pk).update(reopened_until=TODAY + datetime.timedelta(days=1))
    assert remind(TODAY) == 1
    assert Reminder.objects.filter(kind="day").count() == 1
