"""The file for regulators: every council's status, and only for whom councils are named."""

import csv
import io

import pytest
from django.test import Client

from councils.models import Council, User
from surveys.models import Return
from tests.factories import (
    make_council,
    make_question,
    make_region,
    make_release,
    make_return,
    make_round,
    make_total,
)
from tests.milestones.world import World, make_world

ADDRESS = "/data/council-status.csv"


def rows(client: Client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(ADDRESS).content.decode("utf-8-sig"))))


def test_each_required_council_has_its_status(
    client: Client, contributor: User, world: World
) -> None:
    silent = make_council("Silent", region=make_region("Kent"))
    make_return(world.round, silent, state="in_progress")
    make_release(world.round, stage="sector")
    client.force_login(contributor)
    told = {
        row["council"]: (row["status"], row["answer_code"], row["tone"]) for row in rows(client)
    }
    assert len(told) == Return.objects.filter(round=world.round).count()
    assert told["Gateshead"] == ("Very likely", "very-likely", "2")
    assert told["Torbay"] == ("Fairly unlikely", "fairly-unlikely", "-1")
    assert told["Silent"] == ("No return", "", "")


def test_it_names_the_expectation_the_round_and_the_release(
    client: Client, contributor: User, world: World
) -> None:
    release = make_release(world.round, stage="sector")
    client.force_login(contributor)
    row = rows(client)[0]
    assert (row["round"], row["expectation"], row["tells"]) == ("spring", "savings", "forecast")
    assert (row["due_on"], row["reference_date"]) == ("2011-04-01", "2011-03-31")
    assert row["release"].endswith(f"/releases/{release.pk}/")


@pytest.mark.parametrize("address", [ADDRESS, "/data/council-status.xlsx"])
def test_for_readers_it_is_not_there(client: Client, world: World, address: str) -> None:
    make_release(world.round, stage="public")
    assert client.get(address).status_code == 404
    assert address not in client.get("/data/").text


def test_readers_have_what_names_councils_alone(client: Client, world: World) -> None:
    make_release(world.round, stage="public")
    regions = {council.council.region: 1 for council in world.returns.values()}
    named = make_world(regions, slug="open", names_councils=True)
    make_release(named.round, stage="public")
    assert {row["round"] for row in rows(client)} == {"open"}
    assert ADDRESS in client.get("/data/").text


def test_published_totals_name_nobody(client: Client, home: Council) -> None:
    """Whatever the round says of names: there are no answers to read."""
    round = make_round("totals", is_totals_only=True, names_councils=True)
    make_total(make_question(round, "people"))
    make_release(round, stage="public")
    assert client.get(ADDRESS).status_code == 404
    assert ADDRESS not in client.get("/data/").text


def test_the_sector_is_led_to_it(client: Client, contributor: User, world: World) -> None:
    make_release(world.round, stage="public")
    client.force_login(contributor)
    assert ADDRESS in client.get("/data/").text


def test_a_preview_is_not_in_it(client: Client, contributor: User, home: Council) -> None:
    make_release(make_world({home.region: 2}).round)
    client.force_login(contributor)
    assert client.get(ADDRESS).status_code in {200, 404}
    assert "Gateshead" not in client.get(ADDRESS).text
