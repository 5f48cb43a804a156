"""Who asks is read in one statement, and nobody is who they no longer are."""

import datetime
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils import sessions
from councils.models import Council, Role, User
from councils.signed_in import signed_in
from tests.days import DAY, today
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
# A page that is kept, and one that only whoever has signed in may see.
KEPT, OWN = "/methodology/", "/accounts/"


@pytest.fixture
def signed(client: Client, contributor: User) -> Client:
    """The contributor, whose page is kept and whose session is known to this process."""
    client.force_login(contributor)
    assert is_known(client)
    assert is_known(client)
    return client


def is_known(client: Client) -> bool:
    """To a page that is kept, and to one that is made for them: both say the same."""
    by_kept = b"Sign out" in client.get(KEPT).content
    assert (client.get(OWN).status_code == 200) == by_kept
    return by_kept


def queries(client: Client, address: str = KEPT) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert b"Sign out" in client.get(address).content
    return len(asked)


def test_a_kept_page_of_somebody_who_has_signed_in_asks_the_database_once(signed: Client) -> None:
    assert queries(signed) == 1


def test_so_it_does_for_somebody_without_a_role(client: Client) -> None:
    client.force_login(make_user())
    client.get(KEPT)
    client.get(KEPT)
    assert queries(client) == 1


def test_a_process_that_has_not_met_the_session_asks_twice(signed: Client) -> None:
    sessions.WHOSE.clear()
    assert queries(signed) == 2


def end_session() -> None:
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))


def switch_off() -> None:
    User.objects.update(is_active=False)


def change_password() -> None:
    for user in User.objects.all():
        user.set_password("another pass phrase altogether")
        user.save(update_fields=["password"])


def end_all_sessions() -> None:
    for user in User.objects.all():
        user.end_sessions()


def forget_session() -> None:
    Session.objects.all().delete()


def forge_session() -> None:
    Session.objects.update(session_data="e30:1abc:forged")


def name_another_backend() -> None:
    store = sessions.SessionStore(Session.objects.get().session_key)
    store["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    store.save()


@pytest.mark.parametrize(
    "happens",
    [
        end_session,
        switch_off,
        change_password,
        end_all_sessions,
        forget_session,
        forge_session,
        name_another_backend,
    ],
)
def test_nobody_is_known_once(happens: Callable[[], None], signed: Client) -> None:
    happens()
    assert not is_known(signed)


def test_a_role_that_has_ended_opens_nothing(signed: Client) -> None:
    assert b"Your returns" in signed.get(KEPT).content
    Role.objects.update(ends_on=today() - DAY)
    assert b"Your returns" not in signed.get(KEPT).content


def test_nor_does_one_that_has_not_begun(signed: Client) -> None:
    Role.objects.update(starts_on=today() + DAY)
    assert b"Your returns" not in signed.get(KEPT).content


def test_what_a_process_remembers_of_a_session_decides_nothing(
    signed: Client, analyst: User
) -> None:
    key = Session.objects.get().session_key
    sessions.WHOSE[key] = analyst.pk
    assert b"Administration" not in signed.get(KEPT).content
    assert sessions.WHOSE[key] != analyst.pk


def test_a_process_remembers_so_many_sessions(
    signed: Client, monkeypatch: pytest.MonkeyPatch, analyst: User
) -> None:
    monkeypatch.setattr(sessions, "MOST_KNOWN", 1)
    signed.force_login(analyst)
    assert is_known(signed)
    assert len(sessions.WHOSE) == 1


def test_what_is_to_be_told_is_told_on_a_page_that_is_kept(signed: Client) -> None:
    typed = {"email": "new@example.org", "password": PASSWORD}
    assert signed.post("/accounts/address/", typed).status_code == 302
    assert b"new@example.org" in signed.get(KEPT).content
    assert b"new@example.org" not in signed.get(KEPT).content


def test_roles_in_force_are_those_that_the_models_say(home: Council) -> None:
    person = make_user(role="contributor", council=home)
    for starts, ends in [(-2, -1), (-1, 0), (0, 0), (0, 1), (1, 2)]:
        Role.objects.create(
            user=person,
            kind="analyst",
            starts_on=today() + starts * DAY,
            ends_on=today() + ends * DAY,
        )
    found = signed_in(person=person.pk).person
    assert found is not None
    assert set(found.roles_in_force) == set(person.roles.in_force())
    assert [role.council for role in found.roles_in_force if role.council] == [home]
