"""Where single cells are hidden from the public, every page opens, and draws them as hidden."""

import pytest
from django.test import Client

from councils.models import Council, User
from milestones.models import ExpectationQuestion
from tests.factories import answer, make_question, make_region, make_release
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of
from tests.milestones.world import World, make_expectation, make_world

# Of so many councils of each region the first few are sure.
SURE = 3


@pytest.fixture
def holed(home: Council) -> World:
    """Nine councils in each of three regions, some of each sure of every expectation. Three alone
    of the North East answered on plans: hidden there, and in one more region, though nowhere 0."""
    regions = {home.region: 9, make_region("London"): 9, make_region("Kent"): 9}
    world = make_world(regions)
    plans = make_question(world.round, "plans", type="scale")
    savers = make_question(world.round, "savers", type="scale")
    for number, question in enumerate((plans, savers), start=2):
        expectation = make_expectation(question.key, number)
        ExpectationQuestion.objects.create(
            expectation=expectation, question=question, role=ExpectationQuestion.Role.FORECAST
        )
    for number, return_of in enumerate(world.returns.values()):
        said = "very-likely" if number % 9 < SURE else "fairly-unlikely"
        answer(return_of, savers, said)
        if number < SURE or number >= 9:
            answer(return_of, plans, said)
    make_release(world.round, stage="public")
    return world


PAGES = ("", "?round=spring", "?download=csv", "expectations.svg", "against.svg", "briefing/")


@pytest.mark.parametrize("rest", PAGES)
@pytest.mark.parametrize("region", ["north-east", "london", "kent"])
def test_each_page_of_a_region_with_hidden_cells_opens(
    client: Client, holed: World, region: str, rest: str
) -> None:
    if rest.endswith(".svg"):
        release = holed.round.releases.get()
        assert client.get(f"/releases/{release.pk}/regions/{region}/{rest}").status_code == 200
    else:
        assert client.get(f"/regions/{region}/{rest}").status_code == 200


def test_a_hidden_answer_is_a_row_that_says_so_and_no_zero(client: Client, holed: World) -> None:
    chart = client.get("/regions/north-east/").context["answers"]
    rows = {row.area: row for row in chart.drawing.rows}
    assert rows["Plans"].label == "not shown"
    assert not rows["Plans"].marks
    assert rows["Savers"].label == "3 of 9 (33%)"


def test_the_picture_has_the_hidden_row_too(client: Client, holed: World) -> None:
    release = holed.round.releases.get()
    address = f"/releases/{release.pk}/regions/north-east/expectations.svg"
    assert "Plans: not shown." in client.get(address).text


def test_who_may_see_the_cell_sees_its_bar(client: Client, contributor: User, holed: World) -> None:
    client.force_login(contributor)
    chart = client.get("/regions/north-east/").context["answers"]
    assert "3 of 3 (100%)" in [row.label for row in chart.drawing.rows]


def test_a_hidden_region_is_a_row_of_the_expectations_chart(client: Client, holed: World) -> None:
    answer = client.get("/expectations/plans/")
    rows = {row.area: row for row in answer.context["chart"].drawing.rows}
    assert rows["North East"].label == "not shown"
    assert "0 of 3" not in text_of(answer.text)


def test_a_hidden_region_comes_after_all_that_are_told(client: Client, holed: World) -> None:
    answer = client.get("/expectations/plans/")
    *regions, england = answer.context["places"].in_order()
    is_told = [region.top.share is not None for region in regions]
    assert england.place.name == "England"
    assert {*is_told} == {True, False}
    assert is_told == sorted(is_told, reverse=True)
    areas = f"{regions[-1].place.slug},{regions[0].place.slug}"
    compared = client.get(f"/compare/?expectation=plans&areas={areas}")
    shares = [row["share"] for row in compared.context["tables"][0].data.data]
    assert shares[0] is not None
    assert shares[-1] is None


def test_every_region_of_the_demonstration_opens_for_the_public(demo_client: SignIn) -> None:
    client = demo_client("reader")
    listed = client.get("/regions/").context["regions"]
    assert len(listed) == 9
    for region in [each.region for each in listed]:
        for rest in ("", "?round=ppf-2010", "?download=csv", "briefing/"):
            assert client.get(f"/regions/{region.slug}/{rest}").status_code == 200, region.slug
