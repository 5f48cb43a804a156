"""Mangled addresses lead to the page that was meant, or say what was left out."""

import pytest
from django.http import QueryDict
from django.test import Client

from ppf_site import words
from ppf_site.mistyped import not_understood
from tests.factories import make_council, make_region, make_release
from tests.milestones.world import make_world
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("mangled", "meant"),
    [
        ("/compare/?round=b&amp;areas=c,d&amp;basis=e", "/compare/?round=b&areas=c,d&basis=e"),
        ("/compare/?areas=c,d&amp;expectation=a", "/compare/?areas=c,d&expectation=a"),
        ("/compare/?areas=c&AMP%3Bround=b", "/compare/?areas=c&round=b"),
        ("/compare/?areas=c&amp;amp;round=b", "/compare/?areas=c&round=b"),
    ],
)  # fmt: skip
def test_an_ampersand_that_was_written_out_is_understood(
    client: Client, mangled: str, meant: str
) -> None:
    assert client.get(mangled)["Location"] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/Councils/Gateshead/", "/councils/gateshead/"),
        ("/COUNCILS/GATESHEAD", "/councils/gateshead"),
        ("/councils/Gateshead/?round=Spring", "/councils/gateshead/?round=spring"),
        ("/HealthZ", "/healthz"),
    ],
)
def test_capitals_lead_on(client: Client, typed: str, meant: str) -> None:
    make_council("Gateshead")
    assert client.get(typed)["Location"] == meant


@pytest.mark.parametrize("path", ["/councils/nowhere/", "/Nowhere/", "/nowhere/?q=A"])
def test_what_leads_nowhere_stays_lost(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_is_sent_is_led_nowhere(client: Client) -> None:
    assert client.post("/Councils/").status_code == 404


def test_a_parameter_that_is_not_understood_is_named(client: Client) -> None:
    page = client.get("/councils/?region=<b>x</b>&on=2020-01-01").text
    assert "something that it does not know" in page
    assert "“region”" in page
    assert "“on”" not in page


def test_a_day_that_cannot_be_read_is_said_beside_its_field_alone(client: Client) -> None:
    page = squeezed(client.get("/councils/?on=abc").text)
    assert "<title>Error: " in page
    assert "“on”" not in page
    told = "Enter a date with day, month and year, such as 31 March 2026."
    assert f'<a href="#id_on">Councils in force on: {words.lower_first(told)}</a>' in page
    assert 'value="abc"' in page
    assert "on=abc" not in page.partition("</head>")[0]


@pytest.mark.parametrize("typed", ["2010-04-01", "1 April 2010", "1/4/10", "1st Apr 2010"])
def test_a_day_is_read_as_people_write_it(client: Client, typed: str) -> None:
    page = client.get("/councils/", {"on": typed}).text
    assert "were in force on 1 April 2010" in page
    assert "something that it does not know" not in page


def test_a_file_of_a_form_that_there_is_not_is_named(client: Client) -> None:
    assert "“download”. It was left out" in squeezed(client.get("/councils/?download=pdf").text)


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/compare/?of=nope", "of"),
        ("/compare/?of=colour:blue&round=spring", "of"),
        ("/compare/?round=spring&answer=nope", "answer"),
        ("/expectations/savings/?order=zzz", "order"),
        ("/?sort=nope", "sort"),
        ("/councils/?region=nope", "region"),
        ("/reported/?verdict=nope", "verdict"),
        ("/regions/a-place/briefing/?anonymised=maybe", "anonymised"),
    ],
)
def test_a_value_that_a_page_does_not_have_is_named(
    client: Client, address: str, named: str
) -> None:
    world = make_world({make_region("A place"): 1, make_region("B place"): 1})
    make_release(world.round, stage="public")
    page = squeezed(client.get(address).text)
    assert "something that it does not know" in page
    assert f"“{named}”. It was left out" in page


def test_what_was_left_out_is_not_passed_on_by_the_pages_links(client: Client) -> None:
    world = make_world({make_region("A place"): 1, make_region("B place"): 1})
    make_release(world.round, stage="public")
    page = client.get("/?sort=nope&round=spring").text
    assert "?round=spring&amp;by=a-place#heatmap" in page
    assert 'href="?sort=nope' not in page


PAGES = [
    "/?round=spring",
    "/milestones/?download=",
    "/milestones/milestone-1/?round=spring",
    "/expectations/savings/?round=spring&basis=",
    "/compare/?expectation=savings&round=spring&basis=&areas=a-place,b-place",
    "/regions/a-place/?round=spring",
    "/councils/?q=&on=",
    "/rounds/spring/?utm_source=mail&fbclid=1",
]


@pytest.mark.parametrize("address", PAGES)
def test_what_a_page_reads_is_not_named(client: Client, address: str) -> None:
    world = make_world({make_region("A place"): 1, make_region("B place"): 1})
    make_release(world.round, stage="public")
    answer = client.get(address)
    assert answer.status_code == 200
    assert "something that it does not know" not in answer.text


def test_only_a_few_are_named_and_none_at_length() -> None:
    params = QueryDict("&".join(f"{'x' * 100}{number}=1" for number in range(9)))
    named = not_understood(params, [])
    assert len(named) == 5
    assert max(map(len, named)) == 60
