"""Where a return stands has one name, and what is being changed is not signed."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.signing import hand_over, reopen, send_back, sign, take_back
from surveys.models import Return
from tests.days import DAY, today
from tests.factories import make_open_round, make_return
from tests.reading import squeezed
from tests.surveys.returns.signing import make_working_return

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(home: Council, contributor: User, signatory: User) -> Return:
    made = make_working_return(home)
    hand_over(return_of=made, by=contributor)
    return made


def status(return_of: Return) -> str:
    return Return.objects.select_related("round").get(pk=return_of.pk).status


def page(client: Client, person: User, address: str) -> str:
    client.force_login(person)
    return squeezed(client.get(address).content.decode())


def sent_back(return_of: Return, by: User) -> None:
    send_back(return_of=return_of, by=by, reason="The carers are wrong.")


def taken_back(return_of: Return, by: User) -> None:
    take_back(return_of=return_of, by=by)


@pytest.mark.parametrize("back", [sent_back, taken_back])
def test_what_is_being_changed_is_signed_only_once_it_is_handed_over_again(
    ours: Return, signatory: User, back: Callable[[Return, User], None]
) -> None:
    back(ours, signatory)
    with pytest.raises(Refused, match="once it has been handed over again"):
        sign(return_of=ours, by=signatory, name=signatory.name)
    hand_over(return_of=ours, by=signatory)
    assert sign(return_of=ours, by=signatory, name=signatory.name).number == 1


def test_more_time_does_not_make_a_return_that_was_sent_back_one_to_sign(
    ours: Return, signatory: User, analyst: User
) -> None:
    sent_back(ours, signatory)
    later = ours.round.closes_on + 3 * DAY
    reopen(return_of=ours, by=analyst, until=later, reason="They asked for time.")
    with pytest.raises(Refused, match="once it has been handed over again"):
        sign(return_of=ours, by=signatory, name=signatory.name)


def test_after_sending_back_nothing_says_that_it_can_be_signed(
    ours: Return, signatory: User, client: Client
) -> None:
    sent_back(ours, signatory)
    shown = page(client, signatory, f"/returns/{ours.pk}/sign/")
    assert "Gateshead: sent back" in shown
    assert "This return was sent back to be changed" in shown
    assert "ready to sign" not in shown
    assert "sign it all the same" not in shown
    assert "Sign the return" not in shown


@pytest.mark.parametrize(("back", "name"), [(sent_back, "Sent back"), (taken_back, "Taken back")])
def test_every_page_has_the_same_name_for_it(  # noqa: PLR0917 (the cast)
    ours: Return,
    signatory: User,
    contributor: User,
    administrator: User,
    client: Client,
    back: Callable[[Return, User], None],
    name: str,
) -> None:
    back(ours, signatory)
    assert status(ours) == name
    assert name in page(client, contributor, "/returns/")
    assert "In progress" not in page(client, contributor, "/returns/")
    assert f"<title>{name}" in page(client, contributor, f"/returns/{ours.pk}/")
    assert name in page(client, administrator, f"/admin/surveys/return/?round={ours.round_id}")
    assert name in [each.label for each in ours.round.returns.count_by_state() if each.count]


def test_a_return_goes_through_its_states(
    home: Council, contributor: User, signatory: User, analyst: User
) -> None:
    ours = make_working_return(home)
    seen = [status(ours)]
    hand_over(return_of=ours, by=contributor)
    seen.append(status(ours))
    sign(return_of=ours, by=signatory, name=signatory.name)
    seen.append(status(ours))
    reopen(return_of=ours, by=analyst, until=today() + 3 * DAY, reason="Carers.")
    seen.append(status(ours))
    hand_over(return_of=ours, by=contributor)
    seen.append(status(ours))
    assert seen == ["In progress", "Ready to sign", "Signed", "Reopened", "Ready to sign"]


def test_days_have_their_say(home: Council) -> None:
    ours = make_return(make_open_round(), home, state="in_progress")
    with time_machine.travel(ours.round.opens_on - DAY):
        assert status(ours) == "Not open yet"
    with time_machine.travel(ours.round.closes_on + DAY):
        assert status(ours) == "Closed, not signed"
        counts = {each.label: each.count for each in ours.round.returns.count_by_state()}
    assert counts["Closed, not signed"] == 1
