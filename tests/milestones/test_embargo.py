"""A page that tells of a release which others do not see yet says so, whichever it is named by."""

import datetime

import pytest
from django.test import Client

from councils.models import Region, User
from milestones.models import ExpectationQuestion
from tests.factories import make_release
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
    assert "under embargo until" in text_of(client.get(address).text)
