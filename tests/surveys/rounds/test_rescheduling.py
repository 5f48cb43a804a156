"""The days of a round in their order, and moving those of an open one, on the record."""

import datetime
import re
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.rescheduling import reschedule
from surveys.jobs import remind
from surveys.models import Reminder, Rescheduling, Return, Round
from surveys.rounds.days import RoundDays
from surveys.rounds.timetable import Dated, timetable_of
from tests.days import DAY, today
from tests.factories import make_council, make_open_round, make_release, make_return, make_user
from tests.reading import squeezed
from tests.surveys.returns.signing import forget_jobs, make_working_return, run_jobs

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
WHY = "The holidays fall into the last week."


@pytest.fixture(autouse=True)
def _no_jobs(db: None) -> None:
    forget_jobs()


@pytest.fixture
def working(home: Council) -> Return:
    return make_working_return(home)


def later(round: Round, days: int = 7) -> int:
    return move(round, closes_on=round.closes_on + days * DAY)


def move(round: Round, by: User | None = None, **days: Any) -> int:
    return reschedule(round=round, days=replace(RoundDays.of(round), **days), reason=WHY, by=by)


def reopened_until(return_of: Return, day: datetime.date) -> None:
    Return.objects.filter(pk=return_of.pk).update(reopened_until=day)


class TestTheTimetable:
    def test_has_all_days_in_their_order(self, working: Return) -> None:
        round = working.round
        told = [(each.on, re.split(r":| \(", each.what)[0]) for each in timetable_of(round)]
        last = round.closes_on
        reminder = "Reminder to whoever has not signed"
        assert told == [
            (round.opens_on, "Opens to the councils that it asks"),
            (last - 7 * DAY, reminder),
            (last - DAY, reminder),
            (last, "Due"),
            (last + DAY, reminder),
        ]

    def test_a_reminder_never_goes_out_before_the_opening(self) -> None:
        round = make_open_round(opens_on=today(), closes_on=today() + 3 * DAY)
        assert [each.on for each in timetable_of(round)][:2] == [today(), today()]

    def test_has_the_stages_of_releases(self) -> None:
        release = make_release(stage="public")
        assert [each.what for each in timetable_of(release.round) if each.at] == [
            "Release 1 opens to the sector",
            "Release 1 opens to everybody",
        ]

    def test_a_moment_of_today_that_has_passed_is_over(self) -> None:
        with time_machine.travel("2026-03-02T12:00:00Z", tick=False):
            now = timezone.now()
            past, coming = (Dated(now.date(), "", now + step) for step in (-HOUR, HOUR))
            assert (past.is_over, coming.is_over) == (True, False)


class TestMoving:
    def test_is_on_the_record(self, working: Return, analyst: User) -> None:
        before = working.round.closes_on
        move(working.round, analyst, closes_on=before + DAY)
        record = Rescheduling.objects.get()
        assert (record.closes_before, record.closes_after) == (before, before + DAY)
        assert (record.by, record.reason) == (analyst, WHY)
        assert Round.objects.get().closes_on == before + DAY

    def test_tells_whoever_has_still_to_sign_once(
        self, working: Return, contributor: User, signatory: User
    ) -> None:
        done = make_council()
        make_return(working.round, done)
        make_user("done@example.org", role="contributor", council=done)
        assert later(working.round) == 2
        assert run_jobs() == ["send_rescheduled"] * 2
        assert {address for each in mail.outbox for address in each.to} == {
            contributor.email,
            signatory.email,
        }
        assert WHY in mail.outbox[0].body

    def test_a_return_reopened_until_a_day_of_its_own_is_not_told_of(
        self, working: Return, contributor: User
    ) -> None:
        reopened_until(working, working.round.closes_on + DAY)
        assert later(working.round) == 0
        assert run_jobs() == []

    def test_the_letter_has_the_returns_that_follow_the_round(
        self, working: Return, contributor: User
    ) -> None:
        later(working.round)
        reopened_until(working, working.round.closes_on + DAY)
        run_jobs()
        assert mail.outbox == []

    def test_tells_of_the_last_move_alone(self, working: Return, contributor: User) -> None:
        later(working.round)
        later(Round.objects.get())
        run_jobs()
        assert len(mail.outbox) == 1

    def test_moves_the_reminders(self, working: Return, contributor: User) -> None:
        closes = working.round.closes_on
        remind(closes - 7 * DAY)
        later(working.round)
        remind(closes - 7 * DAY)
        remind(closes)
        due = Reminder.objects.order_by("due_on").values_list("due_on", flat=True)
        assert list(due) == [closes, closes + 7 * DAY]

    def test_a_round_that_closed_is_open_again(self, home: Council) -> None:
        closed = make_working_return(home, closes_on=today() - DAY)
        later(closed.round)
        assert Return.objects.get().is_open_at(timezone.now())

    @pytest.mark.parametrize(
        ("opens", "closes", "told"),
        [
            (0, 0, "These are the days that it has"),
            (1, 1, "while it is to come"),
            (0, -90, "on or after the day it opens"),
        ],
    )
    def test_is_checked(self, working: Return, opens: int, closes: int, told: str) -> None:
        round = working.round
        first, last = round.opens_on + opens * DAY, round.closes_on + closes * DAY
        with pytest.raises(Refused, match=told):
            move(round, opens_on=first, closes_on=last)
        assert not Rescheduling.objects.exists()

    def test_nobody_is_given_a_day_that_is_over(self, home: Council) -> None:
        round = make_working_return(home, opens_on=today() - 30 * DAY).round
        with pytest.raises(Refused, match="a day that is over"):
            move(round, closes_on=today() - DAY)

    def test_a_drafts_days_are_its_own(self) -> None:
        with pytest.raises(Refused, match="is a draft"):
            later(make_open_round(is_draft=True))


class TestTheDatabase:
    @pytest.mark.parametrize("name", ["opens_on", "closes_on"])
    def test_moves_no_day_without_the_record(self, working: Return, name: str) -> None:
        with pytest.raises(IntegrityError, match="by the act that tells them"):
            Round.objects.update(**{name: today()})

    def test_moves_a_drafts_days_at_will(self) -> None:
        make_open_round(is_draft=True)
        assert Round.objects.update(closes_on=today() + DAY) == 1

    def test_keeps_the_record_as_it_is(self, working: Return) -> None:
        later(working.round)
        for act in (
            lambda: Rescheduling.objects.update(reason="x"),
            Rescheduling.objects.all().delete,
        ):
            with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
                act()

    def test_wants_a_reason_and_a_day_that_moves(self, working: Return) -> None:
        days = {
            "opens_before": today(),
            "opens_after": today(),
            "closes_before": today(),
            "closes_after": today() + DAY,
        }
        for wrong in ({**days, "reason": ""}, {**days, "reason": WHY, "closes_after": today()}):
            with pytest.raises(IntegrityError, match="rescheduling_"), transaction.atomic():
                Rescheduling.objects.create(round=working.round, **wrong)


class TestThePage:
    @pytest.fixture
    def address(self, client: Client, analyst: User, working: Return) -> str:
        client.force_login(analyst)
        return f"/manage/rounds/{working.round.slug}/dates/"

    def test_tells_whom_a_change_affects_and_moves_the_days(
        self, client: Client, address: str, contributor: User
    ) -> None:
        page = squeezed(client.get(address).text)
        assert "1 council has still to sign. 1 person with a role there is told" in page
        assert 'name="opens_on"' not in page
        day = Round.objects.get().closes_on + DAY
        sent = {"closes_on": f"{day:%d/%m/%Y}", "reason": WHY, "reminds": "usual"}
        page = squeezed(client.post(address, sent, follow=True).text)
        assert "are moved. 1 person is told." in page
        assert f"“{WHY}”" in page
        assert Round.objects.get().closes_on == day

    def test_a_return_with_a_day_of_its_own_is_counted_apart(
        self, client: Client, address: str, working: Return, contributor: User
    ) -> None:
        reopened_until(working, working.round.closes_on + DAY)
        page = squeezed(client.get(address).text)
        assert "No council has still to sign by the last day, so nobody is told." in page
        assert "1 other return is reopened until a day of its own, which stays" in page

    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, client: Client, address: str
    ) -> None:
        page = client.post(address, {"closes_on": "1/1/2001", "reason": WHY, "reminds": "usual"})
        assert "on or after the day it opens" in page.text
        assert WHY in page.text
        assert "Say why the days are moved" in client.post(address, {"closes_on": ""}).text

    def test_days_out_of_order_are_told_together_with_a_missing_reason(
        self, client: Client, address: str
    ) -> None:
        days = {
            "due_on": f"{today() + 9 * DAY}",
            "closes_on": f"{today() + DAY}",
            "reminds": "none",
        }
        page = client.post(address, {**days, "do": "save"}).text
        assert "Say why the days are moved" in page
        assert 'id="id_due_on_error"' in page
