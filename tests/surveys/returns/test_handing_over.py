"""Only what was handed over is signed; who fills in alone does both in one go."""

import pytest
from django.test import Client

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.signing import hand_over, reopen, sign
from surveys.models import Return
from tests.days import DAY, today
from tests.factories import make_role
from tests.reading import squeezed
from tests.surveys.returns.signing import handed_over, make_working_return, save_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(home: Council, contributor: User, signatory: User) -> Return:
    """Answered by a contributor."""
    made = make_working_return(home)
    save_number(made, contributor, 11, 1)
    return made


@pytest.fixture
def alone(home: Council, signatory: User) -> Return:
    """Answered by the director, and by nobody else."""
    made = make_working_return(home)
    save_number(made, signatory, 11, 1)
    return made


@pytest.fixture
def reopened(ours: Return, signatory: User, analyst: User) -> Return:
    sign(return_of=handed_over(ours), by=signatory, name=signatory.name)
    reopen(return_of=ours, by=analyst, until=today() + 3 * DAY, reason="Carers.")
    ours.refresh_from_db()
    return ours


def kinds(return_of: Return) -> list[str]:
    return list(return_of.steps.values_list("kind", flat=True))


def page(client: Client, person: User, address: str) -> str:
    client.force_login(person)
    return squeezed(client.get(address).content.decode())


def test_what_colleagues_entered_is_not_signed_before_it_is_handed_over(
    ours: Return, contributor: User, signatory: User
) -> None:
    with pytest.raises(Refused, match=f"What {contributor.name} entered has not been handed over"):
        sign(return_of=ours, by=signatory, name=signatory.name)
    hand_over(return_of=ours, by=contributor)
    assert sign(return_of=ours, by=signatory, name=signatory.name).number == 1


def test_a_reopened_return_is_not_signed_before_it_is_handed_over_again(
    reopened: Return, contributor: User, signatory: User
) -> None:
    with pytest.raises(Refused, match="This return has not been handed over yet"):
        sign(return_of=reopened, by=signatory, name=signatory.name)
    hand_over(return_of=reopened, by=contributor)
    assert sign(return_of=reopened, by=signatory, name=signatory.name).number == 2


def test_a_page_says_what_the_statement_would_decide(
    ours: Return, signatory: User, client: Client
) -> None:
    shown = page(client, signatory, f"/returns/{ours.pk}/sign/")
    assert "has not been handed over yet" in shown
    assert "Sign the return" not in shown
    assert "Hand over and sign" not in shown


def test_a_director_who_fills_in_alone_hands_over_and_signs_in_one_go(
    alone: Return, signatory: User
) -> None:
    assert sign(return_of=alone, by=signatory, name=signatory.name).number == 1
    assert kinds(alone) == ["handed_over", "signed"]


def test_a_director_who_put_a_reopened_return_right_alone_signs_in_one_go(
    reopened: Return, signatory: User
) -> None:
    save_number(reopened, signatory, 12, 2)
    assert sign(return_of=reopened, by=signatory, name=signatory.name).number == 2


def test_a_director_who_fills_in_alone_is_told_plainly(
    alone: Return, signatory: User, client: Client
) -> None:
    assert "Go on filling it in" in page(client, signatory, "/returns/")
    tasks = page(client, signatory, f"/returns/{alone.pk}/")
    assert "Read it, hand it over and sign it in one go" in tasks
    shown = page(client, signatory, f"/returns/{alone.pk}/sign/")
    assert "You do both in one go" in shown
    assert "Hand over and sign </button>" in shown


def test_who_may_not_sign_is_not_told_to(alone: Return, contributor: User, client: Client) -> None:
    tasks = page(client, contributor, f"/returns/{alone.pk}/")
    assert "in one go" not in tasks


def test_nothing_is_handed_over_where_it_cannot_be_signed(alone: Return, signatory: User) -> None:
    with pytest.raises(Refused, match="Type your name"):
        sign(return_of=alone, by=signatory, name="")
    alone.refresh_from_db()
    assert (alone.state, kinds(alone)) == ("in_progress", [])


def test_a_contributor_who_may_also_sign_waits_for_what_colleagues_entered(
    ours: Return, signatory: User, home: Council
) -> None:
    make_role(signatory, "contributor", council=home)
    with pytest.raises(Refused, match="has not been handed over yet"):
        sign(return_of=ours, by=signatory, name=signatory.name)
