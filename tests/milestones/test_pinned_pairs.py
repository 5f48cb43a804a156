"""Pages that stand on two rounds stay as they were when the later one's release opened."""

import datetime
import re

import pytest
from django.test import Client

from milestones.models import ExpectationQuestion
from surveys.models import Question, Release
from tests.factories import make_release
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of
from tests.milestones.world import World, make_world

MOVING = "/expectations/savings/moving/"
OUTCOME = "/expectations/savings/outcome/"


def later_release(world: World, page: str) -> Release:
    """Of a later round that asked the same, or that told what came; the first is out by then."""
    regions = {each.council.region: 3 for each in world.returns.values()}
    later = make_world(regions, slug="winter", reference_date=datetime.date(2012, 3, 31))
    if page == OUTCOME:
        ExpectationQuestion.objects.filter(question=later.likely).update(role="outcome")
    else:
        again = Question.objects.filter(pk=later.likely.pk)
        again.update(follows=world.likely, comparability="same")
    make_release(world.round, stage="public")
    return make_release(later.round, stage="public")


@pytest.mark.parametrize("page", [MOVING, OUTCOME])
@pytest.mark.parametrize("role", ["reader", "contributor", "analyst"])
def test_a_correction_of_the_earlier_round_changes_the_open_page_alone(
    sign_in: SignIn, world: World, page: str, role: str
) -> None:
    client, pinned = sign_in(role), f"/releases/{later_release(world, page).pk}{page}"
    before, open_before = (text_of(client.get(each).text) for each in (pinned, page))
    make_release(world.round, stage="public", note="Counted anew.")
    after, open_after = (text_of(client.get(each).text) for each in (pinned, page))
    assert after == before
    assert "Spring (31 March 2011, release 1)" in before
    assert "Spring (31 March 2011, release 2)" in open_after
    assert "release 2" not in open_before


@pytest.mark.parametrize("page", [MOVING, OUTCOME])
def test_the_open_page_is_cited_where_it_stays(client: Client, world: World, page: str) -> None:
    address = f"/releases/{later_release(world, page).pk}{page}"
    assert f'href="{address}"' in client.get(page).text
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("page", [OUTCOME, "/expectations/homes/moving/"])
def test_a_release_that_does_not_tell_it_says_so(client: Client, world: World, page: str) -> None:
    later_release(world, page)
    first = Release.objects.get(round=world.round)
    answer = client.get(f"/releases/{first.pk}{page}")
    assert answer.status_code == 404
    assert f"/releases/{first.pk}/" in answer.text


def test_a_grid_has_the_address_of_its_release(demo_client: SignIn) -> None:
    client = demo_client("reader")
    page = client.get("/rounds/ppf-2009/grids/commitment/")
    [fixed] = set(re.findall(r'href="(/releases/\d+/grids/commitment/)"', page.text))
    pinned = client.get(fixed)
    assert pinned.context["title"] == page.context["title"]
    assert "This address always shows" in pinned.text
    assert f'"{fixed}rows.svg' in pinned.text
    assert client.get(f"{fixed}rows.svg").status_code == 200
