"""What people said at the time stands with its source beside what it is about, for who may know."""

import datetime

import pytest
from django.test import Client

from councils.models import Region
from milestones.imports import BadFileError, check_programme, parse_programme
from milestones.models import Statement
from tests.factories import make_region, make_release
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of
from tests.milestones.world import World, make_world

SAID = "said that some councils were slower"
FILE = """
[programme]
slug = "p"
title = "P"
description = ""
starts_on = 2026-01-01
ends_on = 2027-01-01
[[statements]]
key = "said"
speaker = "A"
position_held = "b"
said = "said so."
source = "S"
"""


@pytest.fixture
def told(db: None) -> World:
    world = make_world({make_region("North East"): 6})
    make_release(world.round, stage="public")
    Statement.objects.create(
        programme=world.expectation.milestone.programme,
        key="said",
        speaker="Ann Other",
        position_held="president, Directors",
        said=SAID,
        said_on=datetime.date(2010, 5, 27),
        source="The Paper",
        expectation=world.expectation,
        region=Region.objects.get(),
    )
    return world


def pages(world: World) -> list[str]:
    return [world.expectation.get_absolute_url(), "/regions/north-east/", "/reported/"]


def test_it_stands_beside_its_expectation_its_region_and_what_was_reported(
    client: Client, told: World
) -> None:
    for page in pages(told):
        text = text_of(client.get(page).text)
        assert f"Ann Other, president, Directors, {SAID}" in text, page
        assert "The Paper, 27 May 2010" in text, page


def test_it_is_no_part_of_a_release(client: Client, told: World) -> None:
    release = told.round.releases.get()
    page = f"/releases/{release.pk}{told.expectation.get_absolute_url()}"
    assert SAID not in client.get(page).text


def test_nobody_hears_of_it_while_its_programme_is_not_published(
    client: Client, told: World
) -> None:
    programme = told.expectation.milestone.programme
    programme.is_published = False
    programme.save()
    assert SAID not in client.get("/reported/").text
    assert client.get(told.expectation.get_absolute_url()).status_code == 404


def test_another_expectation_does_not_have_it(client: Client, told: World) -> None:
    Statement.objects.update(expectation=None, region=None)
    for page in pages(told)[:2]:
        assert SAID not in client.get(page).text


def test_a_file_about_nothing_there_is_refused(db: None) -> None:
    file = parse_programme(
        f'{FILE}said_on = 2026-05-01\nexpectation = "nothing"\nregion = "nowhere"'
    )
    assert check_programme(file) == [
        "statements.said: there is no expectation “nothing”",
        "statements.said: there is no region “nowhere”",
    ]


def test_a_day_that_is_none_is_told() -> None:
    with pytest.raises(BadFileError, match="said_on"):
        parse_programme(f'{FILE}said_on = "soon"')


def test_the_demonstration_tells_why_councils_differed(demo_client: SignIn) -> None:
    page = demo_client("reader").get("/expectations/personal-budgets-30-percent/")
    assert "got bogged down" in page.text
    assert "Andrew Cozens" in page.text
