"""A comparison of a measure: areas by their rates, councils by their own, against the target."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from councils.models import Council
from milestones.compare.rates import ComparedRates, OwnRate
from milestones.compare.sentences_rates import councils_sentence, page_title, title
from milestones.measures.stats import sides_of_target
from milestones.models import Measure, MeasureBase
from surveys.models import ReleasedReturn
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of

ADDRESS = "/compare/?measure=personal-budget-share&round=personal-budgets-2011&basis=all-users"
COUNCILS = f"{ADDRESS}&areas=derby,leicester,rutland,nottingham"
AT, SHORT = sides_of_target(Decimal(30), higher_is_better=True)


@pytest.mark.usefixtures("demo")
class TestCouncilsOfADemonstration:
    def test_are_dots_against_the_target_as_the_table_and_the_title_have_them(
        self, demo_client: SignIn
    ) -> None:
        client = demo_client("contributor")
        page = client.get(COUNCILS)
        [chart] = page.context["charts"]
        assert chart.drawing.levels == [30]
        drawn = {row.area: row.label for row in chart.drawing.rows}
        told = rows_of(client, f"{COUNCILS}&table=rates")
        shown = {row["Council"]: float(row["Council’s own rate, per cent"]) for row in told}
        assert {name: f"{rate:.1f}%" for name, rate in shown.items()} == drawn
        reached = sum(rate >= 30 for rate in shown.values())
        counted = {0: "None", 1: "One", 2: "Two", 3: "Three"}[reached]
        assert chart.title == page.context["title"]
        assert chart.title.startswith(f"{counted} of these four councils at 30% or more")
        assert all(f"{name}: {rate}" in chart.summary for name, rate in drawn.items())

    def test_stand_under_areas_with_the_spread_of_each(self, demo_client: SignIn) -> None:
        client = demo_client("contributor")
        shares, rates = client.get(f"{ADDRESS}&areas=derby,east-midlands").context["charts"]
        assert [row.area for row in shares.drawing.rows] == ["East Midlands"]
        assert [row.area for row in rates.drawing.rows] == ["East Midlands", "Derby"]

    def test_are_not_told_to_who_may_not_read_them(self, demo_client: SignIn) -> None:
        answer = demo_client("reader").get(COUNCILS.replace("personal-budgets-2011", "ppf-2010"))
        assert answer.status_code == 404
        assert not re.search(r"\d\d\.\d%", text_of(answer.text))

    def test_readers_see_areas_by_their_rates(self, client: Client) -> None:
        shares, rates = client.get(f"{ADDRESS}&areas=london,south-west").context["charts"]
        assert {row.area for row in shares.drawing.rows} == {"London", "South West"}
        marks = {mark.series for row in rates.drawing.rows for mark in row.marks}
        assert "One council" not in marks


@pytest.mark.usefixtures("demo")
class TestARoundThatDoesNotTellWhoHasReachedTheTarget:
    ALONE = "/compare/?measure=personal-budget-share&round=personal-budgets-2010"

    def test_is_compared_by_its_rates_title_chart_and_table_alike(self, client: Client) -> None:
        page = client.get(f"{self.ALONE}&areas=south-west,london")
        [chart] = page.context["charts"]
        drawn = {row.area: row.label for row in chart.drawing.rows}
        assert list(drawn) == ["London", "South West"]
        told = rows_of(client, f"{self.ALONE}&areas=south-west,london&table=rates")
        rates = {row["Area"]: float(row["Pooled rate, per cent"]) for row in told}
        assert {area: f"{rate:.1f}%" for area, rate in rates.items()} == drawn
        assert page.context["title"] == (
            "Share of people on personal budgets, of users with ongoing support: "
            f"{drawn['London']} in London and {drawn['South West']} in the South West"
        )

    def test_tells_councils_and_groups_of_them_to_who_may_read_them(
        self, demo_client: SignIn
    ) -> None:
        address = f"{self.ALONE}&areas=derby,group:leicester%2Bnottingham,east-midlands"
        hidden = address.replace("personal-budgets-2010", "ppf-2010")
        assert demo_client("reader").get(hidden).status_code == 404
        [chart] = demo_client("contributor").get(address).context["charts"]
        areas = {row.area for row in chart.drawing.rows}
        assert areas == {"Derby", "Leicester and Nottingham", "East Midlands"}


def own(name: str, rate: str | None, said: str = "") -> OwnRate:
    value = None if rate is None else Decimal(rate)
    side = None if value is None else AT if value >= 30 else SHORT
    return OwnRate(
        ReleasedReturn(council=Council(name=name)),
        value,
        side,
        said or (side.label if side else ""),
    )


def rates(*councils: OwnRate, target: int | None = 30) -> ComparedRates:
    measure = Measure(title="Share of users", target_percent=target)
    return ComparedRates(MeasureBase(measure=measure, name="all users"), {}, councils)


class TestWords:
    @pytest.mark.parametrize(
        ("councils", "said"),
        [
            ([own("Derby", "31.25")], "Derby 31.3% of all users (target 30%)"),
            ([own("Derby", None, "No return")], "Derby: no return"),
            (
                [own("Derby", "31.25"), own("Rutland", None, "No return")],
                "Derby 31.3% of all users (target 30%); Rutland: no return",
            ),
            (
                [own(name, "30") for name in "ABCD"],
                "All of these four councils at 30% or more of all users: 30.0% each",
            ),
            (
                [own("A", "29.9"), own("B", "2"), own("C", "1"), own("D", None, "No return")],
                "None of these four councils at 30% or more of all users: from 29.9% in A to 1.0% "
                "in C",
            ),
            (
                [own("A", "40"), *(own(name, None, "No return") for name in "BCD")],
                "One of these four councils at 30% or more of all users: A 40.0%",
            ),
            (
                [own(name, None, "No return") for name in "ABCD"],
                "None of these four councils gave a rate",
            ),
        ],
    )
    def test_of_a_title(self, councils: list[OwnRate], said: str) -> None:
        assert page_title(rates(*councils)) == said
        assert title([], rates(*councils)) == said

    def test_without_a_target_say_none(self) -> None:
        councils = [
            OwnRate(ReleasedReturn(council=Council(name=each)), Decimal(9), None, "")
            for each in "ABCD"
        ]
        assert page_title(rates(*councils, target=None)) == "9.0% each of all users"

    def test_of_each_council_say_its_side_of_the_target(self) -> None:
        told = rates(own("Derby", "31.25"), own("Rutland", None, "No return"))
        assert councils_sentence(told) == "Derby: 31.3% (30% or more). Rutland: no return."
