"""A chart is offered for other sites only where everybody sees it at its address."""

import datetime

import pytest
from django.test import Client

from councils.models import Council
from milestones.models import ExpectationQuestion
from tests.factories import make_release
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of
from tests.milestones.world import World, make_measure, make_world

OFFER = "Show this chart on your own page"
AREAS = "/compare/?areas=north-east,south-west"
COUNCILS = "/compare/?areas=gateshead,torbay"
BESIDE = "/compare/?areas=gateshead,south-west"
COUNCIL = "/councils/gateshead/"
MEASURE = "/measures/share/"


def released(world: World, stage: str = "public") -> None:
    make_measure(world)
    make_release(world.round, stage=stage)


@pytest.mark.parametrize("address", [COUNCILS, BESIDE, COUNCIL, MEASURE])
def test_a_chart_of_councils_is_not_offered_where_the_public_reads_none(
    sign_in: SignIn, world: World, address: str
) -> None:
    released(world)
    page = sign_in("contributor").get(address)
    assert '<figure class="chart"' in page.text
    assert OFFER not in page.text


@pytest.mark.parametrize("address", [COUNCILS, BESIDE, MEASURE, AREAS])
def test_it_is_offered_where_councils_are_public(
    client: Client, sign_in: SignIn, home: Council, elsewhere: Council, address: str
) -> None:
    released(make_world({home.region: 3, elsewhere.region: 2}, names_councils=True))
    assert OFFER in client.get(address).text
    # Who is signed in may see more than its frame would show.
    assert OFFER not in sign_in("contributor").get(address).text


def test_nothing_of_a_release_for_the_sector_is_offered(sign_in: SignIn, world: World) -> None:
    released(world, "sector")
    page = sign_in("contributor").get(AREAS)
    assert '<figure class="chart"' in page.text
    assert OFFER not in page.text


def test_where_a_page_also_draws_on_what_is_not_public_it_does_not_say_that_the_public_has_all(
    client: Client, sign_in: SignIn, home: Council
) -> None:
    make_release(make_world({home.region: 6}, names_councils=True).round, stage="public")
    later = make_world({home.region: 6}, slug="later", reference_date=datetime.date(2011, 6, 30))
    make_measure(later)
    ExpectationQuestion.objects.filter(question=later.likely).delete()
    release = make_release(later.round, stage="sector")
    address = home.region.get_absolute_url()
    assert OFFER in client.get(address).text
    assert client.get(f"/releases/{release.pk}{address}trend.html").status_code == 404
    page = sign_in("contributor").get(address)
    assert OFFER not in page.text
    assert "the public’s have it" not in text_of(page.text)
    assert "the page also draws on what is not public yet" in text_of(page.text)
