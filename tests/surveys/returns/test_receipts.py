"""Receipts: the answers as signed, whatever has happened since; who reads them."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import Error
from django.test import Client

from councils.models import Council, User
from ppf_site.refused import Refused
from surveys.actions.saving import save_answer
from surveys.actions.signing import ask_correction, refuse_correction, reopen, sign
from surveys.models import Option, Question, Return, Round, Section, Signature, Step
from surveys.returns.receipts import sections_of
from surveys.values import Value
from tests.days import DAY, today
from tests.factories import answer, make_question
from tests.reading import squeezed
from tests.surveys.returns.letters import sent, whole
from tests.surveys.returns.signing import forget_jobs, handed_over, make_working_return, question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def return_of(home: Council) -> Return:
    return make_working_return(home)


@pytest.fixture
def twice(return_of: Return, signatory: User, analyst: User) -> Return:
    """Signed with 10, reopened, and signed again with 12."""
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    reopen(
        return_of=return_of, by=analyst, until=today() + 3 * DAY, reason="The carers were wrong."
    )
    value = Value(number=Decimal(12))
    save_answer(
        return_of=return_of, question=question_of(return_of), value=value, by=signatory, version=1
    )
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    return return_of


def page(client: Client, person: User, return_of: Return, number: int = 1) -> str:
    client.force_login(person)
    return client.get(f"/returns/{return_of.pk}/receipts/{number}/").content.decode()


def test_a_receipt_says_who_signed_what_and_when(
    return_of: Return, signatory: User, client: Client
) -> None:
    signature = sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    shown = page(client, signatory, return_of)
    for words in (signature.reference, "Ann Director", "How many people?", "10 people"):
        assert words in shown


def test_every_type_of_answer_is_in_words(return_of: Return, signatory: User) -> None:
    wanted: dict[str, tuple[Any, str]] = {
        "scale": ("very-likely", "Very likely"),
        "multiple": (["web", "phone"], "Phone, Web"),
        "percentage": (Decimal("12.5"), "12.5%"),
        "date": (datetime.date(2011, 3, 31), "31 March 2011"),
        "text": ("Words.", "Words."),
        "yes_no": ("not_applicable", "Not applicable"),
    }
    for kind, (value, _) in wanted.items():
        answer(return_of, make_question(return_of.round, kind, type=kind), value)
    signature = sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    said = [line.said for section in sections_of(signature) for line in section.lines]
    assert said == ["10 people", *(words for _, words in wanted.values())]


def test_an_earlier_version_stays_readable_and_says_that_it_is_earlier(
    twice: Return, contributor: User, client: Client
) -> None:
    earlier, latest = page(client, contributor, twice, 1), page(client, contributor, twice, 2)
    assert "This is an earlier version" in earlier
    assert "10 people" in earlier
    assert "earlier version" not in latest
    assert "12 people" in latest


def test_a_receipt_of_a_reopened_return_says_why(
    return_of: Return, signatory: User, analyst: User, client: Client
) -> None:
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    reopen(
        return_of=return_of, by=analyst, until=today() + 3 * DAY, reason="The carers were wrong."
    )
    assert "The carers were wrong." in page(client, signatory, return_of)


def test_a_receipt_keeps_the_words_of_the_question(
    return_of: Return, signatory: User, client: Client
) -> None:
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    return_of.round.questions.update(text="Something else?")
    assert "How many people?" in page(client, signatory, return_of)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_signature_never_changes(return_of: Return, signatory: User, change: str) -> None:
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    with pytest.raises(Error, match="Cannot"):
        if change == "update":
            Signature.objects.update(name="Somebody else")
        else:
            Signature.objects.all().delete()


def test_a_step_never_changes(return_of: Return, signatory: User) -> None:
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    with pytest.raises(Error, match="Cannot update"):
        Step.objects.update(reason="Another")


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("contributor", 200),
        ("signatory", 200),
        ("regional_lead", 200),
        ("analyst", 200),
        ("stranger", 404),
    ],
)
def test_a_receipt_is_read_by_those_who_may_see_what_was_signed(
    twice: Return, client: Client, person: str, status: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(person))
    assert client.get(f"/returns/{twice.pk}/receipts/1/").status_code == status


@pytest.mark.parametrize(("person", "is_led"), [("analyst", True), ("regional_lead", False)])
def test_who_runs_the_round_is_led_from_a_receipt_to_reopening_it(
    twice: Return, client: Client, person: str, is_led: bool, request: pytest.FixtureRequest
) -> None:
    shown = page(client, request.getfixturevalue(person), twice, 2)
    assert (f'href="/manage/returns/{twice.pk}/reopen/"' in shown) is is_led
    assert "administration page" not in shown


def test_a_number_that_was_not_signed_has_no_receipt(
    twice: Return, signatory: User, client: Client
) -> None:
    client.force_login(signatory)
    assert client.get(f"/returns/{twice.pk}/receipts/3/").status_code == 404


# Corrections


def reopened() -> dict[str, str]:
    until = f"{today() + 3 * DAY:%d/%m/%Y}"
    return {"do": "reopen", "reopen-until": until, "reopen-reason": "Asked."}


def test_a_correction_is_asked_for_once_with_a_reason(
    return_of: Return, contributor: User, client: Client
) -> None:
    sign(return_of=handed_over(return_of), by=contributor, name=contributor.name)
    client.force_login(contributor)
    address = f"/returns/{return_of.pk}/correction/"
    assert "Say what is wrong" in client.post(address, {"reason": " "}).content.decode()
    for _ in range(2):
        client.post(address, {"reason": "It is 12."})
    assert return_of.steps.filter(kind="correction_asked").count() == 1
    assert "It is 12." in client.get(address).content.decode()


def test_analysts_find_asked_corrections_and_reopen(
    return_of: Return, contributor: User, analyst: User, client: Client
) -> None:
    sign(return_of=handed_over(return_of), by=contributor, name=contributor.name)
    ask_correction(return_of=return_of, by=contributor, reason="It is 12.")
    client.force_login(analyst)
    listed = client.get("/admin/surveys/return/?correction=asked").content.decode()
    assert "Gateshead" in listed
    assert (
        "It is 12." in client.get(f"/admin/surveys/return/{return_of.pk}/change/").content.decode()
    )
    section = question_of(return_of).section
    fields = {**reopened(), "reopen-sections": [section.pk]}
    assert client.post(f"/manage/returns/{return_of.pk}/reopen/", fields).status_code == 302
    return_of.refresh_from_db()
    assert (return_of.state, return_of.reopened_until) == ("in_progress", today() + 3 * DAY)
    assert list(return_of.reopened_sections.all()) == [section]
    listed = client.get("/admin/surveys/return/?correction=asked").content.decode()
    assert f"/admin/surveys/return/{return_of.pk}/" not in listed


@pytest.fixture
def asked(return_of: Return, contributor: User) -> Return:
    """Signed, and its council asks for a correction."""
    sign(return_of=handed_over(return_of), by=contributor, name=contributor.name)
    ask_correction(return_of=return_of, by=contributor, reason="It is 12.")
    forget_jobs()
    return_of.refresh_from_db()
    return return_of


def test_a_correction_is_refused_with_a_reason(
    asked: Return, analyst: User, client: Client
) -> None:
    client.force_login(analyst)
    address = f"/manage/returns/{asked.pk}/reopen/"
    assert "It is 12." in client.get(address).text
    assert "Say why it is not" in client.post(address, {"do": "refuse"}).text
    for _ in range(2):
        client.post(address, {"do": "refuse", "refuse-reason": "It makes no difference."})
    assert asked.steps.filter(kind="correction_refused").count() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.last_step) == ("signed", "signed")


def test_the_council_is_told_of_a_refusal_and_reads_it(
    asked: Return, contributor: User, analyst: User, client: Client
) -> None:
    refuse_correction(return_of=asked, by=analyst, reason="It makes no difference.")
    assert sent().keys() == {contributor.email}
    whole(mail.outbox[0], "It makes no difference.")
    client.force_login(contributor)
    assert "It makes no difference." in client.get(f"/returns/{asked.pk}/correction/").text


def test_it_is_listed_until_it_is_answered(asked: Return, analyst: User, client: Client) -> None:
    client.force_login(analyst)
    address = f"/manage/rounds/{asked.round.slug}/queries/"
    assert "1 correction asked for" in squeezed(client.get(address).text)
    refuse_correction(return_of=asked, by=analyst, reason="It makes no difference.")
    assert "No query is open, and no correction is asked for" in client.get(address).text
    with pytest.raises(Refused, match="No correction"):
        refuse_correction(return_of=asked, by=analyst, reason="Again.")


@pytest.mark.parametrize("missing", ["until", "reason"])
def test_reopening_needs_a_day_and_a_reason(
    return_of: Return, analyst: User, client: Client, missing: str
) -> None:
    sign(return_of=handed_over(return_of), by=analyst, name=analyst.name)
    client.force_login(analyst)
    fields = {name: value for name, value in reopened().items() if name != f"reopen-{missing}"}
    assert client.post(f"/manage/returns/{return_of.pk}/reopen/", fields).status_code == 200
    assert Return.objects.get(pk=return_of.pk).state == "signed"


@pytest.mark.parametrize("person", ["contributor", "signatory", "regional_lead"])
def test_nobody_else_reopens(
    return_of: Return, client: Client, person: str, request: pytest.FixtureRequest
) -> None:
    who = request.getfixturevalue(person)
    sign(return_of=handed_over(return_of), by=who, name=who.name)
    client.force_login(who)
    assert client.post(f"/manage/returns/{return_of.pk}/reopen/", reopened()).status_code == 404
    assert Return.objects.get(pk=return_of.pk).state == "signed"


def test_whatever_is_renamed_afterwards_the_receipt_reads_as_it_was_signed(
    return_of: Return, signatory: User, client: Client
) -> None:
    answer(
        return_of,
        make_question(return_of.round, "likely", type="scale", is_required=False),
        "very-likely",
    )
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    before = squeezed(page(client, signatory, return_of).partition("</header>")[2])
    Round.objects.update(title="Another round", short_title="Another")
    Council.objects.filter(pk=return_of.council_id).update(name="Another council")
    User.objects.filter(pk=signatory.pk).update(name="Somebody else")
    Section.objects.update(title="Another section")
    Question.objects.update(text="Another question?", short_text="Another")
    Option.objects.update(label="Another answer")
    assert squeezed(page(client, signatory, return_of).partition("</header>")[2]) == before
