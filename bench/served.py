"""The site as it is really served, for as long as a measurement lasts, and browsers that use it."""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from signal import SIGTERM
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from councils.accounts import ROLES_BACKEND
from councils.models import User
from ppf_site.processes import end_with_parent, stop
from ppf_site.serving import START_SECONDS, WEB_SERVER

# What guards forms is the same in the cookie and in the form; any secret of the browser's does.
GUARD = "bench" * 6 + "32"


@contextmanager
def served() -> Iterator[int]:
    """Gunicorn, with its processes and threads as in earnest, on the database of this process.

    Gives the port, once the site answers there.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    words = ["-m", "gunicorn", "ppf_site.wsgi", "--bind", f"127.0.0.1:{port}", *WEB_SERVER]
    # What it logs, such as each download, would stand between the figures.
    with tempfile.TemporaryFile() as told:
        command = [*end_with_parent("TERM"), sys.executable, *words]
        server = subprocess.Popen(command, stderr=told)
        try:
            _wait_for(port, server)
            yield port
        except BaseException:
            told.seek(0)
            sys.stderr.write(told.read().decode()[-2000:])
            raise
        finally:
            stop(server, SIGTERM, patience=15)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            Browser(port).ask("GET", "/healthz")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The web server did not start; its last words are above.")


class Browser:
    """One connection that stays open, of a reader or of somebody who has signed in."""

    def __init__(self, port: int, person: User | None = None) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
        self.cookies = ""
        if person is not None:
            client = Client()
            client.force_login(person, backend=ROLES_BACKEND)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}"
            self.cookies += f"; {settings.CSRF_COOKIE_NAME}={GUARD}"

    def ask(
        self,
        method: str,
        path: str,
        form: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> bytes:
        headers = {**(headers or {}), **({"Cookie": self.cookies} if self.cookies else {})}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": GUARD})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        assert answer.status == status, f"{answer.status}: {method} {path}"
        self.headers = answer.headers
        return content
