"""A round that sends no reminders: set on its page, kept as a row, and said where it is run."""

from dataclasses import replace

import pytest
from django.db import IntegrityError
from django.test import Client

from councils.models import Council, User
from surveys.actions.rescheduling import reschedule, set_days
from surveys.jobs import remind
from surveys.models import Rescheduling, Return, Round, RoundDay
from surveys.rounds.days import RoundDays
from surveys.rounds.exports import round_file, to_toml
from surveys.rounds.imports import parse
from surveys.rounds.moves import moves_of
from tests.days import DAY, today
from tests.reading import squeezed
from tests.surveys.returns.signing import forget_jobs, make_working_return
from tests.surveys.rounds.test_days import WHY, draft

pytestmark = pytest.mark.django_db
__all__ = ["draft"]
SAID = "No reminders go out: nobody is reminded unless somebody writes to them."


@pytest.fixture
def silent(draft: Round) -> Round:
    set_days(round=draft, days=replace(RoundDays.of(draft), no_reminders=True))
    return Round.objects.get()


@pytest.fixture
def due(home: Council, contributor: User) -> Return:
    """The usual reminders of it go out today."""
    forget_jobs()
    return make_working_return(home, opens_on=today() - 60 * DAY, closes_on=today() + 7 * DAY)


def turn_off(return_of: Return) -> int:
    days = replace(RoundDays.of(return_of.round), no_reminders=True)
    return reschedule(round=return_of.round, days=days, reason=WHY)


def test_it_is_chosen_on_the_page_of_its_days_and_said_there(
    client: Client, analyst: User, draft: Round
) -> None:
    client.force_login(analyst)
    address = "/manage/rounds/draft/dates/"
    first_and_last = {"opens_on": f"{today()}", "closes_on": f"{today() + 30 * DAY}"}
    data = {"do": "save", "reminds": "none", **first_and_last}
    assert SAID in squeezed(client.post(address, data, follow=True).text)
    assert list(Round.objects.get().reminders) == []


def test_the_rounds_own_page_says_it(client: Client, analyst: User, silent: Round) -> None:
    client.force_login(analyst)
    assert SAID in squeezed(client.get("/manage/rounds/draft/").text)


def test_a_round_with_reminders_does_not_say_it(
    client: Client, analyst: User, draft: Round
) -> None:
    client.force_login(analyst)
    assert SAID not in squeezed(client.get("/manage/rounds/draft/").text)


def test_nobody_is_reminded(due: Return) -> None:
    turn_off(due)
    assert remind(today()) == 0


def test_nobody_is_of_what_was_reopened_either(due: Return) -> None:
    turn_off(due)
    Return.objects.update(reopened_until=today() + 7 * DAY)
    assert remind(today()) == 0


def test_turning_them_off_is_on_the_record_and_tells_nobody(due: Return) -> None:
    assert turn_off(due) == 0
    assert moves_of(Rescheduling.objects.get()) == ["No reminders go out."]


def test_the_usual_ones_can_be_turned_on_again(due: Return) -> None:
    turn_off(due)
    days = replace(RoundDays.of(Round.objects.get()), no_reminders=False)
    reschedule(round=due.round, days=days, reason=WHY)
    assert remind(today()) == 1


def test_it_stays_so_where_the_last_day_moves(due: Return) -> None:
    turn_off(due)
    later = replace(RoundDays.of(Round.objects.get()), closes_on=today() + 9 * DAY)
    reschedule(round=due.round, days=later, reason=WHY)
    assert list(Round.objects.get().reminders) == []


def test_the_database_keeps_no_days_of_reminders_beside_it(silent: Round) -> None:
    with pytest.raises(IntegrityError, match="no days for them"):
        RoundDay.objects.create(round=silent, kind="reminder", day=today())


def test_a_rounds_file_says_it(silent: Round) -> None:
    text = to_toml(round_file(silent))
    assert "no_reminders = true" in text
    assert parse(text).round.no_reminders
