"""What is required of councils, changed for many at once and on the record."""

from typing import Any

import pytest
from django.test import Client

from councils.models import Council, User
from surveys.following.history import requirement_changes
from surveys.models import Return, Round
from tests.factories import make_open_round, make_return
from tests.reading import squeezed

pytestmark = pytest.mark.django_db

SIGNED_HERE = "This return is signed here. Reopen it before"
REQUIREMENTS = ["declined", "no_longer_required", "on_paper"]


@pytest.fixture
def spring(home: Council, elsewhere: Council) -> Round:
    """An open round of two councils, of which the one elsewhere has signed."""
    spring = make_open_round("spring")
    make_return(spring, home, state="in_progress")
    make_return(spring, elsewhere)
    return spring


def change(client: Client, person: User, *councils: Council, **fields: Any) -> Any:
    client.force_login(person)
    chosen = [str(each.returns.get().pk) for each in councils]
    data = {"requirement": "declined", "reason": "Their letter.", **fields}
    return client.post("/manage/rounds/spring/requirement/", {"return": chosen, **data})


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_it_is_changed_with_its_reason_and_back_again(
    client: Client, analyst: User, spring: Round, home: Council, requirement: str
) -> None:
    assert change(client, analyst, home, requirement=requirement).status_code == 302
    return_of = home.returns.get()
    assert (return_of.requirement, return_of.requirement_reason) == (requirement, "Their letter.")
    change(client, analyst, home, requirement="required", reason="After all.")
    told = [each.reason for each in requirement_changes(return_of)]
    assert told == ["After all.", "Their letter."]


def test_a_signed_return_is_told_of_beside_its_council_and_nothing_is_changed(
    client: Client, administrator: User, spring: Round, home: Council, elsewhere: Council
) -> None:
    body = squeezed(change(client, administrator, home, elsewhere).text)
    assert f"Torbay: {SIGNED_HERE}" in body
    assert "Leave these out, and change Gateshead" in body
    assert set(Return.objects.values_list("requirement", flat=True)) == {"required"}


def test_before_it_is_sent_it_says_which_are_to_be_reopened_first(
    client: Client, analyst: User, spring: Round, home: Council, elsewhere: Council
) -> None:
    client.force_login(analyst)
    working, signed = (each.returns.get().pk for each in (home, elsewhere))
    page = client.get(f"/manage/rounds/spring/requirement/?return={working}&return={signed}").text
    assert f'href="/manage/returns/{signed}/reopen/"' in page
    assert f"/manage/returns/{working}/reopen/" not in page


def test_the_others_are_changed_once_that_is_confirmed(
    client: Client, analyst: User, spring: Round, home: Council, elsewhere: Council
) -> None:
    assert change(client, analyst, home, elsewhere, leave_out="yes").status_code == 302
    assert (home.returns.get().requirement, elsewhere.returns.get().requirement) == (
        "declined", "required",
    )  # fmt: skip


def test_it_is_told_of_which_council_and_leads_to_entering_what_came_on_paper(
    client: Client, analyst: User, spring: Round, home: Council
) -> None:
    response = change(client, analyst, home, requirement="on_paper")
    page = squeezed(client.get(response["Location"]).text)
    assert "Changed what is required of Gateshead." in page
    assert "Enter it on the council’s behalf" in page


def test_it_has_a_reason(client: Client, analyst: User, spring: Round, home: Council) -> None:
    assert "Say why, for the record." in change(client, analyst, home, reason=" ").text
    assert home.returns.get().requirement == "required"


def test_what_is_so_already_is_said(
    client: Client, analyst: User, spring: Round, home: Council
) -> None:
    body = squeezed(change(client, analyst, home, requirement="required").text)
    assert "Gateshead: It is required already." in body


def test_a_lead_changes_nothing(
    client: Client, regional_lead: User, spring: Round, home: Council
) -> None:
    assert change(client, regional_lead, home).status_code == 404
    assert home.returns.get().requirement == "required"


def test_the_administration_leads_to_it(
    client: Client, administrator: User, spring: Round, home: Council
) -> None:
    client.force_login(administrator)
    pk = home.returns.get().pk
    page = client.get(f"/admin/surveys/return/{pk}/change/").text
    assert f"/manage/rounds/spring/requirement/?return={pk}" in page
    assert 'name="requirement"' not in page
