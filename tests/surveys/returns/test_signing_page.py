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
def return_of(home: Council) -> Return:
    return make_working_return(home)


def state_of(return_of: Return) -> str:
    return Return.objects.get(pk=return_of.pk).state


def kinds(return_of: Return) -> list[str]:
    return list(return_of.steps.values_list("kind", flat=True))


def address(return_of: Return, page: str = "sign") -> str:
    return f"/returns/{return_of.pk}/{page}/"


def test_the_title_says_what_state_it_is_in(
    return_of: Return, signatory: User, client: Client
) -> None:
    make_check(return_of.round, severity="soft")
    client.force_login(signatory)
    assert "1 odd value to explain" in client.get(address(return_of)).content.decode()
    explain(return_of)
    assert "Gateshead: in progress, 1 odd value explained" in (
        client.get(address(return_of)).content.decode()
    )


def test_the_page_signs_and_shows_the_receipt(
    return_of: Return, signatory: User, client: Client
) -> None:
    client.force_login(signatory)
    handed_over(return_of)
    fields = {"declared": "on", "name": "Ann Director", "seen": review_of(return_of).mark}
    for _ in range(2):
        answer = client.post(address(return_of), fields, follow=True)
        assert answer.redirect_chain == [(address(return_of, "receipts/1"), 302)]
    assert "Ann Director" in answer.content.decode()


@pytest.mark.parametrize("left_out", ["declared", "name", "seen"])
def test_the_page_signs_nothing_without(
    return_of: Return, signatory: User, client: Client, left_out: str
) -> None:
    client.force_login(signatory)
    handed_over(return_of)
    fields = {"declared": "on", "name": "Ann Director", "seen": review_of(return_of).mark}
    del fields[left_out]
    assert client.post(address(return_of), fields).status_code == 200
    assert state_of(return_of) == "to_sign"


def test_a_contributor_reads_the_page_and_cannot_sign(
    return_of: Return, contributor: User, client: Client
) -> None:
    client.force_login(contributor)
    page = client.get(address(return_of)).content.decode()
    assert "Sign the return" not in page
    fields = {"declared": "on", "name": "Ann Director", "seen": review_of(return_of).mark}
    assert client.post(address(return_of), fields).status_code == 404
    assert client.post(address(return_of, "send-back"), {"reason": "x"}).status_code == 404
    assert state_of(return_of) == "in_progress"


def test_the_page_sends_back_with_a_reason_that_contributors_read(
    return_of: Return, signatory: User, contributor: User, client: Client
) -> None:
    hand_over(return_of=return_of, by=contributor)
    client.force_login(signatory)
    assert client.post(address(return_of, "send-back"), {"reason": ""}).status_code == 200
    for _ in range(2):
        answer = client.post(address(return_of, "send-back"), {"reason": "Look at the carers."})
        assert answer.status_code == 302
    client.force_login(contributor)
    assert "Look at the carers." in client.get(address(return_of)).content.decode()
    assert kinds(return_of) == ["handed_over", "sent_back"]


PAGES = ["sign", "send-back", "receipts/1", "correction", "colleagues", "compare"]


def test_another_name_is_refused_beside_its_box(
    return_of: Return, signatory: User, client: Client
) -> None:
    client.force_login(signatory)
    handed_over(return_of)
    fields = {"declared": "on", "name": "M", "seen": review_of(return_of).mark}
    page = squeezed(client.post(address(return_of), fields).content.decode())
    assert '<a href="#id_name">Type your name as your account has it: Ann Director' in page
    assert "id_name_error" in page


@pytest.mark.parametrize("page", PAGES)
def test_somebody_elses_return_does_not_exist(
    return_of: Return, stranger: User, client: Client, page: str
) -> None:
    sign(return_of=handed_over(return_of), by=stranger, name=stranger.name)
    client.force_login(stranger)
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
        theirs = client.generic(method, address(return_of, page)).status_code
        nobodys = client.generic(method, f"/returns/999999/{page}/").status_code
        # What no page does is refused before anything is looked up, whose return ever it is.
        assert theirs == nobodys
        assert theirs in {404, 405}


def test_a_long_text_is_folded_under_its_length(
    return_of: Return, signatory: User, client: Client
) -> None:
    question = make_question(return_of.round, "words", type="text")
    answer(return_of, question, "word " * 248)
    client.force_login(signatory)
    assert "1,240 characters: show" in client.get(address(return_of)).text
    sign(return_of=handed_over(return_of), by=signatory, name="Ann Director")
    assert "1,240 characters: show" in client.get(address(return_of, "receipts/1")).text
