"""E-mails: to whom, in text and HTML, in the transaction of what they tell, tried again."""

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from councils.actions import invite
from councils.models import Council, Invitation, User
from ppf_site.demo.models import CaughtMessage
from ppf_site.refused import Refused
from surveys.actions.signing import (
    ask_correction,
    hand_over,
    reopen,
    send_back,
    sign,
    take_back,
)
from surveys.models import Return
from tests.days import DAY, today
from tests.factories import make_role, make_user
from tests.surveys.returns.letters import html_of, sent, waiting, whole
from tests.surveys.returns.signing import (
    forget_jobs,
    handed_over,
    make_working_return,
    retry_now,
    run_jobs,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def return_of(home: Council, contributor: User, signatory: User, analyst: User) -> Return:
    return make_working_return(home)


@pytest.fixture(autouse=True)
def _no_jobs(request: pytest.FixtureRequest) -> None:
    """Tests that commit leave theirs behind: the queue's tables are not Django's to empty."""
    marker = request.node.get_closest_marker("django_db")
    is_committed = marker is not None and marker.kwargs.get("transaction", False)
    request.getfixturevalue("transactional_db" if is_committed else "db")
    forget_jobs()


# To whom, and what


def test_handed_over_the_signatory_is_told(return_of: Return, contributor: User) -> None:
    hand_over(return_of=return_of, by=contributor)
    assert set(sent()) == {"signatory@example.org"}
    whole(mail.outbox[0], "has handed over the return of Gateshead", str(contributor))
    assert f"{settings.SITE_URL}/returns/{return_of.pk}/sign/" in str(mail.outbox[0].body)


def test_sent_back_the_contributors_are_told_why(return_of: Return, signatory: User) -> None:
    hand_over(return_of=return_of, by=signatory)
    send_back(return_of=return_of, by=signatory, reason="Look at <carers> & co.")
    assert set(sent()) == {"contributor@example.org"}
    whole(mail.outbox[0], "Look at <carers> & co.")
    assert "<carers>" not in html_of(mail.outbox[0])


def test_signed_both_get_the_receipt(return_of: Return, signatory: User) -> None:
    signature = sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    assert set(sent()) == {"contributor@example.org", "signatory@example.org"}
    for message in mail.outbox:
        whole(message, signature.reference, "Ann Director")
        assert signature.get_absolute_url() in str(message.body)


def test_a_correction_is_told_to_the_analysts(return_of: Return, signatory: User) -> None:
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    run_jobs()
    mail.outbox.clear()
    before = set(ProcrastinateJob.objects.values_list("pk", flat=True))
    ask_correction(return_of=return_of, by=signatory, reason="It is 12.")
    (job,) = ProcrastinateJob.objects.exclude(pk__in=before)
    app.tasks[job.task_name](**job.args)
    assert [message.to for message in mail.outbox] == [["analyst@example.org"]]
    whole(mail.outbox[0], "It is 12.", "Gateshead")


def test_reopened_the_council_is_told_which_sections_and_until_when(
    return_of: Return, signatory: User, analyst: User
) -> None:
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    sections = list(return_of.round.sections.all())
    reopen(
        return_of=return_of, by=analyst, until=today() + 3 * DAY, reason="Asked.", sections=sections
    )
    run_jobs()
    told = [message for message in mail.outbox if "open again" in message.subject]
    assert {message.to[0] for message in told} == {
        "contributor@example.org",
        "signatory@example.org",
    }
    whole(told[0], "Asked.", f"Only these sections: {sections[0]}.")


def test_taken_back_nobody_is_written_to(return_of: Return, contributor: User) -> None:
    hand_over(return_of=return_of, by=contributor)
    before = waiting()
    take_back(return_of=return_of, by=contributor)
    assert waiting() == before


def test_an_invitation_carries_a_link_that_works(
    home: Council, contributor: User, client: Client
) -> None:
    invite(council=home, kind="contributor", email="new@example.org", by=contributor)
    assert set(sent()) == {"new@example.org"}
    whole(mail.outbox[0], "Gateshead", str(contributor))
    (link,) = [word for word in str(mail.outbox[0].body).split() if "/invitations/" in word]
    assert client.get(link.removeprefix(settings.SITE_URL)).status_code == 200


def test_no_token_waits_in_the_queue(home: Council, contributor: User) -> None:
    made = invite(council=home, kind="contributor", email="new@example.org", by=contributor)
    job = ProcrastinateJob.objects.get()
    assert job.args == {"invitation_id": made.pk}
    assert made.token_hash == ""


def test_a_withdrawn_invitation_is_not_sent(home: Council, contributor: User) -> None:
    invite(council=home, kind="contributor", email="new@example.org", by=contributor)
    Invitation.objects.all().delete()
    assert sent() == {}


def test_another_councils_people_are_not_written_to(return_of: Return, stranger: User) -> None:
    sign(return_of=handed_over(return_of), by=stranger, name=stranger.name)
    assert stranger.email not in sent()


def test_people_whose_role_is_over_are_not_written_to(
    return_of: Return, contributor: User, home: Council
) -> None:
    gone = make_user("gone@example.org")
    yesterday = today() - DAY
    make_role(gone, "signatory", council=home, ends_on=yesterday)
    hand_over(return_of=return_of, by=contributor)
    assert "gone@example.org" not in sent()


def test_a_subject_is_one_line(return_of: Return, contributor: User, home: Council) -> None:
    Council.objects.filter(pk=home.pk).update(short_name="Gates\nhead")
    hand_over(return_of=return_of, by=contributor)
    assert "\n" not in next(iter(sent().values()))


# In the transaction of what it tells


def test_what_is_rolled_back_is_not_told(return_of: Return, contributor: User) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        hand_over(return_of=return_of, by=contributor)
        assert waiting() == 1
        raise ZeroDivisionError
    assert waiting() == 0
    assert not return_of.steps.exists()


def test_what_is_refused_is_not_told(home: Council, contributor: User, signatory: User) -> None:
    return_of = make_working_return(home, answered=False)
    with pytest.raises(Refused):
        hand_over(return_of=return_of, by=contributor)
    with pytest.raises(Refused):
        sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    assert waiting() == 0


def test_an_invitation_that_is_rolled_back_is_not_sent(home: Council, contributor: User) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        invite(council=home, kind="contributor", email="new@example.org", by=contributor)
        raise ZeroDivisionError
    assert waiting() == 0


def work() -> None:
    """A worker of procrastinate's own, until nothing is to be done now."""
    connector = DjangoConnector().get_worker_connector()
    with app.replace_connector(connector) as working:
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_is_tried_again(home: Council) -> None:
    contributor = make_user(role="contributor", council=home)
    make_user("signatory@example.org", role="signatory", council=home)
    hand_over(return_of=make_working_return(home), by=contributor)
    with override_settings(EMAIL_BACKEND="tests.surveys.test_mail.NoServer"):
        work()
    job = ProcrastinateJob.objects.get(task_name="send_step")
    assert (job.status, job.attempts) == ("todo", 1)
    assert job.scheduled_at > timezone.now()
    retry_now(job.pk)
    work()
    assert ProcrastinateJob.objects.get(pk=job.pk).status == "succeeded"
    assert [message.to for message in mail.outbox] == [["signatory@example.org"]]


class NoServer:
    """A mail server that does not answer."""

    def __init__(self, **_: object) -> None:
        pass

    def send_messages(self, _: object) -> int:
        raise ConnectionRefusedError("There is no mail server.")


# The demonstration catches them


def test_the_demonstration_keeps_its_e_mails(
    return_of: Return, contributor: User, client: Client
) -> None:
    hand_over(return_of=return_of, by=contributor)
    with override_settings(EMAIL_BACKEND="ppf_site.demo.mail.CaughtMail", DEMO=True):
        run_jobs()
        caught = CaughtMessage.objects.get()
        assert caught.to == "signatory@example.org"
        assert caught.subject in client.get("/demo/mail/").content.decode()
        assert "has handed over" in client.get(caught.get_absolute_url()).content.decode()
        page = client.get(f"{caught.get_absolute_url()}?as=html").content.decode()
        assert page == caught.html


def test_outside_the_demonstration_there_is_no_mail_to_read(client: Client) -> None:
    caught = CaughtMessage.objects.create(to="a@example.org", subject="Hello", text="Hello")
    for address in ("/demo/mail/", caught.get_absolute_url()):
        assert client.get(address).status_code == 404
