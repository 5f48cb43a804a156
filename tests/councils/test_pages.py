"""The list of councils, and finding one of them."""

import csv
import datetime
import io

import pytest
from django.test import Client

from councils.models import Council, CouncilCode
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
    CouncilCode.objects.create(council=council, code="E08000020")
    assert client.get("/councils/?q=e08000020")["Location"] == "/councils/gateshead/"


def test_a_council_that_is_gone_is_found(client: Client) -> None:
    make_council("Old Bedfordshire", abolished=datetime.date(2009, 4, 1))
    assert client.get("/councils/?q=bedford")["Location"] == "/councils/old-bedfordshire/"


def test_no_hit_says_so_and_how_to_search(client: Client) -> None:
    response = client.get("/councils/?q=atlantis")
    assert response.status_code == 200
    assert "No council found for “atlantis”" in response.text
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


def test_the_list_is_grouped_by_region(client: Client) -> None:
    south, north = make_region("South", position=2), make_region("North", position=1)
    make_council("A", region=south)
    make_council("B", region=north)
    page = client.get("/councils/")
    assert [region.name for region, _ in page.context["by_region"]] == ["North", "South"]


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
