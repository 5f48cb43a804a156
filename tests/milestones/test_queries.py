"""No page takes more than six queries, whoever looks."""

import pytest
from pytest_django import DjangoAssertNumQueries

from surveys.models import Figure, Release
from surveys.releases.editions import editions_of
from tests.milestones.conftest import SignIn

MOST = 6
ROLES = ["reader", "contributor", "signatory", "regional_lead", "analyst", "administrator"]
PAGES = [
    "/",
    "/?round=ppf-2010",
    "/milestones/",
    "/milestones/personal-budgets/",
    "/expectations/personal-budgets-30-percent/",
    "/expectations/personal-budgets-30-percent/?round=ppf-2010",
    "/expectations/personal-budgets-30-percent/?round=personal-budgets-2011",
    "/expectations/personal-budgets-30-percent/outcome/",
    "/expectations/information-strategy/outcome/",
    "/expectations/personal-budgets-30-percent/moving/",
    "/expectations/personal-budgets-30-percent/moving/?area=london&since=ppf-2010",
    "/expectations/prevention-savings/moving/",
    "/expectations/prevention-savings/barriers/",
    "/expectations/information-strategy/barriers/?area=london",
    "/measures/personal-budget-share/",
    "/measures/personal-budget-share/?round=ppf-2010&basis=all-users",
    "/measures/personal-budget-share/?round=personal-budgets-2010",
    "/compare/",
    "/compare/?expectation=prevention-savings&round=ppf-2010&areas=west-midlands,north-east,unitary",
    "/compare/?expectation=personal-budgets-30-percent&round=personal-budgets-2011&areas=derby,leicester",
    "/compare/?measure=personal-budget-share&areas=london,unitary,group:derby+leicester",
    "/compare/?question=public-informed-likelihood&round=ppf-2010&areas=london,north-east",
    "/regions/",
    "/regions/south-west/",
    "/councils/",
    "/councils/?on=2009-03-31",
    "/councils/?q=north",
    "/councils/?region=london&page=1",
    "/councils/derby/",
    "/councils/derby/?round=ppf-2010",
    "/councils/cheshire-east/",
    "/rounds/",
    "/rounds/ppf-2009/",
    "/rounds/ppf-2009/grids/commitment/",
    "/rounds/ppf-2009/grids/allocation/?area=london",
    "/rounds/ppf-2010/",
    "/rounds/opportunity-links-2010/",
    "/rounds/milestones-2026/",
    "/reported/",
    "/releases/{release}/",
    "/releases/{release}/overview/",
    "/releases/{release}/milestones/personal-budgets/",
    "/releases/{release}/expectations/personal-budgets-30-percent/",
    "/releases/{release}/compare/",
    "/releases/{release}/regions/",
    "/releases/{release}/regions/south-west/",
    "/releases/{release}/councils/derby/",
    "/figures/{figure}/",
    "/figures/{response}/",
    "/regions/nowhere/",
    "/rounds/nowhere/",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_takes_at_most_six_queries(
    demo_client: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries, role: str, page: str
) -> None:
    client = demo_client(role)
    figures = Figure.objects.filter(release__round__slug="ppf-2010")
    asked = figures.filter(question__isnull=False, area__kind="england").first()
    response = figures.filter(question=None, area__kind="england").first()
    assert asked
    assert response
    # A process reads the words of a release once in its life.
    editions_of(Release.objects.all())
    # And once how many councils reached a target, where the round did not ask it.
    client.get("/measures/personal-budget-share/")
    # It asks once in the life of a session whose it is.
    client.get("/methodology/")
    address = page.format(release=asked.release_id, figure=asked.pk, response=response.pk)
    with django_assert_max_num_queries(MOST):
        client.get(address)
