"""What is built here: a draft, and those who build it."""

import pytest
from django.test import Client

from councils.models import Council, User
from surveys.models import Round
from tests.factories import make_open_round, make_question, make_section


@pytest.fixture
def runner(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client


@pytest.fixture
def draft(home: Council) -> Round:
    """Two sections: a number and a forecast, then a text."""
    draft = make_open_round("spring", is_draft=True)
    first = make_section(draft, "first", position=0)
    second = make_section(draft, "second", position=1)
    make_question(draft, "people", section=first, position=0, unit="people")
    make_question(draft, "likely", section=first, position=1, type="scale")
    make_question(draft, "words", section=second, position=2, type="text", is_required=False)
    return draft
