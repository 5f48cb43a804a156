"""Forecast against outcome: what came about, of the same councils, and what the public is told."""

import re
from collections import Counter
from functools import partial

import pytest
from django.test import Client

from milestones.models import Expectation, ExpectationQuestion
from milestones.outcomes.sentences import summary
from milestones.outcomes.stats import CameAbout, in_area
from surveys.models import Release, ReleasedAnswer, ReleasedReturn
from surveys.releases.paired import PairCount
from surveys.stats import Choice
from tests.factories import (
    make_council,
    make_question,
    make_region,
    make_release,
    make_return,
    make_round,
)
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of
from tests.milestones.world import make_expectation

PAGE = "/expectations/personal-budgets-30-percent/outcome/"
TOTALS = "/expectations/information-strategy/outcome/"
CHOICES = [Choice("very", "Very likely", 2), Choice("fairly", "Fairly likely", 1)]
CHOICES.append(Choice("un", "Unlikely", -1))
GOOD = frozenset({"met"})


def count(before: str | None, after: str | None, councils: int, region: str = "east") -> PairCount:
    return PairCount(region, region.title(), "unitary", before, after, councils)


EAST = [
    count("very", "met", 5),
    count("very", "not", 2),
    count("very", None, 1),
    count("fairly", "met", 1),
]


class TestInWords:
    def told(self, *counts: PairCount) -> str:
        area = in_area("x", "X", counts, CHOICES, GOOD)
        return summary(area.answers, required=area.required)

    def test_a_group_of_which_nothing_is_known_says_that_alone(self) -> None:
        told = self.told(count("very", "met", 2), count("very", "not", 1), count(None, None, 1))
        assert told == (
            "Of 4 councils: of 3 “very likely” 2 met it and 1 did not; of 1 “no forecast” it is "
            "not known."
        )

    def test_none_stands_where_some_reported_and_none_met_it(self) -> None:
        told = self.told(count("fairly", "not", 2), count("fairly", None, 3))
        assert "of 5 “fairly likely” none met it, 2 did not and of 3 it is not known" in told


class TestByHand:
    # 8 said very likely: 5 met it, 2 did not, of 1 it is not known. 1 said fairly likely, and did.
    area = in_area("east", "East", EAST, CHOICES, GOOD)

    def test_each_forecast_has_its_three_parts(self) -> None:
        assert self.area.top == CameAbout("very", "Very likely", 2, 5, 2, 1)
        assert self.area.top.told == 7

    def test_all_parts_make_the_required_councils(self) -> None:
        assert self.area.required == 9

    def test_optimism_is_of_the_councils_that_told_both(self) -> None:
        # 7 of the 8 that answered both had been sure, and 6 of them met it.
        assert self.area.paired == 8
        assert self.area.optimism == pytest.approx(7 / 8 - 6 / 8)

    def test_without_a_council_that_told_both_it_cannot_be_told(self) -> None:
        assert in_area("x", "X", [count("very", None, 3)], CHOICES, GOOD).optimism is None

    def test_an_outcome_without_a_forecast_is_in_no_base(self) -> None:
        area = in_area("x", "X", [*EAST, count(None, "met", 4)], CHOICES, GOOD)
        assert (area.paired, area.met) == (8, 6)
        assert area.answers[-1].met == 4


@pytest.fixture
def two_bases(db: None) -> None:
    """Of 41 councils one met it of ongoing users and not of all users."""
    forecast, outcome = make_round("forecast"), make_round("outcome")
    likely = make_question(forecast, "likely", type="scale", options=("very", "fairly"))
    on = {
        basis: make_question(outcome, basis.split()[0], type="yes_no", position=at)
        for at, basis in enumerate(("all users", "ongoing users"))
    }
    expectation = make_expectation()
    link = partial(ExpectationQuestion.objects.create, expectation=expectation)
    link(question=likely, role="forecast")
    for basis, question in on.items():
        link(question=question, role="outcome", basis=basis)
    region = make_region()
    for number in range(41):
        council = make_council(region=region)
        make_return(forecast, council, answers={likely: ("very", "fairly")[number % 2]})
        all_users = "yes" if number > 20 else "no"
        said = {"all users": all_users, "ongoing users": all_users if number else "yes"}
        make_return(outcome, council, answers={on[basis]: did for basis, did in said.items()})
    for round in (forecast, outcome):
        make_release(round, stage="public")


@pytest.mark.usefixtures("two_bases")
def test_a_basis_that_would_tell_beside_the_first_says_so(client: Client) -> None:
    page = f"/expectations/{Expectation.objects.get().slug}/outcome/"
    assert "later reported, 10 met it" in text_of(client.get(page).text)
    other = client.get(f"{page}?basis=ongoing-users")
    assert "is shown of all users alone" in text_of(other.text)
    assert other.context["paired"].answers is None


class TestTheDemonstration:
    def test_tells_what_came_of_the_sure(self, demo_client: SignIn) -> None:
        client = demo_client("reader")
        said = "Of the 68 councils that said “very likely” and later reported,"
        page = text_of(client.get(PAGE).text)
        assert f"{said} 56 met the 30% for users with ongoing support" in page
        assert "68 of 132 (52%) had been “very likely” and 93 of 132 (70%) met it: 19" in page
        other = text_of(client.get(f"{PAGE}?basis=all-service-users").text)
        assert f"{said} 48 met the 30% for all service users" in other

    def test_chart_table_and_file_agree(self, demo_client: SignIn) -> None:
        client = demo_client("reader")
        [chart, *_] = client.get(PAGE).context["charts"]
        labels = {row.area: row.label for row in chart.drawing.rows}
        for row in rows_of(client, f"{PAGE}?table=outcome"):
            assert labels[row["Forecast"]].startswith(f"{row['Met it']} of {row['Reported']} (")

    def test_says_what_readers_do_not_see_and_who_does(self, demo_client: SignIn) -> None:
        page = text_of(demo_client("reader").get(PAGE).text)
        assert "Forecasts that few councils gave are told together." in page
        assert "is shown for England only, not by region or council by council" in page
        assert "What each region forecast, and what it met, stand beside" in page
        assert "for England only" not in text_of(demo_client("analyst").get(PAGE).text)

    def test_lists_regions_as_the_chart_has_them(self, demo_client: SignIn) -> None:
        page = demo_client("analyst").get(PAGE)
        [_, chart] = page.context["charts"]
        rows = rows_of(demo_client("analyst"), f"{PAGE}?table=regions")
        assert [row["Area"] for row in rows] == [row.area for row in chart.drawing.rows] + [
            "England"
        ]

    @pytest.mark.parametrize("name", ["reader", "analyst"])
    def test_tells_of_no_empty_group(self, demo_client: SignIn, name: str) -> None:
        page = text_of(demo_client(name).get(PAGE).text)
        assert not re.search(r"\b0 (of 0|met it|did not|it is)", page)

    def test_keeps_councils_and_regions_paired_from_the_public(self, demo_client: SignIn) -> None:
        page = demo_client("reader").get(PAGE).text
        assert 'id="table-councils"' not in page
        assert 'id="table-regions"' not in page

    def test_tells_the_sector_council_by_council(self, demo_client: SignIn) -> None:
        page = demo_client("contributor").get(PAGE).text
        assert 'id="table-councils"' in page
        assert "councils that answered both" in text_of(page)

    def test_never_pairs_totals(self, demo_client: SignIn) -> None:
        page = text_of(demo_client("analyst").get(TOTALS).text)
        assert (
            "104 of 150 councils forecast “very likely” in March 2010; in another survey in June "
            "2010, 60% of middle managers in local authorities said “yes”"
        ) in page
        assert "not asked of the region" not in page
        assert "published for England only" in page
        assert "are not paired council by council" in page

    def test_is_said_to_have_been_asked_by_no_round_where_that_is_so(
        self, demo_client: SignIn
    ) -> None:
        client = demo_client("reader")
        said = "Did they? No round has asked what came of it."
        assert said in text_of(client.get("/expectations/prevention-strategy/").text)
        assert said not in text_of(client.get("/expectations/personal-budgets-30-percent/").text)

    def test_is_linked_from_the_forecast(self, demo_client: SignIn) -> None:
        page = demo_client("reader").get("/expectations/personal-budgets-30-percent/").text
        assert f'href="{PAGE}"' in page

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("/expectations/public-informed/outcome/", "tells what came of “Public informed” yet"),
            ("/expectations/nothing/outcome/", "called “nothing”"),
            (f"{PAGE}?basis=x", "is not told on a base called “x”"),
        ],
    )
    def test_says_what_there_is_not(self, demo_client: SignIn, address: str, said: str) -> None:
        response = demo_client("reader").get(address)
        assert response.status_code == 404
        assert said in text_of(response.text)

    def test_pairs_as_a_slow_twin_does(self, demo_client: SignIn) -> None:
        """Council by council in Python; on the demonstration nobody merged in between."""
        context = demo_client("analyst").get(PAGE).context
        ends = context["ends"]
        earlier = _chosen(ends.forecast_release, ends.forecast.question_id)
        later = _chosen(ends.outcome_release, ends.outcome.question_id)
        required = ReleasedReturn.objects.of_release(ends.forecast_release)
        twin = Counter((earlier.get(row.council_id), later.get(row.council_id)) for row in required)
        [top, *_] = context["paired"].answers
        assert top.met == twin["very-likely", "met"]
        assert top.not_known == twin["very-likely", None]
        assert sum(answer.councils for answer in context["paired"].answers) == len(required)


def _chosen(release: Release, question: int) -> dict[int, str]:
    answers = ReleasedAnswer.objects.filter(release=release, question=question, reason="")
    return {answer.council_id: (answer.choices or [""])[0] for answer in answers}


@pytest.mark.parametrize(
    "address",
    [
        PAGE,
        "/expectations/personal-budgets-30-percent/moving/",
        "/measures/personal-budget-share/",
        "/councils/derby/",
    ],
)
def test_a_page_that_pairs_a_public_round_with_one_that_is_not_says_so_to_the_sector(
    demo_client: SignIn, address: str
) -> None:
    """The newest of its releases names councils; what is kept from the public is of the other."""
    more = r"You see more here than the public does, as somebody of the sector, of [^:]*Putting"
    assert "You see more here" not in demo_client("reader").get(address).text
    assert re.search(more, text_of(demo_client("contributor").get(address).text))
