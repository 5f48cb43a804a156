"""Tables of areas and councils in the order that a reader asks for; England stays at the foot."""

import re

import pytest
from django.test import Client

from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of

SURE = "/expectations/personal-budgets-30-percent/?round=ppf-2010"
SHARE = "/measures/personal-budget-share/?round=personal-budgets-2011"


@pytest.fixture
def reader(demo_client: SignIn) -> Client:
    return demo_client("reader")


def areas(client: Client, address: str, table: str, column: str = "Area") -> list[str]:
    return [row[column] for row in rows_of(client, f"{address}&table={table}")]


ORDERS = [
    (SURE, "answers-by-region", ("shown_very-likely", "Very likely: share (k / n)")),
    (SHARE, "regions", ("shown", "Pooled rate, per cent")),
    (SHARE, "regions", ("reached", "Councils at the target (k)")),
]


@pytest.mark.parametrize(("address", "table", "order"), ORDERS)
@pytest.mark.parametrize("sign", ["", "-"])
def test_regions_stand_in_the_order_asked_for_and_england_under_them(
    reader: Client, address: str, table: str, order: tuple[str, str], sign: str
) -> None:
    by, value = order
    rows = rows_of(reader, f"{address}&sort={sign}{by}&table={table}")[:10]
    assert rows[9]["Area"] == "England"
    values = [float(row[value]) for row in rows[:9]]
    assert values == sorted(values, reverse=sign == "-")


def test_types_of_council_stay_after_england(reader: Client) -> None:
    named = areas(reader, f"{SHARE}&sort=area", "regions")
    assert named[:9] == sorted(named[:9])
    assert named[9] == "England"
    assert set(named[10:]) == set(areas(reader, SHARE, "regions")[10:])


def test_the_page_says_by_what_it_is_sorted_and_leads_the_other_way(reader: Client) -> None:
    text = reader.get(f"{SHARE}&sort=shown").text.partition('id="table-regions"')[2]
    assert re.search(r'<th scope="col"\s+aria-sort="ascending"', text.partition("</thead>")[0])
    assert "sort=-shown#table-regions" in text.partition("</thead>")[0]


def test_councils_are_sorted_across_their_pages(reader: Client) -> None:
    named = areas(reader, f"{SHARE}&councils-sort=council", "councils", "Council")
    assert named == sorted(named)
    assert len(named) == 132
    second = reader.get(f"{SHARE}&councils-sort=council&page=2").text
    assert named[20] in second.partition('id="table-councils"')[2]


@pytest.mark.parametrize(
    "address", [f"{SURE}&sort=x", f"{SHARE}&sort=x", f"{SHARE}&councils-sort=x"]
)
def test_an_order_that_there_is_not_is_said_and_the_rest_stands(
    reader: Client, address: str
) -> None:
    page = reader.get(address)
    assert page.status_code == 200
    assert page.context["not_understood"]
