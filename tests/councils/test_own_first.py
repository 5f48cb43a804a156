"""The list of councils begins with the one that somebody works for."""

import pytest
from django.test import Client

from councils.models import Council, User
from tests.factories import make_council, make_role


def own_of(page: str) -> str:
    """What stands before the first region."""
    return page.partition("<main")[2].partition("<form")[0]


@pytest.mark.usefixtures("elsewhere")
def test_a_contributors_own_council_comes_first(
    client: Client, contributor: User, home: Council
) -> None:
    client.force_login(contributor)
    own = own_of(client.get("/councils/").text)
    assert f'href="{home.get_absolute_url()}">Gateshead</a>' in own
    assert "Torbay" not in own


def test_all_come_first_of_who_works_for_several(
    client: Client, contributor: User, home: Council
) -> None:
    other = make_council("Northwick")
    make_role(contributor, "contributor", council=other)
    client.force_login(contributor)
    own = own_of(client.get("/councils/").text)
    assert "Your councils:" in own
    assert own.index(home.get_absolute_url()) < own.index(other.get_absolute_url())


@pytest.mark.parametrize("role", ["reader", "regional_lead", "analyst"])
def test_nobody_elses_comes_first(
    client: Client, home: Council, role: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(role)
    if role != "reader":
        client.force_login(person)
    assert "Your council" not in own_of(client.get("/councils/").text)
