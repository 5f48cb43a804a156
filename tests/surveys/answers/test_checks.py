"""Each kind of check, worked by hand; what it finds is kept, and asks again of other numbers."""

import datetime
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pgtrigger
import pytest
from django.db import connection, transaction
from django.utils import timezone

from councils.models import Council
from ppf_site import words
from surveys.actions.checking import context_of, look_at, refresh_raised_checks
from surveys.answers.checks import months_between
from surveys.answers.looking import looks_of
from surveys.answers.previous import last_answers
from surveys.models import Answer, Check, Question, RaisedCheck, Return
from tests.factories import (
    answer,
    make_council,
    make_open_round,
    make_question,
    make_rate,
    make_release,
    make_return,
    make_round,
    put_right,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def users() -> Question:
    return make_question(make_open_round("spring"), "users", unit="people")


@pytest.fixture
def holders(users: Question) -> Question:
    return make_question(users.round, "holders", unit="people")


@pytest.fixture
def ours(users: Question, home: Council) -> Return:
    return make_return(users.round, home, state="in_progress")


def make_check(question: Question, kind: str, *others: Question, **fields: Any) -> Check:
    fields = {"severity": "soft", **fields}
    check = Check.objects.create(
        round=question.round, key=f"{kind}-{question.key}", kind=kind, question=question, **fields
    )
    check.others.set(others)
    return check


def told(return_of: Return) -> list[str]:
    refresh_raised_checks(return_of)
    return list(RaisedCheck.objects.filter(return_of=return_of).values_list("message", flat=True))


@pytest.mark.parametrize(("part", "is_told"), [(10, False), (11, True), (0, False)])
def test_a_part_is_not_above_the_whole(
    ours: Return, users: Question, holders: Question, part: int, is_told: bool
) -> None:
    make_check(holders, "part", users, severity="hard")
    answer(ours, users, 10)
    answer(ours, holders, part)
    message = f"{part} people is more than “Users”, 10 people, which it is a part of."
    assert told(ours) == ([message] if is_told else [])


def test_a_missing_number_is_no_raised_check(
    ours: Return, users: Question, holders: Question
) -> None:
    make_check(holders, "part", users)
    answer(ours, holders, 11)
    answer(ours, users, "not_known")
    assert told(ours) == []


@pytest.mark.parametrize(("total", "is_told"), [(30, False), (31, True)])
def test_a_sum_is_its_parts_together(
    ours: Return, users: Question, holders: Question, total: int, is_told: bool
) -> None:
    whole = make_question(users.round, "whole", unit="people")
    make_check(whole, "sum", users, holders)
    answer(ours, users, 10)
    answer(ours, holders, 20)
    answer(ours, whole, total)
    message = "31 people is not the sum of its parts, 30 people."
    assert told(ours) == ([message] if is_told else [])


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (4, "4 people is less than 5 people, the least that is expected."),
        (5, None),
        (9, None),
        (10, "10 people is more than 9 people, the most that is expected."),
    ],
)
def test_a_range_has_two_ends(
    ours: Return, users: Question, number: int, message: str | None
) -> None:
    make_check(users, "range", minimum=5, maximum=9)
    answer(ours, users, number)
    assert told(ours) == ([message] if message else [])


@pytest.mark.parametrize(("away", "is_told"), [(0, False), (1, True), (-9000, False)])
def test_a_day_that_has_passed_is_not_to_come(ours: Return, away: int, is_told: bool) -> None:
    day = make_question(ours.round, "day", type="date")
    make_check(day, "past")
    given = timezone.localdate() + datetime.timedelta(days=away)
    answer(ours, day, given)
    message = f"The answer is {words.day(given)}, a day still to come."
    assert told(ours) == ([message] if is_told else [])


def follow(question: Question, home: Council, value: int, **fields: Any) -> Question:
    """A question of March 2011 that this one follows, answered by the same council."""
    round = fields.pop("round", None) or make_round()
    earlier = make_question(round, question.key, unit="people")
    Return.objects.filter(round=round, council=home).exists() or make_return(round, home)
    answer(Return.objects.get(round=round, council=home), earlier, value)
    Question.objects.filter(pk=question.pk).update(follows=earlier, comparability="same")
    return earlier


@pytest.mark.parametrize(
    ("number", "is_told"), [(150, False), (151, True), (50, False), (49, True)]
)
def test_a_change_is_told_above_so_many_per_cent_either_way(
    ours: Return, users: Question, home: Council, number: int, is_told: bool
) -> None:
    follow(users, home, 100)
    make_check(users, "change", percent=50)
    answer(ours, users, number)
    way = "more" if number > 100 else "less"
    message = f"The answer is {number} people. On 31 March 2011 it was 100 people, 51% {way}."
    assert told(ours) == ([message] if is_told else [])


def test_a_change_from_nothing_is_told(ours: Return, users: Question, home: Council) -> None:
    follow(users, home, 0)
    make_check(users, "change", percent=50)
    answer(ours, users, 3)
    assert told(ours) == ["The answer is 3 people. On 31 March 2011 it was 0 people."]


def test_only_an_answer_that_was_signed_is_compared_with(
    ours: Return, users: Question, home: Council
) -> None:
    earlier = follow(users, home, 100)
    Return.objects.filter(round=earlier.round).update(state="in_progress", signed_at=None)
    assert last_answers(ours) == {}


def compare_with_five_unitaries(users: Question) -> None:
    earlier = make_question(make_round("earlier"), "users", unit="people")
    for value in (10, 20, 30, 40, 50):
        make_return(earlier.round, make_council(), answers={earlier: value})
    make_release(earlier.round, stage="public")
    Question.objects.filter(pk=users.pk).update(follows=earlier, comparability="same")
    make_check(users, "peers")


def test_similar_councils_are_those_of_its_type_on_the_reference_date(
    ours: Return, users: Question, home: Council
) -> None:
    compare_with_five_unitaries(users)
    later = ours.round.reference_date + datetime.timedelta(days=1)
    home.places.create(region=home.region, type="county", starts_on=later)
    answer(ours, users, 71)
    [message] = told(Return.objects.get(pk=ours.pk))
    assert "Half of all unitary councils" in message


@pytest.mark.parametrize(("number", "is_told"), [(70, False), (71, True), (-1, False)])
def test_far_from_similar_councils_is_beyond_one_and_a_half_times_the_quartiles_distance(
    ours: Return, users: Question, home: Council, number: int, is_told: bool
) -> None:
    """Of 10, 20, 30, 40, 50 the quartiles are 20 and 40, so the fences are -10 and 70."""
    compare_with_five_unitaries(users)
    answer(ours, users, max(number, 0))
    message = (
        "The answer is 71 people. Half of all unitary councils gave between 20 people and "
        "40 people in Earlier."
    )
    assert told(ours) == ([message] if is_told else [])


def test_months_are_a_fourth_of_a_thousand_four_hundred_and_sixty_one_days() -> None:
    four_years = months_between(datetime.date(2008, 3, 31), datetime.date(2012, 3, 31))
    assert four_years == 48


@pytest.fixture
def paced(ours: Return, users: Question, holders: Question, home: Council) -> Question:
    """From 10% four years ago to 22% now, 0.25 points a month; 30% is due in some months."""
    round = ours.round
    round.reference_date = datetime.date(2015, 3, 31)
    with pgtrigger.ignore("surveys.Round:fixed_once_open"):
        round.save()
    before = make_round()
    follow(users, home, 1000, round=before)
    follow(holders, home, 100, round=before)
    answer(ours, users, 1000)
    answer(ours, holders, 220)
    likely = make_question(round, "likely", type="scale")
    answer(ours, likely, "very-likely")
    return likely


@pytest.mark.parametrize(
    ("due", "is_told"),
    [
        # 8 points in 48 months are 0.17 a month; in 17 months 0.47; in 12 months 0.67.
        (datetime.date(2019, 3, 31), False),
        (datetime.date(2016, 8, 31), False),
        (datetime.date(2016, 3, 31), True),
        # Due already: the forecast is of the past.
        (datetime.date(2015, 3, 31), False),
    ],
)
def test_very_likely_is_asked_about_where_twice_the_pace_is_needed(
    ours: Return, paced: Question, due: datetime.date, is_told: bool
) -> None:
    rate = make_rate(*_pair(ours), "rate")
    make_check(paced, "pace", rate, percent=30, due_on=due)
    found = told(ours)
    assert bool(found) == is_told
    if found:
        assert found[0] == (
            "The answer is “very likely” to reach 30%. The council’s own numbers give 22.0% now "
            "and 10.0% on 31 March 2011: 0.25 points a month, where 0.67 a month are needed."
        )


def _pair(ours: Return) -> tuple[Question, Question]:
    questions = ours.round.questions
    return questions.get(key="holders"), questions.get(key="users")


@pytest.mark.parametrize("said", ["fairly-likely", "very-unlikely"])
def test_a_lesser_forecast_is_not_asked_about(ours: Return, paced: Question, said: str) -> None:
    make_check(
        paced, "pace", make_rate(*_pair(ours)), percent=30, due_on=datetime.date(2016, 3, 31)
    )
    Answer.objects.filter(question=paced).update(choices=[said])
    assert told(ours) == []


# What is kept


def test_an_explanation_stays_for_the_same_number_and_goes_with_another(
    ours: Return, users: Question
) -> None:
    make_check(users, "range", maximum=9)
    answer(ours, users, 20)
    refresh_raised_checks(ours)
    RaisedCheck.objects.update(explanation="It is so.")
    refresh_raised_checks(ours)
    assert RaisedCheck.objects.get().explanation == "It is so."
    Answer.objects.update(number=Decimal(30))
    refresh_raised_checks(ours)
    assert RaisedCheck.objects.get().explanation == ""


def test_a_raised_check_goes_when_the_number_is_put_right(ours: Return, users: Question) -> None:
    make_check(users, "range", maximum=9)
    answer(ours, users, 20)
    refresh_raised_checks(ours)
    Answer.objects.update(number=Decimal(8))
    refresh_raised_checks(ours)
    assert not RaisedCheck.objects.exists()


def test_a_check_is_looked_at_again_when_a_number_that_it_compares_with_changes(
    ours: Return, users: Question, holders: Question
) -> None:
    make_check(holders, "part", users)
    answer(ours, holders, 11)
    answer(ours, users, 10)
    refresh_raised_checks(ours, [users.pk])
    assert RaisedCheck.objects.get().question == holders


def test_what_no_changed_number_concerns_is_not_worked_out_again(
    ours: Return, users: Question, holders: Question
) -> None:
    make_check(holders, "range", maximum=9)
    make_check(holders, "part", users)
    answer(ours, holders, 11)
    answer(ours, users, 10)
    refresh_raised_checks(ours)
    Check.objects.filter(kind="range").update(maximum=20)
    looks = looks_of(ours, [users.pk])
    raised = look_at(ours, looks, context_of(ours, looks))["holders"].listed
    assert [each.check_of.kind for each in raised] == ["part", "range"]
    assert RaisedCheck.objects.count() == 2


def test_a_later_release_of_others_asks_nobody_again(
    ours: Return, users: Question, home: Council
) -> None:
    before = make_question(make_round("before"), "users-before", unit="people")
    users.follows, users.comparability = before, "same"
    users.save()
    for number in (10, 11, 12, 13):
        council = make_council(region=home.region, type=home.type)
        make_return(before.round, council, answers={before: number})
    make_release(before.round, stage="public")
    make_check(users, "peers")
    answer(ours, users, 500)
    assert len(told(ours)) == 1
    RaisedCheck.objects.update(explanation="We are a large council.")
    put_right(Answer.objects.filter(question=before, number=13), number=20)
    make_release(before.round, stage="public", note="One council corrected its answer.")
    [message] = told(ours)
    assert "11 people and 14 people" in message
    assert RaisedCheck.objects.get().explanation == "We are a large council."


def test_a_sum_may_have_many_parts(ours: Return, users: Question) -> None:
    parts = [make_question(users.round, f"part-{n}", unit="people") for n in range(30)]
    make_check(users, "sum", *parts, severity="hard")
    answer(ours, users, 9_999_999)
    for part in parts:
        answer(ours, part, 1_234_567)
    assert len(told(ours)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_two_halves_of_a_check_saved_at_once_are_looked_at_together() -> None:
    return_of = make_return(make_open_round(), state="in_progress")
    whole, part = (make_question(return_of.round, key, unit="people") for key in ("whole", "part"))
    make_check(part, "part", whole, severity="hard")
    both = Barrier(2)

    def save(question: Question, number: int) -> None:
        with transaction.atomic():
            # Neither has been seen by the other when both have written.
            Answer.objects.create(return_of=return_of, question=question, number=number)
            both.wait(timeout=20)
            refresh_raised_checks(return_of, [question.pk])
        connection.close()

    threads = [Thread(target=save, args=pair) for pair in ((whole, 5), (part, 9))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert [raised.values for raised in RaisedCheck.objects.all()] == ["9.0000; 5.0000"]
