"""A form that is sent twice is done once, and answered twice alike."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from councils.models import Council, Invitation, User
from ppf_site.sent.jobs import forget_outcomes
from ppf_site.sent.keys import FIELD
from ppf_site.sent.models import Outcome
from surveys.models import Return, Step
from tests.factories import PASSWORD
from tests.surveys.returns.signing import make_working_return

pytestmark = pytest.mark.django_db
INVITE = {
    "do": "invite",
    "invite-email": "new@example.org",
    "invite-kind": "contributor",
    FIELD: "key",
}
REASON = {"reason": "A late bill.", FIELD: "key"}


@pytest.fixture
def return_of(home: Council) -> Return:
    return make_working_return(home)


@pytest.fixture
def signed(home: Council) -> Return:
    return make_working_return(home, state="signed")


@pytest.fixture
def sender(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def colleagues(return_of: Return) -> str:
    return f"/returns/{return_of.pk}/colleagues/"


def test_the_second_gets_the_answer_of_the_first_with_its_message(
    sender: Client, return_of: Return
) -> None:
    answers = [sender.post(colleagues(return_of), INVITE) for _ in range(2)]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1
    assert len({answer.cookies["messages"].value for answer in answers}) == 1
    assert "gets an e-mail with a link" in sender.get(colleagues(return_of)).content.decode()


def test_the_second_leaves_no_second_e_mail(sender: Client, return_of: Return) -> None:
    for _ in range(2):
        sender.post(colleagues(return_of), INVITE)
    assert ProcrastinateJob.objects.filter(task_name="send_invitation").count() == 1


def test_another_text_under_the_same_key_is_another_form(sender: Client, signed: Return) -> None:
    for reason in ("A late bill.", "Two late bills."):
        sender.post(f"/returns/{signed.pk}/correction/", {**REASON, "reason": reason})
    assert Step.objects.count() == 2


def test_a_form_without_a_key_is_done_each_time(sender: Client, return_of: Return) -> None:
    without = {name: value for name, value in INVITE.items() if name != FIELD}
    for _ in range(2):
        sender.post(colleagues(return_of), without)
    assert ProcrastinateJob.objects.filter(task_name="send_invitation").count() == 2
    assert not Outcome.objects.exists()


def test_nobody_gets_the_answer_of_another(
    sender: Client, return_of: Return, signatory: User, stranger: User
) -> None:
    assert sender.post(colleagues(return_of), INVITE).status_code == 302
    outsider, colleague = Client(), Client()
    outsider.force_login(stranger)
    colleague.force_login(signatory)
    assert outsider.post(colleagues(return_of), INVITE).status_code == 404
    colleague.post(colleagues(return_of), INVITE)
    assert Invitation.objects.get().invited_by == signatory


def test_an_answer_goes_to_nobody_without_a_cookie(return_of: Return) -> None:
    Client().post(colleagues(return_of), INVITE)
    assert not Outcome.objects.exists()


def test_what_was_refused_is_tried_again(sender: Client, return_of: Return) -> None:
    assert sender.post(colleagues(return_of), {FIELD: "key"}).status_code == 404
    assert not Outcome.objects.exists()


def test_what_failed_is_undone_and_tried_again(
    sender: Client, signed: Return, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender.raise_request_exception = False
    address = f"/returns/{signed.pk}/correction/"
    with monkeypatch.context() as broken:
        broken.setattr("surveys.views.returns.signing.redirect", None)
        assert sender.post(address, REASON).status_code == 500
    assert not Step.objects.exists()
    assert sender.post(address, REASON).status_code == 302
    assert Step.objects.count() == 1


def test_the_same_file_is_the_same_form(sender: Client, return_of: Return) -> None:
    def send(content: bytes) -> Any:
        file = SimpleUploadedFile("file.xlsx", content)
        return sender.post(f"/returns/{return_of.pk}/upload/", {"file": file, FIELD: "key"})

    assert "This is a PDF" in send(b"%PDF").content.decode()
    assert "This is a PDF" in send(b"%PDF").content.decode()
    assert Outcome.objects.count() == 1
    assert "The file is empty" in send(b" ").content.decode()


def test_a_sign_in_sent_twice_is_one_session(contributor: User) -> None:
    contributor.set_password(PASSWORD)
    contributor.save()
    client = Client()
    client.get("/accounts/login/")
    token = client.cookies["csrftoken"].value
    sent = {"login": contributor.email, "password": PASSWORD, FIELD: "key"}
    first = client.post("/accounts/login/", sent)
    other = Client()
    other.cookies["csrftoken"] = token
    second = other.post("/accounts/login/", sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.cookies["sessionid"].value == second.cookies["sessionid"].value
    assert second.cookies["sessionid"]["httponly"]


def test_a_page_is_repeated_for_a_minute_and_a_redirect_for_an_hour(
    sender: Client, return_of: Return
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sender.post(colleagues(return_of), {**INVITE, "invite-email": "nobody"})
        sender.post(colleagues(return_of), INVITE)
        clock.shift(datetime.timedelta(minutes=2))
        forget_outcomes(0)
        assert [each.status for each in Outcome.objects.all()] == [302]
        clock.shift(datetime.timedelta(hours=1))
        sender.post(colleagues(return_of), INVITE)
    assert ProcrastinateJob.objects.filter(task_name="send_invitation").count() == 2


def test_what_is_kept_tells_nothing_that_was_typed(sender: Client, signed: Return) -> None:
    sender.post(f"/returns/{signed.pk}/correction/", REASON)
    kept = Outcome.objects.get()
    assert re.fullmatch(r"[0-9a-f]{64}", kept.mark)
    assert "late bill" not in f"{kept.headers} {kept.cookies} {bytes(kept.body)!r}"


def test_every_form_that_is_sent_carries_a_key_of_its_own(
    sender: Client, return_of: Return
) -> None:
    html = sender.get(colleagues(return_of)).content.decode()
    forms = re.findall(r'<form[^>]*method="post".*?</form>', html, re.DOTALL)
    keys = [re.findall(rf'name="{FIELD}" value="([^"]+)"', form) for form in forms]
    assert len(forms) >= 3
    assert {len(found) for found in keys} == {1}
    assert len({found[0] for found in keys}) == len(forms)


def test_the_administrations_forms_carry_one(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    for address in ("/admin/councils/region/add/", "/admin/councils/region/"):
        assert f'name="{FIELD}"' in client.get(address).content.decode()
