"""Areas in several rounds: title, chart, table and file agree; only what compares is joined."""

import datetime
import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from milestones.compare.rounds import follows
from surveys.models import Question
from tests.factories import make_question, make_release, make_return
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of
from tests.milestones.world import World, make_world

SHARES = "/compare/?measure=personal-budget-share&areas=london,south-west"
FORETOLD = (
    "/compare/?expectation=personal-budgets-30-percent&areas=east-midlands,south-west"
    "&round=ppf-2010,personal-budgets-2011"
)
TWO = f"{SHARES}&round=ppf-2010,personal-budgets-2011"


def heading_of(page: str) -> str:
    return text_of(re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[0])


def points(client: Client, address: str) -> dict[str, list[str]]:
    """What the chart says of each of its points, by area."""
    path = address.replace("/compare/", "/compare/rounds.json")
    spec: dict[str, Any] = json.loads(client.get(path).content)
    return {line["name"]: list(line["customdata"]) for line in spec["data"]}


Pair = tuple[World, World]


class TestTheDemonstration:
    def test_title_chart_table_and_file_agree(self, demo_client: SignIn) -> None:
        client = demo_client("reader")
        rows = {row["Area"]: row for row in rows_of(client, f"{TWO}&table=rounds")}
        text = client.get(TWO).text
        title = re.sub(r"\s+", " ", re.findall(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[0])
        drawn = points(client, TWO)
        for area in ("London", "South West"):
            values = [float(v) for k, v in rows[area].items() if k.endswith(": per cent")]
            assert len(values) == 2
            shown = [f"{value:.1f}%" for value in values]
            assert [re.findall(r"[\d.]+%", said)[0] for said in drawn[area]] == shown
            for each in shown:
                assert each in title
                assert each in text.partition('id="table-rounds"')[2]

    def test_each_round_by_itself_can_be_cited_and_kept(self, demo_client: SignIn) -> None:
        """Also one that does not tell who has reached the target: there are its rates."""
        client = demo_client("reader")
        page = client.get(f"{SHARES}&round=personal-budgets-2010,personal-budgets-2011").text
        cited = re.findall(r'href="(/releases/[^"]*compare/[^"]*)"', page)
        ways = [*cited, *re.findall(r'href="([^"]*compare/[^"]*)">Remove', page)]
        assert len(cited) == 2
        assert len(ways) == 6
        for address in map(html.unescape, ways):
            assert client.get(address).status_code == 200, address
        [kept] = [each for each in ways if "round=personal-budgets-2010&amp;" in each]
        told = {row["Area"]: row for row in rows_of(client, f"{html.unescape(kept)}&table=rates")}
        rounds = f"{SHARES}&round=personal-budgets-2010,personal-budgets-2011&table=rounds"
        for row in rows_of(client, rounds):
            first = next(value for key, value in row.items() if key.endswith(": per cent"))
            alone = told[row["Area"]]["Pooled rate, per cent"]
            assert float(alone) == pytest.approx(float(first))

    def test_more_areas_than_lines_are_bars(self, demo_client: SignIn) -> None:
        client = demo_client("reader")
        page = client.get(TWO.replace("areas=", "areas=england,north-east,"))
        assert "London, March 2011" in page.text

    def test_what_was_foretold_is_drawn_apart_from_what_came(self, demo_client: SignIn) -> None:
        chart = demo_client("reader").get(FORETOLD).context["chart"]
        assert [point.is_open for point in chart.drawing.points] == [True, False, True, False]
        assert "Forecast by councils" in [swatch.label for swatch in chart.legend]
        client = demo_client("reader")
        bars = client.get(FORETOLD.replace("areas=", "areas=england,london,")).context["chart"]
        series = [mark.series for row in bars.drawing.rows for mark in row.marks]
        assert series == ["Forecast by councils", "What came"] * 4

    def test_the_finding_is_said_once_to_the_eye(self, demo_client: SignIn) -> None:
        page = demo_client("reader").get(TWO).text
        assert '<figcaption class="govuk-visually-hidden">' in page

    def test_it_is_made_in_six_queries(
        self, demo_client: SignIn, django_assert_max_num_queries: Any
    ) -> None:
        client = demo_client("reader")
        with django_assert_max_num_queries(6):
            client.get(TWO)

    def test_the_page_of_one_round_leads_to_it(self, demo_client: SignIn) -> None:
        text = demo_client("reader").get(f"{SHARES}&round=personal-budgets-2011").text
        assert "round=personal-budgets-2011,ppf-2010" in text

    def test_the_page_that_chose_by_itself_leads_to_it_too(self, demo_client: SignIn) -> None:
        client = demo_client("reader")
        beside = re.findall(r'href="([^"]*)">Beside it', client.get("/compare/").text)
        assert any(
            heading_of(client.get(html.unescape(address)).text)
            == heading_of(client.get(FORETOLD).text)
            for address in beside
        )

    def test_rounds_alone_are_compared_by_what_the_page_opens_with(
        self, demo_client: SignIn
    ) -> None:
        client = demo_client("reader")
        page = client.get("/compare/?round=ppf-2010,personal-budgets-2011", follow=True)
        assert heading_of(page.text) == heading_of(client.get(FORETOLD).text)


def test_the_answer_that_is_counted_is_named_once(sign_in: SignIn, pair: Pair) -> None:
    release_both(pair)
    client = sign_in("contributor")
    page = client.get(ROUNDS)
    assert page.context["title"].startswith("“Very likely”: North East ")
    assert page.context["chart"].title.startswith("Savings, “very likely”: North East ")
    assert "Savings, “very likely”, by area and round" in text_of(page.text)
    answers = [v for k, v in rows_of(client, f"{ROUNDS}&table=rounds")[0].items() if "answer" in k]
    assert answers == ["Very likely", "Very likely"]


@pytest.fixture
def pair(world: World) -> tuple[World, World]:
    """The same expectation, and asked again."""
    regions = {each.council.region: 3 for each in world.returns.values()}
    later = make_world(regions, slug="autumn", reference_date=datetime.date(2012, 3, 31))
    return world, later


def release_both(pair: tuple[World, World]) -> None:
    for each in pair:
        make_release(each.round, stage="public")


ROUNDS = "/compare/?expectation=savings&round=spring,autumn&areas=north-east,south-west"


JOINED = [
    ("same", "The rounds asked the same.", 2),
    ("wording", "The rounds asked the same, one in other words (*).", 2),
    ("options", "are not joined", 0),
    ("none", "are not joined", 0),
]


@pytest.mark.parametrize(("comparability", "said", "strokes"), JOINED)
def test_rounds_are_joined_only_where_they_can_be_compared(
    sign_in: SignIn, pair: tuple[World, World], comparability: str, said: str, strokes: int
) -> None:
    first, second = pair
    later = Question.objects.filter(pk=second.likely.pk)
    later.update(follows=first.likely, comparability=comparability)
    release_both(pair)
    page = sign_in("contributor").get(ROUNDS)
    assert said in text_of(page.text)
    assert len(list(page.context["chart"].drawing.strokes)) == strokes


def test_what_follows_something_not_comparable_does_not_follow() -> None:
    first, second, third = (Question(pk=number) for number in (1, 2, 3))
    second.follows_id, second.comparability = 1, "none"
    third.follows_id, third.comparability = 2, "same"
    every = {each.pk: each for each in (first, second, third)}
    assert follows(third, second, every)
    assert not follows(third, first, every)


def test_a_round_that_is_not_public_is_not_there(client: Client, pair: tuple[World, World]) -> None:
    make_release(pair[0].round, stage="public")
    make_release(pair[1].round, stage="sector")
    assert client.get(ROUNDS).status_code == 404


def test_a_forecast_beside_what_came_says_which_is_which(demo_client: SignIn) -> None:
    page = demo_client("reader").get(FORETOLD).text
    title = text_of(re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[0])
    assert re.search(r"8 of 9 \(89%\) “very likely” in March 2010, 5 of 8 \(63%\) “met”", title)


def test_rounds_are_offered_beside_a_council_as_beside_a_region(demo_client: SignIn) -> None:
    lead = demo_client("regional_lead")
    address = "/compare/?expectation=personal-budgets-30-percent&round=ppf-2010"
    assert "Beside it" in lead.get(f"{address}&areas=east-midlands,derby").text


class TestOneAnswerOfSeveral:
    @pytest.fixture(autouse=True)
    def _asked(self, pair: tuple[World, World]) -> None:
        for each in pair:
            ways = make_question(each.round, "ways", type="multiple")
            make_return(each.round, answers={ways: ["web"]})
        release_both(pair)

    def test_one_that_is_not_there_keeps_the_comparison_in_what_it_suggests(
        self, sign_in: SignIn
    ) -> None:
        client = sign_in("contributor")
        asked, areas = "/compare/?question=ways&round=spring,autumn", "&areas=england,north-east"
        lost = client.get(f"{asked}&answer=zzz{areas}")
        assert lost.status_code == 404
        offered = [each.url for each in lost.context["suggestions"]]
        assert f"{asked}&answer=web{areas}" in offered
        for url in offered:
            assert client.get(url).status_code == 200

    def test_an_answer_where_each_gave_one_is_named_as_not_understood(
        self, sign_in: SignIn
    ) -> None:
        page = sign_in("contributor").get(f"{ROUNDS}&answer=zzz")
        assert page.status_code == 200
        assert "zzz" in text_of(page.text)
