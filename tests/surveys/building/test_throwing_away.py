"""A draft that came to nothing is thrown away, and nothing of a council with it."""

import pytest
from django.test import Client

from councils.models import Council, User
from surveys.models import ChosenCouncil, Question, Round
from tests.factories import (
    make_grid,
    make_open_round,
    make_question,
    make_rate,
    make_round,
    make_tally,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def runner(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


@pytest.fixture
def draft(home: Council) -> Round:
    draft = make_round("plan", is_draft=True)
    ChosenCouncil.objects.create(round=draft, council=home, reason="The pilot.")
    return draft


def throw(runner: Client) -> str:
    return runner.post("/manage/rounds/plan/throw-away/", follow=True).text


def test_it_goes_after_a_page_that_says_what_goes_with_it(runner: Client, draft: Round) -> None:
    make_question(draft, "people")
    make_question(draft, "confidence", type="scale")
    assert "/manage/rounds/plan/throw-away/" in runner.get("/manage/rounds/plan/").text
    page = runner.get("/manage/rounds/plan/throw-away/").text
    assert "2 questions" in page
    assert "1 chosen council" in page
    assert Round.objects.filter(slug="plan").exists()
    assert "is thrown away" in throw(runner)
    assert not Round.objects.filter(slug="plan").exists()
    assert not Question.objects.exists()


def test_the_history_keeps_who_threw_it_away(runner: Client, draft: Round, analyst: User) -> None:
    make_question(draft, "people")
    throw(runner)
    told = runner.get("/manage/history/").text
    assert f"Removed round {draft}" in told
    assert str(analyst) in told


def test_what_is_worked_out_goes_too(runner: Client, draft: Round) -> None:
    helped, people = make_question(draft, "helped"), make_question(draft, "people")
    make_rate(helped, people)
    make_tally(make_grid(draft))
    throw(runner)
    assert not Round.objects.filter(slug="plan").exists()


def test_one_whose_question_another_follows_stays(runner: Client, draft: Round) -> None:
    followed = make_question(draft, "people")
    make_question(make_open_round("spring"), "people", follows=followed, comparability="same")
    assert "used elsewhere" in runner.get("/manage/rounds/plan/throw-away/").text
    assert "used elsewhere" in throw(runner)
    assert Round.objects.filter(slug="plan").exists()


def test_an_opened_round_has_no_such_page(runner: Client) -> None:
    make_open_round("plan")
    assert runner.get("/manage/rounds/plan/throw-away/").status_code == 404
    assert runner.post("/manage/rounds/plan/throw-away/").status_code == 404
    assert "throw-away" not in runner.get("/manage/rounds/plan/").text
