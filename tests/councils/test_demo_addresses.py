"""In the demonstration everybody keeps their address: the next visitor is the same people."""

import pytest
from django.test import Client
from pytest_django import Settings

from councils.accounts import ask_for_address, take_address
from councils.models import User
from ppf_site.refused import Refused
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
STAYS = "everybody keeps their address"
FIELDS = {"email": "new@example.org", "password": PASSWORD}


def test_no_link_is_sent_to_a_new_one(
    client: Client, contributor: User, settings: Settings
) -> None:
    settings.DEMO = True
    client.force_login(contributor)
    assert STAYS in client.get("/accounts/address/").text
    assert STAYS in client.post("/accounts/address/", FIELDS).text
    with pytest.raises(Refused, match=STAYS):
        ask_for_address(user=contributor, email=FIELDS["email"])


def test_no_link_that_was_sent_before_is_followed(contributor: User, settings: Settings) -> None:
    change = ask_for_address(user=contributor, email=FIELDS["email"])
    settings.DEMO = True
    with pytest.raises(Refused, match=STAYS):
        take_address(change=change, user=contributor)


@pytest.mark.parametrize("changed", [{"email": "new@example.org"}, {"is_active": ""}])
def test_no_administrator_replaces_one_or_switches_somebody_off(
    client: Client,
    administrator: User,
    contributor: User,
    settings: Settings,
    changed: dict[str, str],
) -> None:
    settings.DEMO = True
    client.force_login(administrator)
    inlines = {"roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"}
    fields = {"email": contributor.email, "name": "Ann", "is_active": "on", **inlines, **changed}
    page = client.post(f"/admin/councils/user/{contributor.pk}/change/", fields)
    assert (page.status_code, STAYS in page.text) == (200, True)


def test_a_name_is_put_right_there_all_the_same(
    client: Client, administrator: User, contributor: User, settings: Settings
) -> None:
    settings.DEMO = True
    client.force_login(administrator)
    inlines = {"roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"}
    fields = {"email": contributor.email, "name": "Ann Other", "is_active": "on", **inlines}
    client.post(f"/admin/councils/user/{contributor.pk}/change/", fields)
    contributor.refresh_from_db()
    assert contributor.name == "Ann Other"
