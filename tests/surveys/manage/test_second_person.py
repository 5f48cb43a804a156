"""A release is made public by two people, where the site asks for it."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from councils.models import Council, User
from surveys.actions.approving import approve_public, ask_public, withdraw_request
from surveys.actions.releasing import NotMovedOn, move_on
from surveys.models import PublicRequest, Release
from tests.factories import make_release, make_user
from tests.reading import squeezed
from tests.surveys.returns.signing import forget_jobs, run_jobs

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _needs_two(settings: Settings) -> None:
    settings.RELEASE_NEEDS_TWO = True


@pytest.fixture
def release(home: Council) -> Release:
    return make_release()


def page_of(release: Release) -> str:
    return f"/manage/rounds/{release.round.slug}/release/1/public/"


def sent(person: User, release: Release, **fields: str) -> Any:
    client = Client()
    client.force_login(person)
    waiting = PublicRequest.objects.waiting().first()
    read = {"asked": str(waiting.pk)} if waiting else {}
    return client.post(page_of(release), {**read, **fields}, follow=True)


def stage_of(release: Release) -> str:
    return Release.objects.get(pk=release.pk).stage


class TestAsking:
    def test_opens_nothing_and_is_shown(self, release: Release, analyst: User) -> None:
        page = squeezed(sent(analyst, release, when="now").text)
        assert stage_of(release) == "preview"
        assert f"{analyst} asked" in page
        assert "it waits for somebody else to approve it" in page

    def test_the_release_says_who_waits_and_what_the_second_person_does(
        self, release: Release, analyst: User, administrator: User
    ) -> None:
        sent(analyst, release, when="now")
        pages = {}
        for person in (analyst, administrator):
            client = Client()
            client.force_login(person)
            pages[person] = squeezed(client.get(page_of(release).removesuffix("public/")).text)
            assert f"not yet: {analyst} asked for it, " in pages[person]
            assert "Make public" not in pages[person]
        assert "Somebody else who runs rounds has to approve it" in pages[analyst]
        assert "You can approve it: then it is public at once." in pages[administrator]
        assert "Approve or withdraw it" in pages[administrator]

    def test_who_may_approve_is_told_by_e_mail_and_on_the_page_of_all_rounds(
        self, release: Release, analyst: User, administrator: User, client: Client
    ) -> None:
        forget_jobs()
        sent(analyst, release, when="now")
        run_jobs()
        assert [message.to for message in mail.outbox] == [[administrator.email]]
        assert page_of(release) in str(mail.outbox[0].body)
        client.force_login(administrator)
        home = squeezed(client.get("/manage/").text)
        assert "waits for a second person" in home
        assert page_of(release) in home

    def test_who_asks_reads_who_may_approve_and_what_stays_until_then(
        self, release: Release, analyst: User, client: Client
    ) -> None:
        client.force_login(analyst)
        assert "Nobody else runs rounds now" in client.get(page_of(release)).text
        other = make_user(role="analyst")
        named = f"It can be approved by {other}, who is told by e-mail."
        assert named in squeezed(client.get(page_of(release)).text)
        ask_public(release=release, by=analyst, at=timezone.now() + DAY)
        assert named in squeezed(client.get(page_of(release)).text)
        waiting = PublicRequest.objects.waiting().get()
        approve_public(release=release, by=other, seen=waiting.pk)
        page = squeezed(client.get(page_of(release)).text)
        assert "That stays until another time is approved." in page

    def test_what_was_decided_since_is_told_to_nobody(
        self, release: Release, analyst: User, administrator: User, client: Client
    ) -> None:
        forget_jobs()
        sent(analyst, release, when="now")
        sent(administrator, release, do="approve")
        run_jobs()
        assert not mail.outbox
        client.force_login(administrator)
        assert "waits for a second person" not in client.get("/manage/").text

    def test_a_regional_lead_is_not_told(
        self, release: Release, analyst: User, regional_lead: User, client: Client
    ) -> None:
        ask_public(release=release, by=analyst)
        client.force_login(regional_lead)
        assert "waits for a second person" not in client.get("/manage/").text

    def test_whoever_asked_cannot_approve(self, release: Release, analyst: User) -> None:
        sent(analyst, release, when="now")
        page = sent(analyst, release, do="approve")
        assert "somebody else has to approve it" in page.text
        assert stage_of(release) == "preview"

    def test_another_approves_and_both_are_kept(
        self, release: Release, analyst: User, administrator: User
    ) -> None:
        sent(analyst, release, when="now")
        page = squeezed(sent(administrator, release, do="approve").text)
        assert stage_of(release) == "public"
        assert f"{analyst} asked" in page
        assert f"{administrator} approved it" in page

    def test_it_is_withdrawn_and_asked_for_again(
        self, release: Release, analyst: User, administrator: User
    ) -> None:
        sent(analyst, release, when="now")
        sent(administrator, release, do="withdraw")
        assert "Nobody asks for it any longer" in sent(administrator, release, do="approve").text
        sent(administrator, release, when="now")
        sent(analyst, release, do="approve")
        assert stage_of(release) == "public"

    def test_the_sector_needs_nobody_else(self, release: Release, analyst: User) -> None:
        move_on(release=release, stage="sector", by=analyst)
        assert stage_of(release) == "sector"

    def test_the_act_and_the_shell_are_refused_alone(self, release: Release) -> None:
        with pytest.raises(NotMovedOn, match="two people"):
            move_on(release=release, stage="public")
        with pytest.raises(CommandError, match="two people"):
            call_command("compile_release", release.round.slug, note="Again.", stage="public")

    def test_what_was_not_read_is_not_approved(
        self, release: Release, analyst: User, administrator: User
    ) -> None:
        read = ask_public(release=release, at=timezone.now() + DAY, by=analyst)
        withdraw_request(release=release, by=analyst, seen=read.pk)
        ask_public(release=release, by=analyst)
        page = sent(administrator, release, do="approve", asked=str(read.pk)).text
        assert "It has been asked for anew since you read it" in page
        assert stage_of(release) == "preview"


class TestASetTime:
    def test_is_approved_with_it(
        self, release: Release, analyst: User, administrator: User
    ) -> None:
        ask_public(release=release, at=timezone.now() + DAY, by=analyst)
        assert "from" in sent(administrator, release, do="approve").text
        assert stage_of(release) == "preview"
        with time_machine.travel(timezone.now() + DAY):
            assert stage_of(release) == "public"

    def test_that_is_past_when_it_is_approved_is_at_once(
        self, release: Release, analyst: User, administrator: User
    ) -> None:
        asked = ask_public(release=release, at=timezone.now() + DAY, by=analyst)
        with time_machine.travel(timezone.now() + 2 * DAY):
            approve_public(release=release, by=administrator, seen=asked.pk)
            assert stage_of(release) == "public"

    def test_what_is_refused_of_the_act_is_refused_of_the_asking(
        self, release: Release, analyst: User
    ) -> None:
        make_release(release.round)
        with pytest.raises(NotMovedOn, match="Release 2 has been compiled since"):
            ask_public(release=release, by=analyst)


class TestTheDatabase:
    @pytest.fixture
    def asked(self, release: Release, analyst: User) -> PublicRequest:
        return ask_public(release=release, by=analyst)

    def test_lets_nobody_approve_alone(self, asked: PublicRequest, analyst: User) -> None:
        with pytest.raises(IntegrityError, match="approved_by_another"):
            PublicRequest.objects.update(approved_by=analyst, approved_at=timezone.now())

    def test_has_one_wait_at_a_time(self, asked: PublicRequest) -> None:
        with pytest.raises(IntegrityError, match="waits_once"):
            PublicRequest.objects.create(release=asked.release, asked_by=make_user())

    @pytest.mark.parametrize(
        "half", [{"approved_at": timezone.now()}, {"withdrawn_at": timezone.now()}]
    )
    def test_wants_to_know_who(self, asked: PublicRequest, half: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError, match="by_somebody"):
            PublicRequest.objects.update(**half)

    def test_decides_once(self, asked: PublicRequest, administrator: User) -> None:
        approve_public(release=asked.release, by=administrator, seen=asked.pk)
        for change in ({"approved_by": make_user()}, {"withdrawn_at": timezone.now()}):
            with pytest.raises(DatabaseError, match="It has been decided"), transaction.atomic():
                PublicRequest.objects.update(**change)

    def test_keeps_what_was_asked(self, asked: PublicRequest) -> None:
        with pytest.raises(DatabaseError, match="stays as it was asked"), transaction.atomic():
            PublicRequest.objects.update(public_at=timezone.now())
        with pytest.raises(DatabaseError, match="is kept"), transaction.atomic():
            PublicRequest.objects.all().delete()
