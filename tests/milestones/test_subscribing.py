"""Readers are told of releases that they asked about, once public, once, and until they stop."""

import datetime
import re
from collections.abc import Iterator

import pghistory.models
import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from milestones.jobs import announce, forget_unconfirmed
from milestones.models import Subscription
from milestones.models.subscriptions import LASTS
from surveys.actions.narrowing import narrow
from surveys.models import Answer
from tests.councils.letters import link_to, sent, work
from tests.factories import make_region, make_release, put_right
from tests.milestones.world import World, make_expectation
from tests.surveys.returns.signing import forget_jobs

READER = "reader@example.org"
ALL_OF_IT = ["", "?round=spring", "?programme=programme", "?expectation=savings"]
ALL_OF_IT += ["?region=north-east"]


@pytest.fixture(autouse=True)
def _fresh(db: None) -> Iterator[None]:
    cache.clear()
    forget_jobs()
    yield
    forget_jobs()


def subscribe(about: str = "", email: str = READER) -> None:
    """As readers do: the form, the link, the button."""
    client = Client()
    assert client.post(f"/tell-me/{about}", {"email": email}).status_code == 302
    client.post(link_to(email))
    work()
    mail.outbox.clear()


def told() -> list[str]:
    """The subjects of what goes to the reader because of what is public now."""
    announce()
    return [subject for subjects in sent().values() for subject in subjects]


@pytest.mark.parametrize("about", ALL_OF_IT)
def test_a_release_is_told_once_it_is_public_and_once(world: World, about: str) -> None:
    subscribe(about)
    make_release(world.round, stage="public")
    assert told() == ["[Council surveys] Spring: released"]
    assert len(told()) == 1


def test_a_letter_leads_to_what_was_asked_for_in_that_release(world: World) -> None:
    subscribe("?expectation=savings")
    release = make_release(world.round, stage="public")
    announce()
    assert link_to(READER) == f"/releases/{release.pk}/expectations/savings/"
    assert "6 of 6 councils answered." in str(mail.outbox[0].body)


def test_a_correction_is_told_too(world: World) -> None:
    make_release(world.round, stage="public")
    announce()
    subscribe()
    put_right(Answer.objects.filter(question=world.people), number=9)
    make_release(world.round, stage="public", note="A late bill.")
    assert told() == ["[Council surveys] Spring: corrected"]
    assert "A correction. A late bill." in str(mail.outbox[0].body)


def test_nothing_is_told_before_the_moment_at_which_it_is_public(world: World) -> None:
    subscribe()
    release = make_release(world.round, stage="sector")
    assert told() == []
    soon = timezone.now() + datetime.timedelta(hours=1)
    release.move_to("public", at=soon)
    assert told() == []
    with time_machine.travel(soon + datetime.timedelta(seconds=1)):
        assert told() == ["[Council surveys] Spring: released"]


def test_what_went_back_meanwhile_is_not_told(world: World) -> None:
    subscribe()
    release = make_release(world.round, stage="public")
    announce()
    narrow(release=release, fields=[], takes_back=True, reason="A council asked for it.")
    assert sent() == {}


def test_who_asked_about_something_else_is_told_nothing(world: World) -> None:
    make_expectation("homes", number=2)
    make_region("London")
    for about in ("?expectation=homes", "?region=london"):
        subscribe(about)
    make_release(world.round, stage="public")
    assert told() == []


def test_nobody_is_told_who_has_not_confirmed(client: Client, world: World) -> None:
    client.post("/tell-me/", {"email": READER})
    link = link_to(READER)
    client.get(link)  # as programs do that look into links
    mail.outbox.clear()
    make_release(world.round, stage="public")
    assert told() == []


def test_a_mail_program_stops_it_with_one_request_and_the_address_is_gone(world: World) -> None:
    subscribe()
    make_release(world.round, stage="public")
    told()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [stop] = re.findall(r"^<http://127.0.0.1(/\S+)>$", headers["List-Unsubscribe"])
    machine = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = machine.post(stop, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, "have stopped" in answer.text) == (200, True)
    assert not Subscription.objects.exists()


def test_a_person_stops_by_a_button_and_can_stop_all(client: Client, world: World) -> None:
    subscribe()
    subscribe("?region=north-east")
    subscribe(email="other@example.org")
    stop = f"/tell-me/stop/{Subscription.objects.filter(email=READER)[0].stop_token}/"
    assert "Stop these e-mails" in client.get(stop).text
    assert Subscription.objects.count() == 3
    client.post(stop, {"which": "all"})
    assert [each.email for each in Subscription.objects.all()] == ["other@example.org"]


def test_a_link_that_we_did_not_sign_stops_nobody(client: Client, world: World) -> None:
    subscribe()
    number = Subscription.objects.get().pk
    for token in (f"{number}:x", str(number), f"{number}"):
        assert client.post(f"/tell-me/stop/{token}/").status_code == 404
    assert Subscription.objects.exists()


def test_the_page_says_the_same_whether_or_not_an_address_is_known(world: World) -> None:
    subscribe()
    answers = [
        Client().post("/tell-me/", {"email": email}, follow=True)
        for email in (READER, "new@example.org")
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain == [("/tell-me/sent/", 302)]
    assert READER not in answers[0].text
    # What its owner learns: that it is so already, and how to stop; or the link.
    assert [subjects[0].split("] ")[1][:8] for subjects in sent().values()] == [
        "You will",
        "Tell me ",
    ]


def test_an_address_that_nobody_confirmed_is_deleted(client: Client, world: World) -> None:
    subscribe("?region=north-east")
    client.post("/tell-me/", {"email": READER})
    link = link_to(READER)
    with time_machine.travel(timezone.now() + LASTS):
        assert client.post(link).status_code == 404
        forget_unconfirmed(0)
    assert [each.about for each in Subscription.objects.all()] == ["the North East"]


def test_an_address_stands_in_no_job_and_no_history(world: World) -> None:
    Client().post("/tell-me/", {"email": READER})
    jobs = list(ProcrastinateJob.objects.values_list("args", flat=True))
    kept = list(pghistory.models.Context.objects.values_list("metadata", flat=True))
    assert jobs
    assert READER not in f"{jobs}{kept}"
    assert not [name for name in dir(Subscription) if name.startswith("pgh")]


def test_asking_too_often_sends_no_more_and_says_the_same(world: World) -> None:
    for number in range(7):
        client = Client(headers={"x-forwarded-for": f"203.0.113.{number}"})
        assert client.post("/tell-me/", {"email": READER}).status_code == 302
        work()
    assert len(mail.outbox) == 5


@pytest.mark.parametrize("typed", ["", "nobody", "a@b"])
def test_what_is_no_address_is_said_beside_the_field(client: Client, typed: str) -> None:
    answer = client.post("/tell-me/", {"email": typed})
    assert answer.status_code == 200
    assert "Error:" in answer.text
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("about", ["?region=atlantis", "?expectation=x", "?round=draft"])
def test_there_is_nothing_to_be_told_of_what_a_reader_does_not_know(
    client: Client, world: World, about: str
) -> None:
    assert client.get(f"/tell-me/{about}").status_code == 404


@pytest.mark.parametrize(
    ("page", "about"),
    [
        ("/rounds/", ""),
        ("/rounds/spring/", "?round=spring"),
        ("/releases/{}/", "?round=spring"),
        ("/regions/north-east/", "?region=north-east"),
        ("/expectations/savings/", "?expectation=savings"),
        ("/milestones/", "?programme=programme"),
    ],
)
def test_pages_lead_to_it_beside_the_feed(
    client: Client, world: World, page: str, about: str
) -> None:
    release = make_release(world.round, stage="public")
    text = client.get(page.format(release.pk)).text
    assert f'href="/tell-me/{about}"' in text
