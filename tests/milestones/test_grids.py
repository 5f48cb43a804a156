"""The rows of a grid side by side: ranked, all, some or none, and at the edges."""

import csv
import datetime
import io

import pytest
from django.test import Client

from councils.models import User
from surveys.grids.sentences import ends_of_the_range, grid_title, tiers
from surveys.stats import Base, Breakdown, Choice, Place, Reading
from tests.factories import (
    make_council,
    make_grid,
    make_question,
    make_region,
    make_release,
    make_return,
    make_round,
)
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of
from tests.milestones.world import make_expectation

COMMITMENT = "/rounds/ppf-2009/grids/commitment/"
ALLOCATION = "/rounds/ppf-2009/grids/allocation/"
TONES = (2, 1, -2)


def row(name: str, *counts: int | None, withheld: str = "") -> Breakdown:
    """A row with so many for each answer, the best first."""
    n = sum(count or 0 for count in counts)
    base = Base(n=n, required=n)
    place = Place(name, name.capitalize(), "row")
    choices = [Choice(f"c{at}", f"Answer {at}", tone) for at, tone in enumerate(TONES)]
    return Breakdown(
        place,
        base,
        tuple(
            Reading(None, place, choice, k, base, withheld=withheld)
            for choice, k in zip(choices, counts, strict=True)
        ),
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [row("nhs", 2, 1, 1), row("housing", 3, 1, 0)],
            "“Answer 0”: from housing, 3 of 4 (75%), to nhs, 2 of 4 (50%)",
        ),
        (
            [row("nhs", 2, 2, 0), row("housing", 3, 1, 0), row("private", 3, 0, 1)],
            "“Answer 0”: from housing and private, 3 of 4 (75%), to nhs, 2 of 4 (50%)",
        ),
        ([row("nhs", 2, 2, 0), row("housing", 2, 1, 1)], "“Answer 0”: 50% for each of 2"),
        (
            [row("nhs", 0, 4, 0), row("housing", 4, 0, 0)],
            "“Answer 0”: from housing, 4 of 4 (100%), to nhs, 0 of 4 (0%)",
        ),
        ([row("nhs", 1, 0, 0)], "“Answer 0”: nhs, 1 of 1 (100%)"),
        ([row("nhs", 0, 0, 0)], "No council answered"),
        ([], "No council answered"),
    ],
)
def test_the_ends_of_the_range(rows: list[Breakdown], said: str) -> None:
    assert ends_of_the_range(rows) == said


def test_hidden_counts_are_said_to_be_hidden() -> None:
    assert "not shown" in ends_of_the_range([row("nhs", None, None, None, withheld="few")])


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            (19, 51, 78),
            "Tally: “answer 0” for 19 of 148 councils, “answer 1” for 51 more, “answer 2” for 78",
        ),
        (
            (4, 0, 0),
            "Tally: “answer 0” for 4 of 4 councils, “answer 1” for none more, “answer 2” for none",
        ),
        (
            (0, 0, 1),
            "Tally: “answer 0” for none of 1 council, “answer 1” for none, “answer 2” for 1",
        ),
        ((0, 0, 0), ""),
    ],
)
def test_all_some_and_none_are_nested(counts: tuple[int, int, int], said: str) -> None:
    assert tiers(row("tally", *counts)) == said


def test_without_a_tally_that_is_told_the_rows_are() -> None:
    assert grid_title([row("nhs", 1, 0, 0)], row("tally", 0, 0, 0)).startswith("“Answer 0”")


@pytest.mark.django_db
class TestAWorld:
    @pytest.fixture(autouse=True)
    def _grid(self) -> None:
        round = make_round("spring")
        grid = make_grid(round, "rows")
        question = make_question(round, "nhs", type="scale", grid=grid)
        for _ in range(6):
            make_return(round, answers={question: "very-likely"})
        self.round, self.question = round, question

    def test_a_round_without_results_says_so(self, client: Client) -> None:
        response = client.get("/rounds/spring/grids/rows/")
        assert response.status_code == 404
        assert "No results of Spring" in text_of(response.text)

    def test_one_row_is_told(self, client: Client) -> None:
        make_release(self.round, stage="public")
        page = text_of(client.get("/rounds/spring/grids/rows/").text)
        assert "“Very likely”: nhs, 6 of 6 (100%)" in page

    def test_who_sees_more_is_told_so_of_an_area_that_the_public_sees_less_of(
        self, client: Client, contributor: User
    ) -> None:
        few = make_region("Kent", slug="kent")
        for _ in range(3):
            council = make_council(region=few)
            make_return(self.round, council, answers={self.question: "very-likely"})
        make_release(self.round, stage="public")
        page, more = "/rounds/spring/grids/rows/", "You see more here than the public does"
        client.force_login(contributor)
        assert more in client.get(f"{page}?area=kent").text
        assert more not in client.get(page).text
        client.logout()
        assert more not in client.get(f"{page}?area=kent").text

    def test_the_round_leads_to_it(self, client: Client) -> None:
        make_release(self.round, stage="public")
        assert 'href="/rounds/spring/grids/rows/"' in client.get("/rounds/spring/").text

    @pytest.mark.parametrize(
        "path", ["spring/grids/x/", "spring/grids/rows/?area=x", "x/grids/rows/"]
    )
    def test_says_what_there_is_not(self, client: Client, path: str) -> None:
        make_release(self.round, stage="public")
        response = client.get(f"/rounds/{path}")
        assert response.status_code == 404
        assert "called “x”" in text_of(response.text)


class TestTheDemonstration:
    def test_client_groups_are_nested(self, demo_client: SignIn) -> None:
        page = demo_client("reader").get(ALLOCATION)
        assert "“all client groups” for 19 of 148 councils" in page.context["title"]
        assert "“at least one, not all” for 51 more" in page.context["title"]

    def test_chart_and_file_agree(self, demo_client: SignIn) -> None:
        client = demo_client("reader")
        page = client.get(COMMITMENT)
        [chart] = page.context["charts"]
        file = client.get(f"{COMMITMENT}?table=rows&download=csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(file)))
        told = {
            each["Asked about"]: f"{each['Very committed: councils (k)']} of {each['Answered']} "
            for each in rows
        }
        assert len(chart.drawing.rows) == len(told) == 4
        assert all(row.label.startswith(told[row.area]) for row in chart.drawing.rows)
        assert f", {chart.drawing.rows[-1].label}" in page.context["title"]


LINKED = ("/expectations/personal-budgets-30-percent/barriers/", "/milestones/personal-budgets/")


@pytest.mark.parametrize("page", LINKED)
def test_grids_are_found_from_what_is_in_the_way_and_from_a_milestone(
    demo_client: SignIn, page: str
) -> None:
    found = demo_client("reader").get(page).text
    assert f'href="{COMMITMENT}"' in found
    assert f'href="{ALLOCATION}"' in found


@pytest.mark.django_db
class TestAGridOfARoundThatTellsOfNoProgramme:
    milestone = "/milestones/milestone-1/"

    def released(self, day: datetime.date, stage: str) -> str:
        make_expectation()
        round = make_round("partners", reference_date=day)
        grid = make_grid(round)
        row = make_question(round, type="yes_no", grid=grid, section=grid.section)
        make_return(round, make_council(), answers={row: "yes"})
        make_release(round, stage=stage)
        return f'href="/rounds/partners/grids/{grid.key}/"'

    def test_stands_beside_the_programme_of_its_years(self, sign_in: SignIn) -> None:
        link = self.released(datetime.date(2010, 3, 31), "public")
        assert link in sign_in("reader").get(self.milestone).text

    def test_stands_beside_no_programme_of_other_years(self, sign_in: SignIn) -> None:
        link = self.released(datetime.date(2012, 3, 31), "public")
        assert link not in sign_in("reader").get(self.milestone).text

    def test_is_linked_for_who_may_see_its_release_alone(self, sign_in: SignIn) -> None:
        link = self.released(datetime.date(2010, 3, 31), "sector")
        assert link not in sign_in("reader").get(self.milestone).text
        assert link in sign_in("contributor").get(self.milestone).text
