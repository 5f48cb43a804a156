"""A copied round tells of the same expectations and measures as the round it was copied from."""

import pytest
from django.test import Client

from councils.models import Region, User
from milestones.models import ExpectationQuestion, MeasureRate
from surveys.models import Round
from tests.milestones.world import make_measure, make_world
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


@pytest.fixture
def before(home_region: Region) -> Round:
    """Forecast and outcome of one expectation, and its measure, in three questions."""
    world = make_world({home_region: 2})
    make_measure(world)
    return world.round


def copy(desk: Client, before: Round, about: str) -> str:
    """The page after it."""
    days = {"reference_date": about, "opens_on": "1/3/2027", "closes_on": "2 April 2027"}
    said = {"of": before.pk, "title": "Next", "short_title": "Next", **days}
    sent = {f"copy-{name}": value for name, value in said.items()}
    return squeezed(desk.post("/manage/rounds/new/", {"do": "copy", **sent}, follow=True).text)


def links(round: Round) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    told = ExpectationQuestion.objects.filter(question__round=round)
    rates = MeasureRate.objects.filter(question__round=round)
    return (
        {(each.question.key, each.role) for each in told},
        {(each.question.key, each.role) for each in rates},
    )


def test_its_questions_tell_of_what_those_of_the_first_told(desk: Client, before: Round) -> None:
    page = copy(desk, before, "31 March 2010")
    made = Round.objects.get(slug="next")
    expected = {("likely", "forecast"), ("reached", "outcome")}
    assert links(made) == links(before) == (expected, {("share", "actual")})
    assert "3 links of its questions to expectations and measures came along." in page
    assert "Due before" not in page


def test_what_was_due_by_then_is_said_to_be_no_forecast(desk: Client, before: Round) -> None:
    page = copy(desk, before, "31 March 2027")
    assert "Due before the day that its answers describe: “Savings” (April 2011)." in page
    assert links(Round.objects.get(slug="next")) == links(before)


def test_the_draft_can_be_thrown_away_with_its_links(desk: Client, before: Round) -> None:
    copy(desk, before, "31 March 2027")
    there = links(before)
    page = squeezed(desk.get("/manage/rounds/next/throw-away/").text)
    assert "These links of its questions are dropped with it" in page and "Savings" in page
    desk.post("/manage/rounds/next/throw-away/")
    assert not Round.objects.filter(slug="next").exists()
    assert links(before) == there
