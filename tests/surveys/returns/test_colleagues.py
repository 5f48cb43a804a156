"""Colleagues of a return: sections in hand, deputies for a period, and the page for both."""

import datetime

import pytest
from django.test import Client

from councils.models import Council, Invitation, Role, User
from ppf_site.refused import Refused
from surveys.actions.colleagues import hand_section, take_section
from surveys.actions.signing import sign
from surveys.models import Assignment, Return
from surveys.permissions import may_name_deputy, may_sign
from tests.days import DAY, today
from tests.factories import make_role, make_round, make_section, make_user
from tests.surveys.returns.signing import handed_over, make_working_return, question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def return_of(home: Council) -> Return:
    return make_working_return(home)


def post(client: Client, person: User, return_of: Return, **fields: object) -> int:
    client.force_login(person)
    return client.post(f"/returns/{return_of.pk}/colleagues/", fields).status_code


def text(client: Client, person: User, return_of: Return) -> str:
    client.force_login(person)
    return client.get(f"/returns/{return_of.pk}/colleagues/").content.decode()


# Sections


def test_a_section_is_handed_to_a_colleague_and_taken_back(
    return_of: Return, contributor: User, signatory: User, client: Client
) -> None:
    key = question_of(return_of).section.key
    post(client, contributor, return_of, do="give", section=key, user=signatory.pk)
    assert Assignment.objects.get().user == signatory
    assert f"In the hands of {signatory}" in text(client, contributor, return_of)
    for _ in range(2):
        post(client, contributor, return_of, do="take", section=key)
    assert not Assignment.objects.exists()


def test_a_section_is_in_one_persons_hands(
    return_of: Return, contributor: User, signatory: User
) -> None:
    section = question_of(return_of).section
    for person in (contributor, signatory):
        hand_section(return_of=return_of, section=section, to=person)
    assert Assignment.objects.get().user == signatory
    take_section(return_of=return_of, section=section)
    assert not Assignment.objects.exists()


def test_a_section_is_not_handed_to_another_councils_people(
    return_of: Return, stranger: User
) -> None:
    with pytest.raises(Refused, match="does not work for Gateshead"):
        hand_section(return_of=return_of, section=question_of(return_of).section, to=stranger)


def test_a_section_of_another_round_is_not_handed_over(
    return_of: Return, contributor: User
) -> None:
    with pytest.raises(Refused, match="another round"):
        hand_section(return_of=return_of, section=make_section(make_round()), to=contributor)


@pytest.mark.parametrize("section", ["nothing", "\x00", ""])
def test_a_section_that_is_not_there_is_a_404(
    return_of: Return, contributor: User, client: Client, section: str
) -> None:
    assert post(client, contributor, return_of, do="take", section=section) == 404


@pytest.mark.parametrize("do", ["", "nothing", "end-deputy"])
def test_what_the_page_does_not_offer_is_a_404(
    return_of: Return, contributor: User, client: Client, do: str
) -> None:
    assert post(client, contributor, return_of, do=do) == 404


# Invitations from the page


def test_a_contributor_invites_a_contributor(
    return_of: Return, contributor: User, client: Client
) -> None:
    fields = {"invite-email": "New@Example.org", "invite-kind": "contributor"}
    assert post(client, contributor, return_of, do="invite", **fields) == 302
    made = Invitation.objects.get()
    assert (made.email, made.kind, made.invited_by) == (
        "new@example.org",
        "contributor",
        contributor,
    )
    assert "new@example.org" in text(client, contributor, return_of)


def test_a_contributor_invites_no_signatory(
    return_of: Return, contributor: User, client: Client
) -> None:
    fields = {"invite-email": "new@example.org", "invite-kind": "signatory"}
    assert post(client, contributor, return_of, do="invite", **fields) == 200
    assert not Invitation.objects.exists()


def test_a_signatory_invites_a_signatory(
    return_of: Return, signatory: User, client: Client
) -> None:
    fields = {"invite-email": "new@example.org", "invite-kind": "signatory"}
    assert post(client, signatory, return_of, do="invite", **fields) == 302
    assert Invitation.objects.get().kind == "signatory"


def test_an_address_that_is_none_is_refused_beside_its_field(
    return_of: Return, contributor: User, client: Client
) -> None:
    client.force_login(contributor)
    fields = {"do": "invite", "invite-email": "nobody", "invite-kind": "contributor"}
    shown = client.post(f"/returns/{return_of.pk}/colleagues/", fields).content.decode()
    assert "Enter an e-mail address, such as" in shown


def test_an_invitation_is_withdrawn(return_of: Return, contributor: User, client: Client) -> None:
    fields = {"invite-email": "new@example.org", "invite-kind": "contributor"}
    post(client, contributor, return_of, do="invite", **fields)
    pk = Invitation.objects.get().pk
    for _ in range(2):
        assert post(client, contributor, return_of, do="withdraw", invitation=pk) == 302
    assert not Invitation.objects.exists()


def test_another_councils_invitation_is_not_withdrawn(
    return_of: Return, contributor: User, stranger: User, client: Client, elsewhere: Council
) -> None:
    theirs = make_working_return(elsewhere)
    fields = {"invite-email": "new@example.org", "invite-kind": "contributor"}
    post(client, stranger, theirs, do="invite", **fields)
    post(client, contributor, return_of, do="withdraw", invitation=Invitation.objects.get().pk)
    assert Invitation.objects.exists()


# Deputies


def name_deputy(
    client: Client, by: User, return_of: Return, deputy: User, *days: datetime.date
) -> int:
    start, end = days
    fields = {
        "deputy-user": deputy.pk,
        "deputy-starts_on": f"{start:%d %B %Y}",
        "deputy-ends_on": f"{end:%d/%m/%Y}",
    }
    return post(client, by, return_of, do="deputy", **fields)


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_a_deputy_may_sign_in_their_time(
    return_of: Return, signatory: User, contributor: User, client: Client
) -> None:
    assert name_deputy(client, signatory, return_of, contributor, today(), today() + 7 * DAY) == 302
    assert may_sign(fresh(contributor), return_of)
    assert (
        sign(return_of=handed_over(return_of), by=contributor, name=contributor.name).signed_by
        == contributor
    )


def test_a_deputy_may_not_sign_before_their_time(
    return_of: Return, signatory: User, contributor: User, client: Client
) -> None:
    name_deputy(client, signatory, return_of, contributor, today() + DAY, today() + 7 * DAY)
    assert not may_sign(fresh(contributor), return_of)


def test_the_same_deputy_twice_is_one_role(
    return_of: Return, signatory: User, contributor: User, client: Client
) -> None:
    for _ in range(2):
        name_deputy(client, signatory, return_of, contributor, today(), today() + 7 * DAY)
    assert Role.objects.filter(user=contributor, kind="signatory").count() == 1


def test_a_deputys_time_is_ended(
    return_of: Return, signatory: User, contributor: User, client: Client
) -> None:
    name_deputy(client, signatory, return_of, contributor, today(), today() + 7 * DAY)
    role = Role.objects.get(user=contributor, kind="signatory")
    assert post(client, signatory, return_of, do="end-deputy", role=role.pk) == 302
    assert not may_sign(fresh(contributor), return_of)


def test_a_director_is_not_ended_as_a_deputy(
    return_of: Return, signatory: User, client: Client
) -> None:
    role = Role.objects.get(user=signatory)
    post(client, signatory, return_of, do="end-deputy", role=role.pk)
    assert may_sign(fresh(signatory), return_of)


def test_a_contributor_names_no_deputy(
    return_of: Return, contributor: User, signatory: User, client: Client
) -> None:
    assert name_deputy(client, contributor, return_of, signatory, today(), today() + 7 * DAY) == 404


def test_a_deputy_names_no_deputy(return_of: Return, contributor: User, home: Council) -> None:
    make_role(contributor, "signatory", council=home, ends_on=today() + 7 * DAY, is_deputy=True)
    assert may_sign(fresh(contributor), return_of)
    assert not may_name_deputy(fresh(contributor), return_of)


def test_a_deputy_invites_no_signatory(
    return_of: Return, contributor: User, home: Council, client: Client
) -> None:
    make_role(contributor, "signatory", council=home, ends_on=today() + 7 * DAY, is_deputy=True)
    fields = {"do": "invite", "invite-email": "second@example.org", "invite-kind": "signatory"}
    assert post(client, contributor, return_of, **fields) == 200
    assert not Invitation.objects.exists()


def test_a_director_whose_post_has_an_end_is_no_deputy(
    return_of: Return, signatory: User, contributor: User, client: Client
) -> None:
    Role.objects.filter(user=signatory).update(ends_on=today() + 7 * DAY)
    assert may_name_deputy(fresh(signatory), return_of)
    assert "Deputy signatory" not in text(client, contributor, return_of)
    name_deputy(client, signatory, return_of, contributor, today(), today() + 7 * DAY)
    deputy = Role.objects.get(user=contributor, kind="signatory")
    assert deputy.is_deputy
    post(client, signatory, return_of, do="end-deputy", role=Role.objects.get(user=signatory).pk)
    assert may_sign(fresh(signatory), return_of)


@pytest.mark.parametrize("days", [(7, 0), (-9, -8)], ids=("out of order", "long ago"))
def test_a_deputys_days_are_in_order_and_not_over(
    return_of: Return,
    signatory: User,
    contributor: User,
    client: Client,
    days: tuple[int, int],
) -> None:
    first, last = (today() + each * DAY for each in days)
    assert name_deputy(client, signatory, return_of, contributor, first, last) == 200
    assert Role.objects.filter(user=contributor).count() == 1


def test_a_stranger_is_no_deputy(
    return_of: Return, signatory: User, stranger: User, client: Client
) -> None:
    assert name_deputy(client, signatory, return_of, stranger, today(), today() + 7 * DAY) == 200
    assert not Role.objects.filter(user=stranger, kind="signatory").exists()


def test_the_page_lists_people_with_their_roles(
    return_of: Return, contributor: User, signatory: User, client: Client, home: Council
) -> None:
    gone = make_user("gone@example.org")
    make_role(gone, "contributor", council=home, ends_on=today() - DAY)
    shown = text(client, contributor, return_of)
    assert str(signatory) in shown
    assert "gone@example.org" not in shown
