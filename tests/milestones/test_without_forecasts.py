"""The pages of a release that asked for no forecasts show what it counted, and lead to these."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from surveys.models import Release
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of
from tests.milestones.test_glance import TITLE
from tests.milestones.world import World

ROUND = "personal-budgets-2011"
NOTHING = "No results of a round that asked councils about the milestones are published"


@pytest.fixture
def reader(demo_client: SignIn) -> Client:
    return demo_client("reader")


def overview_of() -> str:
    release = Release.objects.public().get(round__slug=ROUND)
    return f"/releases/{release.pk}/overview/"


def test_its_overview_has_the_charts_that_england_at_a_glance_has_of_it(reader: Client) -> None:
    answer = reader.get(overview_of())
    text = text_of(answer.text)
    assert TITLE in text
    assert NOTHING not in text
    ours, front = (answer.context["shown"], reader.get("/").context["shown"])
    for ours_drawn, theirs in (
        (ours.slope, front.slope),
        (ours.regions, front.regions),
        (ours.came_about, front.came_about),
    ):
        assert ours_drawn.title == theirs.title
        assert list(ours_drawn.drawing.told) == list(theirs.drawing.told)


def test_its_overview_leads_to_what_was_forecast(reader: Client) -> None:
    page = reader.get(overview_of()).text
    assert "This survey asked councils for no forecasts." in text_of(page)
    assert '<a class="govuk-link" href="/expectations/personal-budgets-30-percent/">' in page


def test_the_round_by_its_name_says_what_its_release_says(reader: Client) -> None:
    answer = reader.get(f"/?round={ROUND}")
    assert TITLE in text_of(answer.text)
    assert "What is in the way" not in text_of(answer.text)


def test_the_pictures_of_the_opening_page_have_an_address_that_stays(reader: Client) -> None:
    address = overview_of()
    shown = reader.get("/").context["shown"]
    assert [shown.slope.page, shown.regions.page, shown.came_about.page] == [address] * 3
    assert address in reader.get("/slope.svg").text


def test_its_overview_takes_few_queries(
    reader: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = overview_of()
    reader.get("/")
    with django_assert_max_num_queries(8):
        reader.get(address)


def test_a_round_that_tells_nothing_of_the_programme_is_still_not_found(
    client: Client, world: World
) -> None:
    assert client.get("/?round=nowhere").status_code == 404
