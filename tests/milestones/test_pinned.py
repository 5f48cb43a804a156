"""A page at a release's own address stays in that release, and says when there is a newer one."""

import re
from html import unescape

import pytest
from django.test import Client

from councils.models import Council, Region
from milestones.models import Programme
from surveys.actions.widening import widen
from surveys.models import Release
from surveys.releases.compiling import compile_release
from tests.factories import make_release
from tests.milestones.conftest import SignIn
from tests.milestones.test_whole import PASSING
from tests.milestones.world import World, make_expectation, make_world

PINNED = [
    "overview/",
    "milestones/milestone-1/",
    "expectations/savings/",
    "expectations/savings/moving/",
    "compare/?areas=north-east,south-west",
    "compare/?areas=gateshead,torbay",
    "regions/",
    "regions/north-east/",
    "councils/gateshead/",
]
# Where they would show the newest release, whatever release one came from.
FIGURES = re.compile(r"/(\?.*)?$|/(expectations|compare|regions)/|/(milestones|councils)/.")


def links_of(html: str) -> list[str]:
    """Where a page leads, without the site's head and foot, and without its files."""
    parts = re.search(r"</header>.*?</nav>(.*)<footer", html, re.DOTALL)
    assert parts
    found = re.findall(r'<a [^>]*href="([^"]+)"', parts[1])
    return [
        unescape(each) for each in found if "download=" not in each and not each.startswith("#")
    ]


@pytest.fixture
def first(world: World) -> Release:
    return make_release(world.round, stage="public")


@pytest.mark.parametrize("page", [each for each in PINNED if not each.startswith("councils/")])
@pytest.mark.parametrize("role", ["reader", "analyst"])
def test_a_pinned_page_leads_to_no_other_release(
    sign_in: SignIn, first: Release, world: World, role: str, page: str
) -> None:
    client = sign_in(role)
    make_release(world.round, stage="public")
    response = client.get(f"/releases/{first.pk}/{page}")
    if response.status_code == 404:  # named councils, for a reader
        assert (role, page) == ("reader", "compare/?areas=gateshead,torbay")
        return
    links = links_of(response.text)
    newer = [link for link in links if link == response.context["correction"]]
    assert len(newer) == 1
    assert [link for link in links if FIGURES.match(link)] == []


@pytest.mark.parametrize("page", ["expectations/savings/", "regions/north-east/"])
def test_the_links_of_a_pinned_page_are_all_there(
    sign_in: SignIn, first: Release, page: str
) -> None:
    client = sign_in("analyst")
    links = links_of(client.get(f"/releases/{first.pk}/{page}").text)
    inside = [link for link in links if link.startswith(f"/releases/{first.pk}/")]
    assert len(inside) > 3
    assert {link: client.get(link).status_code for link in inside} == dict.fromkeys(inside, 200)


@pytest.mark.parametrize("page", PINNED)
def test_a_superseded_page_says_so_and_leads_to_itself_in_the_newest(
    sign_in: SignIn, first: Release, world: World, page: str
) -> None:
    client = sign_in("contributor")
    second = make_release(world.round, stage="public")
    text = client.get(f"/releases/{first.pk}/{page}").text
    assert "There is a correction:" in text
    assert f'href="/releases/{second.pk}/{page}"' in text
    assert client.get(f"/releases/{second.pk}/{page}").status_code == 200


@pytest.mark.parametrize("page", PINNED)
def test_the_newest_release_is_superseded_by_none(
    sign_in: SignIn, first: Release, world: World, page: str
) -> None:
    client = sign_in("contributor")
    second = make_release(world.round, stage="public")
    assert "There is a correction" not in client.get(f"/releases/{second.pk}/{page}").text


@pytest.mark.parametrize("page", PINNED)
def test_a_newer_release_in_preview_is_not_told_to_those_who_may_not_see_it(
    sign_in: SignIn, first: Release, world: World, page: str
) -> None:
    client = sign_in("contributor")
    second = compile_release(round=world.round, note="Another.")
    text = client.get(f"/releases/{first.pk}/{page}").text
    assert "There is a correction" not in text
    assert f"/releases/{second.pk}/" not in text


class TestAnOrdinaryPageOfAnEarlierRound:
    @pytest.fixture(autouse=True)
    def two_rounds(self, world: World, home: Council, elsewhere: Council) -> None:
        widen(round=world.round, fields=["names_councils"], reason="They agreed.")
        make_release(world.round, stage="public")
        regions: dict[Region, int] = {home.region: 3, elsewhere.region: 2}
        later = make_world(regions, slug="winter", names_councils=True)
        make_release(later.round, stage="public")

    @pytest.mark.parametrize(
        ("page", "link"),
        [
            ("/?round=spring", "/regions/north-east/?round=spring"),
            ("/?round=spring", "/expectations/savings/?round=spring"),
            ("/milestones/milestone-1/?round=spring", "/expectations/savings/?round=spring"),
            ("/expectations/savings/?round=spring", "/regions/north-east/?round=spring"),
            ("/expectations/savings/?round=spring", "/milestones/milestone-1/?round=spring"),
            ("/compare/?round=spring&areas=north-east", "/regions/north-east/?round=spring"),
            ("/regions/north-east/?round=spring", "/expectations/savings/?round=spring"),
            ("/regions/north-east/?round=spring", "/councils/gateshead/?round=spring"),
        ],
    )
    def test_leads_on_in_that_round(self, client: Client, page: str, link: str) -> None:
        assert link in links_of(client.get(page).text)
        assert client.get(link).status_code == 200

    def test_the_default_round_is_not_named_where_it_need_not_be(self, client: Client) -> None:
        assert "/regions/north-east/" in links_of(client.get("/").text)


def test_a_programme_that_is_taken_back_stays_in_its_releases(
    client: Client, first: Release, world: World
) -> None:
    address = f"/releases/{first.pk}/expectations/savings/"
    before = client.get(address)
    Programme.objects.update(is_published=False, is_front=False)
    again = client.get(address)
    assert PASSING.sub("", again.text) == PASSING.sub("", before.text)
    assert before.status_code == 200
    assert client.get("/expectations/savings/").status_code == 404


def test_what_a_release_has_nothing_about_is_told_in_no_words_of_today(
    client: Client, first: Release
) -> None:
    later = make_expectation("later", 2)
    answer = client.get(f"/releases/{first.pk}/expectations/{later.slug}/")
    assert answer.status_code == 404
    assert "This release has no figures about an expectation called “later”." in answer.text
    assert later.label not in answer.text
