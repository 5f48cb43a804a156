"""A return that was reopened in part: what is open until when, and what changed since."""

import datetime

import pytest
from django.test import Client

from councils.models import Council, User
from ppf_site import words
from surveys.actions.signing import hand_over, reopen, sign
from surveys.models import Return
from tests.days import DAY, today
from tests.factories import answer, make_question, make_section
from tests.reading import squeezed
from tests.surveys.returns.signing import handed_over, make_working_return, question_of, save_number

pytestmark = pytest.mark.django_db


def until() -> datetime.date:
    return today() + 3 * DAY


@pytest.fixture
def ours(home: Council, contributor: User, signatory: User, analyst: User) -> Return:
    """Signed with 10 people, and one of its two sections reopened."""
    made = make_working_return(home)
    money = make_section(made.round, "money", position=9)
    answer(made, make_question(made.round, "spending", unit="pounds", section=money), 500)
    sign(return_of=handed_over(made), by=signatory, name=signatory.name)
    section = question_of(made).section
    reopen(return_of=made, by=analyst, until=until(), reason="Carers.", sections=[section])
    return made


def page(client: Client, person: User, address: str) -> str:
    client.force_login(person)
    return squeezed(client.get(address).content.decode())


@pytest.mark.parametrize("path", ["", "{}/", "{}/sections/section/", "{}/sections/money/"])
def test_every_page_says_which_sections_are_open_until_when(
    ours: Return, contributor: User, client: Client, path: str
) -> None:
    told = f"Section “Section” is open again until the end of {words.day(until())}"
    assert told in page(client, contributor, f"/returns/{path.format(ours.pk)}")


def test_nothing_is_said_to_be_open_once_it_is_handed_over(
    ours: Return, contributor: User, client: Client
) -> None:
    hand_over(return_of=ours, by=contributor)
    for path in ("", f"{ours.pk}/", f"{ours.pk}/sections/section/"):
        assert "open again" not in page(client, contributor, f"/returns/{path}")


def test_the_task_list_says_it_of_each_section(
    ours: Return, contributor: User, client: Client
) -> None:
    tasks = page(client, contributor, f"/returns/{ours.pk}/")
    assert f"Open until the end of {words.day(until())}" in tasks
    assert "Not reopened, read-only" in tasks


def test_what_was_signed_stays_under_past_returns(
    ours: Return, contributor: User, client: Client
) -> None:
    home = page(client, contributor, "/returns/")
    past = home[home.index("Past returns") :]
    receipt = ours.signatures.get()
    assert receipt.reference in past
    assert f"Signed on {words.day(receipt.signed_at)}, and reopened since" in past


def test_signing_again_shows_what_changed_since_the_first_signature(
    ours: Return, contributor: User, signatory: User, analyst: User, client: Client
) -> None:
    save_number(ours, contributor, 11, 1)
    hand_over(return_of=ours, by=contributor)
    sign(return_of=handed_over(ours), by=signatory, name=signatory.name)
    reopen(return_of=ours, by=analyst, until=until(), reason="Carers again.")
    save_number(ours, contributor, 12, 2)
    shown = page(client, signatory, f"/returns/{ours.pk}/sign/")
    assert "1 answer changed since it was first signed" in shown
    assert "<strong>12 people</strong> <br>First signed: 10 people" in shown
    assert f"{contributor}, " in shown


def test_a_return_signed_for_the_first_time_has_no_such_part(
    home: Council, signatory: User, client: Client
) -> None:
    made = make_working_return(home)
    shown = page(client, signatory, f"/returns/{made.pk}/sign/")
    assert "first signed" not in shown
