"""The list of councils, and finding one of them."""

import csv
import datetime
import io
import re

import pytest
from django.test import Client

from councils.listed import PER_PAGE
from councils.models import Council, CouncilCode, CouncilName, CouncilPlace
from tests.factories import make_council, make_region

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> list[str]:
    return [council.name for council in client.get(f"/councils/?{query}").context["found"]]


def test_a_part_of_a_name_finds_every_council_with_it(client: Client) -> None:
    for name in ("North Tyneside", "Northumberland", "South Tyneside"):
        make_council(name)
    assert sorted(found(client, "q=NORTH")) == ["North Tyneside", "Northumberland"]


def test_words_in_any_order_find_a_council(client: Client) -> None:
    make_council("Kingston upon Hull")
    response = client.get("/councils/?q=hull+kingston")
    assert response["Location"] == "/councils/kingston-upon-hull/"


def test_one_hit_goes_straight_to_its_page(client: Client) -> None:
    make_council("Gateshead")
    make_council("Torbay")
    assert client.get("/councils/?q=gates")["Location"] == "/councils/gateshead/"


def test_a_code_goes_straight_to_its_council(client: Client) -> None:
    make_council("Gateshead", code="E08000037")
    assert client.get("/councils/?q=E08000037")["Location"] == "/councils/gateshead/"


def test_a_code_it_no_longer_has_finds_it_too(client: Client) -> None:
    council = make_council("Gateshead", code="E08000037")
    CouncilCode.objects.create(
        council=council, code="E08000020", starts_on=datetime.date(2013, 4, 1)
    )
    assert client.get("/councils/?q=e08000020")["Location"] == "/councils/gateshead/"


def test_a_council_that_is_gone_is_found(client: Client) -> None:
    make_council("Old Bedfordshire", abolished=datetime.date(2009, 4, 1))
    assert client.get("/councils/?q=bedford")["Location"] == "/councils/old-bedfordshire/"


def test_no_hit_says_so_and_how_to_search(client: Client) -> None:
    response = client.get("/councils/?q=atlantis")
    assert response.status_code == 200
    assert "Nothing found for “atlantis”" in response.text
    assert "Try a part of the name" in response.text


def test_what_was_searched_for_is_shown_as_text(client: Client) -> None:
    assert "<b>x</b>" not in client.get("/councils/?q=<b>x</b>").text


def test_the_list_has_the_councils_of_a_day(client: Client) -> None:
    make_council("Gone", abolished=datetime.date(2009, 4, 1))
    make_council("Come", established=datetime.date(2009, 4, 1))
    assert found(client, "on=2009-03-31") == ["Gone"]
    assert found(client, "on=2009-04-01") == ["Come"]


def test_a_day_that_is_none_is_today(client: Client) -> None:
    make_council("Gone", abolished=datetime.date(2009, 4, 1))
    make_council("Here")
    assert found(client, "on=abc") == ["Here"]


RENAMED = datetime.date(2015, 4, 1)


@pytest.fixture
def severnside() -> Council:
    """Avon until 1 April 2015, with another code."""
    council = make_council("Avon", code="E06000901")
    CouncilName.objects.create(
        council=council, name="Severnside", short_name="Severn", starts_on=RENAMED
    )
    CouncilCode.objects.create(council=council, code="E06000902", starts_on=RENAMED)
    return council


@pytest.mark.usefixtures("severnside")
class TestACouncilThatWasRenamed:
    @pytest.mark.parametrize(
        ("day", "name", "code"),
        [("2015-03-31", "Avon", "E06000901"), ("2015-04-01", "Severnside", "E06000902")],
    )
    def test_is_listed_by_the_name_and_code_of_the_day(
        self, client: Client, day: str, name: str, code: str
    ) -> None:
        page = client.get(f"/councils/?on={day}")
        assert re.findall(r">(\w+)</a>\s+(E\d{8})", page.text) == [(name, code)]

    @pytest.mark.parametrize(
        ("day", "name", "code"),
        [("2015-03-31", "Avon", "E06000901"), ("2015-04-01", "Severnside", "E06000902")],
    )
    def test_is_in_the_file_by_the_name_and_code_of_the_day(
        self, client: Client, day: str, name: str, code: str
    ) -> None:
        response = client.get(f"/councils/?on={day}&download=csv")
        [row] = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
        assert (row["Name"], row["Code"]) == (name, code)

    def test_is_found_by_the_name_it_had(self, client: Client) -> None:
        assert client.get("/councils/?q=avon")["Location"] == "/councils/avon/"

    def test_says_what_it_was_called_where_several_are_found(self, client: Client) -> None:
        make_council("Avon Valley")
        page = client.get("/councils/?q=avon").text
        assert "(earlier Avon)" in page

    def test_has_its_earlier_name_on_its_page(self, client: Client) -> None:
        page = client.get("/councils/avon/").text
        assert "Earlier name" in page
        assert "Avon" in page


def test_the_list_is_grouped_by_region(client: Client) -> None:
    south, north = make_region("South", position=2), make_region("North", position=1)
    make_council("A", region=south)
    make_council("B", region=north)
    page = client.get("/councils/")
    assert [region.name for region, _ in page.context["by_region"]] == ["North", "South"]


def test_a_region_is_listed_by_itself(client: Client) -> None:
    south, north = make_region("South", position=2), make_region("North", position=1)
    make_council("A", region=south)
    make_council("B", region=north)
    assert found(client, "region=north") == ["B"]
    page = client.get("/councils/?region=north&on=2010-03-31").text
    assert "1 council of North was in force on 31 March 2010" in page
    assert 'href="?on=2010-03-31&amp;region=south">South</a> (1)' in page


class TestASearchOfAList:
    """Of one region, or of one day."""

    @pytest.fixture(autouse=True)
    def register_of_two(self, db: None) -> None:
        north, south = make_region("North"), make_region("South")
        make_council("Aa gone", region=north, abolished=datetime.date(2019, 4, 1))
        for name in ("Aa here", "Aa there"):
            make_council(name, region=north)
        make_council("Aa beyond", region=south)

    def test_stays_in_what_is_listed(self, client: Client) -> None:
        page = client.get("/councils/?region=north&on=2010-03-31&q=aa").text
        for search_or_day in re.findall(r'<form class="filters".*?</form>', page, re.S):
            assert 'type="hidden" name="region" value="north"' in search_or_day
        assert 'type="hidden" name="on" value="2010-03-31"' in page
        assert 'type="hidden" name="q" value="aa"' in page
        assert "3 councils of North in force on 31 March 2010 found for “aa”" in page
        assert found(client, "region=north&on=2020-03-31&q=aa") == ["Aa here", "Aa there"]

    def test_leads_to_all_councils_where_it_finds_nothing(self, client: Client) -> None:
        page = client.get("/councils/?region=south&q=gone").text
        assert "Nothing found for “gone” among councils of South" in page
        assert 'href="?q=gone"' in page


def test_a_region_that_is_none_is_told_and_all_are_listed(client: Client) -> None:
    make_council("A")
    page = client.get("/councils/?region=atlantis")
    assert [council.name for council in page.context["found"]] == ["A"]
    assert page.context["not_understood"] == ["region"]


def test_a_council_is_listed_in_the_region_it_was_in_on_the_day(client: Client) -> None:
    council = make_council("A", region=make_region("South"))
    moved = datetime.date(2020, 4, 1)
    CouncilPlace.objects.create(
        council=council, region=make_region("North"), type=council.type, starts_on=moved
    )
    assert found(client, "region=south&on=2020-03-31") == ["A"]
    assert found(client, "region=south&on=2020-04-01") == []
    assert found(client, "region=north&on=2020-04-01") == ["A"]


class TestALongList:
    """More councils than a page has."""

    @pytest.fixture(autouse=True)
    def many(self, db: None) -> None:
        region = make_region("North")
        for number in range(PER_PAGE + 1):
            make_council(f"Council {number:02}", region=region)

    def test_is_told_whole_and_listed_a_page_at_a_time(self, client: Client) -> None:
        page = client.get("/councils/?page=2")
        assert "51 councils are in force on" in page.text
        assert [council.name for council in page.context["found"]] == ["Council 50"]
        assert len(found(client, "")) == PER_PAGE

    def test_is_whole_in_its_file(self, client: Client) -> None:
        response = client.get("/councils/?page=2&download=csv")
        assert len(response.content.splitlines()) == PER_PAGE + 2

    @pytest.mark.parametrize("typed", ["3", "0", "abc"])
    def test_begins_at_its_first_page_where_there_is_no_such_page(
        self, client: Client, typed: str
    ) -> None:
        page = client.get(f"/councils/?page={typed}")
        assert page.context["not_understood"] == ["page"]
        assert page.context["found"][0].name == "Council 00"

    def test_counts_a_search_whole(self, client: Client) -> None:
        assert "51 councils found for “council”" in client.get("/councils/?q=council").text


def test_the_file_has_the_councils_of_the_list_with_their_codes(client: Client) -> None:
    make_council("Gateshead", code="E08000037")
    response = client.get("/councils/?q=gates&download=csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["Name"], row["Codes"]) for row in rows] == [("Gateshead", "E08000037")]


def test_a_name_that_a_spreadsheet_would_run_is_text_in_the_file(client: Client) -> None:
    make_council("=1+1", slug="formula")
    response = client.get("/councils/?download=csv")
    assert "'=1+1" in response.content.decode("utf-8-sig")


@pytest.mark.usefixtures("register")
class TestTheWholeRegister:
    @pytest.mark.parametrize(
        ("day", "count"), [("2009-03-31", 150), ("2010-04-01", 152), ("2023-04-01", 153)]
    )
    def test_the_page_has_the_councils_in_force(self, client: Client, day: str, count: int) -> None:
        assert f"{count} councils were in force on" in client.get(f"/councils/?on={day}").text

    def test_every_council_has_a_page(self, client: Client) -> None:
        slugs = Council.objects.values_list("slug", flat=True)
        assert {client.get(f"/councils/{slug}/").status_code for slug in slugs} == {200}

    def test_a_council_that_was_split_names_those_after_it(self, client: Client) -> None:
        page = client.get("/councils/?q=Bedfordshire", follow=True)
        assert "Central Bedfordshire" in page.text
