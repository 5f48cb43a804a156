"""A council's page: its finding, where it stands, and who may read that."""

import datetime
import re

import pytest
from django.test import Client

from councils.models import Council, Succession
from milestones.models import Measure, MeasureBase, MeasureRate, Programme
from surveys.models import Release, Return
from tests.factories import (
    make_council,
    make_question,
    make_release,
    make_return,
    make_round,
    reopened,
)
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of
from tests.milestones.world import World, make_measure, make_world
from tests.reading import squeezed

GATESHEAD = "/councils/gateshead/"


@pytest.fixture
def released(world: World) -> World:
    """Gateshead is very likely and has 765,432% on budgets; two more in its region have less."""
    make_measure(world)
    make_release(world.round, stage="public")
    return world


def test_who_may_not_read_a_round_is_led_to_sign_in_and_told_of_nothing_shown(
    client: Client, released: World
) -> None:
    page = client.get(f"{GATESHEAD}?round=spring").text
    assert "its answers stay in the sector" in text_of(page)
    assert "national bodies: sign in to read it" in text_of(page)
    assert 'href="/accounts/login/?next=%2Fcouncils%2Fgateshead%2F%3Fround%3Dspring"' in page
    assert "(shown here)" not in page


def test_who_may_read_a_round_is_told_that_it_is_shown(sign_in: SignIn, released: World) -> None:
    page = sign_in("contributor").get(f"{GATESHEAD}?round=spring").text
    assert "(shown here)" in page
    assert "sign in to read it" not in text_of(page)


def heading(page: str) -> str:
    return text_of(re.search(r"<h1.*?</h1>", page, re.DOTALL)[0])  # type: ignore[index]


def test_it_opens_with_a_round_of_the_programme_that_the_site_opens_with(
    sign_in: SignIn, released: World
) -> None:
    later = make_round("later", reference_date="2012-03-31")
    gateshead = Council.objects.get(slug="gateshead")
    make_return(later, gateshead, answers={make_question(later): 3})
    make_release(later, stage="public")
    reader = sign_in("contributor")
    assert reader.get(GATESHEAD).context["chosen"].release.round == later
    days = {"starts_on": "2012-01-01", "ends_on": "2013-01-01"}
    Programme.objects.update(is_front=True)
    Programme.objects.create(slug="other", title="Other", is_published=True, **days)
    assert reader.get(GATESHEAD).context["chosen"].release.round == released.round
    asked = reader.get(f"{GATESHEAD}?round=later").context["chosen"]
    assert asked.release.round == later


@pytest.mark.parametrize(("requirement", "is_marked"), [("on_paper", True), ("required", False)])
def test_answers_that_came_on_paper_are_marked_so(
    sign_in: SignIn, world: World, requirement: str, is_marked: bool
) -> None:
    own = Return.objects.filter(council__slug="gateshead")
    with reopened(own):
        own.update(requirement=requirement, requirement_reason="It came by post.")
    make_release(world.round, stage="public")
    page = squeezed(sign_in("contributor").get(GATESHEAD).text)
    assert ("Received on paper, and entered by those who ran the survey." in page) == is_marked
    assert ("answered on paper" in page) == is_marked


class TestASectorPage:
    def test_has_the_finding_as_its_title(self, sign_in: SignIn, released: World) -> None:
        page = sign_in("contributor").get(GATESHEAD).text
        told = heading(page)
        assert told.startswith("Gateshead: very likely on “Savings”; ")
        assert told.endswith("none of the 2 others in its region is higher")

    def test_tells_how_many_others_said_the_same(self, sign_in: SignIn, released: World) -> None:
        [row] = rows_of(sign_in("contributor"), f"{GATESHEAD}?table=expectations")
        assert row["Gateshead"] == "Very likely"
        kept = "others who said the same (k)"
        assert (row[f"North East: {kept}"], row["North East: others who answered (n)"]) == (
            "0",
            "2",
        )

    def test_tells_its_position_among_each_of_three(self, sign_in: SignIn, released: World) -> None:
        rows = rows_of(sign_in("contributor"), f"{GATESHEAD}?table=measures")
        assert [row["Beside"] for row in rows] == ["North East", "Unitaries", "Similar councils"]
        assert (rows[0]["Higher than"], rows[0]["Lower than"]) == ("2", "0")

    def test_names_every_measure_that_its_table_holds(self, sign_in: SignIn, world: World) -> None:
        first = make_measure(world)
        again = Measure.objects.create(
            expectation=world.expectation, slug="again", title="Again", target_percent=30
        )
        base = MeasureBase.objects.create(measure=again, key="users", name="users")
        MeasureRate.objects.create(base=base, question=first.bases.get().rates.get().question)
        make_release(world.round, stage="public")
        page = text_of(sign_in("contributor").get(GATESHEAD).text)
        assert "Share of users and again: Gateshead among other councils" in page

    @pytest.mark.parametrize("beside", ["region", "type", "similar"])
    def test_draws_the_others_asked_for(
        self, sign_in: SignIn, released: World, beside: str
    ) -> None:
        client = sign_in("contributor")
        page = client.get(f"{GATESHEAD}?beside={beside}")
        assert page.context["beside"].key == beside
        assert page.context["charts"].shares


class TestAReader:
    def test_reads_where_no_council_stands_unless_the_round_names_them(
        self, client: Client, released: World
    ) -> None:
        page = client.get(GATESHEAD)
        assert heading(page.text) == "Gateshead answered 1 of 1 released round"
        assert (page.context["placings"], page.context["charts"].every) == ({}, [])
        assert "very likely" not in page.text.lower()
        for name in ("expectations", "share-all-users", "trend"):
            assert client.get(f"{GATESHEAD}{name}.svg").status_code == 404

    def test_reads_it_where_the_round_names_them(self, client: Client, home: Council) -> None:
        named = make_world({home.region: 3}, slug="open", names_councils=True)
        make_release(named.round, stage="public")
        assert "very likely on “Savings”" in heading(client.get(GATESHEAD).text)

    def test_is_told_nothing_of_a_release_that_is_the_sectors(
        self, client: Client, home: Council
    ) -> None:
        named = make_world({home.region: 3}, slug="open", names_councils=True)
        make_release(named.round, stage="sector")
        assert "No released round has required" in client.get(GATESHEAD).text


class TestAlone:
    def test_a_council_is_beside_nobody(self, sign_in: SignIn, home: Council) -> None:
        world = make_world({home.region: 1})
        make_measure(world)
        make_release(world.round, stage="public")
        page = sign_in("contributor").get(GATESHEAD)
        assert "others in its region" not in heading(page.text)
        assert "others gave both counts" not in heading(page.text)
        assert page.context["charts"].every == []
        [row, *_] = rows_of(sign_in("contributor"), f"{GATESHEAD}?table=measures")
        assert row["Others that gave both counts"] == "0"

    def test_a_council_that_was_silent_has_no_position(
        self, sign_in: SignIn, home: Council
    ) -> None:
        world = make_world({home.region: 2})
        silent = make_council("Silent", region=home.region)
        make_return(world.round, silent, state="in_progress")
        make_release(world.round, stage="public")
        page = sign_in("contributor").get("/councils/silent/")
        assert page.context["charts"].every == []
        assert "Silent sent no return in Spring." in page.text


def test_a_pinned_page_keeps_its_bytes_when_the_register_changes(
    sign_in: SignIn, released: World, home: Council
) -> None:
    client = sign_in("contributor")
    release = Release.objects.get()
    address = f"/releases/{release.pk}{GATESHEAD}"
    before = client.get(address).text
    Council.objects.exclude(pk=home.pk).update(population=999)
    home.population = 1
    home.save()
    assert text_of(client.get(address).text) == text_of(before)


@pytest.mark.usefixtures("demo")
class TestTheDemonstration:
    def test_names_ten_similar_councils_and_says_why(self, client: Client) -> None:
        page = client.get("/councils/derby/")
        similar = page.context["placed"].similar
        assert len(similar) == 10
        assert "Derby" not in [other.name for other in similar]
        assert "whose population is nearest" in text_of(page.text)

    def test_tells_first_what_it_forecast_and_what_came(self, demo_client: SignIn) -> None:
        page = demo_client("contributor").get("/councils/derby/").text
        assert heading(page) == (
            "Derby: said very likely in March 2010; 28.2% of users with ongoing support in March "
            "2011, missed the 30%"
        )
        assert "In March 2010 it was very likely on 9 of 20 expectations." in text_of(page)

    def test_a_reader_is_told_what_came(self, demo_client: SignIn) -> None:
        """Who sees no forecast of a council."""
        told = heading(demo_client("reader").get("/councils/derby/").text)
        assert "had a personal budget, missed the 30%; 5 of the 7 others" in told

    def test_draws_both_bases_to_one_scale(self, demo_client: SignIn) -> None:
        shares = demo_client("contributor").get("/councils/derby/").context["charts"].shares
        assert len(shares) == 2
        assert len({chart.drawing.high for chart in shares}) == 1

    def test_says_how_many_of_the_similar_councils_gave_both_counts(self, client: Client) -> None:
        page = text_of(client.get("/councils/derby/").text)
        similar = rows_of(client, "/councils/derby/?table=measures")[2]
        gave = similar["Others that gave both counts"]
        assert f"{gave} of its 10 similar councils gave both counts" in page

    def test_tells_of_more_than_one_round_where_there_are_such(self, demo_client: SignIn) -> None:
        """Readers see one round that names councils: on two bases, and once each."""
        said = "What Derby said in more than one round, and what came of it"
        assert said not in text_of(demo_client("reader").get("/councils/derby/").text)
        assert said in text_of(demo_client("contributor").get("/councils/derby/").text)

    def test_says_the_same_in_title_chart_table_and_file(self, client: Client) -> None:
        page = client.get("/councils/derby/")
        [region, *_] = rows_of(client, "/councils/derby/?table=measures")
        lower, others = region["Lower than"], region["Others that gave both counts"]
        assert f"{lower} of the {others} others in its region are higher" in heading(page.text)
        higher = f"higher than {region['Higher than']} of {others}"
        row = page.context["charts"].shares[0].drawing.rows[0]
        assert (row.area, row.label) == ("East Midlands", higher)
        assert len([mark for mark in row.marks if mark.series == "One council"]) == int(others)

    def test_draws_the_rounds_that_counted_beside_the_regions_typical_council(
        self, demo_client: SignIn
    ) -> None:
        client = demo_client("contributor")
        trend = client.get("/councils/derby/").context["charts"].trend
        assert [line.name for line in trend.drawing.lines] == [
            "Derby",
            "Typical council in the East Midlands",
        ]
        rows = rows_of(client, "/councils/derby/?table=through-time")
        drawn = [point.value for point in trend.drawing.lines[0].points]
        own = [float(row["Derby: rate, per cent"]) for row in rows if row["Derby: rate, per cent"]]
        assert set(drawn) <= set(own)

    def test_names_the_survey_of_every_round_that_it_draws(self, demo_client: SignIn) -> None:
        context = demo_client("contributor").get("/councils/derby/").context
        first, last = "Putting People First: year 2", "Personal budget survey, March 2011"
        [by_round] = [table for table in context["tables"] if table.name == "by-round"]
        for source in (context["charts"].trend.source, by_round.source):
            assert first in source
            assert last in source

    def test_sets_what_came_under_what_was_foretold(self, demo_client: SignIn) -> None:
        client = demo_client("contributor")
        rows = rows_of(client, "/councils/derby/?table=by-round")
        told = [
            (row["Position at"], row["Derby"])
            for row in rows
            if row["Expectation code"] == "personal-budgets-30-percent"
        ]
        assert told == [
            ("31 March 2010", "Very likely"),
            ("31 March 2011", "Not met"),
            ("31 March 2011", "Not met"),
        ]


class TestAfterANewStatus:
    @pytest.fixture
    def follower(self, released: World) -> Council:
        gateshead = Council.objects.get(slug="gateshead")
        established = datetime.date(2023, 4, 1)
        new = make_council("Tyne South", region=gateshead.region, established=established)
        Succession.objects.create(
            predecessor=gateshead, successor=new, kind=Succession.Kind.CONTINUES
        )
        return new

    def test_opens_with_the_answers_of_the_body_that_it_continues(
        self, sign_in: SignIn, follower: Council
    ) -> None:
        page = sign_in("contributor").get(follower.get_absolute_url())
        assert heading(page.text).startswith("Gateshead: very likely on “Savings”; ")
        assert "These are the answers of Gateshead" in text_of(page.text)
        assert "which it continues" in text_of(page.text)

    def test_lists_them_as_its_predecessors(self, sign_in: SignIn, follower: Council) -> None:
        text = text_of(sign_in("contributor").get(follower.get_absolute_url()).text)
        assert "answered by Gateshead (" in text

    def test_cites_the_predecessor(self, sign_in: SignIn, follower: Council) -> None:
        page = sign_in("contributor").get(follower.get_absolute_url())
        release = Release.objects.get()
        assert f"/releases/{release.pk}/councils/gateshead/" in page.text

    def test_a_reader_learns_no_answer_by_it(self, client: Client, follower: Council) -> None:
        page = client.get(follower.get_absolute_url())
        assert "very likely" not in page.text.lower()

    def test_after_a_merger_it_leads_to_those_before(
        self, sign_in: SignIn, released: World
    ) -> None:
        gateshead = Council.objects.get(slug="gateshead")
        established = datetime.date(2023, 4, 1)
        new = make_council("Tyneside", region=gateshead.region, established=established)
        Succession.objects.create(predecessor=gateshead, successor=new, kind=Succession.Kind.MERGE)
        page = sign_in("contributor").get(new.get_absolute_url())
        assert "The councils before it answered for themselves: Gateshead" in text_of(page.text)
        assert "very likely" not in page.text.lower()


def test_where_it_stands_is_said_by_the_chart_alone(demo_client: SignIn) -> None:
    page = demo_client("contributor").get("/councils/derby/").text
    assert "higher than" not in text_of(page.partition("</h1>")[2].partition("<figure")[0])
    assert '<p class="chart__summary govuk-visually-hidden">East Midlands: higher than' in page
