"""The page of a region, also of one without figures."""

import datetime

import pytest
from django.test import Client

from councils.models import Council
from milestones.models import ExpectationQuestion, MeasureRate
from surveys.models import Return
from tests.factories import (
    make_council,
    make_question,
    make_rate,
    make_region,
    make_release,
    make_return,
    make_user,
)
from tests.milestones.test_findings import text_of
from tests.milestones.world import World, make_measure, make_world

NO_FIGURE = "This round required a return from no council of the region"


class TestARegionWithoutARequiredCouncil:
    def test_just_added_has_a_page_that_says_so(self, client: Client, world: World) -> None:
        make_release(world.round, stage="public")
        make_region("Humber")
        response = client.get("/regions/humber/")
        assert response.status_code == 200
        assert NO_FIGURE in text_of(response.text)

    @pytest.mark.parametrize("address", ["/regions/{}/", "/releases/{release}/regions/{}/"])
    def test_no_longer_required_at_all_has_one_too(
        self, client: Client, world: World, address: str
    ) -> None:
        Return.objects.filter(council__region__slug="east-midlands").update(
            state=Return.State.NOT_STARTED,
            signed_at=None,
            requirement=Return.Requirement.NO_LONGER,
            requirement_reason="Said on the telephone.",
        )
        release = make_release(world.round, stage="public")
        response = client.get(address.format("east-midlands", release=release.pk))
        assert response.status_code == 200
        assert NO_FIGURE in text_of(response.text)
        assert response.context["chart"] is None

    def test_is_among_the_regions_all_the_same(self, client: Client, world: World) -> None:
        make_release(world.round, stage="public")
        make_region("Humber")
        assert "/regions/humber/" in client.get("/regions/").text


def test_gaps_stand_one_below_the_other_on_a_phone(client: Client, world: World) -> None:
    make_release(world.round, stage="public")
    client.force_login(make_user(role="analyst"))
    compared = "/compare/?expectation=savings&areas=north-east,south-west"
    for address, name in (("/regions/north-east/", "expectations"), (compared, "pairs")):
        page = client.get(address).text
        block = page.partition(f'id="table-{name}"')[2].partition("</table>")[0]
        assert "table--stacked" in block
        assert 'data-label="Gap, percentage points"' in block


def test_what_the_region_answered_is_not_told_as_of_england(client: Client, world: World) -> None:
    make_release(world.round, stage="public")
    assert "in England (" not in text_of(client.get("/regions/north-east/").text)


@pytest.mark.parametrize(("silent", "is_open"), [(5, True), (6, False)])
def test_few_councils_that_did_not_answer_are_named_in_the_open(
    client: Client, world: World, silent: int, is_open: bool
) -> None:
    for number in range(silent):
        make_return(world.round, make_council(f"Silent {number}"), state=Return.State.IN_PROGRESS)
    make_release(world.round, stage="public")
    page = client.get("/expectations/savings/").text
    before = page[: page.index("Silent 0</a>")]
    assert (before.rfind("<details") < before.rfind("</details>")) is is_open


def test_a_round_whose_rate_nobody_gave_is_not_among_those_to_choose(
    client: Client, home: Council
) -> None:
    spring = make_world({home.region: 6})
    base = make_measure(spring).bases.get()
    summer = make_world({home.region: 6}, slug="summer", reference_date=datetime.date(2011, 6, 30))
    users = make_question(summer.round, "users", unit="people")
    rate = make_rate(summer.people, users, "share")
    MeasureRate.objects.create(base=base, question=rate)
    ExpectationQuestion.objects.filter(question=summer.likely).delete()
    for world in (spring, summer):
        make_release(world.round, stage="public")
    page = client.get(home.region.get_absolute_url())
    assert [round.slug for round in page.context["rounds"]] == ["spring"]
    assert client.get(f"{home.region.get_absolute_url()}?round=summer").status_code == 404
