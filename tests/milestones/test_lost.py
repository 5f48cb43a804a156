"""Addresses that are wrong, bent or too early get a page that helps, never an error of ours."""

import re
from html import unescape

import pytest
from django.test import Client

from milestones.models import Expectation, ExpectationQuestion, Milestone, Programme
from surveys.models import Figure, Release
from tests.factories import make_question, make_release, make_return, make_round
from tests.milestones.world import World

PAGES = [
    "/",
    "/milestones/",
    "/milestones/milestone-1/",
    "/expectations/savings/",
    "/compare/",
    "/regions/",
    "/regions/north-east/",
    "/councils/",
    "/councils/gateshead/",
    "/rounds/",
    "/rounds/spring/",
    "/figures/{figure}/",
    "/reported/",
    "/releases/{release}/",
    "/releases/{release}/overview/",
    "/releases/{release}/milestones/milestone-1/",
    "/releases/{release}/expectations/savings/",
    "/releases/{release}/compare/",
    "/releases/{release}/regions/north-east/",
    "/releases/{release}/councils/gateshead/",
]
BENT = [
    "round=%00",
    "round=a%00b",
    f"round={'x' * 6000}",
    "round=a&round=b",
    "round[]=a&round[0]=b",
    "round=%E2%98%83%F0%9F%98%80",
    "round=%FF%FE",
    "expectation=%00",
    "expectation[]=savings",
    f"expectation={'x' * 6000}",
    "areas=",
    "areas=,,,",
    "areas=%00,north-east",
    "areas=a&areas=b&areas[]=c",
    f"areas={','.join(['x'] * 2000)}",
    "areas=north-east,north-east",
    "areas=england",
    "areas=torbay",
    "download=bogus",
    "download=%00",
    "download=csv&table=bogus",
    "download=xlsx&table=%00",
    "table=bogus",
    "on=abc",
    "on=2010-02-30",
    "on=%00",
    "on=0001-01-01",
    "page=abc",
    "page=-1",
    "sort=-nonsense",
    "q=%00",
    "q=%25_%5C",
    f"q={'y' * 6000}",
    "q=%F0%9F%98%80",
    "%",
    "&&&=&",
    "%00=%00",
]
EMPTY = [each for each in PAGES if "{" not in each]


@pytest.fixture
def release(world: World) -> Release:
    return make_release(world.round, stage="public")


@pytest.mark.parametrize("page", PAGES)
def test_a_bent_query_is_answered(client: Client, release: Release, page: str) -> None:
    figure = Figure.objects.filter(release=release).first()
    assert figure
    address = page.format(figure=figure.pk, release=release.pk)
    statuses = {query: client.get(f"{address}?{query}").status_code for query in BENT}
    assert {query for query, status in statuses.items() if status not in {200, 302, 404}} == set()


@pytest.mark.parametrize("query", ["download=bogus", "table=bogus", "on=abc", "page=abc", "sort=x"])
@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_state_is_the_page_itself(
    client: Client, release: Release, page: str, query: str
) -> None:
    figure = Figure.objects.filter(release=release).first()
    assert figure
    response = client.get(f"{page.format(figure=figure.pk, release=release.pk)}?{query}")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/milestones/nowhere/", "There is no milestone called “nowhere”."),
        ("/expectations/nowhere/", "There is no expectation called “nowhere”."),
        ("/regions/nowhere/", "There is no region called “nowhere”. These are the regions:"),
        ("/councils/nowhere/", "No council has the address “nowhere”."),
        ("/rounds/nowhere/", "There is no round called “nowhere”. These are the rounds:"),
        ("/?round=nowhere", "No released round called “nowhere” asked about the milestones."),
        ("/milestones/milestone-1/?round=nowhere", "No released round called “nowhere” asked for"),
        ("/expectations/savings/?round=nowhere", "No released round called “nowhere” asked about"),
        ("/regions/north-east/?round=nowhere", "No released round called “nowhere” asked about"),
        ("/councils/gateshead/?round=nowhere", "No released round called “nowhere” has a return"),
        ("/compare/?areas=atlantis", "No area or council of this round is called “atlantis”."),
        ("/compare/?areas=atlantis,north-east", "is called “atlantis”."),
        ("/compare/?expectation=nowhere", "There is no expectation called “nowhere”."),
        ("/compare/?round=nowhere", "No released round called “nowhere” asked about"),
    ],
)
def test_an_unknown_name_is_told_with_what_there_is(
    client: Client, release: Release, address: str, told: str
) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert told in response.text
    assert response.context["suggestions"]


@pytest.mark.parametrize(
    "address",
    [
        "/figures/0/",
        "/figures/99999999999999999999/",
        "/releases/0/",
        "/releases/99999999999999999999/",
        "/releases/99999999999999999999/overview/",
        "/releases/99999999999999999999/compare/",
        "/releases/99999999999999999999/expectations/savings/",
        "/releases/99999999999999999999/milestones/milestone-1/",
        "/releases/99999999999999999999/regions/north-east/",
        "/releases/99999999999999999999/councils/gateshead/",
        "/rounds/%00/",
        "/nowhere/",
        "/%00",
    ],
)
def test_what_is_not_there_is_a_page_with_ways_on(
    client: Client, release: Release, address: str
) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "England at a glance" in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("page", EMPTY)
@pytest.mark.parametrize("query", ["", "?download=csv", "?round=spring"])
def test_an_empty_database_has_pages_that_help(client: Client, page: str, query: str) -> None:
    response = client.get(page + query)
    assert response.status_code in {200, 404}
    if response["Content-Type"].startswith("text/html"):
        assert "<h1" in response.text


@pytest.mark.parametrize("page", EMPTY)
def test_before_any_release_the_pages_say_so(client: Client, world: World, page: str) -> None:
    response = client.get(page)
    assert response.status_code == (404 if page == "/compare/" else 200)


@pytest.mark.parametrize("query", ["download=csv", "download=csv&table=x", "download=xlsx"])
def test_a_page_without_figures_has_no_file_and_says_so(
    client: Client, world: World, query: str
) -> None:
    response = client.get(f"/?{query}")
    assert response.status_code == 404
    assert "There is no table to download here." in response.text
    assert response.context["suggestions"][0].url == "/"


def test_an_unknown_table_is_told_with_those_there_are(client: Client, release: Release) -> None:
    response = client.get("/compare/?areas=north-east,south-west&download=csv&table=bogus")
    assert response.status_code == 404
    assert "There is no table called “bogus” to download here." in response.text
    offered = [client.get(each.url) for each in response.context["suggestions"]]
    assert len(offered) > 1
    assert {each.status_code for each in offered} == {200}
    assert {each["Content-Type"] for each in offered} == {"text/csv; charset=utf-8"}


@pytest.mark.parametrize("query", ["download=csv", "download=csv&table="])
def test_a_file_without_a_table_is_the_first(client: Client, release: Release, query: str) -> None:
    response = client.get(f"/compare/?areas=north-east,south-west&{query}")
    assert 'filename="comparison.csv"' in response["Content-Disposition"]


def test_an_outcome_alone_is_no_forecast_of_a_milestone(client: Client, world: World) -> None:
    ExpectationQuestion.objects.update(role=ExpectationQuestion.Role.OUTCOME)
    make_release(world.round, stage="public")
    assert client.get("/milestones/milestone-1/").status_code == 200
    assert client.get("/milestones/milestone-1/?round=spring").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_offers_is_there(
    client: Client, release: Release, page: str
) -> None:
    figure = Figure.objects.filter(release=release).first()
    assert figure
    address = page.format(figure=figure.pk, release=release.pk)
    offered = re.findall(r'href="([^"]*download=[^"]*)"', client.get(address).text)
    statuses = {link: client.get(address + unescape(link)).status_code for link in offered}
    assert {link for link, status in statuses.items() if status != 200} == set()


def test_pages_of_another_programme_than_the_front_lead_to_none_that_is_lost(
    client: Client, world: World
) -> None:
    """A round of the other programme is shown to whoever asks for it."""
    make_release(world.round, stage="public")
    fields = {"starts_on": "2012-01-01", "ends_on": "2015-01-01", "is_published": True}
    front = Programme.objects.create(slug="front", title="Front", is_front=True, **fields)
    ours = Milestone.objects.create(programme=front, number=2, slug="second", title="Second")
    asked = Expectation.objects.create(
        milestone=ours, slug="asked", label="Asked", due_on="2014-01-01", due_label="2014"
    )
    round = make_round("later", reference_date="2012-03-31")
    likely = make_question(round, "likely", type="scale")
    ExpectationQuestion.objects.create(expectation=asked, question=likely, role="forecast")
    make_return(round, answers={likely: "very-likely"})
    make_release(round, stage="public")
    page = client.get("/expectations/savings/").text
    links = set(re.findall(r'href="(/[^"#]*round=spring[^"#]*)"', page))
    assert "/?round=spring" in links
    assert {
        unescape(link) for link in links if client.get(unescape(link)).status_code != 200
    } == set()


def test_what_is_suggested_for_a_round_without_forecasts_is_there(
    client: Client, world: World
) -> None:
    ExpectationQuestion.objects.filter(question=world.likely).update(role="outcome")
    make_release(world.round, stage="public")
    page = client.get("/?round=spring")
    assert page.status_code == 404
    assert 'href="/?round=spring"' not in page.text
