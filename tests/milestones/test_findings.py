"""The sentences the site was made for, each in the text, the table, the chart and the files."""

import csv
import io
import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from surveys.models import Figure

BUDGETS = "expectation=personal-budgets-30-percent&round=ppf-2010&areas=east-midlands,south-west"
SAVINGS = "expectation=prevention-savings&round=ppf-2010&areas=west-midlands,north-east"
Row = dict[str, str]

pytestmark = pytest.mark.usefixtures("demo")


def text_of(html: str) -> str:
    """What a person reads: no scripts, no marks, single spaces."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    html = re.sub(r"</(p|h[1-6]|li|dt|dd|td|th|tr|caption)>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def table_of(html: str, name: str) -> str:
    found = re.search(rf'id="table-{name}".*?</table>', html, re.DOTALL)
    assert found
    return text_of(found[0])


def rows_of(client: Client, address: str) -> list[Row]:
    response = client.get(f"{address}&download=csv")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("query", "counts", "sentence"),
    [
        (
            BUDGETS,
            ("8 of 9", "4 of 15"),
            "8 of the 9 East Midlands councils are very likely to have 30% of care users on "
            "personal budgets by April 2011; in the South West, 4 of 15 are.",
        ),
        (
            SAVINGS,
            ("8 of 14", "1 of 12"),
            "8 of the 14 West Midlands councils are very likely to",
        ),
    ],
)
class TestTheComparison:
    def test_is_told_in_a_sentence(
        self, client: Client, query: str, counts: tuple[str, str], sentence: str
    ) -> None:
        assert sentence in text_of(client.get(f"/compare/?{query}").text)

    def test_puts_both_counts_in_one_sentence(
        self, client: Client, query: str, counts: tuple[str, str], sentence: str
    ) -> None:
        text = text_of(client.get(f"/compare/?{query}").text)
        assert re.search(rf"[^.]*{counts[0]}[^.]*{counts[1]}[^.]*\.", text)

    def test_is_in_the_table(
        self, client: Client, query: str, counts: tuple[str, str], sentence: str
    ) -> None:
        table = table_of(client.get(f"/compare/?{query}").text, "comparison")
        assert all(count in table for count in counts)

    def test_is_in_the_chart(
        self, client: Client, query: str, counts: tuple[str, str], sentence: str
    ) -> None:
        chart = client.get(f"/compare/?{query}").context["chart"]
        labels = [row.label.rpartition(" (")[0] for row in chart.drawing.rows]
        assert sorted(labels) == sorted(counts)

    def test_is_in_the_csv_unrounded(
        self, client: Client, query: str, counts: tuple[str, str], sentence: str
    ) -> None:
        rows = rows_of(client, f"/compare/?{query}")
        assert [f"{row['Councils (k)']} of {row['Base (n)']}" for row in rows] == list(counts)
        for row in rows:
            share = int(row["Councils (k)"]) / int(row["Base (n)"])
            assert float(row["Share (k / n)"]) == pytest.approx(share, abs=1e-15)

    def test_is_in_the_workbook(
        self, client: Client, query: str, counts: tuple[str, str], sentence: str
    ) -> None:
        response = client.get(f"/compare/?{query}&download=xlsx")
        book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
        header, *rows = book.get_sheet_by_name("Table").to_python()
        k, n = header.index("Councils (k)"), header.index("Base (n)")
        assert [f"{row[k]:.0f} of {row[n]:.0f}" for row in rows] == list(counts)


def test_the_same_counts_stand_on_the_page_of_the_expectation(client: Client) -> None:
    page = client.get("/expectations/personal-budgets-30-percent/?round=ppf-2010")
    table = table_of(page.text, "answers-by-region")
    assert "East Midlands 8 of 9 (89%)" in table
    assert "South West 4 of 15 (27%)" in table


def test_the_same_counts_stand_in_the_heatmap(client: Client) -> None:
    rows = rows_of(client, "/?round=ppf-2010")
    cells = {(row["Expectation"], row["Area"]): (row["k"], row["n"]) for row in rows}
    assert cells["30% on personal budgets", "East Midlands"] == ("8", "9")
    assert cells["30% on personal budgets", "South West"] == ("4", "15")


def test_each_count_leads_to_the_figure_behind_it(client: Client) -> None:
    page = client.get(f"/compare/?{BUDGETS}").text
    found = re.search(r'href="(/figures/\d+/)">8 of 9', page)
    assert found
    assert "8 of 9 (89%)" in text_of(client.get(found[1]).text)


def test_the_share_of_missing_councils_is_told(client: Client) -> None:
    table = table_of(client.get(f"/compare/?{BUDGETS}").text, "comparison")
    assert "South West 4 of 15 (27%) 25% to 31% 16" in table


def test_the_gap_is_told_to_be_robust(client: Client) -> None:
    text = text_of(client.get(f"/compare/?{BUDGETS}").text)
    assert (
        "The gap stays whatever the one missing council would have said, and if one council in "
        "each area had answered otherwise."
    ) in text
    assert text.startswith("East Midlands councils are more confident than South West councils on")


@pytest.mark.parametrize(
    ("query", "p", "of_all"),
    # 36 times 0.00942 and 0.01449.
    [(BUDGETS, 0.009, 0.339), (SAVINGS, 0.014, 0.521)],
)
def test_chance_is_told_in_its_table_alone(
    client: Client, query: str, p: float, of_all: float
) -> None:
    [row] = rows_of(client, f"/compare/?{query}&table=chance")
    assert float(row["p (Fisher’s exact test, two-sided)"]) == pytest.approx(p, abs=0.0005)
    assert row["Such pairs"] == "36"
    assert float(row["p times such pairs, at most 1"]) == pytest.approx(of_all, abs=0.0005)
    page = client.get(f"/compare/?{query}").text
    before = page.partition("How this is told")[0]
    assert "chance" not in text_of(before)
    assert f"{p:.3f}" not in before


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/regions/south-west/",
        "/expectations/prevention-savings/?round=ppf-2010",
        "/milestones/prevention/",
        "/compare/",
    ],
)
def test_no_page_says_chance_but_in_how_this_is_told(client: Client, address: str) -> None:
    text = text_of(client.get(address).text.partition("How this is told")[0])
    assert "chance" not in text
    assert "p =" not in text


def test_what_stands_out_is_furthest_above_and_below(client: Client) -> None:
    text = text_of(client.get("/?round=ppf-2010").text)
    above = text.count("Furthest above the rest of England: ")
    below = text.count("Furthest below the rest of England: ")
    assert above >= 3
    assert below >= 3
    assert "8 of the 9 East Midlands councils are very likely to have 30% of care users" in text


def test_a_milestone_has_the_range_of_its_expectations_in_its_title(client: Client) -> None:
    title = client.get("/milestones/personal-budgets/?round=ppf-2010").context["title"]
    assert title.startswith("Councils were surest of “")
    assert "and least sure of “" in title


def test_a_file_says_where_it_comes_from(client: Client) -> None:
    response = client.get(f"/compare/?{BUDGETS}&download=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    about = dict(row[:2] for row in book.get_sheet_by_name("About").to_python())
    assert about["Note"] == "Illustrative council answers, made to agree with the published totals."
    assert str(about["Source"]).startswith("Source: Putting People First: year 2")


def test_every_row_of_a_file_names_its_source(client: Client) -> None:
    rows = rows_of(client, f"/compare/?{BUDGETS}")
    assert rows
    for row in rows:
        assert row["Source"].startswith("Source: Putting People First: year 2")


ILLUSTRATED = [
    "/",
    "/milestones/personal-budgets/",
    "/expectations/personal-budgets-30-percent/",
    f"/compare/?{BUDGETS}",
    "/regions/",
    "/regions/south-west/",
    "/councils/derby/",
    "/rounds/ppf-2009/",
    "/reported/",
    "/figures/{figure}/",
    "/releases/{release}/",
    "/releases/{release}/overview/",
]


@pytest.mark.parametrize("address", ILLUSTRATED)
@pytest.mark.parametrize("is_demo", [True, False])
def test_a_page_with_illustrative_figures_says_so(
    client: Client, settings: Settings, address: str, is_demo: bool
) -> None:
    settings.DEMO = is_demo
    figure = Figure.objects.filter(release__round__slug="ppf-2010").first()
    assert figure
    page = client.get(address.format(figure=figure.pk, release=figure.release_id))
    assert "made to agree with the published totals" in text_of(page.text)


OUTCOME = "/expectations/personal-budgets-30-percent/?round=personal-budgets-2011"
BASES = {"users-with-ongoing-support": (93, 132), "all-service-users": (71, 132)}


class TestAnOutcomeOnTwoBases:
    @pytest.mark.parametrize("basis", BASES)
    def test_says_in_the_title_which_base_it_is(self, client: Client, basis: str) -> None:
        context = client.get(f"{OUTCOME}&basis={basis}").context
        assert basis.replace("-", " ") in context["title"]
        assert f"met the 30% for {basis.replace('-', ' ')}" in context["summary"]
        assert f"{BASES[basis][0]} of the {BASES[basis][1]}" in context["summary"]

    @pytest.mark.parametrize("address", [OUTCOME, f"{OUTCOME}&basis=all-service-users"])
    def test_shows_both_verdicts_side_by_side(self, client: Client, address: str) -> None:
        rows = rows_of(client, f"{address}&table=bases")
        england = next(row for row in rows if row["Area"] == "England")
        for basis, (k, n) in BASES.items():
            name = basis.replace("-", " ")
            assert england[f"Of {name}: councils (k)"] == str(k)
            assert england[f"Of {name}: base (n)"] == str(n)

    def test_tells_the_other_base_before_any_table(self, client: Client) -> None:
        page = client.get(OUTCOME).text
        assert "On the other base: 71 of the 132 councils" in page.partition("<table")[0]

    def test_is_compared_on_the_base_asked_for(self, client: Client) -> None:
        query = OUTCOME.partition("?")[2].replace("round=", "areas=england,south-west&round=")
        page = client.get(
            f"/compare/?expectation=personal-budgets-30-percent&{query}&basis=all-service-users"
        )
        assert "all service users" in page.context["title"]

    def test_an_unknown_base_names_the_two(self, client: Client) -> None:
        page = client.get(f"{OUTCOME}&basis=everybody")
        assert page.status_code == 404
        assert "users with ongoing support" in page.text
        assert "basis=all-service-users" in page.text

    def test_the_milestone_lists_both(self, client: Client) -> None:
        page = client.get("/milestones/personal-budgets/").text
        assert all(f"basis={basis}" in page for basis in BASES)


def test_a_forecast_takes_no_notice_of_a_base(client: Client) -> None:
    page = client.get(
        "/expectations/personal-budgets-30-percent/?round=ppf-2010&basis=all-service-users"
    )
    assert page.context["title"] == (
        "East Midlands councils are the most confident on “30% on personal budgets”"
    )
    assert page.context["summary"].startswith("79 of the 151")


def test_types_of_council_are_drawn_under_the_regions_with_the_numbers_of_their_table(
    client: Client,
) -> None:
    address = "/expectations/personal-budgets-30-percent/"
    page = client.get(address)
    by_type = page.context["by_type"]
    rows = rows_of(client, f"{address}?table=answers-by-council-type")
    told = {row["Area"]: f"{row['Very likely: councils (k)']} of {row['Answered']}" for row in rows}
    drawn = {row.area: row.label.partition(" (")[0] for row in by_type.drawing.rows}
    assert drawn == told
    assert page.text.index('id="chart-types"') < page.text.index("<table")
    assert client.get(by_type.svg).status_code == 200
    assert client.get(f"{address}?by=type").context["by_type"] is None
