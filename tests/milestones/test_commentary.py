"""What those who ran a round say of it is part of the release, as it stood when that was made."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from councils.models import Region
from milestones.models import Commentary
from surveys.models import Release
from tests.factories import make_region, make_release
from tests.milestones.test_briefing import paper
from tests.milestones.world import World, make_world

ABOUT = {"whole": "All of it went well.", "one": "Savings took longer.", "region": "The north led."}


@pytest.fixture
def world(db: None) -> World:
    world = make_world({make_region("North East"): 6})
    subjects: dict[str, dict[str, Any]] = {
        "one": {"expectation": world.expectation},
        "region": {"region": Region.objects.get()},
    }
    for about, text in ABOUT.items():
        Commentary.objects.create(
            round=world.round,
            by="Ann Other",
            position_held="president, Directors",
            written_on=datetime.date(2010, 5, 27),
            text=text,
            **subjects.get(about, {}),
        )
    return world


def told(client: Client, release: Release, world: World) -> dict[str, list[str]]:
    """Of each page what of the commentary stands on it."""
    pages = ["overview/", f"expectations/{world.expectation.slug}/", "regions/north-east/"]
    found = [client.get(f"/releases/{release.pk}/{page}").text for page in pages]
    return {
        page: [about for about, text in ABOUT.items() if text in said]
        for page, said in zip(pages, found, strict=True)
    }


def test_each_stands_beside_what_it_is_about(client: Client, world: World) -> None:
    release = make_release(world.round, stage="public")
    assert list(told(client, release, world).values()) == [["whole"], ["one"], ["region"]]
    page = client.get(world.expectation.get_absolute_url()).text
    assert "Ann Other, president, Directors, 27 May 2010" in page


def test_the_whole_stands_on_the_page_of_the_round_and_of_the_release(
    client: Client, world: World
) -> None:
    release = make_release(world.round, stage="public")
    for page in (f"/releases/{release.pk}/", "/rounds/spring/"):
        text = client.get(page).text
        assert [about for about, words in ABOUT.items() if words in text] == ["whole"]
        assert "Ann Other, president, Directors, 27 May 2010" in text


def test_a_briefing_has_its_regions_and_the_whole_unless_it_is_anonymised(
    client: Client, world: World
) -> None:
    make_release(world.round, stage="public")
    page = "/regions/north-east/briefing/"
    text = client.get(page).text
    assert [about for about, words in ABOUT.items() if words in text] == ["whole", "region"]
    hidden = client.get(f"{page}?anonymised=yes").text
    assert not [about for about, words in ABOUT.items() if words in hidden]
    _, said = paper(client.get(page.replace("briefing/", "briefing.pdf")).content)
    assert ABOUT["region"] in said
    assert "Ann Other, president, Directors, 27 May 2010" in said


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "page",
    ["/rounds/ppf-2009/", "/expectations/information-strategy/", "/regions/west-midlands/"],
)
def test_the_demonstration_shows_it_as_its_own(client: Client, page: str) -> None:
    text = client.get(page).text
    assert "Written for this demonstration." in text
    assert "analyst of this demonstration, who speaks for no real body" in text


def test_a_release_keeps_it_whatever_is_edited_after(client: Client, world: World) -> None:
    release = make_release(world.round, stage="public")
    before = told(client, release, world)
    Commentary.objects.update(text="Rewritten")
    assert told(client, release, world) == before
    Commentary.objects.all().delete()
    assert told(client, release, world) == before


def test_what_came_after_a_release_is_no_part_of_it(client: Client, world: World) -> None:
    Commentary.objects.all().delete()
    release = make_release(world.round, stage="public")
    Commentary.objects.create(
        round=world.round, by="A", position_held="b", written_on="2010-05-28", text=ABOUT["whole"]
    )
    assert ABOUT["whole"] not in client.get("/").text
    assert set(map(tuple, told(client, release, world).values())) == {()}


def test_it_is_about_one_thing(world: World) -> None:
    both = Commentary(
        round=world.round,
        by="A",
        position_held="b",
        written_on=datetime.date(2010, 5, 28),
        text="Both",
        expectation=world.expectation,
        region=Region.objects.get(),
    )
    with pytest.raises(ValidationError, match="not both"):
        both.full_clean()
