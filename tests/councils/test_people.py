"""People and their roles: from a day to a day, in one place, fetched in one query."""

import datetime
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from councils.backends import RolesBackend
from councils.models import Council, Role, User
from tests.factories import PASSWORD, make_council, make_region, make_role, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.date(2010, 4, 1)
BEFORE, AFTER = datetime.date(2010, 3, 31), datetime.date(2010, 4, 2)


def refused(constraint: str) -> AbstractContextManager[Any]:
    return pytest.raises(IntegrityError, match=constraint)


def add_role(**fields: Any) -> Role:
    return Role.objects.create(user=make_user(), starts_on=DAY, **fields)


def test_an_address_is_kept_in_small_letters() -> None:
    assert make_user("Ann@Example.ORG").email == "ann@example.org"


def test_an_address_belongs_to_one_person_whatever_its_case() -> None:
    make_user("ann@example.org")
    with refused("user_email_once"):
        User.objects.create(email="Ann@example.org", name="Another Ann")


@pytest.mark.parametrize("email", ["ann@example.org", "ANN@Example.org"])
def test_a_person_signs_in_whatever_the_case_of_the_address(email: str) -> None:
    user = make_user("ann@example.org")
    request = RequestFactory().post("/")
    assert authenticate(request, username=email, password=PASSWORD) == user


def test_a_role_is_in_force_on_its_first_and_last_day() -> None:
    role = add_role(kind="analyst", ends_on=AFTER)
    days = [BEFORE, DAY, AFTER, AFTER + datetime.timedelta(days=1)]
    held = [role in Role.objects.in_force(on=day) for day in days]
    assert held == [False, True, True, False]


def test_a_role_without_an_end_stays_in_force() -> None:
    role = add_role(kind="analyst")
    assert role in Role.objects.in_force(on=datetime.date(2999, 1, 1))


def test_a_role_that_starts_tomorrow_gives_nothing_yet() -> None:
    user = make_user()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    make_role(user, "administrator", starts_on=tomorrow)
    assert not user.has_role("administrator")


def test_a_role_that_ended_yesterday_gives_nothing_any_more() -> None:
    user = make_user()
    make_role(user, "analyst", ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert not user.has_role("analyst")


def test_a_person_who_may_not_sign_in_has_no_role() -> None:
    assert not make_user(role="administrator", is_active=False).has_role("administrator")


@pytest.mark.parametrize("kind", ["contributor", "signatory"])
def test_a_councils_role_needs_a_council(kind: str) -> None:
    with refused("role_has_its_place"):
        add_role(kind=kind)


@pytest.mark.parametrize("kind", ["contributor", "signatory"])
def test_a_councils_role_has_no_region(kind: str) -> None:
    council = make_council()
    with refused("role_has_its_place"):
        add_role(kind=kind, council=council, region=council.region)


def test_a_lead_needs_a_region() -> None:
    with refused("role_has_its_place"):
        add_role(kind="regional_lead")


def test_a_lead_has_no_council() -> None:
    council = make_council()
    with refused("role_has_its_place"):
        add_role(kind="regional_lead", region=council.region, council=council)


@pytest.mark.parametrize("kind", ["analyst", "administrator"])
@pytest.mark.parametrize("place", ["council", "region"])
def test_a_national_role_has_no_place(kind: str, place: str) -> None:
    where: dict[str, Any] = {"council": make_council()} if place == "council" else {}
    where = where or {"region": make_region()}
    with refused("role_has_its_place"):
        add_role(kind=kind, **where)


def test_a_role_is_of_a_known_kind() -> None:
    with refused("role_has_its_place"):
        add_role(kind="minister")


def test_a_role_cannot_end_before_it_starts() -> None:
    with refused("role_ends_after_start"):
        add_role(kind="analyst", ends_on=BEFORE)


def test_a_role_may_last_one_day() -> None:
    assert add_role(kind="analyst", ends_on=DAY).ends_on == DAY


def test_the_person_of_a_request_comes_with_roles_in_one_query(
    home: Council, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_user(role="contributor", council=home)
    make_role(person, "regional_lead", region=home.region)
    with django_assert_num_queries(1):
        user = RolesBackend().get_user(person.pk)
        assert user is not None
        places = [str(role) for role in user.roles_in_force]
    assert sorted(places) == ["Contributor, Gateshead", "Regional lead, North East"]


def test_the_person_of_a_request_comes_without_roles_that_are_over() -> None:
    person = make_user()
    make_role(person, "analyst", ends_on=datetime.date(2001, 1, 1))
    user = RolesBackend().get_user(person.pk)
    assert user == person
    assert user is not None and user.roles_in_force == []


def test_a_person_who_may_not_sign_in_is_nobody_to_a_request() -> None:
    assert RolesBackend().get_user(make_user(role="analyst", is_active=False).pk) is None


def test_a_person_who_is_gone_is_nobody_to_a_request() -> None:
    assert RolesBackend().get_user(0) is None


def test_a_change_of_role_is_kept_in_its_history() -> None:
    role = add_role(kind="analyst")
    Role.objects.filter(pk=role.pk).update(ends_on=AFTER)
    events = Role._meta.apps.get_model("councils", "RoleEvent").objects.order_by("pgh_id")
    assert list(events.values_list("ends_on", flat=True)) == [None, AFTER]


def test_no_password_is_kept_in_history() -> None:
    event = User._meta.apps.get_model("councils", "UserEvent")
    assert "password" not in {field.name for field in event._meta.get_fields()}


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("contributor", "/returns/"),
        ("signatory", "/returns/"),
        ("regional_lead", "/regions/north-east/"),
        ("analyst", "/manage/"),
        ("administrator", "/manage/"),
    ],
)
def test_signing_in_leads_to_ones_own_work(
    client: Client, request: pytest.FixtureRequest, role: str, page: str
) -> None:
    person = request.getfixturevalue(role)
    fields = {"login": person.email, "password": PASSWORD}
    assert client.post("/accounts/login/", fields).headers["Location"] == page
    client.post("/accounts/logout/")
    after = client.post("/accounts/login/?next=/rounds/", {**fields, "next": "/rounds/"})
    assert after.headers["Location"] == "/rounds/"
