"""Where each person belongs, and what they may do, asked by name."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from councils.models import Council, Region, User
from councils.permissions import Access, access_of, first_page, may_run_rounds
from tests.factories import make_role, make_user

NATIONAL = Access(is_national=True)


def test_a_reader_belongs_nowhere(reader: AnonymousUser) -> None:
    assert access_of(reader) == Access()
    assert not access_of(reader).is_sector


def test_a_contributor_belongs_to_the_council(contributor: User, home: Council) -> None:
    assert access_of(contributor) == Access(council_ids=frozenset([home.pk]))


def test_a_signatory_belongs_to_the_council(signatory: User, home: Council) -> None:
    assert access_of(signatory) == Access(council_ids=frozenset([home.pk]))


def test_a_lead_belongs_to_the_region(regional_lead: User, home_region: Region) -> None:
    assert access_of(regional_lead) == Access(region_ids=frozenset([home_region.pk]))


def test_an_analyst_belongs_to_the_country(analyst: User) -> None:
    assert access_of(analyst) == NATIONAL


def test_an_administrator_belongs_to_the_country(administrator: User) -> None:
    assert access_of(administrator) == NATIONAL


def test_two_roles_give_both_places(home: Council, elsewhere: Council) -> None:
    user = make_user(role="contributor", council=home)
    make_role(user, "signatory", council=elsewhere)
    assert access_of(user).council_ids == {home.pk, elsewhere.pk}


@pytest.mark.django_db
def test_a_person_without_a_role_belongs_nowhere() -> None:
    assert access_of(make_user()) == Access()


@pytest.mark.django_db
def test_a_person_who_may_not_sign_in_belongs_nowhere() -> None:
    assert access_of(make_user(role="analyst", is_active=False)) == Access()


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("reader", False),
        ("contributor", False),
        ("signatory", False),
        ("regional_lead", False),
        ("analyst", True),
        ("administrator", True),
    ],
)
def test_only_the_centre_runs_rounds(
    person: str, may: bool, request: pytest.FixtureRequest
) -> None:
    assert may_run_rounds(request.getfixturevalue(person)) is may


@pytest.mark.parametrize(
    ("permission", "may"),
    [
        ("surveys.add_round", True),
        ("milestones.change_milestone", True),
        ("councils.view_council", True),
        ("councils.change_council", False),
        ("councils.view_user", False),
        ("councils.view_role", False),
        ("account.view_emailaddress", False),
    ],
)
def test_an_analyst_runs_surveys_and_does_not_change_people(
    permission: str, may: bool, analyst: User
) -> None:
    assert analyst.has_perm(permission) is may


def test_an_administrator_may_do_all(administrator: User) -> None:
    assert administrator.has_perms(["councils.delete_role", "account.view_emailaddress"])


def test_a_contributor_has_no_part_in_the_administration(contributor: User) -> None:
    assert not contributor.is_staff
    assert not contributor.has_perm("surveys.view_round")


def test_the_administration_does_not_exist_for_who_has_no_part_in_it(
    client: Client, contributor: User
) -> None:
    client.force_login(contributor)
    assert client.get("/admin/", follow=True).status_code == 404


def test_who_runs_rounds_and_has_signed_in_is_led_past_the_sign_in(
    client: Client, analyst: User
) -> None:
    client.force_login(analyst)
    response = client.get("/admin/login/", {"next": "/admin/"}, follow=True)
    assert response.redirect_chain == [("/admin/", 302)]
    assert response.status_code == 200


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_who_runs_rounds_begins_with_them(db: None, role: str) -> None:
    assert first_page(make_user(role=role)) == "/manage/"
