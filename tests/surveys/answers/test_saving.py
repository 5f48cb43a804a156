"""Saving an answer: versions, clashes, the same twice, and what is closed, to the second."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from councils.models import Council, User
from surveys.actions.saving import save_answer
from surveys.answers.outcomes import Clash, Closed, Saved
from surveys.models import Answer, Question, Return, Section
from surveys.opening import why_closed
from surveys.values import Value
from tests.factories import make_open_round, make_question, make_return, make_round

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def question() -> Question:
    return make_question(make_open_round())


@pytest.fixture
def ours(question: Question, home: Council) -> Return:
    return make_return(question.round, home, state="not_started")


def save(
    return_of: Return, question: Question, number: int | None, by: User, *, version: int = 0
) -> Saved | Clash | Closed:
    value = Value(number=None if number is None else Decimal(number))
    return save_answer(return_of=return_of, question=question, value=value, by=by, version=version)


def test_the_first_answer_has_version_one_and_starts_the_return(
    ours: Return, question: Question, contributor: User
) -> None:
    saved = save(ours, question, 5, contributor)
    assert isinstance(saved, Saved)
    assert (saved.version, saved.changed) == (1, True)
    ours.refresh_from_db()
    assert ours.state == "in_progress"


def test_each_change_counts_the_version_on(
    ours: Return, question: Question, contributor: User
) -> None:
    save(ours, question, 5, contributor)
    saved = save(ours, question, 6, contributor, version=1)
    assert isinstance(saved, Saved)
    assert saved.version == 2


def test_the_same_twice_is_once(ours: Return, question: Question, contributor: User) -> None:
    save(ours, question, 5, contributor)
    again = save(ours, question, 5, contributor)
    assert isinstance(again, Saved)
    assert (again.version, again.changed) == (1, False)


def test_an_older_version_is_a_clash_and_nothing_is_overwritten(
    ours: Return, question: Question, contributor: User, signatory: User
) -> None:
    save(ours, question, 5, signatory)
    clash = save(ours, question, 6, contributor)
    assert isinstance(clash, Clash)
    assert clash.theirs.number == 5
    assert clash.theirs.updated_by == signatory
    assert Answer.objects.get().number == 5


def test_different_questions_never_clash(
    ours: Return, question: Question, contributor: User, signatory: User
) -> None:
    save(ours, question, 5, signatory)
    assert isinstance(save(ours, make_question(ours.round), 6, contributor), Saved)


def test_a_note_stays_unless_one_is_said(
    ours: Return, question: Question, contributor: User
) -> None:
    five = Value(number=Decimal(5))
    save_answer(
        return_of=ours, question=question, value=five, note="Why.", by=contributor, version=0
    )
    save(ours, question, 6, contributor, version=1)
    assert Answer.objects.get().note == "Why."


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("signed", "This return was signed on"),
        ("to_sign", "with the director to sign"),
    ],
)
def test_a_signed_or_handed_over_return_says_so(
    question: Question, home: Council, contributor: User, state: str, why: str
) -> None:
    return_of = make_return(question.round, home, state=state)
    closed = save(return_of, question, 5, contributor)
    assert isinstance(closed, Closed)
    assert why in closed.why
    assert not Answer.objects.exists()


def test_a_closed_return_that_was_never_started_stays_so(home: Council, contributor: User) -> None:
    question = make_question(make_round())
    return_of = make_return(question.round, home, state="not_started")
    closed = save(return_of, question, 5, contributor)
    assert isinstance(closed, Closed)
    assert "This round closed at the end of 13 May 2011" in closed.why
    return_of.refresh_from_db()
    assert return_of.state == "not_started"


def test_a_section_that_was_not_reopened_says_so(
    ours: Return, question: Question, contributor: User
) -> None:
    other = make_question(ours.round, section=_section(ours))
    ours.reopened_sections.add(other.section)
    closed = save(ours, question, 5, contributor)
    assert isinstance(closed, Closed)
    assert closed.why == "This section was not reopened."
    assert isinstance(save(ours, other, 5, contributor), Saved)


def _section(return_of: Return) -> Section:
    return return_of.round.sections.create(key="other", title="Other")


# An ordinary day, and both Sundays on which the clocks change.
LAST_DAYS = [
    datetime.date(2026, 2, 10),
    datetime.date(2026, 3, 29),
    datetime.date(2026, 7, 1),
    datetime.date(2026, 10, 25),
]


@pytest.mark.parametrize("day", LAST_DAYS, ids=str)
@pytest.mark.parametrize("reopened", [False, True])
def test_a_return_is_open_to_the_last_second_of_its_last_day_in_london(
    home: Council, contributor: User, day: datetime.date, reopened: bool
) -> None:
    closes = day - datetime.timedelta(days=10) if reopened else day
    question = make_question(make_round(opens_on=datetime.date(2026, 1, 1), closes_on=closes))
    return_of = make_return(
        question.round, home, state="in_progress", reopened_until=day if reopened else None
    )
    midnight = datetime.datetime.combine(
        day + datetime.timedelta(days=1), datetime.time(), tzinfo=LONDON
    ).astimezone(datetime.UTC)
    second = datetime.timedelta(seconds=1)
    with time_machine.travel(midnight - second, tick=False):
        assert isinstance(save(return_of, question, 1, contributor), Saved)
        assert return_of.is_open_at(midnight - second)
    with time_machine.travel(midnight + second, tick=False):
        assert isinstance(save(return_of, question, 2, contributor, version=1), Closed)
        assert "closed at the end of" in why_closed(return_of)
    assert Answer.objects.get().number == 1


def test_a_round_opens_with_its_first_second_in_london(home: Council, contributor: User) -> None:
    day = datetime.date(2026, 7, 1)
    question = make_question(make_round(opens_on=day, closes_on=day))
    return_of = make_return(question.round, home, state="not_started")
    midnight = datetime.datetime.combine(day, datetime.time(), tzinfo=LONDON)
    second = datetime.timedelta(seconds=1)
    with time_machine.travel(midnight - second, tick=False):
        closed = save(return_of, question, 1, contributor)
        assert isinstance(closed, Closed)
        assert closed.why == "This round opens on 1 July 2026."
    with time_machine.travel(midnight, tick=False):
        assert isinstance(save(return_of, question, 1, contributor), Saved)


def test_the_page_closes_with_the_statement(
    client: Client, ours: Return, contributor: User
) -> None:
    """What the page says of being open is what a save would find."""
    client.force_login(contributor)
    after = ours.last_day + datetime.timedelta(days=1)
    moment = datetime.datetime.combine(after, datetime.time(), tzinfo=LONDON)
    address = f"/returns/{ours.pk}/sections/section/"
    with time_machine.travel(moment - datetime.timedelta(seconds=1), tick=False):
        client.force_login(contributor)
        assert "Save and" in client.get(address).content.decode()
    with time_machine.travel(moment, tick=False):
        client.force_login(contributor)
        assert "Read-only." in client.get(address).content.decode()
