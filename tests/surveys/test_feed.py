"""The feed tells of each release and correction what everybody may know, and nothing sooner."""

import xml.etree.ElementTree as ET
from typing import Any

from django.test import Client
from django.utils import timezone

from councils.models import User
from surveys.actions.narrowing import narrow
from surveys.models import Answer
from tests.factories import make_release, put_right
from tests.milestones.conftest import world
from tests.milestones.world import World

__all__ = ["world"]  # the fixture
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client: Client) -> list[dict[str, Any]]:
    response = client.get("/data/releases.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    return [
        {part.tag.removeprefix(ATOM): part.text or part.get("href") for part in entry}
        for entry in ET.fromstring(response.content).findall(f"{ATOM}entry")
    ]


def test_a_release_is_told_at_its_own_address(client: Client, world: World) -> None:
    release = make_release(world.round, stage="public")
    [entry] = entries(client)
    assert entry["title"] == "Spring, release 1"
    assert entry["id"] == entry["link"] == f"http://127.0.0.1/releases/{release.pk}/"
    assert "6 of 6 councils answered." in entry["summary"]


def test_a_correction_comes_first_and_says_what_changed(client: Client, world: World) -> None:
    make_release(world.round, stage="public")
    put_right(Answer.objects.filter(question=world.people), number=9)
    make_release(world.round, stage="public", note="A late bill.")
    told = [entry["title"] for entry in entries(client)]
    assert told == ["Spring, release 2", "Spring, release 1"]
    assert "A correction. A late bill." in entries(client)[0]["summary"]


def test_nothing_is_told_before_it_is_public(
    client: Client, contributor: User, world: World
) -> None:
    make_release(world.round, stage="sector")
    assert entries(client) == []
    client.force_login(contributor)
    assert entries(client) == []


def test_what_was_taken_back_is_told_so(client: Client, world: World) -> None:
    release = make_release(world.round, stage="public")
    before = entries(client)[0]["updated"]
    narrow(release=release, fields=[], takes_back=True, reason="A council asked for it.")
    [entry] = entries(client)
    assert "no longer public" in entry["summary"]
    assert "councils answered" not in entry["summary"]
    assert before <= entry["updated"] <= timezone.now().isoformat()


def test_every_page_leads_a_feed_reader_to_it(client: Client, world: World) -> None:
    for address in ("/", "/rounds/", "/methodology/"):
        assert 'type="application/atom+xml"' in client.get(address).text
