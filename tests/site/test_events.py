"""One line of the log for each thing that may have to be told later."""

import logging
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from councils.actions import end_deputy, name_deputy
from councils.models import Council, User
from ppf_site.events import note
from surveys.actions.releasing import move_on
from tests.factories import PASSWORD, make_release
from tests.surveys.returns.signing import forget_jobs

pytestmark = pytest.mark.django_db
HERE = "from=127.0.0.1"


class Written:
    """What is in the log of events, once the transaction of a block is kept."""

    def __init__(self, log: pytest.LogCaptureFixture, keep: DjangoCaptureOnCommitCallbacks) -> None:
        self.log, self.keep = log, keep

    def lines(self) -> list[str]:
        return [each.getMessage() for each in self.log.records if each.name == "ppf_site.events"]


@pytest.fixture
def written(
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Iterator[Written]:
    forget_jobs()
    caplog.set_level(logging.INFO, logger="ppf_site.events")
    yield Written(caplog, django_capture_on_commit_callbacks)


def test_signing_in_is_noted_and_so_is_failing_to(written: Written, contributor: User) -> None:
    with written.keep(execute=True):
        for password in ("wrong", PASSWORD):
            fields = {"login": contributor.email, "password": password}
            Client().post("/accounts/login/", fields)
        Client().post("/accounts/login/", {"login": "pass@word.example", "password": "wrong"})
    assert written.lines() == [
        f"event=sign_in_failed person={contributor.pk} {HERE}",
        f"event=sign_in person={contributor.pk} {HERE}",
        f"event=sign_in_failed person=none {HERE}",
    ]


def test_a_limit_that_is_reached_is_noted(written: Written, contributor: User) -> None:
    with written.keep(execute=True):
        for _ in range(6):
            fields = {"login": contributor.email, "password": "wrong"}
            Client().post("/accounts/login/", fields)
    assert written.lines()[-1] == f"event=limit limit=sign_in person={contributor.pk} {HERE}"


def test_passwords_and_addresses_are_noted(
    written: Written, client: Client, contributor: User
) -> None:
    client.force_login(contributor)
    new = "another long pass phrase"
    with written.keep(execute=True):
        fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        client.post("/accounts/password/change/", fields)
        client.post("/accounts/address/", {"email": "new@example.org", "password": new})
        client.post("/accounts/password/reset/", {"email": contributor.email})
    person = f"person={contributor.pk}"
    assert written.lines() == [
        f"event=password {person} how=changed",
        f'event=address {person} how="asked for"',
        f'event=password {person} how="link asked for" {HERE}',
    ]
    assert not any(secret in written.log.text for secret in (new, PASSWORD, "new@example.org"))


def test_a_role_that_is_given_or_ended_is_noted(
    written: Written, home: Council, contributor: User, signatory: User
) -> None:
    today = timezone.localdate()
    with written.keep(execute=True):
        role = name_deputy(
            council=home, user=contributor, starts_on=today, ends_on=today, by=signatory
        )
        end_deputy(council=home, pk=role.pk, by=signatory)
    given, ended = written.lines()
    assert given.startswith(f"event=role person={contributor.pk} how=given role=signatory")
    assert f"place=gateshead starts={today} ends={today} by={signatory.pk}" in given
    assert "how=ended" in ended


def test_a_releases_next_stage_is_noted(written: Written, analyst: User) -> None:
    release = make_release()
    with written.keep(execute=True):
        move_on(release=release, stage="sector", by=analyst)
    [line] = written.lines()
    assert line.startswith(f"event=release release={release.pk} stage=sector opens=")
    assert line.endswith(f"by={analyst.pk}")


def test_a_file_that_goes_out_is_noted(written: Written, client: Client, contributor: User) -> None:
    with written.keep(execute=True):
        client.get("/councils/?download=csv")
        client.force_login(contributor)
        client.get("/councils/?download=xlsx")
        client.get("/councils/")
    assert written.lines() == [
        "event=export person=reader address=/councils/ file=councils.csv",
        f"event=export person={contributor.pk} address=/councils/ file=councils.xlsx",
    ]


def test_what_was_undone_is_not_noted(written: Written) -> None:
    with written.keep() as waiting:
        note("role", person=1)
    assert (len(waiting), written.lines()) == (1, [])


def test_nothing_in_a_value_makes_another_line_or_name(written: Written) -> None:
    with written.keep(execute=True):
        note("export", address="/x\nevent=role", file='a" b=1', nothing=None, of=3)
    [line] = written.lines()
    assert line == r'event=export address="/x\nevent=role" file="a\" b=1" of=3'
