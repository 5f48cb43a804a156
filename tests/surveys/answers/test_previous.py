"""What a council answered last time: of each return the version that stands."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from councils.models import Council, Succession, User
from surveys.actions.signing import reopen, sign
from surveys.answers.outcomes import Saved
from surveys.answers.previous import last_answers
from surveys.models import Return
from surveys.sentences_values import given_words
from tests.factories import make_council, make_open_round, make_question, make_return
from tests.surveys.returns.signing import handed_over, make_working_return, question_of, save_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def before(home: Council) -> Return:
    """The return of the round before: 10 people."""
    return make_working_return(home, slug="before")


@pytest.fixture
def now(home: Council, before: Return) -> Return:
    round = make_open_round("now")
    make_question(round, "people", unit="people", follows=question_of(before), comparability="same")
    return make_return(round, home, state="in_progress")


def change(return_of: Return, by: User, number: int) -> None:
    version = return_of.answers.get().version
    assert isinstance(save_number(return_of, by, number, version), Saved)


def said(now: Return) -> list[Decimal | None]:
    return [last.value.number for last in last_answers(now).values()]


def reopen_until_next_week(return_of: Return, by: User) -> None:
    until = timezone.localdate() + datetime.timedelta(days=7)
    reopen(return_of=return_of, by=by, until=until, reason="A number is wrong.")


def test_what_is_not_signed_is_no_answer_yet(before: Return, now: Return) -> None:
    assert said(now) == []


def test_of_a_reopened_return_the_signed_version_stands(
    before: Return, now: Return, signatory: User, analyst: User, contributor: User
) -> None:
    sign(return_of=handed_over(before), by=signatory, name=signatory.name)
    reopen_until_next_week(before, analyst)
    change(before, contributor, 99)
    assert said(now) == [10]


def test_once_it_is_signed_again_the_new_version_does(
    before: Return, now: Return, signatory: User, analyst: User, contributor: User
) -> None:
    sign(return_of=handed_over(before), by=signatory, name=signatory.name)
    reopen_until_next_week(before, analyst)
    change(before, contributor, 99)
    sign(return_of=handed_over(before), by=signatory, name=signatory.name)
    assert said(now) == [99]


def test_of_several_signed_versions_the_last_stands(
    before: Return, now: Return, signatory: User, analyst: User, contributor: User
) -> None:
    for number in (20, 30):
        change(before, contributor, number)
        sign(return_of=handed_over(before), by=signatory, name=signatory.name)
        reopen_until_next_week(before, analyst)
    assert said(now) == [30]


def test_it_is_read_in_one_statement(
    before: Return,
    now: Return,
    signatory: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sign(return_of=handed_over(before), by=signatory, name=signatory.name)
    with django_assert_num_queries(1):
        [last] = last_answers(now).values()
        assert given_words(last.question, last.value) == "10 people"


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [("same_body_new_status", [10]), ("one_to_one_new_body", [10]), ("split", [])],
)
def test_the_body_that_it_continues_one_to_one_has_answered_for_it(
    before: Return, now: Return, signatory: User, kind: str, numbers: list[int]
) -> None:
    sign(return_of=handed_over(before), by=signatory, name=signatory.name)
    successor = make_council("Gateshead and Blaydon")
    Succession.objects.create(predecessor=before.council, successor=successor, kind=kind)
    assert said(make_return(now.round, successor)) == numbers
