"""A return of a few questions, and the contributor who fills it in."""

import pytest
from django.test import Client

from councils.models import Council, User
from surveys.models import Return
from tests.factories import make_open_round, make_question, make_return


@pytest.fixture
def ours(home: Council) -> Return:
    round = make_open_round("spring")
    people = make_question(round, "people", unit="people")
    make_question(round, "share", type="percentage")
    make_question(round, "words", type="text")
    return make_return(round, home, state="in_progress", answers={people: 1000})


@pytest.fixture
def page(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client
