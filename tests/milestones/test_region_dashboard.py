"""A region's page as a dashboard: the gaps, where it is surest, through time, and its councils."""

import re

import pytest

from surveys.actions.narrowing import narrow
from surveys.models import Release
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of

PAGE = "/regions/east-midlands/"


def test_the_title_names_the_expectation_and_what_came(demo_client: SignIn) -> None:
    assert (
        "East Midlands: 8 of 9 very likely to have 30% of care users on personal budgets by "
        "April 2011; 5 of 8 reporting met it for users with ongoing support"
    ) in text_of(demo_client("reader").get(PAGE).text)


def test_what_came_is_told_on_every_base(demo_client: SignIn) -> None:
    """Met of users with ongoing support may be missed of all service users."""
    client = demo_client("reader")
    told = "Of all service users, 3 of 8 met it."
    assert told in text_of(client.get(PAGE).text)
    brief = text_of(client.get(f"{PAGE}briefing/").text)
    assert "33.6% of users with ongoing support: the target of 30% met. 5 of 8 councils" in brief
    assert "28.0% of all service users: the target of 30% not met. 3 of 8 councils" in brief


def test_who_did_not_give_both_counts_is_named(demo_client: SignIn) -> None:
    page = text_of(demo_client("reader").get(f"{PAGE}?round=personal-budgets-2011").text)
    assert "8 of 9 councils gave both counts; no return: Nottinghamshire." in page


def test_the_briefings_trend_names_every_survey_that_it_goes_through(demo_client: SignIn) -> None:
    client = demo_client("reader")
    page = client.get(PAGE).context["counted"].trend
    [trend] = [
        chart
        for chart in client.get(f"{PAGE}briefing/").context["briefing"].charts
        if chart.key == "trend"
    ]
    assert trend.source == page.source
    assert trend.source.count("release 1") == 3


def test_the_councils_side_by_side_say_of_when_and_lead_to_their_file(demo_client: SignIn) -> None:
    lead = demo_client("regional_lead")
    page = lead.get(PAGE).text
    matrix = page.split('id="matrix"')[1].split("</section>")[0]
    assert "What each said in March 2010." in text_of(matrix)
    assert "Source: Putting People First: year 2 progress survey" in text_of(matrix)
    assert 'href="#table-councils"' in matrix
    assert 'id="table-councils"' in page
    assert len(rows_of(lead, f"{PAGE}?table=councils")) == 9


def test_expectations_that_are_level_are_counted_and_not_ranked(demo_client: SignIn) -> None:
    page = demo_client("reader").get("/regions/south-east/")
    least = page.context["least_sure"]
    shares = sorted(pair.left.share for _, pair in page.context["pairs"])
    assert least.level == shares.count(shares[2]) - shares[:3].count(shares[2]) > 0
    assert f"and {least.more} as low as the last" in text_of(page.text)
    assert "govuk-list--number" not in page.text


def test_no_mind_is_said_to_change_where_only_people_were_counted(demo_client: SignIn) -> None:
    page = demo_client("reader").get("/regions/yorkshire-and-the-humber/?round=care-workforce-2025")
    assert "changed mind" not in page.text
    assert "changed mind" in demo_client("reader").get(PAGE).text


def test_the_dumbbells_say_what_the_table_says(demo_client: SignIn) -> None:
    client = demo_client("reader")
    chart = client.get(PAGE).context["chart"]
    filed = {row["Expectation"]: row for row in rows_of(client, f"{PAGE}?table=expectations")}
    for row in chart.drawing.rows:
        counts = f"{filed[row.area]['East Midlands: k']} of {filed[row.area]['East Midlands: n']}"
        assert row.label.startswith(counts)
        is_robust = row.marks[-1].look.name == "dot-here"
        assert is_robust == (filed[row.area]["Robust"] == "yes")


def test_the_dumbbells_stand_under_their_milestones_the_widest_gap_first(
    demo_client: SignIn,
) -> None:
    drawing = demo_client("reader").get(PAGE).context["chart"].drawing
    assert drawing.headings.count("") == len(drawing.rows) - 5
    for group in {row.group for row in drawing.rows}:
        rows = [row for row in drawing.rows if row.group == group]
        dots = [[mark.start for mark in row.marks if mark.shape == "dot"] for row in rows]
        gaps = [here - rest for rest, here in dots]
        assert gaps == sorted(gaps, reverse=True)


def test_what_is_hidden_is_said_under_the_chart_that_leaves_it_out(demo_client: SignIn) -> None:
    answer = demo_client("reader").get(PAGE)
    told = (
        "What East Midlands councils answered on “Information strategy” is not shown: a "
        "hidden figure could be worked out."
    )
    assert told in text_of(answer.text)
    areas = [row.area for row in answer.context["chart"].drawing.rows]
    assert "Information strategy" not in areas


def test_the_rest_of_england_is_hidden_with_the_region(demo_client: SignIn) -> None:
    rows = rows_of(demo_client("reader"), f"{PAGE}?table=expectations")
    [row] = [row for row in rows if row["Expectation"] == "Information strategy"]
    assert row["Rest of England: k"] == ""
    page = text_of(demo_client("reader").get(PAGE).text)
    assert "not published" not in page


def test_it_leads_to_the_other_regions_and_to_the_briefing(demo_client: SignIn) -> None:
    page = demo_client("reader").get(PAGE).text
    assert 'href="/regions/south-west/"' in page
    assert f'href="{PAGE}briefing/"' in page


def test_its_trend_stands_beside_englands(demo_client: SignIn) -> None:
    client = demo_client("reader")
    trend = client.get(PAGE).context["counted"].trend
    assert [line.name for line in trend.drawing.lines] == ["East Midlands", "England"]
    rows = rows_of(client, f"{PAGE}?table=trend")
    drawn = [point.value for point in trend.drawing.lines[0].points]
    assert drawn == [float(row["East Midlands: pooled rate, per cent"]) for row in rows]


def test_it_shows_how_far_apart_its_councils_are(demo_client: SignIn) -> None:
    """The round names councils: a dot a council, the ends in the title, the same in its file."""
    client = demo_client("reader")
    spread = client.get(PAGE).context["counted"].spread
    here, england = spread.drawing.rows
    dots = [mark.start for mark in here.marks if mark.series == "One council"]
    filed = [float(row["Rate, per cent"]) for row in rows_of(client, f"{PAGE}?table=rates")]
    assert sorted(dots) == sorted(filed)
    assert f"from {min(filed):.1f}% to {max(filed):.1f}%" in spread.title
    assert england.area == "England"
    [row, _] = rows_of(client, f"{PAGE}?table=spread")
    assert f"{float(row['Median']):.1f}%" in spread.summary


def folded_tables(page: str) -> list[str]:
    """The names of those that stand in a fold of their own."""
    found = re.findall(r'<details class="govuk-details">.*?</details>', page, re.DOTALL)
    tables = [re.findall(r'id="table-([\w-]+)"', fold) for fold in found if "a table of" in fold]
    return [name for names in tables for name in names]


def test_long_tables_of_what_is_drawn_are_folded(demo_client: SignIn) -> None:
    """London has 26 councils with a rate, the East Midlands eight."""
    reader = demo_client("reader")
    assert folded_tables(reader.get("/regions/london/").text) == ["rates", "expectations"]
    assert folded_tables(reader.get(PAGE).text) == ["expectations"]
    council = demo_client("contributor").get("/councils/barnet/").text
    assert folded_tables(council) == ["expectations"]
    assert folded_tables(reader.get("/measures/personal-budget-share/").text) == ["regions"]


def test_it_leads_to_how_its_councils_moved(demo_client: SignIn) -> None:
    client = demo_client("reader")
    page = client.get(PAGE)
    moving = (
        "/expectations/personal-budgets-30-percent/moving/?of=ongoing-support&area=east-midlands"
    )
    assert page.context["counted"].moving == moving
    assert client.get(moving).status_code == 200
    release = page.context["release"].pk
    assert client.get(f"/releases/{release}{PAGE}").context["counted"].moving == ""


class TestCouncilByCouncil:
    def test_is_for_the_sector(self, demo_client: SignIn) -> None:
        assert 'class="matrix"' not in demo_client("reader").get(PAGE).text

    def test_has_those_that_doubt_most_first(self, demo_client: SignIn) -> None:
        matrix = demo_client("contributor").get(PAGE).context["matrix"]
        doubts = [line.unlikely for line in matrix.lines]
        assert doubts == sorted(doubts, reverse=True)
        assert len(matrix.columns) == 20

    def test_of_many_has_the_rest_folded(self, demo_client: SignIn) -> None:
        text = demo_client("contributor").get("/regions/london/").text
        open_part, _, folded = text.partition("The other 21 councils")
        assert open_part.partition('class="matrix"')[2].count("matrix__count") == 12
        assert folded.count("matrix__count") == 21

    def test_says_what_the_file_says(self, demo_client: SignIn) -> None:
        client = demo_client("contributor")
        matrix = client.get(PAGE).context["matrix"]
        filed = {row["Council"]: row for row in rows_of(client, f"{PAGE}?table=councils")}
        for line in matrix.lines:
            for cell in line.cells:
                assert filed[line.name][cell.label] == cell.words


def test_the_list_of_regions_is_a_picture_of_them(demo_client: SignIn) -> None:
    client = demo_client("reader")
    page = client.get("/regions/")
    assert "Personal budget survey, March 2011; Putting People First" in page.text
    assert page.text.count('class="tile__link"') == 9
    assert "Met the 30% for users with ongoing support: from 17 of 20 councils" in text_of(
        page.text
    )
    assert client.get("/regions/map.png").content.startswith(b"\x89PNG")


def test_the_list_of_regions_is_put_in_order_and_taken_away(demo_client: SignIn) -> None:
    client = demo_client("reader")
    table = client.get("/regions/?sort=-reached").context["table"]
    shares = [row["reached_share"] for row in table.data.data]
    assert shares == sorted(shares, reverse=True)
    filed = rows_of(client, "/regions/?sort=-reached&table=regions")
    assert filed[0]["Region"] == "North West"
    counted = "Councils at the target, March 2011"
    assert (filed[0][f"{counted} (k)"], filed[0][f"{counted}: base (n)"]) == ("17", "20")


def test_what_a_region_foretold_stands_beside_what_came_of_the_councils_asked(
    demo_client: SignIn,
) -> None:
    client = demo_client("reader")
    answer = client.get("/regions/east-midlands/")
    ends = answer.context["counted"].ends
    assert ends.title == (
        "East Midlands: 8 of 9 very likely on “30% on personal budgets”; "
        "5 of 8 reporting met it for users with ongoing support"
    )
    forecast, came = ends.drawing.rows
    assert [(mark.series, mark.count) for mark in forecast.marks] == [
        ("Very likely", "8"),
        ("Fairly unlikely", "1"),
    ]
    assert [(mark.series, mark.count) for mark in came.marks] == [
        ("Met", "5"),
        ("Not met", "3"),
        ("No answer", "1"),
    ]
    assert sum(mark.width for mark in came.marks) == pytest.approx(100)
    rows = rows_of(client, "/regions/east-midlands/?table=both-ends")
    assert [(row["Answer"], row["Councils (k)"], row["Base (n)"]) for row in rows] == [
        ("Very likely", "8", "9"),
        ("Fairly likely", "0", "9"),
        ("Fairly unlikely", "1", "9"),
        ("Very unlikely", "0", "9"),
        ("Met", "5", "8"),
        ("Not met", "3", "8"),
    ]


def test_where_is_a_map_of_councils_for_who_may_see_them(demo_client: SignIn) -> None:
    address = "/expectations/personal-budgets-30-percent/?round=ppf-2010"
    public = demo_client("reader").get(address).context["where"]
    assert len(list(public.drawing.filled[0].tiles)) == 9
    sector = demo_client("contributor").get(address).context["where"]
    assert sum(len(list(panel.tiles)) for panel in sector.drawing.filled) == 152


def test_a_region_names_both_rounds_that_its_figures_come_from(demo_client: SignIn) -> None:
    page = demo_client("reader").get("/regions/east-midlands/")
    kicker = page.text.partition('finding-caption">')[2].partition("</p>")[0]
    assert "31 March 2010" in kicker
    assert "31 March 2011" in kicker
    asked = demo_client("reader").get("/regions/east-midlands/?round=ppf-2010")
    assert "31 March 2011" not in asked.context["of_rounds"].values()


def test_it_leads_to_each_round_by_itself_which_tells_that_round(demo_client: SignIn) -> None:
    client = demo_client("reader")
    page = client.get(PAGE)
    rounds = [each.slug for each in page.context["rounds"]]
    assert rounds == ["personal-budgets-2011", "personal-budgets-2010", "ppf-2010"]
    for slug in rounds:
        address = f"{PAGE}?round={slug}"
        assert f'href="{address}"' in page.text
        told = client.get(address)
        assert told.context["release"].round.slug == slug
        assert told.context["title"] != "East Midlands"
        assert f'href="{PAGE}">Latest of each kind</a>' in told.text
        # On to the other regions in the same round.
        assert f'href="/regions/south-west/?round={slug}"' in told.text


def test_a_round_that_only_the_sector_may_see_is_offered_to_the_sector_alone(
    demo_client: SignIn,
) -> None:
    release = Release.objects.get(round__slug="personal-budgets-2011")
    narrow(release=release, fields=(), reason="Not public yet.", takes_back=True)
    for role, offers in (("reader", False), ("contributor", True)):
        rounds = demo_client(role).get(PAGE).context["rounds"]
        assert ("personal-budgets-2011" in [each.slug for each in rounds]) is offers


def test_a_release_leads_to_no_other_round(demo_client: SignIn) -> None:
    client = demo_client("reader")
    release = client.get(PAGE).context["release"]
    assert client.get(f"/releases/{release.pk}{PAGE}").context["rounds"] == []
