"""People who send or read slowly keep nobody else waiting, on gunicorn as it is served."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection

import pytest
from django.conf import settings
from django.db import connection

from ppf_site.processes import end_with_parent, stop
from ppf_site.serving import WEB_SERVER
from tests.site.test_bodies import Unread

PATIENCE = 30
READS_NOTHING = b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"
SLOW = {
    "half a heading": b"GET / HTTP/1.1\r\nHost: local",
    "half a form": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc",
    "says nothing": b"",
}


@contextmanager
def web_server(*words: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [*end_with_parent("TERM"), sys.executable, "-m", "gunicorn", *words]
    command += ["tests.site.slow_wsgi", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, stderr=subprocess.DEVNULL)
    try:
        wait_until_healthy(port)
        yield port
    finally:
        stop(process, signal.SIGQUIT, patience=PATIENCE)


def wait_until_healthy(port: int) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not is_healthy(port):
        assert time.monotonic() < give_up_at, "The web server does not start."
        time.sleep(0.05)


def is_healthy(port: int) -> bool:
    asking = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status == 200
    except OSError:
        return False
    finally:
        asking.close()


@contextmanager
def slow_people(port: int, sent: bytes, *, number: int) -> Iterator[None]:
    """They stay connected, and neither send the rest nor read what they get."""
    with ExitStack() as held:
        for _ in range(number):
            person = held.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
            person.sendall(sent)
        yield


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with web_server(*WEB_SERVER) as port:
        yield port


@pytest.mark.parametrize("sent", SLOW.values(), ids=SLOW)
def test_eight_who_send_slowly_keep_nobody_waiting(port: int, sent: bytes) -> None:
    with slow_people(port, sent, number=8):
        assert all(is_healthy(port) for _ in range(20))


def test_twelve_who_download_and_do_not_read_keep_nobody_waiting(port: int) -> None:
    with slow_people(port, READS_NOTHING, number=12):
        assert all(is_healthy(port) for _ in range(20))


def test_who_has_gone_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of the listening socket is that of the connections it accepts."""
    from ppf_site import web_server as config  # noqa: PLC0415 - its name is that of ours

    monkeypatch.setattr(config, "STALLED_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config.when_ready(type("Server", (), {"LISTENERS": [type("L", (), {"sock": listener})]}))
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()
            accepted.setblocking(True)
            with accepted, pytest.raises(BlockingIOError):
                accepted.recv(1)


@pytest.mark.django_db(transaction=True)
def test_whoever_reads_holds_no_connection_to_the_database() -> None:
    from ppf_site.wsgi import application  # noqa: PLC0415 - it sets Django up

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/readyz", "SERVER_NAME": "localhost"}
    environ |= {"SERVER_PORT": "80", "wsgi.input": Unread(), "wsgi.url_scheme": "http"}  # type: ignore[dict-item]
    assert b"ok" in b"".join(application(environ, lambda *_: None))
    assert connection.connection is None
