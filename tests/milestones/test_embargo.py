"""A page that tells of a release which others do not see yet says so, whichever it is named by."""

import datetime

import pytest
from django.test import Client

from councils.models import Region, User
from milestones.models import ExpectationQuestion, MeasureRate
from tests.factories import make_question, make_rate, make_release
from tests.milestones.test_findings import text_of
from tests.milestones.world import make_measure, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(home_region: Region) -> Region:
    """What was foretold is public; what was counted later is not."""
    foretold = make_world({home_region: 6})
    make_release(foretold.round, stage="public")
    later = make_world({home_region: 6}, slug="later", reference_date=datetime.date(2011, 6, 30))
    make_measure(later)
    ExpectationQuestion.objects.filter(question=later.likely).delete()
    make_release(later.round)
    return home_region


@pytest.mark.parametrize(
    "page", ["/", "/regions/", "/regions/{}/", "/regions/{}/briefing/", "/milestones/"]
)
def test_it_says_that_part_of_it_is_under_embargo(
    client: Client, region: Region, analyst: User, page: str
) -> None:
    address = page.format(region.slug)
    assert "Under embargo" not in client.get(address).text
    client.force_login(analyst)
    assert "Under embargo" in text_of(client.get(address).text)
    assert "under embargo until" in text_of(client.get(address).text).lower()


def test_a_measure_says_that_a_correction_of_it_is_under_embargo(
    client: Client, home_region: Region, analyst: User
) -> None:
    world = make_world({home_region: 6})
    make_measure(world)
    make_release(world.round, stage="public")
    make_release(world.round, note="Counted anew.")
    assert "Under embargo" not in client.get("/measures/share/").text
    client.force_login(analyst)
    assert "Under embargo" in text_of(client.get("/measures/share/").text)


def test_a_measure_says_that_an_earlier_round_that_its_line_goes_through_is_under_embargo(
    client: Client, home_region: Region, analyst: User
) -> None:
    spring = make_world({home_region: 6})
    base = make_measure(spring).bases.get()
    later = make_world({home_region: 6}, slug="later", reference_date=datetime.date(2011, 6, 30))
    MeasureRate.objects.create(
        base=base, question=make_rate(later.people, make_question(later.round, "users"), "share")
    )
    make_release(later.round, stage="public")
    make_release(spring.round, stage="public")
    make_release(spring.round, note="Counted anew.")
    page = "/measures/share/?round=later"
    assert "Under embargo" not in client.get(page).text
    client.force_login(analyst)
    assert "Spring: under embargo until" in text_of(client.get(page).text)
