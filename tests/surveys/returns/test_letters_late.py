"""A letter that has waited is looked at again when it is sent; the deputy who typed is told."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from councils.models import Council, Role, User
from surveys.actions.signing import hand_over, reopen, sign, take_back
from surveys.jobs import remind
from surveys.models import Reminder, Return
from tests.days import DAY, today
from tests.factories import make_role
from tests.reading import squeezed
from tests.surveys.returns.letters import sent
from tests.surveys.returns.signing import forget_jobs, handed_over, make_working_return

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_jobs(db: None) -> None:
    forget_jobs()


@pytest.fixture
def ours(home: Council, contributor: User, signatory: User) -> Return:
    return make_working_return(home, closes_on=today() + 7 * DAY)


def leaves(person: User) -> None:
    yesterday = today() - DAY
    Role.objects.filter(user=person).update(ends_on=yesterday)


def no_longer(return_of: Return) -> None:
    Return.objects.filter(pk=return_of.pk).update(
        requirement="no_longer_required", requirement_reason="The council is gone."
    )


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda ours, by, director: leaves(director),
        lambda ours, by, director: take_back(return_of=ours, by=by),
        lambda ours, by, director: sign(return_of=ours, by=director, name=director.name),
        lambda ours, by, director: no_longer(ours),
    ],
    ids=["left", "taken back", "signed", "no longer required"],
)
def test_nobody_is_asked_to_sign_what_is_no_longer_to_be_signed_by_them(
    ours: Return,
    contributor: User,
    signatory: User,
    meanwhile: Callable[[Return, User, User], object],
) -> None:
    hand_over(return_of=ours, by=contributor)
    meanwhile(ours, contributor, signatory)
    sent()
    assert not [message for message in mail.outbox if "ready for you to sign" in message.subject]


@pytest.mark.parametrize("change", ["left", "no longer required", "more time"])
def test_a_reminder_is_not_sent_to_who_left_nor_of_what_is_not_due_then(
    ours: Return, contributor: User, signatory: User, analyst: User, change: str
) -> None:
    remind(today())
    if change == "left":
        leaves(contributor)
        leaves(signatory)
    elif change == "no longer required":
        no_longer(ours)
    else:
        later = today() + 20 * DAY
        reopen(return_of=ours, by=analyst, until=later, reason="More time.")
    assert not [subject for subject in sent().values() if "due by" in subject]


def test_no_reminder_follows_a_reopening_at_once(
    ours: Return, signatory: User, analyst: User
) -> None:
    sign(return_of=handed_over(ours), by=signatory, name=signatory.name)
    reopen(return_of=ours, by=analyst, until=today() + 3 * DAY, reason="Carers.")
    assert remind(today()) == 0
    assert not Reminder.objects.exists()


def test_a_deputy_who_typed_the_figures_is_told_that_a_colleague_should_sign(
    ours: Return, contributor: User, home: Council, client: Client
) -> None:
    last = today() + 9 * DAY
    make_role(
        contributor, "signatory", council=home, is_deputy=True, starts_on=today(), ends_on=last
    )
    ours.answers.update(updated_by=contributor)
    client.force_login(contributor)
    page = squeezed(client.get(f"/returns/{ours.pk}/sign/").content.decode())
    assert "You entered 1 of these answers yourself" in page
    assert "A colleague who did not enter the figures should sign" in page


def test_a_director_is_not_told_so(ours: Return, signatory: User, client: Client) -> None:
    ours.answers.update(updated_by=signatory)
    client.force_login(signatory)
    page = client.get(f"/returns/{ours.pk}/sign/").content.decode()
    assert "You entered 1 of these" not in page
