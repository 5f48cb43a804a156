"""Invitations: one use, fourteen days, a hash in the database, the right person."""

import datetime
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from councils.actions import MOST_AN_HOUR, MOST_OPEN, accept, invite, set_up_account, withdraw
from councils.models import Council, Invitation, Region, Role, User
from councils.models.links import hash_of
from ppf_site.refused import Refused
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "new@example.org"
NAME = {"name": "Sam Okoro", "password": "a long pass phrase of Sam"}


@pytest.fixture
def invitation(home: Council, contributor: User) -> Invitation:
    return invite(council=home, kind="contributor", email=ADDRESS, by=contributor)


@pytest.fixture
def link(invitation: Invitation) -> Iterator[str]:
    yield f"/invitations/{invitation.new_token()}/"


def again(invitation: Invitation) -> Invitation:
    return Invitation.objects.get(pk=invitation.pk)


def test_a_new_person_sets_up_an_account_and_has_the_role(
    link: str, client: Client, home: Council
) -> None:
    assert ADDRESS in client.get(link).content.decode()
    answer = client.post(link, NAME)
    assert (answer.status_code, answer["Location"]) == (302, "/returns/")
    user = User.objects.get(email=ADDRESS)
    assert user.name == "Sam Okoro"
    assert user.check_password(NAME["password"])
    assert [(role.kind, role.council) for role in user.roles.all()] == [("contributor", home)]
    assert int(client.session["_auth_user_id"]) == user.pk


def test_the_token_is_not_in_the_database(link: str, invitation: Invitation) -> None:
    token = link.split("/")[2]
    kept = again(invitation).token_hash
    assert token not in kept
    assert kept == hash_of(token)
    history = Invitation._meta.apps.get_model("councils", "InvitationEvent")
    assert "token_hash" not in {field.name for field in history._meta.get_fields()}


def test_a_region_stands_with_its_article_where_it_has_one() -> None:
    region = Region(name="South West")
    assert Invitation(kind="regional_lead", region=region).work == (
        "follow the returns of the South West"
    )
    named = Council(name="East Sussex")
    assert Invitation(kind="contributor", council=named).work == (
        "work on the returns of East Sussex"
    )


def test_a_link_works_once(link: str, client: Client) -> None:
    client.post(link, NAME)
    other = Client()
    for answer in (other.get(link), other.post(link, NAME)):
        assert answer.status_code == 410
        assert "This invitation has been used" in answer.content.decode()
    assert User.objects.filter(email=ADDRESS).count() == 1


def test_the_person_who_used_it_is_led_on(link: str, client: Client) -> None:
    client.post(link, NAME)
    assert client.get(link)["Location"] == "/returns/"


@pytest.mark.parametrize(("days", "status"), [(13, 200), (14, 410)])
def test_a_link_works_for_fourteen_days(link: str, client: Client, days: int, status: int) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(days=days, minutes=1)):
        assert client.get(link).status_code == status


def test_an_expired_link_says_whom_to_ask(
    link: str, invitation: Invitation, client: Client
) -> None:
    Invitation.objects.update(expires_at=timezone.now())
    answer = client.post(link, NAME)
    assert answer.status_code == 410
    assert f"Ask {invitation.invited_by}" in answer.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_an_unknown_link_says_what_may_have_happened(client: Client) -> None:
    answer = client.get("/invitations/nothing/")
    assert answer.status_code == 404
    assert "a newer one may have replaced" in answer.content.decode()


def test_a_new_link_ends_the_one_before(link: str, invitation: Invitation, client: Client) -> None:
    invitation.new_token()
    assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Enter your name."),
        ("password", "short", "at least 8 characters"),
        ("password", "password123", "too common"),
        ("password", ADDRESS, "too similar"),
    ],
)
def test_a_name_and_a_good_password_are_asked_for(
    link: str, client: Client, field: str, value: str, words: str
) -> None:
    shown = client.post(link, {**NAME, field: value}).content.decode()
    assert words in shown
    assert not User.objects.filter(email=ADDRESS).exists()


# Who invited


def leave(person: User) -> None:
    """The role ended yesterday."""
    Role.objects.filter(user=person).update(
        ends_on=timezone.localdate() - datetime.timedelta(days=1)
    )


def test_an_invitation_of_who_has_left_is_not_accepted(
    link: str, contributor: User, client: Client
) -> None:
    leave(contributor)
    for answer in (client.get(link), client.post(link, NAME)):
        assert answer.status_code == 410
        assert "This invitation no longer stands" in answer.content.decode()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_nor_by_an_account_that_is_there(invitation: Invitation, contributor: User) -> None:
    leave(contributor)
    with pytest.raises(Refused, match="can no longer invite people to Gateshead"):
        accept(invitation=again(invitation), user=make_user(ADDRESS))


@pytest.mark.parametrize("role", ["contributor", "signatory", "regional_lead", "analyst"])
def test_nobody_invites_to_another_council(
    request: pytest.FixtureRequest, elsewhere: Council, role: str
) -> None:
    with pytest.raises(Refused, match="You do not invite people"):
        invite(
            council=elsewhere,
            kind="contributor",
            email=ADDRESS,
            by=request.getfixturevalue(role),
        )


def test_a_contributor_invites_no_signatory(home: Council, contributor: User) -> None:
    with pytest.raises(Refused, match="You do not invite people"):
        invite(council=home, kind="signatory", email=ADDRESS, by=contributor)


# An address that has an account


@pytest.fixture
def known(link: str) -> User:
    return make_user(ADDRESS)


def test_an_account_gets_the_role_after_signing_in(
    link: str, known: User, client: Client, home: Council
) -> None:
    assert f"/accounts/login/?next={quote(link, safe='')}" in client.get(link).content.decode()
    fields = {"login": ADDRESS, "password": PASSWORD, "next": link}
    assert client.post("/accounts/login/", fields)["Location"] == link
    assert not known.roles.exists()
    assert client.post(link)["Location"] == "/returns/"
    assert known.roles.get().council == home


def test_nobody_takes_an_account_over_by_its_invitation(
    link: str, known: User, client: Client
) -> None:
    client.post(link, NAME)
    assert known.check_password(PASSWORD)
    assert User.objects.get(pk=known.pk).check_password(PASSWORD)
    assert not known.roles.exists()


def test_somebody_else_signed_in_does_not_get_the_role(
    link: str, known: User, stranger: User, client: Client
) -> None:
    client.force_login(stranger)
    assert "sign out first" in client.get(link).content.decode()
    client.post(link)
    assert stranger.roles.count() == 1
    assert not known.roles.exists()


def test_somebody_signed_in_sets_up_no_account_for_another(
    link: str, stranger: User, client: Client
) -> None:
    client.force_login(stranger)
    client.post(link, NAME)
    assert not User.objects.filter(email=ADDRESS).exists()


def test_accepting_twice_is_once(invitation: Invitation) -> None:
    user = make_user(ADDRESS)
    accept(invitation=invitation, user=user)
    accept(invitation=invitation, user=user)
    assert Role.objects.filter(user=user).count() == 1


def test_a_used_invitation_makes_no_second_account(invitation: Invitation) -> None:
    set_up_account(invitation=invitation, name="Sam", password="x" * 12)
    User.objects.filter(email=ADDRESS).update(email="moved@example.org")
    with pytest.raises(Refused, match="can no longer be used"):
        set_up_account(invitation=invitation, name="Sam", password="x" * 12)


# Inviting


def test_the_same_address_again_is_one_invitation(
    invitation: Invitation, home: Council, contributor: User
) -> None:
    Invitation.objects.update(expires_at=timezone.now())
    again = invite(council=home, kind="contributor", email="NEW@example.org ", by=contributor)
    assert again.pk == invitation.pk
    assert not again.is_expired


def test_who_has_the_role_is_not_invited(home: Council, contributor: User) -> None:
    with pytest.raises(Refused, match="is a contributor of Gateshead already"):
        invite(council=home, kind="contributor", email=contributor.email, by=contributor)


def test_a_council_does_not_invite_without_end(home: Council, contributor: User) -> None:
    for number in range(MOST_OPEN):
        email = f"person-{number}@example.com"
        invite(council=home, kind="contributor", email=email, by=contributor)
    with pytest.raises(Refused, match="open already"):
        invite(council=home, kind="contributor", email=ADDRESS, by=contributor)


@pytest.mark.parametrize("kind", ["analyst", "administrator", "regional_lead"])
def test_a_colleague_gives_no_role_beyond_the_council(
    home: Council, contributor: User, kind: str
) -> None:
    with pytest.raises(Refused, match="You do not invite people to that work"):
        invite(council=home, kind=kind, email=ADDRESS, by=contributor)


def test_a_person_sends_so_many_invitations_an_hour(home: Council, contributor: User) -> None:
    """Withdrawn ones count, and the same address again: each was an e-mail."""
    with time_machine.travel(timezone.now(), tick=True) as clock:
        for number in range(MOST_AN_HOUR):
            email = f"new{number % 3}@example.org"
            sent = invite(council=home, kind="contributor", email=email, by=contributor)
            withdraw(council=home, pk=sent.pk)
        with pytest.raises(Refused, match="You have sent 30 invitations in an hour"):
            invite(council=home, kind="contributor", email=ADDRESS, by=contributor)
        clock.shift(datetime.timedelta(hours=1, minutes=1))
        invite(council=home, kind="contributor", email=ADDRESS, by=contributor)


def test_another_person_may_still_invite(
    home: Council, contributor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("councils.actions.MOST_AN_HOUR", 1)
    colleague = make_user(role="contributor", council=home)
    for by, email in ((contributor, "new@example.org"), (colleague, "other@example.org")):
        invite(council=home, kind="contributor", email=email, by=by)
    with pytest.raises(Refused, match="in an hour"):
        invite(council=home, kind="contributor", email="third@example.org", by=contributor)
