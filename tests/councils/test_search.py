"""A council is found by every name it had, as people write it; suggestions come as one types."""

import datetime

import pytest
from django.test import Client

from councils.models import Council
from tests.factories import make_council, make_region


@pytest.mark.usefixtures("register", "db")
class TestTheWholeRegister:
    @pytest.mark.parametrize(
        ("typed", "slug"),
        [
            ("St. Helens", "st-helens"),
            ("saint helens", "st-helens"),
            ("Kingston upon Hull, City of", "kingston-upon-hull"),
            ("Bristol, City of", "bristol"),
            ("Herefordshire, County of", "herefordshire"),
            ("Kingston-upon-Hull", "kingston-upon-hull"),
            ("Richmond-upon-Thames", "richmond-upon-thames"),
            ("Newcastle-upon-Tyne", "newcastle-upon-tyne"),
            ("Kent County Council", "kent"),
            ("London Borough of Barnet", "barnet"),
            ("Royal Borough of Greenwich", "greenwich"),
            ("City of Bristol", "bristol"),
            ("City of London", "city-of-london"),
            ("Bournemouth Christchurch & Poole", "bournemouth-christchurch-and-poole"),
            ("hammersmith & fulham", "hammersmith-and-fulham"),
            ("  DERBYSHIRE   County ", "derbyshire"),
        ],
    )
    def test_a_name_is_found_as_people_write_it(
        self, client: Client, typed: str, slug: str
    ) -> None:
        answer = client.get("/councils/", {"q": typed})
        assert answer.status_code == 302, [str(each) for each in answer.context["found"]]
        assert answer["Location"] == f"/councils/{slug}/"

    def test_words_that_are_style_alone_are_looked_for_themselves(self) -> None:
        names = {council.name for council in Council.objects.matching("London")}
        assert "City of London" in names
        assert len(names) < 5


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "  ", "&", "-,.", "%", "_", "'); --", "zanzibar", "<g>h"])
def test_what_names_nothing_finds_nothing(typed: str) -> None:
    make_council("Gateshead")
    assert not Council.objects.matching(typed).exists()


@pytest.mark.django_db
def test_an_accent_or_apostrophe_does_not_matter() -> None:
    council = make_council("Bishop’s Côte")
    assert list(Council.objects.matching("bishops cote")) == [council]
    assert list(Council.objects.matching("Bishop's Côte")) == [council]


@pytest.mark.django_db
class TestSuggestions:
    def asked(self, client: Client, typed: str) -> list[str]:
        answer = client.get("/suggestions/councils/", {"q": typed})
        return [each["name"] for each in answer.json()["found"]]

    def test_come_for_what_has_been_typed_so_far(self, client: Client) -> None:
        make_council("Gateshead")
        make_council("Torbay")
        assert self.asked(client, "gat") == ["Gateshead"]
        assert self.asked(client, "") == []

    def test_lead_to_the_page_and_say_the_region(self, client: Client) -> None:
        council = make_council("Gateshead")
        answer = client.get("/suggestions/councils/?q=gateshead").json()
        region = council.region.name
        assert answer == {
            "found": [{"name": "Gateshead", "told": region, "url": "/councils/gateshead/"}]
        }

    def test_regions_come_first(self, client: Client) -> None:
        make_region("East Midlands")
        make_council("East Riding of Yorkshire", region=make_region("Yorkshire and The Humber"))
        assert self.asked(client, "east") == ["East Midlands", "East Riding of Yorkshire"]

    def test_put_those_in_force_first_and_are_few(self, client: Client) -> None:
        make_council("Aa old", abolished=datetime.date(2009, 4, 1))
        for number in range(8):
            make_council(f"Council aa {number}")
        assert self.asked(client, "aa") == [f"Council aa {number}" for number in range(8)]


@pytest.mark.django_db
class TestRegions:
    def test_its_name_leads_to_its_page(self, client: Client) -> None:
        make_region("East Midlands")
        answer = client.get("/councils/", {"q": "east midlands"})
        assert answer["Location"] == "/regions/east-midlands/"

    def test_stands_above_councils_of_the_same_words(self, client: Client) -> None:
        make_council("City of London", region=make_region("London"))
        answer = client.get("/councils/", {"q": "london"})
        assert "London and 1 council found for “london”" in answer.text
