"""The page of an expectation: its chart in another order, and its councils found and paged."""

import pytest
from django.test import Client

from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of

PAGE = "/expectations/personal-budgets-30-percent/?round=ppf-2010"


@pytest.fixture
def sector(demo_client: SignIn) -> Client:
    return demo_client("contributor")


def areas(browser: Client, query: str) -> list[str]:
    chart = browser.get(f"{PAGE}{query}").context["chart"]
    return [row.area for row in chart.drawing.rows]


def test_the_chart_is_in_the_order_of_the_finding_or_by_name(sector: Client) -> None:
    found, named = areas(sector, ""), areas(sector, "&order=name")
    assert found[0] == "East Midlands"
    assert named[:-1] == sorted(named[:-1])
    assert found[-1] == named[-1] == "England"


def test_types_of_council_are_drawn_beside_england(sector: Client) -> None:
    shown = areas(sector, "&by=type")
    assert len(shown) == 5
    assert {"London boroughs", "England"} <= {*shown}


def test_the_title_over_types_of_council_is_about_types(sector: Client) -> None:
    page = sector.get(f"{PAGE}&by=type")
    assert not any(region in page.context["title"] for region in ("East Midlands", "South West"))
    assert page.context["highest_label"] in {"", "London boroughs, the highest share"}


def test_councils_are_twenty_to_a_page(sector: Client) -> None:
    named = sector.get(PAGE).context["named"]
    assert len(list(named.table.rows_of_cells)) == 20
    assert named.table.paginator.count == 152


def test_councils_of_a_region_with_an_answer_are_found_and_filed(sector: Client) -> None:
    query = "&region=east-midlands&answer=very-likely"
    assert sector.get(f"{PAGE}{query}").context["named"].table.paginator.count == 8
    filed = rows_of(sector, f"{PAGE}{query}&table=answers-by-council")
    assert {row["Region"] for row in filed} == {"East Midlands"}
    assert len(filed) == 8


def test_those_that_did_not_answer_are_an_answer_to_look_for(sector: Client) -> None:
    shown = sector.get(f"{PAGE}&answer=no-answer").context["named"]
    assert shown.table.paginator.count == 1


def test_a_page_past_the_last_is_the_last(sector: Client) -> None:
    shown = sector.get(f"{PAGE}&region=east-midlands&page=99").context["named"]
    assert len(list(shown.table.rows_of_cells)) == 9


@pytest.mark.parametrize(
    "query", ["&by=age", "&order=size", "&region=atlantis", "&answer=perhaps", "&page=x"]
)
def test_what_is_not_offered_is_left_out_and_said(sector: Client, query: str) -> None:
    page = sector.get(f"{PAGE}{query}")
    assert page.status_code == 200
    name = query[1:].partition("=")[0]
    assert page.context["not_understood"] == [name]
    assert name not in page.context["canonical"]


def test_a_reader_who_may_see_no_council_has_no_list_of_them(demo_client: SignIn) -> None:
    page = demo_client("reader").get(f"{PAGE}&region=east-midlands")
    assert page.context["named"] is None
    assert page.context["not_understood"] == ["region"]


class TestTheMap:
    """Of the councils that the page counts: 151, where 152 were asked."""

    PAGE = "/expectations/personal-budgets-30-percent/?round=ppf-2010"

    def test_counts_on_the_base_of_the_page_and_names_who_is_not_in_it(
        self, demo_client: SignIn
    ) -> None:
        page = demo_client("analyst").get(self.PAGE)
        england = page.context["places"].england
        where = page.context["where"]
        assert where.title.startswith(f"{england.top.k} of {england.top.n} ")
        [silent] = rows_of(
            demo_client("analyst"), f"{self.PAGE}&answer=no-answer&table=answers-by-council"
        )
        assert where.summary.endswith(f"for want of an answer: 1 council: {silent['Council']}.")
        for reading in england.readings:
            assert f"{reading.choice.label}: {reading.k} of {reading.n} " in where.summary

    def test_writes_different_letters_on_every_tile(self, demo_client: SignIn) -> None:
        where = demo_client("analyst").get(self.PAGE).context["where"]
        short = [tile.short for panel in where.drawing.filled for tile in panel.tiles]
        assert len(set(short)) == len(short) == 152

    def test_readers_are_told_that_signing_in_shows_councils(self, demo_client: SignIn) -> None:
        said = "What each council answered is for councils"
        assert said in demo_client("reader").get(self.PAGE).text
        assert said not in demo_client("analyst").get(self.PAGE).text

    def test_readers_of_named_councils_are_told_nothing_of_signing_in(
        self, demo_client: SignIn
    ) -> None:
        page = self.PAGE.replace("ppf-2010", "personal-budgets-2011")
        assert "What each council answered is for" not in demo_client("reader").get(page).text
