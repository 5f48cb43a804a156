"""A worker killed amid its letters loses none, and sends none anew but the one in hand."""

import datetime
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from milestones.models import Subscription
from ppf_site.processes import end_with_parent
from ppf_site.serving import WORKER
from surveys.actions.chasing import chase
from surveys.following.rows import followed
from surveys.jobs import tell_opened
from surveys.models import Round
from tests.browser.own_site import PATIENCE, OwnDatabase
from tests.factories import (
    make_council,
    make_open_round,
    make_release,
    make_return,
    make_round,
    make_user,
)
from tests.post_office import PostOffice
from tests.surveys.returns.signing import forget_jobs

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("Barnsley", "Calderdale", "Derby")
PEOPLE = len(NAMES) * 2
# The third job that a task defers waits while the test holds this lock.
HELD = 42
HOLD_THE_THIRD = f"""
    CREATE FUNCTION hold_the_third() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (SELECT count(*) FROM procrastinate_jobs WHERE task_name = NEW.task_name) = 2 THEN
            PERFORM pg_advisory_xact_lock({HELD});
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER held BEFORE INSERT ON procrastinate_jobs FOR EACH ROW
        WHEN (NEW.task_name IN ('send_reminder', 'send_release_letter'))
        EXECUTE FUNCTION hold_the_third();
"""


class OwnWorker:
    """A worker as `make serve` runs it, which can be killed."""

    def __init__(self, database: OwnDatabase, office: PostOffice) -> None:
        self.database = database
        own = {"DATABASE_URL": database.url, "DJANGO_SETTINGS_MODULE": "ppf_site.settings"}
        own |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(office.port)}
        self.environment = {**os.environ, **own}

    def start(self) -> None:
        self.process = subprocess.Popen(
            [*end_with_parent("KILL"), sys.executable, "-m", "django", *WORKER],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def start_later(self) -> None:
        """When it is seen that the one before does not live any more."""
        with psycopg.connect(self.database.url) as connection:
            connection.execute(
                "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
            )
        for task in ("retry_abandoned_jobs", "announce_releases"):
            ask(self.database, task)
        self.start()

    def wait_until_done(self) -> None:
        left = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        give_up_at = time.monotonic() + PATIENCE
        with psycopg.connect(self.database.url, autocommit=True) as watching:
            while watching.execute(left).fetchone() != (0,):
                if time.monotonic() > give_up_at:
                    raise TimeoutError("The worker does not get done.")
                time.sleep(0.05)


def ask(database: OwnDatabase, task: str) -> None:
    """As the clock does: not again what waits to be done."""
    now = json.dumps({"timestamp": int(timezone.now().timestamp())})
    with psycopg.connect(database.url) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, queueing_lock)"
            " VALUES ('default', %s, %s, %s) ON CONFLICT DO NOTHING",
            [task, now, app.tasks[task].queueing_lock],
        )


@pytest.fixture
def spring() -> Round:
    """Due tomorrow, of councils with two people each: opened, and chased at once."""
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    spring = make_open_round("spring", closes_on=tomorrow)
    councils = [make_council(name) for name in NAMES]
    for council in councils:
        make_return(spring, council, state="not_started")
        for kind in ("contributor", "signatory"):
            make_user(f"{kind}@{council.slug}.example.org", role=kind, council=council)
    tell_opened(spring, [council.pk for council in councils])
    analyst = make_user("analyst@example.org", role="analyst")
    rows = followed(spring, analyst)
    chase(round=spring, rows=rows, by=analyst, subject="Still waiting", body="For {council}.")
    return spring


@pytest.fixture
def readers() -> list[str]:
    """Who asked to be told of a release that is public by now."""
    readers = [f"reader-{number}@example.org" for number in range(4)]
    now = timezone.now()
    for email in readers:
        Subscription.objects.create(email=email, confirmed_at=now, expires_at=now)
    autumn = make_round("autumn")
    make_return(autumn, make_council("Torbay"))
    make_release(autumn, stage="public")
    return readers


@pytest.fixture
def database() -> Iterator[OwnDatabase]:
    """With a copy of what the test has made; nothing of it is left to the tests that follow."""
    with TemporaryDirectory(prefix="ppf-", ignore_cleanup_errors=True) as name:
        # As root, the server runs as another account, which has to get in.
        Path(name).chmod(0o711)
        own = OwnDatabase(Path(name) / "data")
        own.take_copy()
        forget_jobs()
        yield own
        own.stop_at_once()


@pytest.fixture
def office() -> Iterator[PostOffice]:
    office = PostOffice()
    yield office
    office.shutdown()
    office.server_close()


@pytest.fixture
def worker(database: OwnDatabase, office: PostOffice) -> Iterator[OwnWorker]:
    own = OwnWorker(database, office)
    yield own
    own.kill()


def kill_with_a_letter_in_hand(worker: OwnWorker, office: PostOffice) -> tuple[str, str]:
    office.wait_until_held()
    worker.kill()
    office.let_go.set()
    return office.in_hand


def test_every_letter_arrives_and_none_but_those_in_hand_comes_again(
    spring: Round, database: OwnDatabase, office: PostOffice, worker: OwnWorker
) -> None:
    ask(database, "send_reminders")
    office.hold(2, takes_it=False)
    worker.start()
    kill_with_a_letter_in_hand(worker, office)
    # The one before it was opened; this one is a letter that somebody wrote.
    office.hold(PEOPLE, takes_it=True)
    worker.start_later()
    in_hand = kill_with_a_letter_in_hand(worker, office)
    worker.start_later()
    worker.wait_until_done()
    assert len(office.taken) == 3 * PEOPLE
    assert {letter for letter, times in office.taken.items() if times > 1} == {in_hand}
    assert max(office.taken.values()) == 2


def test_who_is_to_be_told_is_told_once_where_it_was_killed_amid_saying_whom(
    spring: Round, readers: list[str], database: OwnDatabase, office: PostOffice, worker: OwnWorker
) -> None:
    with psycopg.connect(database.url) as connection:
        connection.execute(HOLD_THE_THIRD)
    for task in ("announce_releases", "send_reminders"):
        with psycopg.connect(database.url) as hold:
            hold.execute("SELECT pg_advisory_lock(%s)", [HELD])
            ask(database, task)
            worker.start_later()
            database.wait_until_somebody_waits()
            worker.kill()
    worker.start_later()
    worker.wait_until_done()
    assert len(office.taken) == 3 * PEOPLE + len(readers)
    assert max(office.taken.values()) == 1
