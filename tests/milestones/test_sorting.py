"""Tables of areas and councils in the order that a reader asks for; England is the last row."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of

SURE = "/expectations/personal-budgets-30-percent/?round=ppf-2010"
SHARE = "/measures/personal-budget-share/?round=personal-budgets-2011"
BARRIERS = "/expectations/personal-budgets-30-percent/barriers/?area=england"
COMPARED = "/compare/?areas=east-midlands,england,south-west,london"
OUTCOME = "/expectations/personal-budgets-30-percent/outcome/?basis=users-with-ongoing-support"
COUNCIL = "/councils/derby/?round=ppf-2010"


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
    rows = rows_of(reader, f"{address}&sort={sign}{by}&table={table}")
    assert rows[-1]["Area"] == "England"
    values = [float(row[value]) for row in rows[:9]]
    assert values == sorted(values, reverse=sign == "-")


@pytest.mark.parametrize("sign", ["", "-"])
def test_regions_that_are_hidden_stand_under_the_others(reader: Client, sign: str) -> None:
    address = SURE.replace("personal-budgets-30-percent", "information-strategy")
    named = areas(reader, f"{address}&sort={sign}shown_very-likely", "answers-by-region")
    assert named[7:10] == ["East Midlands", "West Midlands", "England"]


@pytest.mark.parametrize("order", ["", "&sort=area", "&sort=-shown"])
def test_types_of_council_stand_under_the_regions_and_england_under_all(
    reader: Client, order: str
) -> None:
    named = areas(reader, f"{SHARE}{order}", "regions")
    types = {"Counties", "London boroughs", "Metropolitan districts", "Unitaries"}
    assert set(named[9:-1]) == types
    assert named[-1] == "England"


def test_england_is_the_last_row_where_areas_are_picked_or_stand_on_two_bases(
    demo_client: SignIn,
) -> None:
    sector = demo_client("contributor")
    picked = "/compare/?areas=england,county,barnet,london"
    shares = "&measure=personal-budget-share"
    for address, table in [
        (picked, "comparison"),
        (f"{picked}&sort=place", "comparison"),
        (f"{picked}{shares}&rates-sort=area", "rates"),
        (f"{picked}{shares}&round=ppf-2010&round=personal-budgets-2011", "rounds"),
        ("/expectations/personal-budgets-30-percent/?round=personal-budgets-2011", "bases"),
        ("/rounds/ppf-2010/?", "response"),
    ]:
        assert areas(sector, address, table)[-1] == "England"


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


def test_councils_are_sorted_by_their_answer_from_the_best(demo_client: SignIn) -> None:
    rows = rows_of(
        demo_client("contributor"), f"{SURE}&councils-sort=answer&table=answers-by-council"
    )
    order = ["very-likely", "fairly-likely", "fairly-unlikely", "very-unlikely", ""]
    places = [order.index(row["Option code"]) for row in rows]
    assert places == sorted(places)
    assert set(places) == set(range(5))


@pytest.mark.parametrize(
    ("address", "table", "value"),
    [
        ("/regions/london/?sort=points", "expectations", "Gap (difference of shares)"),
        ("/regions/london/?councils-sort=shown", "rates", "Rate, per cent"),
    ],
)
def test_the_tables_of_a_region_are_sorted(
    reader: Client, address: str, table: str, value: str
) -> None:
    values = [float(row[value]) for row in rows_of(reader, f"{address}&table={table}")]
    assert len(values) > 12
    assert values == sorted(values)
    # A long table is folded, but not when somebody has just put it in order.
    assert all(" open" in fold for fold in folds_around(reader.get(address).text, table))


def folds_around(page: str, table: str) -> list[str]:
    """The tags of those that the table stands in."""
    before, folds = page.partition(f'id="table-{table}"')[0], list[str]()
    for tag in re.findall(r"<details[^>]*>|</details", before):
        if tag == "</details":
            folds.pop()
        else:
            folds.append(tag)
    return folds


ORDERED = [
    (f"{BARRIERS}&table=any&any-sort={{}}shown", "Share (k / n)"),
    (f"{COMPARED}&table=comparison&sort={{}}shown", "Share (k / n)"),
    (f"{COMPARED}&table=pairs&pairs-sort={{}}points", "Gap (difference of shares)"),
    ("/rounds/ppf-2010/?table=response&response-sort={}answered", "Share"),
]


@pytest.mark.parametrize(("address", "value"), ORDERED)
@pytest.mark.parametrize("sign", ["", "-"])
def test_a_table_comes_in_the_order_asked_for_and_england_at_its_foot(
    reader: Client, address: str, value: str, sign: str
) -> None:
    rows = rows_of(reader, address.format(sign))
    named = [row.get("Area") for row in rows]
    # Of the pairs, England is one side of some.
    if "Compared with" not in rows[0] and "England" in named:
        assert named[-1] == "England"
        rows = [row for row in rows if row["Area code"].startswith("E12")]
    rows = [row for row in rows if row.get("Barrier") != "None of these"]
    values = [float(row[value]) for row in rows]
    assert len(values) > 2
    assert values == sorted(values, reverse=sign == "-")


@pytest.mark.parametrize("order", ["expectations-sort=answer", "shares-sort=shown"])
def test_a_page_of_a_council_sorts_its_tables(demo_client: SignIn, order: str) -> None:
    page = demo_client("contributor").get(f"/councils/barnet/?{order}")
    assert page.context["not_understood"] == []
    shown = [table for table in page.context["tables"] if table.order_by]
    assert shown
    assert page.text.count('aria-sort="ascending"') == len(shown)


@pytest.mark.parametrize(
    "address", ["/", "/regions/london/", SHARE, SURE, BARRIERS, COMPARED, "/rounds/ppf-2010/"]
)
def test_a_page_understands_the_orders_that_its_tables_lead_to(
    reader: Client, address: str
) -> None:
    offered = set(re.findall(r'href="(\?[^"#]*sort=[^"#]*)#table-', reader.get(address).text))
    for query in offered:
        page = reader.get(f"{address.partition('?')[0]}{unescape(query)}")
        assert page.context["not_understood"] == []


def test_the_regions_of_an_outcome_are_sorted(demo_client: SignIn) -> None:
    sector = demo_client("contributor")
    rows = rows_of(sector, f"{OUTCOME}&sort=-met&table=regions")
    shares = [
        int(row["Met it"]) / int(row["Councils that answered both"]) for row in rows if row["Area"]
    ]
    assert rows[-1]["Area"] == "England"
    assert shares[:-1] == sorted(shares[:-1], reverse=True)


def test_what_was_published_of_both_ends_is_sorted(reader: Client) -> None:
    rows = rows_of(reader, f"{OUTCOME}&sides-sort=before&table=sides")
    shares = [int(row["Forecast: councils (k)"]) / int(row["Forecast: base (n)"]) for row in rows]
    assert shares[:9] == sorted(shares[:9])
    assert rows[-1]["Area"] == "England"


def test_the_councils_of_an_outcome_are_sorted_and_twenty_to_a_page(demo_client: SignIn) -> None:
    sector = demo_client("contributor")
    rows = rows_of(sector, f"{OUTCOME}&councils-sort=before&table=councils")
    ends = [row["Forecast"] for row in rows]
    assert (ends[0], ends[-1]) == ("Very likely", "No forecast")
    page = sector.get(f"{OUTCOME}&councils-sort=before&page=2").text
    table = page.partition('id="table-councils"')[2].partition("</table>")[0]
    assert table.count('<th scope="row"') == 20
    assert rows[20]["Council"] in table


@pytest.mark.parametrize("asked", ["councils-sort=before", "page=1", "page=x", "sort=met"])
def test_what_an_outcome_does_not_show_a_reader_cannot_be_asked_for(
    reader: Client, asked: str
) -> None:
    """Nor councils one by one, nor pairs by region."""
    page = reader.get(f"{OUTCOME}&{asked}")
    assert page.context["not_understood"] == [asked.partition("=")[0]]


@pytest.mark.parametrize(
    "address",
    [f"{SURE}&sort=x", f"{SHARE}&sort=x", f"{SHARE}&councils-sort=x", f"{SURE}&councils-sort=x"],
)
def test_an_order_that_there_is_not_is_said_and_the_rest_stands(
    reader: Client, address: str
) -> None:
    page = reader.get(address)
    assert page.status_code == 200
    assert page.context["not_understood"]


@pytest.mark.parametrize(
    ("order", "table", "value"),
    [
        ("round=ppf-2010&answers-sort=-question", "answers", "Question"),
        ("round=ppf-2010&measures-sort=-shown", "measures", "Derby: rate, per cent"),
        ("round=ppf-2010&time-sort=-shown", "through-time", "Derby: rate, per cent"),
        ("rounds-sort=-answer", "by-round", "Derby"),
    ],
)
def test_each_table_of_a_council_is_sorted(
    demo_client: SignIn, order: str, table: str, value: str
) -> None:
    told = [
        row[value]
        for row in rows_of(demo_client("contributor"), f"/councils/derby/?{order}&table={table}")
    ]
    values = [float(each) for each in told] if "rate" in value else told
    assert len(set(values)) > 1
    assert values == sorted(values, reverse=True)


def test_a_council_s_answers_are_open_where_they_have_just_been_put_in_order(
    demo_client: SignIn,
) -> None:
    client = demo_client("contributor")
    folded = "What Derby answered to each question"
    before = client.get(COUNCIL).text.partition(folded)[0].rpartition("<details")[2]
    after = client.get(f"{COUNCIL}&answers-sort=question").text
    assert " open" not in before
    assert " open" in after.partition(folded)[0].rpartition("<details")[2]


def test_who_answered_has_england_at_the_foot_in_any_order(reader: Client) -> None:
    for order in ("", "?response-sort=area", "?response-sort=-answered"):
        table = reader.get(f"/rounds/ppf-2010/{order}").text.partition('id="table-response"')[2]
        named = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', table.partition("</table>")[0], re.S)
        assert "England" in named[-1]
        assert len(named) == 10
