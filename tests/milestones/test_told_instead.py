"""Of an expectation that no round had forecast the outcome and the measure are told."""

import pytest
from django.test import Client

from councils.models import Region
from milestones.models import ExpectationQuestion
from tests.factories import make_release
from tests.milestones.test_findings import rows_of, text_of
from tests.milestones.world import World, make_expectation, make_measure, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(home_region: Region) -> World:
    """With a measure and who reached it, and without a forecast."""
    world = make_world({home_region: 6})
    make_measure(world)
    ExpectationQuestion.objects.filter(question=world.likely).delete()
    return world


def page(client: Client, world: World) -> str:
    make_release(world.round, stage="public")
    return text_of(client.get("/milestones/").text)


def test_its_outcome_and_its_measure_are_told(client: Client, world: World) -> None:
    told = page(client, world)
    assert "met: 1 of 6 (17%), March 2011" in told
    assert "counted: Share of users, of all users, 1" in told[told.index("Due April") :][:200]
    assert "not asked" not in told


def test_its_file_tells_its_outcome_and_its_measure(client: Client, world: World) -> None:
    make_release(world.round, stage="public")
    outcome, rate = rows_of(client, "/milestones/?table=came")
    assert (outcome["Told"], outcome["Answer"]) == ("What came", "Met")
    assert (outcome["k"], outcome["n"], rate["k"]) == ("1", "6", "")
    told = text_of(client.get("/milestones/").text)
    assert rate["Told"] == "Share of users, of all users"
    assert f"{rate['Told']}, {float(rate['Rate, per cent']):.1f}%" in told
    # Of six councils: too few for the spread to be told.
    assert rate["Typical council"] == ""
    assert rate["Not shown"].startswith("not shown: ")
    assert outcome["Not shown"] == ""


def test_its_measure_alone_is_told(client: Client, world: World) -> None:
    ExpectationQuestion.objects.all().delete()
    told = page(client, world)
    assert "counted: Share of users, of all users, 1" in told[told.index("Due April") :][:200]
    assert "met: " not in told


def test_what_is_in_preview_is_not_told(client: Client, world: World) -> None:
    make_release(world.round)
    assert "counted: " not in text_of(client.get("/milestones/").text)


def test_an_outcome_is_told_with_its_base(client: Client, world: World) -> None:
    outcome = ExpectationQuestion.objects.filter(role=ExpectationQuestion.Role.OUTCOME)
    outcome.update(basis="all users")
    assert "met: 1 of 6 (17%), of all users, March 2011" in page(client, world)


def test_the_heading_says_that_not_all_was_forecast(client: Client, world: World) -> None:
    told = make_expectation("reviews", 2)
    forecast = ExpectationQuestion.Role.FORECAST
    ExpectationQuestion.objects.create(expectation=told, question=world.likely, role=forecast)
    assert "Very likely, or what came or was counted, England" in page(client, world)
