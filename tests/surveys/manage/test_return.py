"""One return as those see it who follow it."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from councils.models import Council, User
from surveys.actions.chasing import chase
from surveys.actions.signing import hand_over, sign
from surveys.following.rows import followed_return
from surveys.models import Reminder, Return
from tests.factories import make_question
from tests.reading import squeezed
from tests.surveys.returns.signing import make_working_return, question_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(home: Council, signatory: User) -> Return:
    """Of the council at home, one question answered "10"."""
    own = make_working_return(home)
    own.answers.update(note="A note of theirs.")
    return own


def page(client: Client, person: User, return_of: Return) -> str:
    client.force_login(person)
    return squeezed(client.get(f"/manage/returns/{return_of.pk}/").text)


def test_an_analyst_reads_the_answers_as_they_are_now(
    client: Client, analyst: User, own: Return
) -> None:
    body = page(client, analyst, own)
    assert "Gateshead: in progress" in body
    assert "A note of theirs." in body


def test_a_lead_reads_them_once_they_are_signed(
    client: Client, regional_lead: User, own: Return, signatory: User, contributor: User
) -> None:
    body = page(client, regional_lead, own)
    assert question_of(own).text not in body
    assert "A note of theirs." not in body
    hand_over(return_of=own, by=contributor)
    assert "A note of theirs." not in page(client, regional_lead, own)
    receipt = sign(return_of=own, by=signatory, name=signatory.name)
    body = page(client, regional_lead, own)
    assert "A note of theirs." in body
    assert receipt.get_absolute_url() in body
    assert "/admin/" not in body


def test_it_tells_the_steps_reminders_and_what_was_required_of_the_council(
    client: Client, regional_lead: User, own: Return, contributor: User
) -> None:
    hand_over(return_of=own, by=contributor)
    Reminder.objects.create(return_of=own, kind="week", due_on=own.last_day)
    own.refresh_from_db()
    own.requirement, own.requirement_reason = "declined", "Their council said no."
    own.save()
    body = page(client, regional_lead, own)
    assert f"Handed over to sign</strong> by {contributor.name}" in body
    assert "Not sent: made out" in body and "7 days before it is due" in body
    Reminder.objects.update(sent_at="2026-11-30T12:10:00Z")
    assert "Sent 30 November 2026, 12:10pm, 7 days before" in page(client, regional_lead, own)
    assert "<strong>Declined</strong> from" in body
    assert "Their council said no." in body


def test_it_takes_few_queries_however_many_questions(
    client: Client,
    analyst: User,
    own: Return,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(59):
        make_question(own.round, f"question-{number}", type="scale")
    client.force_login(analyst)
    with django_assert_max_num_queries(12):
        assert client.get(f"/manage/returns/{own.pk}/").status_code == 200


def test_letters_are_read_as_they_were_sent(
    client: Client, analyst: User, own: Return, contributor: User
) -> None:
    row = followed_return(own.pk, analyst)
    assert row
    said = {"subject": "{council}: due", "body": "Dear {name}, open {link}"}
    chase(round=own.round, rows=[row], by=analyst, **said)
    body = page(client, analyst, own)
    assert "Gateshead: due" in body
    assert f'open <a href="http://127.0.0.1/returns/{own.pk}/"' in body
    assert "{council}" not in body
