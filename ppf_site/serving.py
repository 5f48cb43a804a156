"""Brings the database and static files up to date, then runs the web server until told to stop."""

import argparse
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from http.client import HTTPConnection
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from ppf_site.databases import close_connections
from ppf_site.demo.mark import require_mark
from ppf_site.processes import end_with_parent, exit_on_signals, stop

START_SECONDS = 60
# What is done is forgotten: e-mails hold names and reasons, and are kept nowhere twice.
WORKER = ["procrastinate", "worker", "--delete-jobs", "successful"]
WORKER += ["--shutdown-graceful-timeout", "5"]
# A worker that ends at once is not started again more often than this.
WORKER_PAUSE = 5


class NotServing(Exception):
    """The site cannot be served; the message says why."""


def require_free_port(port: int) -> None:
    with socket.socket() as probe:
        # A port that has only just been let go counts as free, as it does for the web server.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise NotServing(
                f"Port {port} of 127.0.0.1 cannot be used ({error.strerror}): another program has "
                f"it. Choose another, such as PORT={port + 1}."
            ) from None


def prepare(commands: Iterable[str] = ()) -> None:
    """Migrates, runs the commands given, and collects static files where they changed."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=1 if _unapplied_migrations() else 0)
    for command in commands:
        call_command(command)
    _collect_static_files()
    # The web server's processes open their own.
    close_connections()


def _unapplied_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _collect_static_files() -> None:
    """Hashes and compresses static files: seconds of work, done only when one has changed."""
    mark = Path(settings.STATIC_ROOT) / ".made-from"
    wanted = _static_fingerprint()
    if mark.exists() and mark.read_text() == wanted:
        return
    mark.unlink(missing_ok=True)
    print("Collecting static files ...", flush=True)  # noqa: T201
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(wanted)


def _static_fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()


WEB_SERVER = ["--config", "python:ppf_site.web_server"]


def serve(port: int) -> None:
    """Runs gunicorn on 127.0.0.1, and a worker, until it ends or a signal unwinds us."""
    server = _start("gunicorn", "ppf_site.wsgi", "--bind", f"127.0.0.1:{port}", *WEB_SERVER)
    try:
        _wait_until_up(port, server)
        print(f"\nOpen http://127.0.0.1:{port} in a browser. Ctrl-C stops.\n", flush=True)  # noqa: T201
        _work_beside(server)
        if server.returncode:
            raise NotServing("The web server stopped; its last words are above.")
    finally:
        stop(server, signal.SIGTERM, signal.SIGQUIT, patience=15)


def _start(module: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*end_with_parent("TERM"), sys.executable, "-m", module, *words],
        # Ctrl-C is for us: we stop it, and after it the database.
        start_new_session=True,
    )


def _work_beside(server: subprocess.Popen[bytes]) -> None:
    """Keeps a worker going while the web server runs: it sends the e-mails.

    It ends when the database restarts, and is started again; its jobs wait in the database.
    """
    while server.poll() is None:
        started = time.monotonic()
        worker = _start("django", *WORKER)
        try:
            while server.poll() is None and worker.poll() is None:
                time.sleep(0.5)
            while server.poll() is None and time.monotonic() - started < WORKER_PAUSE:
                time.sleep(0.5)
        finally:
            stop(worker, signal.SIGTERM, patience=10)


def _wait_until_up(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
        try:
            connection.request("GET", "/healthz")
            # Any answer will do: behind https it is a redirect.
            connection.getresponse()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise NotServing("The web server did not start; its last words are above.")


def main() -> None:
    """`make serve`: this site on the server that DATABASE_URL names."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port: int = parser.parse_args().port
    exit_on_signals()
    require_free_port(port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppf_site.settings")
    if settings.DEMO:
        # Before anything is changed in a database that is not the demonstration's.
        require_mark(connection)
    prepare()
    serve(port)


if __name__ == "__main__":
    try:
        main()
    except (ImproperlyConfigured, NotServing, OperationalError) as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(0)
