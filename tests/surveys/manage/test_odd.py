"""Answers that stand out: from others of the type, from the council's last, and by the checks."""

from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from councils.models import Council, User
from surveys.actions.explaining import look_again
from surveys.following.odd import OddAnswer, far_out, moved, odd_answers
from surveys.following.spread import drawn, spread_of
from surveys.models import Answer, Question, Return
from tests.factories import make_council, make_open_round, make_question, make_return
from tests.reading import squeezed
from tests.surveys.returns.signing import make_check, make_working_return, question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def return_of(home: Council) -> Return:
    """10 people, beside four councils of its type that say 8 to 14."""
    made = make_working_return(home)
    for number in (8, 10, 12, 14):
        make_return(made.round, make_council(type=home.type), answers={question_of(made): number})
    return made


def odd(return_of: Return) -> list[OddAnswer]:
    return odd_answers(return_of.round)


def say(return_of: Return, number: int) -> None:
    Answer.objects.filter(return_of=return_of).update(number=number)


def test_how_far_out_a_number_lies_is_worked_by_hand() -> None:
    spread = spread_of([Decimal(number) for number in (1, 2, 3, 4, 5)])
    assert spread
    assert [spread.lower, spread.median, spread.upper] == [2, 3, 4]
    assert [far_out(Decimal(number), spread) for number in (3, 4, 7, 1)] == [0, 0, 1.5, 0.5]
    assert spread_of([Decimal(1)] * 3) is None


def test_where_a_spread_is_drawn_is_worked_by_hand() -> None:
    spread = spread_of([Decimal(number) for number in (0, 25, 50, 75, 100)])
    assert spread
    found = drawn(spread, answer=Decimal(100), before=Decimal(0))
    assert [found.lowest, found.lower, found.median, found.upper, found.highest] == [
        "4.0%",
        "27.0%",
        "50.0%",
        "73.0%",
        "96.0%",
    ]
    assert [found.width, found.answer, found.before] == ["46.0%", "96.0%", "4.0%"]


def test_where_all_say_the_same_it_is_drawn_in_the_middle() -> None:
    spread = spread_of([Decimal(3)] * 4)
    assert spread
    found = drawn(spread, answer=None)
    assert [found.lowest, found.highest, found.answer] == ["50.0%", "50.0%", None]


def test_how_far_one_moved_is_worked_by_hand() -> None:
    people, share = Question(type="integer"), Question(type="percentage")
    pairs = ((30, 10), (10, 30), (0, 4), (0, 0))
    assert [moved(people, Decimal(now), Decimal(was)) for now, was in pairs] == [
        1.5,
        1.5,
        2,
        0.5,
    ]
    assert moved(share, Decimal(70), Decimal(30)) == 2


def test_what_is_like_the_others_does_not_stand_out(return_of: Return) -> None:
    assert odd(return_of) == []


def test_a_number_far_from_others_of_the_type_does(return_of: Return) -> None:
    say(return_of, 500)
    [found] = odd(return_of)
    assert found.return_of == return_of
    assert found.said == "500 people"
    assert found.reasons[0].startswith("Far above the others. Of 5 councils of its type")
    assert found.among
    assert [found.among.answer, found.among.before] == ["96.0%", None]


def test_so_does_one_that_is_many_times_the_last(home: Council, return_of: Return) -> None:
    before = make_question(make_open_round("before"), "people")
    make_return(before.round, home, state="signed", answers={before: 4})
    Question.objects.filter(pk=question_of(return_of).pk).update(
        follows=before, comparability="same"
    )
    [found] = odd(return_of)
    assert found.reasons == ["Last time it was 4 people."]
    assert found.among
    assert [found.among.before, found.among.answer] == ["4.0%", "59.2%"]


def test_what_nobody_explained_comes_first(return_of: Return) -> None:
    make_check(return_of.round, severity="soft", maximum=13)
    Return.objects.exclude(pk=return_of.pk).update(state="in_progress", signed_at=None)
    for each in Return.objects.all():
        look_again(each)
    say(return_of, 500)
    first, second = odd(return_of)
    assert [first.said, first.is_unexplained] == ["14 people", True]
    assert [second.said, second.is_unexplained] == ["500 people", False]


def test_the_page_leads_to_asking(client: Client, analyst: User, return_of: Return) -> None:
    say(return_of, 500)
    client.force_login(analyst)
    page = squeezed(client.get(f"/manage/rounds/{return_of.round.slug}/odd/").text)
    assert "1 answer stands out" in page
    assert f"/manage/returns/{return_of.pk}/answers/people/" in page


def test_it_takes_few_queries_however_many_councils(
    client: Client,
    analyst: User,
    return_of: Return,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(20):
        make_return(
            return_of.round, make_council(), answers={question_of(return_of): 10**number % 97}
        )
    client.force_login(analyst)
    with django_assert_max_num_queries(12):
        client.get(f"/manage/rounds/{return_of.round.slug}/odd/")
