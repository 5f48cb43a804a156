"""Each person is shown the one next step that is theirs, on every page that leads to returns."""

import pytest
from django.test import Client

from councils.models import Council, User
from surveys.actions.signing import hand_over, send_back, sign
from surveys.models import Return
from surveys.returns.alone import with_who_fills_in
from tests.factories import make_open_round, make_return, make_role
from tests.reading import squeezed
from tests.surveys.returns.signing import handed_over, make_check, make_working_return

pytestmark = pytest.mark.django_db
READ = "Read and sign the return"


@pytest.fixture
def ours(home: Council, contributor: User, signatory: User) -> Return:
    return make_working_return(home)


def pages(client: Client, person: User, ours: Return) -> list[str]:
    """The front page, one's returns and the task list."""
    client.force_login(person)
    addresses = ["/", "/returns/", f"/returns/{ours.pk}/"]
    return [squeezed(client.get(address).content.decode()) for address in addresses]


def test_the_director_is_led_to_where_a_return_is_signed(
    ours: Return, contributor: User, signatory: User, client: Client
) -> None:
    hand_over(return_of=ours, by=contributor)
    for page in pages(client, signatory, ours):
        assert READ in page
        assert f'href="/returns/{ours.pk}/sign/"' in page


def test_nobody_else_is_led_there(ours: Return, contributor: User, client: Client) -> None:
    hand_over(return_of=ours, by=contributor)
    front, home, tasks = pages(client, contributor, ours)
    assert READ not in front + home + tasks
    assert "It is with the director to sign" in home
    assert "It is with the director to sign" in tasks


def test_a_contributor_is_led_to_what_is_to_be_filled_in(
    ours: Return, contributor: User, client: Client
) -> None:
    front, home, tasks = pages(client, contributor, ours)
    assert "Go on filling it in, then hand it over" in front
    assert "Go on filling it in, then hand it over" in home
    assert "Your next step:</strong> hand it over to the director" in tasks


def test_a_return_that_was_not_handed_over_says_what_is_to_be_done_first(
    ours: Return, contributor: User, client: Client
) -> None:
    make_check(ours.round, severity="soft")
    client.force_login(contributor)
    page = squeezed(client.post(f"/returns/{ours.pk}/hand-over/").content.decode())
    assert "Your next step:</strong> explain the odd values" in page


def test_a_director_waits_while_colleagues_have_the_return(
    ours: Return, signatory: User, client: Client
) -> None:
    front, home, _ = pages(client, signatory, ours)
    assert f"/returns/{ours.pk}/" not in front
    assert "Your colleagues have it: you sign once it is handed over" in home


def test_a_director_whom_nobody_fills_in_for_is_told_so(
    home: Council, signatory: User, client: Client
) -> None:
    ours = make_return(make_open_round("spring"), home, state="not_started")
    front, listed, _ = pages(client, signatory, ours)
    for page in (front, listed):
        assert f"Nobody fills in for {home}: fill it in yourself, or invite a colleague" in page
    assert "Your colleagues have it" not in listed


def test_a_director_who_alone_filled_it_in_is_led_to_it_from_the_front_page(
    ours: Return, signatory: User, client: Client
) -> None:
    ours.answers.update(updated_by=signatory)
    front, _, tasks = pages(client, signatory, ours)
    assert f'href="/returns/{ours.pk}/"' in front
    assert "Read it, hand it over and sign it in one go" in tasks


def test_what_was_entered_before_the_last_signature_makes_nobody_alone(
    ours: Return, contributor: User, signatory: User, home: Council, client: Client
) -> None:
    ours.answers.update(updated_by=signatory)
    sign(return_of=handed_over(ours), by=signatory, name=signatory.name)
    [asked] = with_who_fills_in(Return.objects.filter(pk=ours.pk))
    assert vars(asked)["who_entered"] == []
    assert vars(asked)["has_contributor"]


def test_a_director_who_fills_in_too_is_led_to_that(
    ours: Return, signatory: User, home: Council, client: Client
) -> None:
    make_role(signatory, "contributor", council=home)
    assert "Go on filling it in" in pages(client, signatory, ours)[1]


def test_what_was_sent_back_is_read_by_its_contributors(
    ours: Return, contributor: User, signatory: User, client: Client
) -> None:
    hand_over(return_of=ours, by=contributor)
    send_back(return_of=ours, by=signatory, reason="The carers.")
    _, home, tasks = pages(client, contributor, ours)
    assert "Read what is to be changed, then hand it over again" in home
    assert "Your next step:</strong> read what is to be changed, then hand it over again" in tasks


def test_once_it_is_signed_nothing_is_next(
    ours: Return, contributor: User, signatory: User, client: Client
) -> None:
    sign(return_of=handed_over(ours), by=signatory, name=signatory.name)
    for person in (contributor, signatory):
        front, home, tasks = pages(client, person, ours)
        assert READ not in front + home + tasks
        assert f"/returns/{ours.pk}/" not in front
