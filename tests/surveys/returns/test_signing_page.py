"""The page before signing: what it says, what it signs, for whom it is not there."""

import pytest
from django.test import Client

from councils.models import Council, User
from surveys.actions.signing import hand_over, sign
from surveys.models import Return
from surveys.returns.review import review_of
from tests.factories import answer, make_question
from tests.reading import squeezed
from tests.surveys.returns.signing import explain, handed_over, make_check, make_working_return

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(home: Council) -> Return:
    return make_working_return(home)


def state_of(one: Return) -> str:
    return Return.objects.get(pk=one.pk).state


def kinds(one: Return) -> list[str]:
    return list(one.steps.values_list("kind", flat=True))


def address(one: Return, page: str = "sign") -> str:
    return f"/returns/{one.pk}/{page}/"


def test_the_title_says_what_state_it_is_in(one: Return, signatory: User, client: Client) -> None:
    make_check(one.round, severity="soft")
    client.force_login(signatory)
    assert "1 odd value to explain" in client.get(address(one)).content.decode()
    explain(one)
    assert "Gateshead: in progress, 1 odd value explained" in (
        client.get(address(one)).content.decode()
    )


def test_the_page_signs_and_shows_the_receipt(one: Return, signatory: User, client: Client) -> None:
    client.force_login(signatory)
    handed_over(one)
    fields = {"declared": "on", "name": "Ann Director", "seen": review_of(one).mark}
    for _ in range(2):
        answer = client.post(address(one), fields, follow=True)
        assert answer.redirect_chain == [(address(one, "receipts/1"), 302)]
    assert "Ann Director" in answer.content.decode()


@pytest.mark.parametrize("left_out", ["declared", "name", "seen"])
def test_the_page_signs_nothing_without(
    one: Return, signatory: User, client: Client, left_out: str
) -> None:
    client.force_login(signatory)
    handed_over(one)
    fields = {"declared": "on", "name": "Ann Director", "seen": review_of(one).mark}
    del fields[left_out]
    assert client.post(address(one), fields).status_code == 200
    assert state_of(one) == "to_sign"


def test_a_contributor_reads_the_page_and_cannot_sign(
    one: Return, contributor: User, client: Client
) -> None:
    client.force_login(contributor)
    page = client.get(address(one)).content.decode()
    assert "Sign the return" not in page
    fields = {"declared": "on", "name": "Ann Director", "seen": review_of(one).mark}
    assert client.post(address(one), fields).status_code == 404
    assert client.post(address(one, "send-back"), {"reason": "x"}).status_code == 404
    assert state_of(one) == "in_progress"


def test_the_page_sends_back_with_a_reason_that_contributors_read(
    one: Return, signatory: User, contributor: User, client: Client
) -> None:
    hand_over(return_of=one, by=contributor)
    client.force_login(signatory)
    assert client.post(address(one, "send-back"), {"reason": ""}).status_code == 200
    for _ in range(2):
        answer = client.post(address(one, "send-back"), {"reason": "Look at the carers."})
        assert answer.status_code == 302
    client.force_login(contributor)
    assert "Look at the carers." in client.get(address(one)).content.decode()
    assert kinds(one) == ["handed_over", "sent_back"]


PAGES = ["sign", "send-back", "receipts/1", "correction", "colleagues", "compare"]


def test_another_name_is_refused_beside_its_box(
    one: Return, signatory: User, client: Client
) -> None:
    client.force_login(signatory)
    handed_over(one)
    fields = {"declared": "on", "name": "M", "seen": review_of(one).mark}
    page = squeezed(client.post(address(one), fields).content.decode())
    assert '<a href="#id_name">Type your name as your account has it: Ann Director' in page
    assert "id_name_error" in page


@pytest.mark.parametrize("page", PAGES)
def test_somebody_elses_return_does_not_exist(
    one: Return, stranger: User, client: Client, page: str
) -> None:
    sign(return_of=handed_over(one), by=stranger, name=stranger.name)
    client.force_login(stranger)
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
        theirs = client.generic(method, address(one, page)).status_code
        nobodys = client.generic(method, f"/returns/999999/{page}/").status_code
        # What no page does is refused before anything is looked up, whose return ever it is.
        assert theirs == nobodys
        assert theirs in {404, 405}


def test_a_long_text_is_folded_under_its_length(
    one: Return, signatory: User, client: Client
) -> None:
    question = make_question(one.round, "words", type="text")
    answer(one, question, "word " * 248)
    client.force_login(signatory)
    assert "1,240 characters: show" in client.get(address(one)).text
    sign(return_of=handed_over(one), by=signatory, name="Ann Director")
    assert "1,240 characters: show" in client.get(address(one, "receipts/1")).text
