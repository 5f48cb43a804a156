"""A counted measure: its verdicts, its pace, and its page on both bases."""

import datetime
import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from milestones.measures.measured import OnBase, Rate, council_rates
from milestones.measures.sentences import of_base
from milestones.measures.stats import Reached, pace_achieved, pace_needed, points, verdict
from milestones.models import Expectation, Measure, MeasureBase
from ppf_site import words
from surveys.models import Question, Release, ReleasedAnswer, Round
from surveys.releases.reached import is_of_many
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of

PAGE = "/measures/personal-budget-share/"
DUE = datetime.date(2011, 4, 1)


def reached(day: str, rate: str | None) -> Reached:
    return Reached(datetime.date.fromisoformat(day), Decimal(rate) if rate else None)


@pytest.mark.parametrize(
    ("rate", "higher_is_better", "found"),
    [
        ("30", True, "met"),
        ("29.99", True, "not met"),
        ("30", False, "met"),
        ("30.01", False, "not met"),
        (None, True, ""),
    ],
)
def test_the_verdict_is_on_the_unrounded_rate(
    rate: str | None, higher_is_better: bool, found: str
) -> None:
    value = Decimal(rate) if rate else None
    assert verdict(value, Decimal(30), higher_is_better=higher_is_better) == found


def test_without_a_target_there_is_no_verdict() -> None:
    assert verdict(Decimal(40), None, higher_is_better=True) == ""


def test_pace_is_points_a_month_of_mean_length() -> None:
    # 183 days are 183 / 30.4375 = 6.012 months; 10 points in them are 1.663 a month.
    found = pace_achieved(reached("2010-03-31", "14.7"), reached("2010-09-30", "24.7"))
    assert found is not None
    assert round(found, 3) == Decimal("1.663")


def test_pace_needed_is_what_is_left_by_the_months_left() -> None:
    # From 30 September to 1 April are again 183 days: 5.3 points in 6.012 months.
    found = pace_needed(reached("2010-09-30", "24.7"), Decimal(30), DUE)
    assert found is not None
    assert round(found, 3) == Decimal("0.882")


@pytest.mark.parametrize(
    ("day", "rate"), [("2010-09-30", None), ("2011-03-31", "28"), ("2011-05-01", "28")]
)
def test_no_pace_is_needed_of_nothing_nor_at_the_end(day: str, rate: str | None) -> None:
    assert pace_needed(reached(day, rate), Decimal(30), DUE) is None


@pytest.mark.parametrize(
    ("value", "told"),
    [("1.88", "1.9"), ("2.03", "2.0"), ("-0.5", "\N{MINUS SIGN}0.5"), ("-0.04", "0.0")],
)
def test_a_pace_has_its_decimal_beside_another(value: str, told: str) -> None:
    assert points(Decimal(value)) == told


@pytest.mark.parametrize(
    ("before", "after"), [("2010-03-31", "2010-03-31"), ("2011-01-01", "2010-01-01")]
)
def test_no_pace_was_achieved_in_no_time(before: str, after: str) -> None:
    assert pace_achieved(reached(before, "1"), reached(after, "2")) is None


def on_base(due: datetime.date) -> OnBase:
    expectation = Expectation(due_on=due)
    measure = Measure(expectation=expectation, target_percent=Decimal(75))
    return OnBase(measure, MeasureBase(name="All care homes"), [], [])


@pytest.mark.parametrize(("day", "told"), [(1, "not reached yet"), (28, "not met")])
def test_what_falls_short_before_the_day_is_not_reached_yet(day: int, told: str) -> None:
    found = on_base(datetime.date(2027, 4, 1))
    round = Round(reference_date=datetime.date(2027, 3, day))
    rate = Rate(Release(round=round), Question(), {})
    assert found.told_of(rate, Decimal("68.9")) == told
    assert found.told_of(rate, Decimal("75.0")) == "met"


def test_a_base_is_named_within_a_sentence() -> None:
    assert of_base(on_base(datetime.date(2027, 4, 1))) == "of all care homes"


class TestThePage:
    @pytest.fixture
    def page(self, demo_client: SignIn) -> str:
        return demo_client("reader").get(PAGE).text

    def test_says_both_verdicts_in_its_title(self, page: str) -> None:
        assert (
            "Share of people on personal budgets, March 2011: 29.2% of all service users, 30% not "
            "met; 34.8% of users with ongoing support, 30% met"
        ) in text_of(page)

    def test_says_how_many_councils_reached_it_on_each_base(self, page: str) -> None:
        told = text_of(page)
        assert (
            "93 of the 132 councils in England that gave both counts were at or above 30%" in told
        )
        assert "71 of the 132 councils" in told

    def test_names_every_survey_that_its_line_goes_through(self, demo_client: SignIn) -> None:
        response = demo_client("reader").get(f"{PAGE}?round=ppf-2010")
        sources = {chart.source for chart in response.context["through_time"]}
        for day in ("31 March 2010", "30 September 2010", "31 March 2011"):
            assert all(f"({day}, release 1)." in source for source in sources)
        table = next(each for each in response.context["tables"] if each.name[:5] == "time-")
        for row in table.data:
            assert row["source"].startswith(f"Source: {row['title']}; position at {row['day']}; ")

    def test_holds_the_forecast_beside_what_came(self, page: str) -> None:
        assert (
            "In March 2010 councils forecast 39.6% of users with ongoing support; 34.8% came in "
            "March 2011, 4.8 percentage points fewer."
        ) in text_of(page)

    def test_names_a_round_or_a_base_that_there_is_not(self, demo_client: SignIn) -> None:
        for query, said in (("round=x", "No released round called “x”"), ("basis=x", "called “x”")):
            response = demo_client("reader").get(f"{PAGE}?{query}")
            assert response.status_code == 404
            assert said in text_of(response.text)

    def test_of_no_such_measure_is_a_helpful_404(self, demo_client: SignIn) -> None:
        response = demo_client("reader").get("/measures/nothing/")
        assert response.status_code == 404
        assert "There is no measure called “nothing”" in text_of(response.text)


def test_councils_are_named_only_where_the_round_names_them(demo_client: SignIn) -> None:
    client = demo_client("reader")
    assert 'id="table-councils"' in client.get(f"{PAGE}?round=personal-budgets-2011").text
    assert 'id="table-councils"' not in client.get(f"{PAGE}?round=ppf-2010").text


class TestCouncilsAtTheTarget:
    """Two rounds ask nothing that counts them, and name no councils."""

    def told(self, client: Client) -> list[str]:
        rows = rows_of(client, f"{PAGE}?table=time-ongoing-support")
        return [row["Councils at the target (k)"] for row in rows if row["Told as"] == "Counted"]

    @pytest.mark.parametrize("base", ["all-users", "ongoing-support"])
    def test_are_counted_for_the_sector_as_a_slow_twin_does(
        self, demo_client: SignIn, base: str
    ) -> None:
        page = demo_client("analyst").get(PAGE)
        [on_base] = [each for each in page.context["shown"].bases if each.base.key == base]
        for rate in on_base.counted[:2]:
            given = [
                answer.number
                for answer in ReleasedAnswer.objects.filter(
                    release=rate.release, question=rate.question.pk, number__isnull=False
                )
                if answer.number is not None
            ]
            england = rate.reached["england"]
            assert (england.k, england.n) == (sum(each >= 30 for each in given), len(given))
            regions = [rate.reached[amount.place.slug] for amount in rate.regions]
            assert sum(each.k or 0 for each in regions) == england.k

    def test_come_to_the_sector_as_on_the_page_of_what_moved(self, demo_client: SignIn) -> None:
        client = demo_client("analyst")
        moving = client.get("/expectations/personal-budgets-30-percent/moving/")
        [at_target, *_] = moving.context["found"].flows.rows
        assert self.told(client)[1] == str(at_target.councils)

    def test_come_to_readers_of_england_as_on_the_page_of_what_moved(
        self, demo_client: SignIn
    ) -> None:
        client = demo_client("reader")
        assert self.told(client) == self.told(demo_client("analyst")) == ["12", "46", "93"]
        moving = client.get("/expectations/personal-budgets-30-percent/moving/")
        [at_target, *_] = moving.context["found"].flows.rows
        assert at_target.councils == 46

    def test_readers_are_told_why_they_do_not_see_the_count_of_a_region(
        self, demo_client: SignIn
    ) -> None:
        client = demo_client("reader")
        of_round = client.get(f"{PAGE}?round=ppf-2010")
        assert list(of_round.context["shown"].rate.reached) == ["england"]
        page = text_of(of_round.text)
        assert "12 of the 151 councils in England that gave both counts were at or" in page
        assert (
            "How many councils of each region and type were at the target in March 2010 is shown to"
        ) in page
        assert client.get(PAGE).context["not_counted"] == ""

    @pytest.mark.parametrize(
        ("reached", "told"), [(0, False), (4, False), (5, True), (15, True), (16, False)]
    )
    def test_are_told_to_readers_only_where_neither_side_is_few(
        self, reached: int, told: bool
    ) -> None:
        assert is_of_many(reached, 20) is told


def test_where_small_counts_are_hidden_a_councils_own_share_is_whole(demo_client: SignIn) -> None:
    """As on the council's page: with the other count it would tell them."""
    page = demo_client("reader").get(PAGE)
    rate = page.context["shown"].rate
    exact = council_rates(rate, AnonymousUser())
    rate.release.discloses_small_counts = False
    hidden = {each.council.pk: each.rate for each in council_rates(rate, AnonymousUser())}
    assert any(each.rate % 1 for each in exact)
    assert hidden == {each.council.pk: words.rounded(float(each.rate)) for each in exact}


def test_the_sector_sees_every_councils_own_rate(demo_client: SignIn) -> None:
    page = demo_client("contributor").get(f"{PAGE}?round=ppf-2010").text
    assert 'id="table-councils"' in page


class TestItsCouncils:
    """Twenty to a page, of one region or one side of the target."""

    def listed(self, client: Client, query: str) -> list[dict[str, str]]:
        return rows_of(client, f"{PAGE}?{query}&table=councils")

    def test_come_twenty_to_a_page(self, demo_client: SignIn) -> None:
        named = demo_client("reader").get(PAGE).context["named"]
        assert len(list(named.table.rows_of_cells)) == 20
        assert named.table.paginator.count == 132

    def test_of_a_region_at_the_target_are_those_that_the_table_counts(
        self, demo_client: SignIn
    ) -> None:
        client = demo_client("reader")
        counts = {
            row["Area"]: int(row["Councils at the target (k)"])
            for row in rows_of(client, f"{PAGE}?table=regions")
        }
        at = self.listed(client, "region=london&target=at")
        assert {row["Region"] for row in at} == {"London"}
        assert len(at) == counts["London"]
        assert len(self.listed(client, "target=at")) == counts["England"]
        assert len(self.listed(client, "target=short")) == 132 - counts["England"]

    @pytest.mark.parametrize("query", ["region=atlantis", "target=near", "page=x"])
    def test_what_there_is_not_is_said_and_the_rest_stands(
        self, demo_client: SignIn, query: str
    ) -> None:
        page = demo_client("reader").get(f"{PAGE}?{query}")
        assert page.context["not_understood"]
        assert page.context["named"].table.paginator.count == 132


def test_the_table_and_the_file_say_what_the_chart_says(demo_client: SignIn) -> None:
    client = demo_client("reader")
    chart = client.get(PAGE).context["chart"]
    drawn = {row.area: row.label for row in chart.drawing.rows}
    rows = rows_of(client, f"{PAGE}?table=regions")
    filed = {row["Area"]: Decimal(row["Pooled rate, per cent"]) for row in rows}
    assert drawn.keys() == {area for area in filed if area in drawn}
    for area, label in drawn.items():
        assert label == f"{filed[area]:.1f}%"


def test_the_highest_region_stands_first_and_england_apart_at_the_foot(
    demo_client: SignIn,
) -> None:
    rows = demo_client("reader").get(PAGE).context["chart"].drawing.rows
    rates = [float(row.label.rstrip("%")) for row in rows if not row.apart]
    assert rates == sorted(rates, reverse=True)
    assert [row.area for row in rows if row.apart] == ["England"] == [rows[-1].area]


def test_a_pinned_measure_shows_its_own_release_alone(demo_client: SignIn, client: Client) -> None:
    page = demo_client("reader").get(PAGE)
    release = page.context["release"]
    pinned = client.get(f"/releases/{release.pk}{PAGE}")
    assert pinned.status_code == 200
    assert [round.slug for round in pinned.context["shown"].rounds] == ["personal-budgets-2011"]


def test_how_many_reached_the_target_is_said_once_to_the_eye(demo_client: SignIn) -> None:
    page = demo_client("reader").get("/measures/personal-budget-share/").text
    seen = re.sub(r'<p class="chart__summary govuk-visually-hidden">.*?</p>', "", page)
    assert text_of(seen).count("93 of the 132 councils") == 1
