"""What was typed is there again: after a lost session, and where it could no longer be saved."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from councils.models import Council, User
from councils.whose_form import mark_of
from surveys.actions.checking import refresh_raised_checks
from surveys.actions.signing import hand_over, sign, take_back
from surveys.models import Return
from surveys.views.returns.kept import KEY
from tests.surveys.returns.signing import explain, handed_over, make_check, make_working_return

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase of the tests"


@pytest.fixture
def return_of(home: Council, signatory: User) -> Return:
    return make_working_return(home)


def sign_in(client: Client, person: User, after: Any) -> str:
    """Signs in where the page led to, and reads the page that one is led back to."""
    assert after.headers["Location"].startswith("/accounts/login/?next=")
    fields = {"login": person.email, "password": PASSWORD}
    return str(client.post(after.headers["Location"], fields, follow=True).content.decode())


def test_a_reason_for_sending_back_outlasts_a_lost_session(
    client: Client, return_of: Return, signatory: User
) -> None:
    hand_over(return_of=return_of, by=signatory)
    typed = {"reason": "Count the carers too.", "person": mark_of(signatory)}
    page = sign_in(client, signatory, client.post(f"/returns/{return_of.pk}/send-back/", typed))
    assert "Count the carers too.</textarea>" in page
    assert "You were signed out before this was saved" in page
    return_of.refresh_from_db()
    assert return_of.state == "to_sign"


def test_an_explanation_outlasts_a_lost_session(
    client: Client, return_of: Return, contributor: User
) -> None:
    make_check(return_of.round, severity="soft")
    refresh_raised_checks(return_of)
    name = f"raised-check-{return_of.raised_checks.get().pk}"
    typed = {f"{name}-right": "yes", f"{name}-text": "A new team.", "person": mark_of(contributor)}
    page = sign_in(client, contributor, client.post(f"/returns/{return_of.pk}/checks/", typed))
    assert "A new team.</textarea>" in page
    assert return_of.raised_checks.get().explanation == ""


def test_a_request_for_a_correction_outlasts_a_lost_session(
    client: Client, return_of: Return, signatory: User
) -> None:
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    typed = {"reason": "It was 11.", "person": mark_of(signatory)}
    page = sign_in(client, signatory, client.post(f"/returns/{return_of.pk}/correction/", typed))
    assert "It was 11.</textarea>" in page


@pytest.mark.parametrize("step", ["hand-over", "take-back"])
def test_a_step_asked_for_without_a_session_leads_to_the_return(
    client: Client, return_of: Return, contributor: User, step: str
) -> None:
    page = sign_in(client, contributor, client.post(f"/returns/{return_of.pk}/{step}/"))
    assert "1 of 1 answered" in page
    return_of.refresh_from_db()
    assert return_of.state == "in_progress"


def test_nobody_is_shown_what_somebody_else_typed(
    client: Client, return_of: Return, contributor: User, signatory: User
) -> None:
    sign(return_of=handed_over(return_of), by=signatory, name=signatory.name)
    typed = {"reason": "It was 11.", "person": mark_of(contributor)}
    page = sign_in(client, signatory, client.post(f"/returns/{return_of.pk}/correction/", typed))
    assert "It was 11." not in page


def test_an_explanation_that_comes_too_late_is_shown_again(
    client: Client, return_of: Return, contributor: User
) -> None:
    make_check(return_of.round, severity="soft")
    refresh_raised_checks(return_of)
    raised = return_of.raised_checks.get()
    explain(return_of)
    hand_over(return_of=return_of, by=contributor)
    client.force_login(contributor)
    name = f"raised-check-{raised.pk}"
    typed = {
        f"{name}-right": "yes",
        f"{name}-text": "Too late.",
        f"{name}-about": raised.values,
    }
    page = client.post(f"/returns/{return_of.pk}/checks/", typed).content.decode()
    assert "What you typed and is not saved" in page
    assert "Too late." in page


def test_a_reason_that_comes_too_late_is_shown_again(
    client: Client, return_of: Return, signatory: User, contributor: User
) -> None:
    hand_over(return_of=return_of, by=contributor)
    take_back(return_of=return_of, by=contributor)
    client.force_login(signatory)
    page = client.post(
        f"/returns/{return_of.pk}/send-back/", {"reason": "Too late."}
    ).content.decode()
    assert "What you typed and is not saved" in page
    assert "Too late." in page


def test_a_correction_of_what_is_not_signed_is_shown_again(
    client: Client, return_of: Return, contributor: User
) -> None:
    client.force_login(contributor)
    page = client.post(
        f"/returns/{return_of.pk}/correction/", {"reason": "It was 11."}
    ).content.decode()
    assert "What you typed and is not saved" in page
    assert "It was 11." in page


def post_signed_out(client: Client, return_of: Return, **typed: str) -> None:
    client.post(f"/returns/{return_of.pk}/correction/", {"reason": "It was 11.", **typed})


def test_nothing_is_kept_for_who_was_never_given_the_form(
    client: Client, return_of: Return, signatory: User
) -> None:
    for mark in ("", str(signatory.pk), f"{signatory.pk}:forged:mark"):
        post_signed_out(client, return_of, person=mark)
    assert "sessionid" not in client.cookies
    assert not Session.objects.exists()


def test_what_is_kept_is_kept_for_an_hour_and_that_is_said(
    client: Client, return_of: Return, signatory: User
) -> None:
    post_signed_out(client, return_of, person=mark_of(signatory))
    assert client.session.get_expiry_age() == 60 * 60
    assert "is kept for an hour" in client.get("/accounts/login/").content.decode()


def test_a_session_lasts_as_long_as_ever_once_one_has_signed_in(
    client: Client, return_of: Return, signatory: User
) -> None:
    typed = {"reason": "It was 11.", "person": mark_of(signatory)}
    sign_in(client, signatory, client.post(f"/returns/{return_of.pk}/correction/", typed))
    assert client.session.get_expiry_age() > 60 * 60


def test_what_is_too_long_to_be_kept_is_told(
    client: Client, return_of: Return, signatory: User
) -> None:
    post_signed_out(client, return_of, person=mark_of(signatory), reason="a" * 100_000)
    assert KEY not in client.session
    assert "too long to be kept" in client.get("/accounts/login/").content.decode()
