"""However many processes make the pages: the same ETag is the same bytes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import NamedTuple

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo
from pytest_django import DjangoDbBlocker

from ppf_site.processes import end_with_parent, stop
from ppf_site.serving import WEB_SERVER
from surveys.models import Answer, Round
from tests.demo.copies import point_to
from tests.factories import make_region, make_release, put_right
from tests.migrated import copy_database, drop_database, migrated_database
from tests.milestones.world import make_world

PATIENCE = 90
FIGURES = "/rounds/spring/?download=csv"
ADDRESSES = ["/rounds/", FIGURES]
CODINGS = ["zstd", "identity"]


class Answered(NamedTuple):
    process: str
    address: str
    etag: str
    body: bytes


class Server(NamedTuple):
    master: subprocess.Popen[bytes]
    port: int

    def ask(self, address: str, coding: str = "identity") -> Answered:
        """By a connection of its own: whichever process takes it."""
        asking = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        asking.request("GET", address, headers={"Accept-Encoding": coding})
        response = asking.getresponse()
        try:
            assert response.status == 200, address
            told = response.headers
            return Answered(told["X-Process"], address, told.get("ETag", ""), response.read())
        finally:
            asking.close()

    def answers(self, processes: int) -> list[Answered]:
        """Each page in each coding, until so many processes have answered for each page."""
        found: list[Answered] = []
        asked = [(address, coding) for address in ADDRESSES for coding in CODINGS]
        give_up_at = time.monotonic() + PATIENCE
        with ThreadPoolExecutor(8) as people:
            while any(len(each) < processes for each in _processes(found).values()) or not found:
                assert time.monotonic() < give_up_at, _processes(found)
                found += people.map(lambda each: self.ask(*each), asked)
        return found


def _processes(answers: list[Answered]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {address: set() for address in ADDRESSES}
    for answer in answers:
        found[answer.address].add(answer.process)
    return found


def bodies(answers: list[Answered]) -> dict[tuple[str, str], set[bytes]]:
    """By address and ETag."""
    found: dict[tuple[str, str], set[bytes]] = defaultdict(set)
    for answer in answers:
        found[answer.address, answer.etag].add(answer.body)
    return found


def tags(answers: list[Answered], address: str) -> set[str]:
    return {answer.etag for answer in answers if answer.address == address}


@pytest.fixture(scope="module")
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database that other processes read too, beside that of other tests."""
    empty = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"]
    name = f"{empty}_served"
    with psycopg.connect(url, autocommit=True) as server:
        copy_database(server, migrated_database(url), name)
    with django_db_blocker.unblock():
        point_to(name)
    yield name
    with django_db_blocker.unblock():
        point_to(empty)
    with psycopg.connect(url, autocommit=True) as server:
        drop_database(server, name)


@contextmanager
def serving(database: str) -> Iterator[Server]:
    """Gunicorn with two processes, as it is served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=database)
    command = [*end_with_parent("TERM"), sys.executable, "-m", "gunicorn", *WEB_SERVER]
    # Loaded once, before there are several: they start in no time.
    command += ["--preload", "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    command += ["tests.site.kept.plain_wsgi"]
    environment = {**os.environ, "DATABASE_URL": url}
    master = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        yield started(Server(master, port))
    finally:
        stop(master, signal.SIGQUIT, patience=PATIENCE)


def started(server: Server) -> Server:
    give_up_at = time.monotonic() + PATIENCE
    while True:
        try:
            server.ask("/healthz")
        except OSError:
            assert time.monotonic() < give_up_at and server.master.poll() is None
            time.sleep(0.1)
        else:
            return server


def publish() -> None:
    """A correction that everybody may see."""
    put_right(Answer.objects.filter(question__key="people"), number=4711)
    make_release(Round.objects.get(slug="spring"), stage="public")


@pytest.mark.django_db(transaction=True)
def test_the_same_tag_is_the_same_bytes_whichever_process_made_them(own_database: str) -> None:
    """By two processes and by four, of which one has been killed and started anew, before and
    after a correction."""
    make_release(make_world({make_region("North East"): 3}).round, stage="public")
    with serving(own_database) as server:
        before = server.answers(2)
        for number in (3, 4):
            server.master.send_signal(signal.SIGTTIN)
            before += server.answers(number)
        os.kill(int(before[0].process), signal.SIGKILL)
        before += server.answers(4)
        publish()
        after = server.answers(4)
    found = bodies([*before, *after])
    assert {len(each) for each in found.values()} == {1}
    # The list of rounds says nothing of the correction, and the figures do.
    assert [sum(address == each for address, _ in found) for each in ADDRESSES] == [2, 4]
    assert tags(before, FIGURES).isdisjoint(tags(after, FIGURES))
