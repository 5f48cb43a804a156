"""What a round's questions tell of stands beside each where the round is built."""

import pytest
from django.test import Client

from councils.models import Region, User
from tests.factories import make_question
from tests.milestones.world import World, make_measure, make_world
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(home_region: Region) -> World:
    world = make_world({home_region: 2})
    make_measure(world)
    return world


def asked(client: Client, analyst: User, world: World) -> str:
    client.force_login(analyst)
    return squeezed(client.get(f"/manage/rounds/{world.round.slug}/questions/").text)


def test_what_a_question_tells_of_stands_beside_it(
    client: Client, analyst: User, world: World
) -> None:
    page = asked(client, analyst, world)
    expectation = world.expectation
    link = expectation.questions.get(role="forecast")
    where = f"/manage/programmes/{expectation.milestone.programme.slug}/#question-{link.pk}"
    assert f'href="{where}">Forecast of “{expectation.label}”</a>' in page
    assert f"Outcome of “{expectation.label}”" in page
    assert "Rate of “Share of users”, all users" in page
    assert "tells of an expectation" not in page


def test_where_none_tells_of_anything_it_says_where_to_link_them(
    client: Client, analyst: User, world: World
) -> None:
    world.expectation.questions.all().delete()
    [rate] = world.expectation.measures.get().bases.get().rates.all()
    rate.delete()
    make_question(world.round, "more")
    assert "None of its questions tells of an expectation or a measure" in asked(
        client, analyst, world
    )
