"""Inviting a council's first people from the administration pages."""

import datetime
import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from councils.actions import accept, invite
from councils.models import Council, Invitation, User
from tests.factories import make_council, make_open_round, make_return, make_user
from tests.surveys.returns.signing import forget_jobs, run_jobs

pytestmark = pytest.mark.django_db
FIRST = {"email": "First@example.org", "kind": "contributor"}


@pytest.fixture(autouse=True)
def _no_jobs(db: None) -> None:
    forget_jobs()


@pytest.fixture
def administrators(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def address(council: Council) -> str:
    return f"/admin/councils/council/{council.pk}/invite/"


def test_the_first_person_is_invited_and_sees_the_councils_return(
    administrators: Client, home: Council
) -> None:
    round = make_open_round("spring")
    return_of = make_return(round, home, state="not_started")
    page = administrators.get(f"/admin/councils/council/{home.pk}/change/").text
    assert f'href="{address(home)}"' in page
    assert administrators.post(address(home), FIRST).status_code == 302

    run_jobs()
    [message] = mail.outbox
    assert message.to == ["first@example.org"]
    [link] = re.findall(rf"{settings.SITE_URL}(/invitations/\S+/)", str(message.body))

    person = Client()
    fields = {"name": "Sam Okoro", "password": "a long pass phrase of Sam"}
    assert person.post(link, fields)["Location"] == "/returns/"
    returns = person.get("/returns/").text
    assert round.title in returns
    assert f"/returns/{return_of.pk}/" in returns


def test_a_signatory_is_invited_too(
    administrators: Client, administrator: User, home: Council
) -> None:
    administrators.post(address(home), {**FIRST, "kind": "signatory"})
    found = Invitation.objects.get()
    assert (found.kind, found.council, found.invited_by) == ("signatory", home, administrator)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"email": ""}, "email", "Enter the person’s e-mail address."),
        ({"email": "first"}, "email", "such as name@council.gov.uk"),
        ({"kind": ""}, "kind", "Choose what they will do."),
        ({"kind": "analyst"}, "kind", "those that are offered"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    administrators: Client, home: Council, changed: dict[str, str], field: str, words: str
) -> None:
    page = administrators.post(address(home), {**FIRST, **changed})
    assert list(page.context["form"].errors) == [field]
    assert words in page.text
    assert not Invitation.objects.exists()


def test_who_has_the_role_already_is_not_invited(
    administrators: Client, home: Council, contributor: User
) -> None:
    page = administrators.post(address(home), {**FIRST, "email": contributor.email})
    assert "is a contributor of Gateshead already" in page.text
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("person", ["analyst", "contributor", "signatory", "regional_lead"])
def test_only_an_administrator_invites_there(
    client: Client, request: pytest.FixtureRequest, home: Council, person: str
) -> None:
    client.force_login(request.getfixturevalue(person))
    assert client.get(address(home)).status_code != 200
    client.post(address(home), FIRST)
    assert not Invitation.objects.exists()


def test_an_analyst_is_not_offered_it(client: Client, analyst: User, home: Council) -> None:
    client.force_login(analyst)
    page = client.get(f"/admin/councils/council/{home.pk}/change/")
    assert page.status_code == 200
    assert address(home) not in page.text


def test_a_council_that_is_not_there_is_not_found(administrators: Client) -> None:
    assert administrators.get("/admin/councils/council/0/invite/").status_code == 404


# The list


@pytest.fixture
def three(home: Council, administrator: User) -> dict[str, Invitation]:
    """One of each standing."""
    made = {
        name: invite(
            council=home, kind="contributor", email=f"{name}@example.org", by=administrator
        )
        for name in ("open", "used", "over")
    }
    accept(invitation=made["used"], user=make_user("used@example.org", name="Ada Used"))
    yesterday = timezone.now() - datetime.timedelta(days=1)
    Invitation.objects.filter(pk=made["over"].pk).update(expires_at=yesterday)
    return made


@pytest.mark.parametrize("person", ["analyst", "administrator"])
def test_the_list_says_who_was_invited_by_whom_and_what_became_of_it(
    client: Client,
    request: pytest.FixtureRequest,
    three: dict[str, Invitation],
    administrator: User,
    person: str,
) -> None:
    client.force_login(request.getfixturevalue(person))
    page = client.get("/admin/councils/invitation/").text
    for words in ("open@example.org", "Used by Ada Used on", "Over since", "Open until"):
        assert words in page
    assert page.count(str(administrator)) >= len(three)


@pytest.mark.parametrize("standing", ["open", "used", "over"])
def test_the_list_is_filtered_by_standing(
    administrators: Client, three: dict[str, Invitation], standing: str
) -> None:
    page = administrators.get(f"/admin/councils/invitation/?standing={standing}").text
    shown = {name for name in three if f"{name}@example.org" in page}
    assert shown == {standing}


def test_an_invitation_is_read_and_not_written(
    administrators: Client, three: dict[str, Invitation], elsewhere: Council
) -> None:
    each = three["open"]
    base = f"/admin/councils/invitation/{each.pk}/"
    assert administrators.get(f"{base}change/").status_code == 200
    data = {"email": "other@example.org", "council": elsewhere.pk}
    assert administrators.post(f"{base}change/", data).status_code == 403
    assert administrators.post(f"{base}delete/", {"post": "yes"}).status_code == 403
    assert administrators.get("/admin/councils/invitation/add/").status_code == 403


def end(client: Client, *ones: Invitation) -> str:
    data = {"action": "end", "_selected_action": [each.pk for each in ones]}
    return client.post("/admin/councils/invitation/", data, follow=True).text


def test_one_that_nobody_has_used_is_withdrawn(
    administrators: Client, three: dict[str, Invitation]
) -> None:
    page = end(administrators, *three.values())
    assert "The invitation of used@example.org has been used. End the role instead." in page
    assert list(Invitation.objects.all()) == [three["used"]]


def test_an_analyst_withdraws_none(
    client: Client, analyst: User, three: dict[str, Invitation]
) -> None:
    client.force_login(analyst)
    end(client, *three.values())
    assert Invitation.objects.count() == len(three)


def test_a_councils_invitations_are_reached_from_its_page(
    administrators: Client, three: dict[str, Invitation], administrator: User, home: Council
) -> None:
    other = make_council("Torbay")
    invite(council=other, kind="contributor", email="torbay@example.org", by=administrator)
    listed = f"/admin/councils/invitation/?council__id__exact={home.pk}"
    assert listed in administrators.get(f"/admin/councils/council/{home.pk}/change/").text
    assert "torbay@example.org" not in administrators.get(listed).text
