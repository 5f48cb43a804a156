"""Pages that stand on two rounds stay as they were when the later one's release opened."""

import datetime
import re

import pytest
from django.test import Client

from councils.models import Region
from milestones.models import ExpectationQuestion, MeasureRate
from surveys.models import Answer, Question, Release
from tests.factories import answer, make_question, make_rate, make_release, put_right
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, text_of
from tests.milestones.world import World, make_measure, make_world

MOVING = "/expectations/savings/moving/"
OUTCOME = "/expectations/savings/outcome/"
WINTER = datetime.date(2012, 3, 31)


def later_release(world: World, page: str) -> Release:
    """Of a later round that asked the same, or that told what came; the first is out by then."""
    regions = {each.council.region: 3 for each in world.returns.values()}
    later = make_world(regions, slug="winter", reference_date=WINTER)
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


def counted_in(client: Client, page: str) -> dict[str, str]:
    """Of each chart of the page the picture at the address that it gives, and its address."""
    charts = client.get(page).context["charts" if page == OUTCOME else "chart"]
    every = charts if isinstance(charts, list) else [charts]
    return {chart.svg: client.get(chart.svg).text for chart in every if chart}


@pytest.mark.parametrize("page", [MOVING, OUTCOME])
def test_a_picture_says_what_its_page_says_after_a_correction_of_the_earlier_round(
    client: Client, world: World, page: str
) -> None:
    later = later_release(world, page)
    before = counted_in(client, page)
    assert before
    assert all(address.startswith(f"/releases/{later.pk}{page}") for address in before)
    make_release(world.round, stage="public", note="Counted anew.")
    after = counted_in(client, page)
    assert all(address.startswith(page) for address in after)
    for drawn in after.values():
        assert "release 2" in drawn
    for address, drawn in before.items():
        assert client.get(address).text == drawn
    told = client.get(page).text
    assert f"{later.get_absolute_url()}</a>" in re.sub("<wbr>", "", told)


def test_the_opening_pages_picture_and_file_say_what_it_says_after_a_correction(
    sign_in: SignIn, home_region: Region
) -> None:
    """To the sector: where a correction tells of few, the public loses the numbers before it."""
    client = sign_in("contributor")
    spring = make_world({home_region: 12})
    base = make_measure(spring).bases.get()
    winter = make_world({home_region: 12}, slug="winter", reference_date=WINTER)
    users = make_question(winter.round, "users", unit="people")
    for return_of in winter.returns.values():
        answer(return_of, users, 1000)
    MeasureRate.objects.create(base=base, question=make_rate(winter.people, users, "share"))
    make_release(spring.round, stage="public")
    make_release(winter.round, stage="public")
    first = client.get("/").context["shown"].slope
    assert first.is_pinned
    drawn = client.get(first.svg).text
    put_right(
        Answer.objects.filter(question__key="users", question__round=spring.round), number=500
    )
    make_release(spring.round, stage="public", note="Counted anew.")
    page = client.get("/").context["shown"]
    assert page.slope.title != first.title
    assert page.slope.title in client.get(page.slope.svg).text
    assert not page.slope.is_pinned
    assert client.get(first.svg).text == drawn
    [row, *_] = rows_of(client, "/?table=time-all-users")
    assert f"{float(row['Pooled rate, per cent']):.1f}%" in page.slope.title


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
