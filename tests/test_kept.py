"""Kept pages: nobody gets what is not theirs, nor what is no longer so, whatever was asked before.

Every public address is asked for by everybody in random order, and compared with the page made
anew for that very person with nothing kept.
"""

import datetime
import random
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils.models import Council, User
from councils.permissions import Person
from ppf_site import pages
from ppf_site.kept import middleware
from ppf_site.kept.store import STORE
from surveys.actions.narrowing import narrow
from surveys.models import Answer, Release, Round
from surveys.releases.compiling import compile_release
from tests.factories import make_user, put_right
from tests.test_addresses import (
    ROWS,
    Place,
    addresses,
    elsewhere,
    home,
    home_region,
    make_place,
)

__all__ = ["addresses", "elsewhere", "home", "home_region"]  # the fixtures

# Pages of /manage/ are never kept, nor are the charts on them.
APART = ("accounts/", "demo/", "healthz", "readyz", "manage/")
OPEN = [row for row in ROWS if not row.route.startswith(APART)]
OPEN = [
    row for row in OPEN if row.get == 200 or (isinstance(row.get, dict) and "svg" in row.address)
]
# Each of the API's resources alone is read as a list of it is.
OPEN = [row for row in OPEN if "slug>" not in row.route or "data/api/" not in row.route]
VIEWER = "viewer@example.org"
# A download, a word that no page knows, and a counter that every page passes over.
ASKED_FOR = ["", "?download=csv", "?download=xlsx", "?round=spring", "?colour=red"]
# What is of each sending: the guards of a form.
GUARDS = re.compile(rb'value="[\w-]{16,}"')
Answered = tuple[int, bytes, dict[str, str]]


@pytest.fixture
def place(db: None) -> Place:
    """Of each test alone, as what a process keeps of a release would be kept from test to test."""
    return make_place()


@pytest.fixture
def everybody(
    home: Council, elsewhere: Council, request: pytest.FixtureRequest
) -> dict[str, Person]:
    roles = ["contributor", "stranger", "regional_lead", "analyst"]
    cast: dict[str, Person] = {role: request.getfixturevalue(role) for role in roles}
    viewer = make_user(VIEWER, role="contributor", council=elsewhere)
    return {**cast, "reader": AnonymousUser(), "viewer": viewer, "former": make_user()}


@pytest.fixture
def asked_for(addresses: Mapping[str, int]) -> list[str]:
    """Of each page something else beside the page itself, so that all is asked of some."""
    pages = [(row.address or f"/{row.route}").format(**addresses) for row in OPEN]
    more = [f"{page}{ASKED_FOR[i % len(ASKED_FOR)]}" for i, page in enumerate(pages)]
    return sorted({*pages, *more})


def ask(client: Client, address: str) -> Answered:
    response = client.get(address)
    kept = ("Content-Type", "Content-Disposition", "Cache-Control", "Location")
    headers = {name: response.headers.get(name, "") for name in kept}
    return response.status_code, GUARDS.sub(b"", response.content), headers


@contextmanager
def nothing_kept() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "_asked", lambda *_: None)
        patch.setattr(middleware, "_kept", lambda *_: None)
        patch.setattr(middleware, "_kept_for_member", lambda *_: None)
        yield


def differences(
    people: dict[str, Person], addresses: list[str], *, part: int = 0, of: int = 1
) -> list[str]:
    """Who got what, where it was another page than one made for them, in a part of all pairs of
    somebody and an address: all parts together have each pair once."""
    pairs = [(name, address) for name in people for address in addresses]
    random.Random(len(pairs)).shuffle(pairs)
    clients = {name: client_of(person) for name, person in people.items()}
    found = []
    for name, address in pairs[part::of]:
        with nothing_kept():
            anew = ask(clients[name], address)
        cold, warm = (ask(clients[name], address) for _ in range(2))
        if not anew == cold == warm:
            found.append(f"{name} {address}")
    return found


def client_of(person: Person) -> Client:
    client = Client()
    if isinstance(person, User):
        client.force_login(person)
    return client


def correct(round: Round, viewer: User) -> Release:
    """A correction of one council's answer, in preview, that one person may see."""
    changed = Answer.objects.filter(return_of__round=round, question__key="people").first()
    assert changed
    put_right(Answer.objects.filter(pk=changed.pk), number=4711)
    release = compile_release(round=round, note="A late bill.")
    release.viewers.add(viewer)
    return release


@pytest.mark.django_db
def test_everybody_gets_their_own_page_in_whatever_order_they_ask(
    everybody: dict[str, Person], asked_for: list[str]
) -> None:
    """Each asks for each address at one of five times, while a correction goes its way."""
    round = Round.objects.get(slug="spring")
    assert differences(everybody, asked_for, part=0, of=5) == []
    release = correct(round, User.objects.get(email=VIEWER))
    asked_for[0] = f"/releases/{release.pk}/"
    assert differences(everybody, asked_for, part=1, of=5) == []
    release.move_to("sector", at=timezone.now())
    assert differences(everybody, asked_for, part=2, of=5) == []
    release.move_to("public", at=timezone.now(), consent="They agree.")
    assert differences(everybody, asked_for, part=3, of=5) == []
    narrow(release=release, fields=[], takes_back=True, reason="A council asked for it.")
    assert differences(everybody, asked_for, part=4, of=5) == []


@pytest.mark.django_db
def test_a_release_opens_at_its_minute_and_not_before(
    everybody: dict[str, Person], asked_for: list[str]
) -> None:
    """As the clock moves over the hour nothing is saved, and nobody tells the pages."""
    release = correct(Round.objects.get(slug="spring"), User.objects.get(email=VIEWER))
    due = timezone.now() + datetime.timedelta(days=3)
    release.move_to("sector", at=due - datetime.timedelta(days=1))
    release.move_to("public", at=due, consent="They agree.")
    people = {name: everybody[name] for name in ("reader", "contributor", "analyst")}
    addresses = [*asked_for, f"/releases/{release.pk}/"]
    for minutes in (-1445, -1435, -5, 5):
        with time_machine.travel(due + datetime.timedelta(minutes=minutes)):
            assert differences(people, addresses[::7]) == []
            assert ask(Client(), addresses[-1])[0] == (200 if minutes > 0 else 404)


@pytest.mark.django_db
def test_a_kept_page_asks_the_database_once(client: Client, asked_for: list[str]) -> None:
    understood = [address for address in asked_for if not re.search("colour|round=", address)]
    there = [address for address in understood if client.get(address).status_code == 200]
    there.remove("/tell-me/")  # a form, which has a token of its own each time
    asked = {}
    for address in [*there, "/compare/?round=spring"]:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked[address] = len(queries)
    assert {address: many for address, many in asked.items() if many != 1} == {}


@pytest.mark.django_db
def test_whatever_a_public_page_reads_gives_it_another_version(
    client: Client, analyst: User, asked_for: list[str]
) -> None:
    """A table without the trigger would leave its page as it was."""
    client.force_login(analyst)
    with CaptureQueriesContext(connection) as queries, nothing_kept():
        for address in asked_for:
            client.get(address)
    said = " ".join(query["sql"] for query in queries)
    read = set(re.findall(r'(?:FROM|JOIN) "?((?:councils|surveys|milestones)_\w+)', said))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s",
            ["pgtrigger_gives_another_version%"],
        )
        watched = {table for (table,) in cursor.fetchall()}
    assert read - watched == WITH_A_RELEASE | PERSONAL


# Never change once their release is whole, which is watched.
WITH_A_RELEASE = {"surveys_releasedreturn", "surveys_releasedanswer", "surveys_sealedpart"}
# Who asks, and whose they are: read for each request.
PERSONAL = {"councils_role", "councils_user"}


@pytest.mark.django_db
def test_what_is_kept_for_many_has_nothing_of_one(
    everybody: dict[str, Person], asked_for: list[str]
) -> None:
    for name in ("reader", "contributor", "analyst"):
        client = client_of(everybody[name])
        for address in asked_for:
            client.get(address)
    kept = list(STORE._pages.values())
    assert len(kept) > len(asked_for)
    guards = [page for page in kept if b"csrfmiddlewaretoken" in page.content + page.whole]
    names = {str(person).encode() for person in everybody.values() if isinstance(person, User)}
    named = [page for page in kept if any(name in page.content + page.whole for name in names)]
    assert (guards, named) == ([], [])


@pytest.mark.django_db
def test_addresses_that_mean_the_same_share_a_page(client: Client, asked_for: list[str]) -> None:
    plain = client.get("/compare/?expectation=savings&round=spring")
    for other in (
        "round=spring&expectation=savings",
        "expectation=savings&utm_source=x&round=spring",
    ):
        assert client.get(f"/compare/?{other}").content == plain.content
    assert len(STORE._pages) == 1
