"""The page that compares: areas, England, councils, and its files."""

import re

import pytest
from django.test import Client

from tests.factories import make_region, make_release
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of
from tests.milestones.world import World, make_world


@pytest.fixture
def released(world: World) -> World:
    make_release(world.round, stage="public")
    return world


@pytest.fixture
def sector(sign_in: SignIn) -> Client:
    """Who sees what the public does not: the world has few councils in each region."""
    return sign_in("contributor")


def compared(html: str) -> list[str]:
    """The areas that the form keeps as one more is added."""
    form = html.partition('<form class="filters')[2].partition("</form>")[0]
    return re.findall(r'name="areas" value="([^"]+)"', form)


class TestNamedCouncils:
    @pytest.fixture
    def page(self, sign_in: SignIn, released: World) -> str:
        return sign_in("contributor").get("/compare/?areas=gateshead,torbay").text

    def test_are_told_in_a_sentence(self, page: str) -> None:
        assert "Gateshead said very likely; Torbay said fairly unlikely." in text_of(page)

    def test_are_compared_in_the_title(self, page: str) -> None:
        assert "Gateshead and Torbay answered differently on “Savings”" in page

    def test_stay_in_the_form(self, page: str) -> None:
        assert compared(page) == ["gateshead", "torbay"]

    def test_can_stand_beside_an_area(self, sign_in: SignIn, released: World) -> None:
        page = sign_in("contributor").get("/compare/?areas=gateshead,south-west").text
        told = (
            "None of the 2 South West councils are very likely to have made savings by April 2011"
        )
        assert told in text_of(page)
        assert "Gateshead said very likely." in text_of(page)
        assert compared(page) == ["gateshead", "south-west"]

    def test_have_a_row_of_the_chart_and_of_the_table_under_the_areas(
        self, sign_in: SignIn, released: World
    ) -> None:
        client = sign_in("contributor")
        address = "/compare/?areas=torbay,south-west,gateshead&sort=-place"
        chart = client.get(address).context["chart"]
        said = {row.area: [mark.says for mark in row.marks] for row in chart.drawing.rows}
        assert list(said) == ["South West", "Torbay", "Gateshead"]
        assert said["Torbay"] == ["Fairly unlikely"]
        assert [swatch.label for swatch in chart.legend] == ["Very likely", "Fairly unlikely"]
        rows = rows_of(client, f"{address}&table=comparison")
        assert rows[0]["Area"] == "South West"
        assert {row["Area"]: row["Option code"] for row in rows}["Torbay"] == "fairly-unlikely"

    def test_alone_stand_each_at_its_answer_on_the_scale(
        self, sign_in: SignIn, released: World
    ) -> None:
        client = sign_in("contributor")
        page = client.get("/compare/?areas=torbay,gateshead")
        [chart] = page.context["charts"]
        rows = [(row.area, row.label, row.marks[0].start) for row in chart.drawing.rows]
        assert rows == [("Gateshead", "Very likely", 3), ("Torbay", "Fairly unlikely", 1)]
        assert chart.title == page.context["title"]
        told = rows_of(client, "/compare/?areas=torbay,gateshead&table=answers-by-council")
        assert {row["Council"]: row["Answer"] for row in told} == {
            name: said for name, said, _ in rows
        }

    def test_are_not_told_to_a_reader(self, client: Client, released: World) -> None:
        response = client.get("/compare/?areas=gateshead,torbay")
        assert response.status_code == 404
        assert "said very likely" not in response.text


class TestEngland:
    def test_is_offered(self, sector: Client, released: World) -> None:
        assert '<option value="England">' in sector.get("/compare/").text

    def test_is_compared_without_the_other(self, sector: Client, released: World) -> None:
        text = text_of(sector.get("/compare/?areas=england,north-east").text)
        assert "North East 1 of 3 (33%) against the rest of England 0 of 3 (0%)." in text
        assert compared(sector.get("/compare/?areas=england,north-east").text) == [
            "england",
            "north-east",
        ]

    def test_is_in_the_file_without_the_other(self, sector: Client, released: World) -> None:
        [row] = rows_of(sector, "/compare/?areas=england,north-east&table=pairs")
        assert (row["Area"], row["Compared with"]) == ("North East", "the rest of England")
        assert (row["Compared with: k"], row["Compared with: n"]) == ("0", "3")


class TestATypeAndARegion:
    """Unitary councils: three in the North East, two in the South West, one elsewhere."""

    ADDRESS = "/compare/?areas=unitary,south-west"

    def test_are_said_to_overlap_where_they_do(self, sector: Client, released: World) -> None:
        text = text_of(sector.get(self.ADDRESS).text)
        assert re.search(r"The two overlap: \d councils? (is|are) in both\.", text)

    def test_have_no_p_where_they_overlap(self, sector: Client, released: World) -> None:
        [row] = rows_of(sector, f"{self.ADDRESS}&table=chance")
        assert row["p (Fisher’s exact test, two-sided)"] == ""
        assert "cannot be told" in text_of(sector.get(self.ADDRESS).text)

    def test_are_not_said_to_overlap_where_they_do_not(
        self, client: Client, released: World
    ) -> None:
        text = text_of(client.get("/compare/?areas=county,south-west").text)
        assert "overlap" not in text
        assert "share councils." not in text.partition("How this is told")[0]

    def test_have_their_gap_and_verdict_in_the_file(self, sector: Client, released: World) -> None:
        [row] = rows_of(sector, f"{self.ADDRESS}&table=pairs")
        assert row["Gap (difference of shares)"]
        assert row["Robust"] == "no"
        assert int(row["Councils in both"]) > 0


@pytest.mark.usefixtures("demo")
def test_the_file_of_pairs_has_gap_and_verdict_unrounded(client: Client) -> None:
    query = "expectation=personal-budgets-30-percent&round=ppf-2010"
    address = f"/compare/?{query}&areas=east-midlands,south-west&table=pairs"
    [row] = rows_of(client, address)
    assert float(row["Gap (difference of shares)"]) == pytest.approx(8 / 9 - 4 / 15, abs=1e-15)
    assert (row["Verdict"], row["Robust"]) == ("Higher", "yes")
    assert "of 152 councils answered" in row["Source"]


@pytest.mark.usefixtures("demo")
def test_london_and_the_counties_have_no_council_in_common(client: Client) -> None:
    text = text_of(client.get("/compare/?round=ppf-2010&areas=county,london").text)
    assert "overlap" not in text
    text = text_of(client.get("/compare/?round=ppf-2010&areas=london-borough,london").text)
    assert "councils are in both" in text


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", ""),
        (",atlantis", "1 more was asked for and is left out"),
        (",atlantis,nowhere", "2 more were asked for and are left out"),
    ],
)
def test_more_areas_than_eight_are_said_to_be_left_out(
    sign_in: SignIn, released: World, more: str, told: str
) -> None:
    eight = "north-east,south-west,east-midlands,england,unitary,gateshead,torbay"
    eight += ",group:gateshead+torbay"
    text = text_of(sign_in("contributor").get(f"/compare/?areas={eight}{more}").text)
    assert told in text
    assert ("left out" in text) == bool(told)


class TestWithoutParameters:
    """The README's sentence: what was counted last, as it was foretold."""

    def test_it_opens_with_what_was_counted_as_it_was_foretold(self, demo_client: SignIn) -> None:
        page = demo_client("reader").get("/compare/")
        assert (
            "8 of the 9 East Midlands councils are very likely to have 30% of care users on "
            "personal budgets by April 2011; in the South West, 4 of 15 are."
        ) in text_of(page.text)
        assert page.context["shown_round"] == "ppf-2010"

    def test_what_is_cited_says_what_is_compared(self, demo_client: SignIn) -> None:
        client = demo_client("reader")
        page = client.get("/compare/")
        cited = (
            "/compare/?expectation=personal-budgets-30-percent&amp;areas=east-midlands,south-west"
        )
        assert f"/releases/{page.context['selection'].release.pk}{cited}" in page.text
        assert "/compare/?<" not in page.text


def test_what_the_sentence_tells_is_not_said_again_around_the_chart(demo_client: SignIn) -> None:
    client, address = demo_client("reader"), "/compare/?round=ppf-2010&areas=london,east-midlands"
    two = client.get(address).text
    assert "figures__value" not in two
    assert '<figcaption class="govuk-visually-hidden">' in two
    assert "61 points" not in two
    assert "East Midlands: 8 of 9 (89%)" not in re.sub("(?s)<figure.*?</figure>", "", two)
    # Of more areas the page's title tells the ends, and the sentence how many pairs are apart.
    four = client.get(f"{address},south-west,north-east").text
    assert "<figcaption>" not in four
    assert "Of 6 pairs" in text_of(four)


def test_tables_are_in_the_order_of_the_chart(demo_client: SignIn) -> None:
    client = demo_client("reader")
    address = "/compare/?areas=south-west,london,east-midlands"
    page = client.get(address)
    drawn = [row.area for row in page.context["chart"].drawing.rows]
    assert drawn == ["East Midlands", "London", "South West"]
    for table in ("comparison", "all-answers"):
        assert [row["Area"] for row in rows_of(client, f"{address}&table={table}")] == drawn
    assert (
        "8 of 9 in the East Midlands, 21 of 33 in London and 4 of 15 in the"
        in (page.context["title"])
    )


def test_without_areas_two_regions_that_there_are_stand_side_by_side(
    client: Client, released: World
) -> None:
    assert compared(client.get("/compare/").text) == ["east-midlands", "south-west"]
    first = make_world({make_region("Wessex"): 1, make_region("Mercia"): 1}, slug="autumn")
    make_release(first.round, stage="public")
    assert compared(client.get("/compare/?round=autumn").text) == ["wessex", "mercia"]
