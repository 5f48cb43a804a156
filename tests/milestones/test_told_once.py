"""A release from before a second forecast was refused: every page tells the first."""

import pgtrigger
import pytest
from django.test import Client

from tests.factories import make_question, make_release
from tests.milestones.world import World
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


def test_two_forecasts_without_a_base_are_told_as_the_first(client: Client, world: World) -> None:
    second = make_question(world.round, "second", type="scale", short_text="The second")
    with pgtrigger.ignore("milestones.ExpectationQuestion:told_once_on_a_base"):
        world.expectation.questions.create(question=second, role="forecast")
    make_release(world.round, stage="public")
    page = squeezed(client.get("/expectations/savings/").text)
    assert "Savings ()" not in page
    assert "?basis=" not in page
    assert "The second" not in page
