"""The nginx of docs/ before the site: readers a second, beside a file of the same bytes."""

import getpass
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from bench.served import Browser, served
from bench.told import at_least
from ppf_site.processes import end_with_parent, stop

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")
OURS = Path(settings.BASE_DIR) / "docs" / "nginx.conf"
LEAST = 0.5
AROUND = """
daemon off;
user {user};
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/surveys.conf;
    {more}
}}
"""
# The same bytes from a file, with the same words about them.
FILE = """
    server {{
        listen 127.0.0.1:{port};
        root {folder}/files;
        location = /page {{ default_type "text/html"; add_header Content-Encoding zstd; }}
    }}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def configuration(folder: Path, port: int, site_port: int, more: str = "") -> Path:
    """Ours, but for what it marks as “yours”: names, ports, certificates, folders."""
    ours = OURS.read_text(encoding="utf-8")
    changes = {
        r"server 127\.0\.0\.1:8000;": f"server 127.0.0.1:{site_port};",
        r"listen 80;": f"listen 127.0.0.1:{free_port()};",
        r"listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        r"ssl_certificate\w* [^;]*;": "",
        r"/var/cache/nginx/surveys": f"{folder}/cache",
    }
    for pattern, mine in changes.items():
        ours, found = re.subn(pattern, mine, ours)
        assert found, f"docs/nginx.conf has no {pattern}"
    (folder / "surveys.conf").write_text(ours, encoding="utf-8")
    around = AROUND.format(folder=folder, user=getpass.getuser(), more=more)
    (folder / "nginx.conf").write_text(around, encoding="utf-8")
    return folder / "nginx.conf"


def front(path: str) -> Iterator[str]:
    """Requests a second at 50 at once. All of them come from one address here, so what the file
    allows one address is left out."""
    wrk = shutil.which("wrk")
    if NGINX is None or wrk is None:
        yield "  nginx or wrk is not installed: not measured"
        return
    with served() as site_port, nginx(site_port) as (port, file_port, folder):
        browser = Browser(port)
        body = browser.ask("GET", path, headers={"Accept-Encoding": "zstd", "Host": "localhost"})
        (folder / "files" / "page").write_bytes(body)
        # In turn: what else the machine does meets both sides.
        turns = [
            (
                _rate(wrk, f"http://127.0.0.1:{port}{path}"),
                _rate(wrk, f"http://127.0.0.1:{file_port}/page"),
            )
            for _ in range(3)
        ]
    ours, file = sorted(turns, key=lambda turn: turn[0] / turn[1])[1]
    yield f"  {path}: {len(body) / 1024:.0f} KB; {ours:.0f} a second, from a file {file:.0f}"
    yield f"    of the file {at_least(ours / file, LEAST)}"


@contextmanager
def nginx(site_port: int) -> Iterator[tuple[int, int, Path]]:
    port, file_port = free_port(), free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "files").mkdir()
        more = FILE.format(port=file_port, folder=folder)
        file = configuration(folder, port, site_port, more)
        surveys = folder / "surveys.conf"
        unlimited = re.sub(
            r"^\s*limit_(req|conn)(_status)? .*$", "", surveys.read_text(), flags=re.M
        )
        surveys.write_text(unlimited)
        process = subprocess.Popen([*end_with_parent("TERM"), str(NGINX), "-p", folder, "-c", file])
        try:
            _wait_for(port, process)
            yield port, file_port, folder
        finally:
            stop(process, signal.SIGTERM, patience=30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("nginx does not start.")


def _rate(wrk: str, address: str) -> float:
    words = [wrk, "-t1", "-c50", "-d3s", "-H", "Accept-Encoding: zstd", "-H", "Host: localhost"]
    told = subprocess.run([*words, address], capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in told, told
    found = re.search(r"Requests/sec:\s*([\d.]+)", told)
    assert found, told
    return float(found[1])
