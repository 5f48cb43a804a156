"""Who reads what of a release in preview, in the sector and in public, at every public address."""

from collections.abc import Mapping
from typing import NamedTuple

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from councils.models import Council, User
from councils.permissions import Person
from surveys.models import Figure, Release
from tests.factories import make_user
from tests.milestones.test_visibility import text_of_file
from tests.milestones.world import TELLTALE
from tests.test_addresses import Place, elsewhere, home, home_region, make_place
from tests.test_kept import OPEN, client_of

__all__ = ["elsewhere", "home", "home_region"]  # the fixtures

RUNNERS = {"analyst", "administrator"}
SECTOR = {"contributor", "signatory", "regional_lead", "stranger"}
# Who has no role is as one who is not signed in.
READERS = {"reader", "former"}
KINDS = (RUNNERS, SECTOR, READERS, {"embargoed"})
# At one stage each address is asked for as a page, at the next as a file, and so on.
FORMS = ("", "?download=csv")


class Read(NamedTuple):
    """At which addresses somebody found England's sum, and one council's own number."""

    total: set[str]
    single: set[str]


@pytest.fixture
def place(db: None) -> Place:
    """So many councils that England's sum is no secret of a few."""
    return make_place(more=5, stage="preview")


@pytest.fixture
def cast(place: Place, elsewhere: Council, request: pytest.FixtureRequest) -> dict[str, Person]:
    names = sorted(RUNNERS | SECTOR)
    people: dict[str, Person] = {name: request.getfixturevalue(name) for name in names}
    embargoed = make_user(role="contributor", council=elsewhere)
    return {**people, "reader": AnonymousUser(), "former": make_user(), "embargoed": embargoed}


def addresses_of(place: Place, turn: int) -> list[str]:
    pages = {(row.address or f"/{row.route}").format(**place.numbers) for row in OPEN}
    asked = sorted(page for page in pages if not page.endswith(".png"))
    return [f"{page}{FORMS[(n // 4 + turn) % 2]}" for n, page in enumerate(asked)]


def read_by(person: Person, addresses: list[str], total: int) -> Read:
    """Wherever the numbers stand, as pages and as files write them."""
    client, found = client_of(person), Read(set(), set())
    for address in addresses:
        text = told_at(client, address)
        for number, where in ((total, found.total), (TELLTALE, found.single)):
            if str(number) in text or f"{number:,}" in text:
                where.add(address)
    return found


def told_at(client: Client, address: str) -> str:
    response = client.get(address)
    return text_of_file(response.content, response.get("Content-Type", ""))


def everybody(
    cast: Mapping[str, Person], place: Place, total: int, *, turn: int
) -> dict[str, Read]:
    """The roles that read alike share the addresses out between them, each time another part."""
    found, addresses = {}, addresses_of(place, turn)
    for kind in KINDS:
        for n, name in enumerate(sorted(kind & set(cast))):
            part = addresses[(n + turn) % len(kind) :: len(kind)]
            found[name] = read_by(cast[name], part, total)
    return found


def seen_by(found: Mapping[str, Read], *what: str) -> list[set[str]]:
    """The roles of whom any found it: each asked for a part of what those like them asked for."""
    seen = {name for name, read in found.items() if any(getattr(read, each) for each in what)}
    return [kind for kind in KINDS if kind & seen]


def test_each_stage_opens_a_release_to_those_it_is_for_and_to_nobody_else(
    place: Place, cast: dict[str, Person]
) -> None:
    release = Release.objects.get(pk=place.numbers["release"])
    embargoed = cast["embargoed"]
    assert isinstance(embargoed, User)
    release.viewers.add(embargoed)
    england = Figure.objects.get(
        release=release, question__key="people", area__kind="england", option=None
    )
    total = int(england.sum or 0)

    preview = everybody(cast, place, total, turn=0)
    assert seen_by(preview, "total", "single") == [RUNNERS, {"embargoed"}]

    # From here on as any other of the sector.
    del cast["embargoed"]
    release.move_to("sector", at=timezone.now())
    sector = everybody(cast, place, total, turn=1)
    assert seen_by(sector, "total", "single") == [RUNNERS, SECTOR]

    release.move_to("public", at=timezone.now())
    public = everybody(cast, place, total, turn=2)
    assert seen_by(public, "total") == [RUNNERS, SECTOR, READERS]
    # The round names no councils: their own numbers stay within the sector.
    assert seen_by(public, "single") == [RUNNERS, SECTOR]
