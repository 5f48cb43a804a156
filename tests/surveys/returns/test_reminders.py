"""Reminders: a week before, a day before, and overdue; each once, and never of what is signed."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from councils.models import Council, User
from ppf_site import words
from surveys.actions.rescheduling import reschedule
from surveys.actions.signing import sign
from surveys.jobs import remind
from surveys.models import Reminder, Return
from surveys.rounds.days import RoundDays, put_days
from tests.days import DAY, today
from tests.surveys.returns.letters import sent, waiting, whole
from tests.surveys.returns.signing import forget_jobs, handed_over, make_working_return

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_jobs(db: None) -> None:
    """Tests that commit leave theirs behind: the queue's tables are not Django's to empty."""
    forget_jobs()


def due_in(home: Council, days: int, **fields: Any) -> Return:
    closes = today() + datetime.timedelta(days=days)
    opens = today() - 60 * DAY
    return make_working_return(home, opens_on=opens, closes_on=closes, **fields)


@pytest.mark.parametrize(
    ("days", "planned"),
    [(8, []), (7, [-7]), (2, [-7]), (1, [-1]), (0, [-1]), (-1, [1]), (-7, [1]), (-8, [])],
)
def test_a_reminder_goes_out_a_week_before_a_day_before_and_overdue(
    home: Council, contributor: User, days: int, planned: list[int]
) -> None:
    due_in(home, days)
    remind(today())
    assert [(each.planned_on - each.due_on).days for each in Reminder.objects.all()] == planned


def test_of_a_round_that_was_imported_nobody_is_reminded(home: Council, contributor: User) -> None:
    """It opened after its last day; a return that is reopened since is due all the same."""
    return_of = due_in(home, -1, opened_at=timezone.now())
    assert remind(today()) == 0
    Return.objects.filter(pk=return_of.pk).update(reopened_until=today() + 7 * DAY)
    assert remind(today()) == 1


def test_each_reminder_goes_out_once(home: Council, contributor: User) -> None:
    due_in(home, 7)
    assert [remind(today()), remind(today()), remind(today() + DAY)] == [1, 0, 0]
    assert waiting() == 1


def test_a_reminder_says_what_is_due_and_when(
    home: Council, contributor: User, signatory: User
) -> None:
    due_in(home, 7)
    remind(today())
    assert set(sent()) == {"contributor@example.org", "signatory@example.org"}
    whole(mail.outbox[0], "Gateshead", "Where it stands: in progress")


def test_overdue_says_whom_to_ask(home: Council, contributor: User) -> None:
    due_in(home, -1)
    remind(today())
    assert "is overdue" in sent()["contributor@example.org"]
    whole(mail.outbox[0], "ask the analysts")


def test_what_is_signed_is_not_reminded_of(
    home: Council, contributor: User, signatory: User
) -> None:
    return_of = due_in(home, 7)
    remind(today())
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    assert not any("is due" in subject for subject in sent().values())
    assert remind(today()) == 0


def test_what_is_no_longer_required_is_not_reminded_of(home: Council, contributor: User) -> None:
    return_of = due_in(home, 7)
    Return.objects.filter(pk=return_of.pk).update(
        requirement="declined", requirement_reason="Said so."
    )
    assert remind(today()) == 0


def test_reopened_with_a_later_day_it_is_reminded_of_that_day(
    home: Council, contributor: User
) -> None:
    return_of = due_in(home, -1)
    remind(today())
    Return.objects.filter(pk=return_of.pk).update(reopened_until=today() + DAY)
    assert remind(today()) == 1
    assert [each.when for each in Reminder.objects.all()] == [
        "1 day before it is due",
        "1 day after it is due",
    ]


class TestOfARoundsOwnDays:
    """Three weeks and two days before it is due, and three days after."""

    @pytest.fixture
    def due(self, home: Council, contributor: User) -> Return:
        return self.due_in(home, 30)

    def due_in(self, home: Council, days: int) -> Return:
        return_of = due_in(home, days + 4, is_draft=True)
        due_on = today() + days * DAY
        own = RoundDays.of(return_of.round)
        reminders = tuple(due_on + each * DAY for each in (-21, -2, 3))
        put_days(return_of.round, replace(own, due_on=due_on, reminders=reminders))
        return_of.round.mark_opened(at=timezone.now())
        return return_of

    def on(self, return_of: Return, days: int) -> list[str]:
        """What goes out so many days after the one that it is due."""
        Reminder.objects.all().delete()
        remind(return_of.round.due_on + days * DAY)
        return [each.when for each in Reminder.objects.all()]

    @pytest.mark.parametrize(
        ("days", "told"),
        [
            (-22, []),
            (-21, ["21 days before it is due"]),
            (-7, ["21 days before it is due"]),
            (-2, ["2 days before it is due"]),
            (0, ["2 days before it is due"]),
            (1, []),
            (3, ["3 days after it is due"]),
            (9, ["3 days after it is due"]),
            (10, []),
        ],
    )
    def test_each_goes_out_on_its_day_or_later(
        self, due: Return, days: int, told: list[str]
    ) -> None:
        assert self.on(due, days) == told

    def test_a_worker_that_was_down_over_two_makes_up_for_one(self, due: Return) -> None:
        due_on = due.round.due_on
        assert [remind(due_on - days * DAY) for days in (2, 1, 0)] == [1, 0, 0]

    def test_nobody_is_reminded_again_as_the_day_that_it_is_due_moves(self, due: Return) -> None:
        round, day = due.round, due.round.due_on - 2 * DAY
        assert remind(day) == 1
        days = replace(RoundDays.of(round), due_on=round.due_on + 2 * DAY)
        reschedule(round=round, days=days, reason="Holidays.")
        assert remind(day) == 0

    def test_overdue_it_can_still_be_answered_until_the_last_day(
        self, home: Council, contributor: User
    ) -> None:
        return_of = self.due_in(home, -3)
        remind(today())
        assert "is overdue" in sent()[contributor.email]
        last = words.day(return_of.last_day)
        whole(mail.outbox[0], f"It can be answered and signed until the end of {last}.")


def test_what_an_older_worker_writes_has_its_planned_day(home: Council) -> None:
    return_of = due_in(home, 7)
    for kind in ("week", "day", "overdue"):
        Reminder.objects.create(return_of=return_of, kind=kind, due_on=return_of.last_day)
    told = Reminder.objects.order_by("planned_on")
    assert [(each.planned_on - today()).days for each in told] == [0, 6, 8]
