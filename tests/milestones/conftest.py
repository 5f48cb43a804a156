"""The demonstration, a small world, and everybody who may look at either."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from councils.models import Council, User
from ppf_site.demo.people import demo_people
from surveys.models import ChosenCouncil, Query, Return
from tests.factories import make_region, make_round
from tests.milestones.world import World, make_world
from tests.surveys.records import make_records

SignIn = Callable[[str], Client]


@pytest.fixture
def demo_client(demo: None, client: Client) -> SignIn:
    """A browser of the demonstration's person with that role, or of a reader."""

    def sign_in(role: str) -> Client:
        emails = {str(person.kind): person.email for person in demo_people()}
        if role != "reader":
            client.force_login(User.objects.get(email=emails[role]))
        return client

    return sign_in


@pytest.fixture
def world(home: Council, elsewhere: Council) -> World:
    """`home` and two more in the North East, two councils in the South West, one elsewhere."""
    return make_world({home.region: 3, elsewhere.region: 2, make_region("East Midlands"): 1})


@pytest.fixture
def sign_in(client: Client, request: pytest.FixtureRequest) -> SignIn:
    """A browser of somebody of the cast."""

    def enter(name: str) -> Client:
        person = request.getfixturevalue(name)
        if not isinstance(person, AnonymousUser):
            client.force_login(person)
        return client

    return enter


def choose_and_ask(by: User) -> None:
    """A draft that asks one council, a query about an answer, and each record of an act."""
    draft = make_round("chosen", is_draft=True)
    council = Council.objects.order_by("pk")[0]
    ChosenCouncil.objects.create(round=draft, council=council, reason="The pilot.")
    return_of = Return.objects.order_by("pk")[0]
    question = return_of.round.questions.filter(derivation="")[0]
    Query.objects.create(return_of=return_of, question=question, by=by)
    released = Return.objects.filter(round__releases__number=1).order_by("pk")[0]
    make_records(released, by=by, to=by)
