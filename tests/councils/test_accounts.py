"""One address a person: signing in, passwords, and nothing more of what allauth brings."""

import pytest
from django.test import Client

from councils.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "claimed",
    ["email", "signup", "confirm-email", "reauthenticate", "password/set", "login/code/confirm"],
)
def test_nothing_else_of_allauth_is_there(client: Client, contributor: User, claimed: str) -> None:
    """Such as claiming an address that is not one's own."""
    client.force_login(contributor)
    fields = {"email": "director@example.org", "action_add": ""}
    assert client.get(f"/accounts/{claimed}/").status_code == 404
    assert client.post(f"/accounts/{claimed}/", fields).status_code == 404


def test_who_never_chose_a_password_is_led_to_choose_one(client: Client) -> None:
    client.force_login(make_user(password=None))
    assert client.get("/accounts/password/change/")["Location"] == "/accounts/password/reset/"
