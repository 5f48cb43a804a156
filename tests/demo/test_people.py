"""The people one can be, and the door they come in by."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from councils.models import Role, User
from ppf_site.demo.people import demo_people


@pytest.mark.usefixtures("demo")
def test_there_is_one_person_a_role_without_a_password() -> None:
    for person in demo_people():
        user = User.objects.get(email=person.email)
        assert not user.has_usable_password()
        assert [str(role) for role in user.roles_in_force] == [person.role_label]
    assert {person.kind for person in demo_people()} == set(Role.Kind)


@pytest.mark.usefixtures("demo")
def test_sign_in_as_each(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    for person in demo_people():
        response = client.post(reverse("demo_sign_in"), {"email": person.email})
        assert response.status_code == 302
        assert User.objects.get(pk=client.session["_auth_user_id"]).email == person.email


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("is_ended", [True, False])
def test_whose_role_was_taken_away_comes_in_with_it_again(
    client: Client, settings: Settings, is_ended: bool
) -> None:
    """Else an administrator who tries that out locks the next visitor out."""
    settings.DEMO = True
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    for person in demo_people():
        roles = Role.objects.filter(user__email=person.email)
        roles.update(ends_on=yesterday) if is_ended else roles.delete()
        client.post(reverse("demo_sign_in"), {"email": person.email})
        user = User.objects.get(email=person.email)
        assert [str(role) for role in user.roles_in_force] == [person.role_label]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("email", ["", "nobody@example.org", "other@example.org"])
def test_nobody_else_comes_in(client: Client, settings: Settings, email: str) -> None:
    settings.DEMO = True
    User.objects.create_user("other@example.org", name="Other")
    assert client.post(reverse("demo_sign_in"), {"email": email}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("demo")
def test_no_door_without_the_demonstration(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    email = demo_people()[0].email
    assert client.post(reverse("demo_sign_in"), {"email": email}).status_code == 404


@pytest.mark.usefixtures("demo")
def test_door_never_leads_away(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    sent = {"email": demo_people()[0].email, "next": "https://example.com/"}
    assert client.post(reverse("demo_sign_in"), sent)["Location"] == "/returns/"


@pytest.mark.django_db
def test_database_of_somebody_else_is_refused() -> None:
    User.objects.create_user("real@example.org", name="Real")
    with pytest.raises(CommandError, match="did not make"):
        call_command("load_demo")
    assert User.objects.count() == 1
