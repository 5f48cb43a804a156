"""The nginx of docs/: it starts, keeps public pages for a second, and refuses what is too large."""

import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench.nginx import NGINX, OURS, configuration, free_port
from ppf_site.bodies import A_FORM, MANY_TEXTS, limit_of
from ppf_site.processes import end_with_parent, stop

needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
PATIENCE = 30
SAYS = {"/public/": "public, no-cache", "/private/": "private, no-store", "/silent/": ""}


class Site(BaseHTTPRequestHandler):
    """Stands in for the site: its answers differ each time, and it says what it was sent."""

    seen: list[tuple[str, str, str]] = []

    def answer(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        self.seen.append((self.command, self.path, length))
        body = f"{self.path} {len(self.seen)}".encode()
        self.send_response(413 if int(length) > MANY_TEXTS * 4 else 200)
        self.send_header("Content-Length", str(len(body)))
        if SAYS.get(self.path):
            self.send_header("Cache-Control", SAYS[self.path])
        if self.path == "/cookie/":
            self.send_header("Cache-Control", "public")
            self.send_header("Set-Cookie", "csrftoken=1")
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing beside the tests."""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    folder.chmod(0o755)
    site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    file = configuration(folder, port, site.server_port)
    process = subprocess.Popen([*end_with_parent("TERM"), str(NGINX), "-p", folder, "-c", file])
    try:
        wait_until_up(port, process, folder)
        yield port
    finally:
        stop(process, signal.SIGTERM, patience=PATIENCE)
        site.shutdown()
        site.server_close()


def wait_until_up(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at:
        assert process.poll() is None, (folder / "error.log").read_text()
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("nginx does not start.")


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    asking = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    asking.request(method, path, headers={name.replace("_", "-"): v for name, v in headers.items()})
    response: HTTPResponse = asking.getresponse()
    try:
        return response.status, response.read().decode()
    finally:
        asking.close()


def answers(port: int, path: str, **headers: str) -> set[str]:
    """Of several requests within the second, as far as that can be told."""
    while True:
        start = time.monotonic()
        found = {ask(port, path, **headers)[1] for _ in range(3)}
        if time.monotonic() - start < 0.5 or len(found) != 2:
            return found


@needs_nginx
def test_a_public_page_is_kept_for_a_second(port: int) -> None:
    kept = answers(port, "/public/")
    assert len(kept) == 1
    time.sleep(2.1)  # nginx counts whole seconds by the clock
    assert ask(port, "/public/")[1] not in kept


@needs_nginx
@pytest.mark.parametrize("path", ["/private/", "/silent/", "/cookie/"])
def test_what_is_not_public_is_never_kept(port: int, path: str) -> None:
    assert len(answers(port, path)) == 3


@needs_nginx
@pytest.mark.parametrize("cookie", ["sessionid=1", "a=b; csrftoken=1", "messages=1"])
def test_who_has_a_cookie_of_ours_gets_a_page_of_their_own(port: int, cookie: str) -> None:
    assert len(answers(port, "/public/", Cookie=cookie)) == 3


@needs_nginx
def test_what_is_too_large_is_refused_by_its_length_with_the_sites_page(port: int) -> None:
    length = str(200 * 1024 * 1024)
    status, page = ask(port, "/accounts/password/reset/", "POST", Content_Length=length)
    assert (status, page.split()[0]) == (413, "/accounts/password/reset/")
    assert Site.seen[-1] == ("POST", "/accounts/password/reset/", length)


@needs_nginx
def test_many_forms_at_once_from_one_address_are_slowed_down(port: int) -> None:
    statuses = [ask(port, "/form/", "POST", Content_Length="0")[0] for _ in range(200)]
    assert 429 in statuses
    assert statuses[:20] == [200] * 20


def test_nginx_takes_what_the_site_takes() -> None:
    ours = OURS.read_text(encoding="utf-8")
    sizes = [int(size) * 1024 for size in re.findall(r"client_max_body_size (\d+)k;", ours)]
    assert sizes == [A_FORM, limit_of("/returns/1/upload/")[0], MANY_TEXTS, MANY_TEXTS]
