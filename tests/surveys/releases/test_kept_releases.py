"""Somebody kept every release of a round that was public: together they tell nothing hidden."""

import random

import pytest
from django.test import Client
from django.utils import timezone

from surveys.actions.releasing import NotMovedOn, move_on
from surveys.models import Figure, Question, Release, Return, Round
from tests.factories import (
    answer,
    make_council,
    make_question,
    make_region,
    make_release,
    make_return,
    make_round,
    put_right,
)
from tests.surveys.releases.test_nobody_learns_more import (
    attacker_of,
    told,
    told_together,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db: None) -> Question:
    """Of the North 3 have answered, of the South 12 and of the East 12: the North is hidden."""
    question = make_question(make_round("kept"), "staff", unit="people")
    for name, answered in (("North", 3), ("South", 12), ("East", 12)):
        region = make_region(name)
        for number in range(12):
            state = "signed" if number < answered else "not_started"
            given = {question: 100} if number < answered else {}
            make_return(question.round, make_council(region=region), state=state, answers=given)
    return question


def public(question: Question) -> Release:
    return make_release(Round.objects.get(pk=question.round_id), stage="public")


def add(question: Question, region: str, councils: int) -> None:
    """So many councils answer late, each the number 50."""
    waiting = question.round.returns.filter(council__region__name=region, state="not_started")
    for return_of in waiting[:councils]:
        answer(return_of, question, 50)
        sign(return_of)


def sign(return_of: Return) -> None:
    Return.objects.filter(pk=return_of.pk).update(state="signed", signed_at=timezone.now())


def change(question: Question, councils: int, number: int) -> None:
    """So many councils of the South, always the same first ones, give another number."""
    south = question.round.returns.filter(council__region__name="South").order_by("pk")
    for return_of in south[:councils]:
        put_right(return_of.answers.all(), number=number)


def hidden_in(release: Release) -> set[str]:
    figures = Figure.objects.filter(release=release, area__kind="region", option=None)
    return {figure.area.name for figure in figures if "sum" in figure.withheld}


def test_a_correction_taken_half_back_is_compared_with_the_first_release_too(
    staff: Question,
) -> None:
    """Six changed, then five of them back: beside the first release it is one council's change."""
    public(staff)
    change(staff, 6, 900)
    second = public(staff)
    change(staff, 5, 100)
    third = make_release(Round.objects.get(pk=staff.round_id))
    assert not second.tells_few
    assert third.changes["South"] == 5
    assert third.tells_few
    with pytest.raises(NotMovedOn, match="Say why"):
        move_on(release=third, stage="public")


def test_what_a_kept_release_hides_does_not_follow_once_more_have_answered(
    client: Client, staff: Question
) -> None:
    """Six more of the North: all nine less these six are the three that were hidden."""
    first = public(staff)
    add(staff, "North", 6)
    second = public(staff)
    assert "North" in hidden_in(first)
    assert hidden_in(second) == hidden_in(first)
    assert not second.tells_few
    releases = [first, second]
    assert told_together(releases, [attacker_of(each, client) for each in releases]) == []


def test_where_nothing_would_follow_a_correction_hides_no_more_than_it_has_to(
    staff: Question,
) -> None:
    add(staff, "North", 6)
    first = public(staff)
    change(staff, 6, 900)
    second = public(staff)
    assert (hidden_in(first), hidden_in(second)) == (set(), set())


AT_FIRST = (0, 2, 6, 9)


def random_answers(dice: random.Random) -> Question:
    """Of each type in each region, 0 to 9 of 9 councils have answered."""
    staff = make_question(make_round(), "staff", unit="people")
    for region in (make_region(), make_region(), make_region()):
        for type in ("county", "unitary"):
            answered = dice.choice(AT_FIRST)
            for number in range(9):
                made = make_return(staff.round, make_council(region=region, type=type))
                answer(made, staff, dice.randint(1, 5000))
                if number >= answered:
                    Return.objects.filter(pk=made.pk).update(state="in_progress", signed_at=None)
    return staff


def corrected_at_random(staff: Question, dice: random.Random) -> None:
    """Of a type in a region six councils change their answer, or all that were silent answer."""
    for region in set(staff.round.returns.values_list("council__region", flat=True)):
        for type in ("county", "unitary"):
            those = staff.round.returns.filter(council__region=region, council__type=type)
            what = dice.choice(["change", "come in", "", ""])
            if what == "change":
                for return_of in those.filter(state="signed").order_by("pk")[:6]:
                    put_right(return_of.answers.all(), number=dice.randint(1, 5000))
            elif what == "come in":
                those.update(state="signed", signed_at=timezone.now())


@pytest.mark.parametrize("seed", range(6))
def test_of_three_releases_at_random_nothing_hidden_follows(client: Client, seed: int) -> None:
    """But where it is said to tell of few, and goes public with a reason alone."""
    dice = random.Random(seed)
    staff = random_answers(dice)
    releases, kept = [], []
    for _ in range(3):
        release = public(staff)
        assert told(release, client) == []
        if not release.tells_few:
            releases.append(release)
            kept.append(attacker_of(release, client))
        corrected_at_random(staff, dice)
    assert told_together(releases, kept) == []


def test_one_does_not_become_public_once_a_newer_one_was_compiled(staff: Question) -> None:
    """What the newer one hides was found out without it."""
    public(staff)
    second, third = (make_release(Round.objects.get(pk=staff.round_id)) for _ in range(2))
    with pytest.raises(NotMovedOn, match="Release 3 has been compiled since"):
        move_on(release=second, stage="public")
    move_on(release=second, stage="sector")
    move_on(release=third, stage="public")
