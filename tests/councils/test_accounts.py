"""One address a person, shown to be theirs; and nothing more of what allauth brings."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.test import Client

from councils.accounts import take_address
from councils.actions import accept, invite
from councils.models import AddressChange, Council, User
from ppf_site.refused import Refused
from tests.councils.letters import link_to, sent
from tests.factories import PASSWORD, make_user
from tests.surveys.returns.signing import forget_jobs

pytestmark = pytest.mark.django_db
NEW = "new@example.org"
DIRECTOR = "director@torbay.example"
OTHER_PASSWORD = "another long pass phrase"


@pytest.fixture(autouse=True)
def _no_jobs(db: None) -> None:
    forget_jobs()


@pytest.fixture
def theirs(contributor: User) -> Client:
    client = Client()
    client.force_login(contributor)
    return client


def sign_in(email: str, password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session and client.get("/accounts/").status_code == 200


def ask_for(client: Client, email: str, password: str = PASSWORD) -> str:
    fields = {"email": email, "password": password}
    return client.post("/accounts/address/", fields, follow=True).text


def reset(email: str, password: str) -> Client:
    """Asks for a link, follows it, and chooses a password."""
    client = Client()
    client.post("/accounts/password/reset/", {"email": email})
    form = client.get(link_to(email), follow=True)
    fields = {"password1": password, "password2": password}
    client.post(form.redirect_chain[-1][0], fields)
    return client


# What is there


@pytest.mark.parametrize(
    "claimed",
    ["email", "signup", "confirm-email", "reauthenticate", "password/set", "login/code/confirm"],
)
def test_nothing_else_of_allauth_is_there(theirs: Client, claimed: str) -> None:
    """Such as claiming an address that is not one's own."""
    fields = {"email": DIRECTOR, "action_add": ""}
    assert theirs.get(f"/accounts/{claimed}/").status_code == 404
    assert theirs.post(f"/accounts/{claimed}/", fields).status_code == 404


def test_who_never_chose_a_password_is_led_to_choose_one(client: Client) -> None:
    client.force_login(make_user(password=None))
    for page in ("password/change", "address"):
        assert client.get(f"/accounts/{page}/")["Location"] == "/accounts/password/reset/"


# Two accounts, one address, one invitation


def test_a_contributor_does_not_become_another_councils_director(
    contributor: User, administrator: User, elsewhere: Council
) -> None:
    mallory = sign_in(contributor.email)
    mallory.post("/accounts/email/", {"email": DIRECTOR, "action_add": ""})
    ask_for(mallory, DIRECTOR)
    claim = link_to(DIRECTOR)
    invite(council=elsewhere, kind="signatory", email=DIRECTOR, by=administrator)
    invitation = link_to(DIRECTOR)

    # The director follows both links, the wrong one first and last.
    director = Client()
    assert director.post(claim).status_code == 302
    fields = {"name": "Ann Director", "password": OTHER_PASSWORD}
    assert director.post(invitation, fields)["Location"] == "/returns/"
    assert "this link is not of your account" in " ".join(director.get(claim).text.split())
    director.post(claim)

    ann = User.objects.get(email=DIRECTOR)
    assert [(role.kind, role.council) for role in ann.roles.all()] == [("signatory", elsewhere)]
    mallory.post(claim)  # even with the director's link
    again = User.objects.get(pk=contributor.pk)
    assert (again.email, again.roles.filter(council=elsewhere).exists()) == (
        contributor.email,
        False,
    )
    assert is_in(reset(contributor.email, "a third long pass phrase")) is False
    assert ann.check_password(OTHER_PASSWORD)


def test_an_account_that_holds_the_address_unshown_does_not_get_the_role(
    administrator: User, elsewhere: Council
) -> None:
    """As the first fault left one: made by somebody else, with a password that they know."""
    account = make_user(DIRECTOR, email_verified_at=None)
    mallory = sign_in(DIRECTOR)
    made = invite(council=elsewhere, kind="signatory", email=DIRECTOR, by=administrator)
    invitation = link_to(DIRECTOR)
    assert "nobody has shown yet that the mailbox is theirs" in mallory.get(invitation).text
    mallory.post(invitation)
    with pytest.raises(Refused, match="Nobody has shown yet"):
        accept(invitation=made, user=account)

    reset(DIRECTOR, OTHER_PASSWORD)
    director = sign_in(DIRECTOR, OTHER_PASSWORD)
    assert director.post(invitation)["Location"] == "/returns/"
    assert account.roles.get().council == elsewhere
    assert not is_in(mallory)
    assert not is_in(sign_in(DIRECTOR))


def test_accepting_ends_other_sessions_and_other_addresses(
    theirs: Client, contributor: User, administrator: User, elsewhere: Council
) -> None:
    ask_for(theirs, NEW)
    invite(council=elsewhere, kind="signatory", email=contributor.email, by=administrator)
    invitation, accepting = link_to(contributor.email), sign_in(contributor.email)
    accepting.post(invitation)
    assert is_in(accepting)
    assert not is_in(theirs)
    assert not AddressChange.objects.exists()


# The address


def test_a_new_address_is_taken_by_its_link_and_the_former_is_told(
    theirs: Client, contributor: User
) -> None:
    former = contributor.email
    elsewhere = sign_in(former)
    assert f"A link goes to {NEW}" in ask_for(theirs, NEW)
    link = link_to(NEW)
    assert User.objects.get(pk=contributor.pk).email == former
    assert "you sign in with new@example.org" in theirs.get(link).text
    theirs.post(link)
    contributor.refresh_from_db()
    assert contributor.email == NEW
    assert sent()[former] == ["[Council surveys] Your e-mail address was changed"]
    assert NEW in str(mail.outbox[-1].body)
    assert is_in(theirs)
    assert not is_in(elsewhere)
    assert theirs.get(link).status_code == 404


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        (NEW, "wrong", "This is not your password."),
        ("new", PASSWORD, "such as name@council.gov.uk"),
        ("contributor@example.org", PASSWORD, "This is your address already."),
        ("STRANGER@example.org", PASSWORD, "Another account has this address."),
    ],
)
def test_what_is_wrong_with_it_is_said_and_nothing_is_sent(
    theirs: Client, stranger: User, email: str, password: str, words: str
) -> None:
    assert words in ask_for(theirs, email, password)
    assert sent() == {}


def test_an_address_that_was_given_away_meanwhile_is_not_taken(
    theirs: Client, contributor: User
) -> None:
    ask_for(theirs, NEW)
    make_user(NEW)
    with pytest.raises(Refused, match="Another account has this address by now"):
        take_address(change=contributor.address_change, user=contributor)


def test_an_address_that_an_administrator_replaced_opens_nothing(
    client: Client, administrator: User, contributor: User, theirs: Client
) -> None:
    former = contributor.email
    Client().post("/accounts/password/reset/", {"email": former})
    link = link_to(former)
    client.force_login(administrator)
    data = {"email": NEW, "name": contributor.name, "is_active": "on"}
    inline = {f"roles-{key}_FORMS": 0 for key in ("TOTAL", "INITIAL")}
    client.post(f"/admin/councils/user/{contributor.pk}/change/", {**data, **inline})
    assert sent()[former][-1] == "[Council surveys] Your e-mail address was changed"
    for opened in (theirs, sign_in(former), sign_in(NEW)):
        assert not is_in(opened)
    assert "This link no longer works" in Client().get(link, follow=True).text
    mail.outbox.clear()
    Client().post("/accounts/password/reset/", {"email": former})
    assert sent() == {}
    reset(NEW, OTHER_PASSWORD)
    assert is_in(sign_in(NEW, OTHER_PASSWORD))


def test_no_session_comes_back_with_an_account_that_was_closed(
    client: Client, administrator: User, contributor: User, theirs: Client
) -> None:
    client.force_login(administrator)
    data = {"email": contributor.email, "name": contributor.name}
    data |= {f"roles-{key}_FORMS": "0" for key in ("TOTAL", "INITIAL")}
    address = f"/admin/councils/user/{contributor.pk}/change/"
    client.post(address, data)
    assert not is_in(theirs)
    client.post(address, {**data, "is_active": "on"})
    assert User.objects.get(pk=contributor.pk).is_active
    assert not is_in(theirs)


def test_the_database_holds_no_other_address_of_a_person(contributor: User) -> None:
    EmailAddress.objects.create(user=contributor, email=contributor.email)
    with pytest.raises(IntegrityError, match="A person has one address"), transaction.atomic():
        EmailAddress.objects.create(user=contributor, email=DIRECTOR, verified=True)
    User.objects.filter(pk=contributor.pk).update(email=NEW)
    assert not EmailAddress.objects.exists()


# The password


def test_a_link_to_choose_a_password_shows_the_mailbox_and_ends_sessions() -> None:
    person = make_user(NEW, email_verified_at=None)
    before = sign_in(NEW)
    reset(NEW, OTHER_PASSWORD)
    person.refresh_from_db()
    assert person.email_verified_at is not None
    assert not is_in(before)
    assert sent()[NEW][-1] == "[Council surveys] Your password was changed"


def test_a_changed_password_is_told_and_ends_other_sessions(
    theirs: Client, contributor: User
) -> None:
    other = sign_in(contributor.email)
    fields = {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    theirs.post("/accounts/password/change/", fields)
    assert sent() == {contributor.email: ["[Council surveys] Your password was changed"]}
    assert is_in(theirs)
    assert not is_in(other)


def test_links_come_from_the_sites_own_address(contributor: User) -> None:
    fields = {"email": contributor.email}
    Client().post("/accounts/password/reset/", fields, headers={"host": "localhost:6666"})
    link_to(contributor.email)
    [message] = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    assert ":6666" not in f"{message.subject} {message.body} {message.alternatives}"


@pytest.mark.parametrize("email", ["nobody@example.org", "left@example.org"])
def test_no_link_goes_to_who_has_no_account_and_the_page_does_not_tell(email: str) -> None:
    make_user("left@example.org", is_active=False)
    page = Client().post("/accounts/password/reset/", {"email": email}, follow=True)
    assert "If there is an account with that address" in page.text
    assert sent() == {}
