"""The masthead leads whoever has signed in to their own council or region."""

from django.test import Client

from councils.models import Council, User
from tests.factories import make_council, make_role

LINK = '<a class="masthead__link" href="{}">{}</a>'


def test_to_the_council_that_somebody_works_for(
    client: Client, contributor: User, home: Council
) -> None:
    client.force_login(contributor)
    page = client.get("/councils/").text
    assert LINK.format(home.get_absolute_url(), "Your council") in page


def test_to_the_region_of_its_lead(client: Client, regional_lead: User, home: Council) -> None:
    client.force_login(regional_lead)
    page = client.get("/councils/").text
    assert LINK.format(home.region.get_absolute_url(), "Your region") in page


def test_to_each_of_several_by_name(client: Client, contributor: User, home: Council) -> None:
    other = make_council("Northwick")
    make_role(contributor, "contributor", council=other)
    client.force_login(contributor)
    page = client.get("/councils/").text
    for council in (home, other):
        assert LINK.format(council.get_absolute_url(), council.name) in page


def test_not_a_reader(client: Client, db: None) -> None:
    page = client.get("/councils/").text
    assert "Your council" not in page
    assert "Your region" not in page


def test_a_regional_lead_follows_returns_and_an_analyst_runs_rounds(
    client: Client, regional_lead: User, analyst: User
) -> None:
    for person, work in ((regional_lead, "Follow returns"), (analyst, "Run rounds")):
        client.force_login(person)
        assert LINK.format("/manage/", f"\n  {work}") in client.get("/councils/").text
