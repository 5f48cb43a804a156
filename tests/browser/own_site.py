"""A site of its own, in processes that can be killed: the web server and its PostgreSQL."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from http.client import HTTPConnection
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from ppf_site import embedded_postgres
from ppf_site.processes import end_with_parent

PATIENCE = 60


class OwnDatabase:
    """A server that keeps what it has confirmed, whatever ends it but a power cut."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running = ExitStack()
        self.url = ""
        self.start()

    def start(self) -> None:
        server = embedded_postgres.embedded_postgres(self.folder, options={"fsync": "off"})
        self.url = self.running.enter_context(server)

    def stop_at_once(self) -> None:
        """Without a word to anybody who is connected: what was not committed is lost."""
        with suppress(ProcessLookupError):
            server = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
            os.kill(server, signal.SIGQUIT)
        self.running.close()

    def take_copy(self) -> None:
        """Of the test's own database, with all that it holds."""
        programs = Path(embedded_postgres.binaries())
        theirs = connection.settings_dict
        names = {"dbname": "NAME", "host": "HOST", "port": "PORT", "user": "USER"}
        names["password"] = "PASSWORD"
        source = make_conninfo(**{key: theirs[name] for key, name in names.items() if theirs[name]})
        dump = subprocess.run(
            [programs / "pg_dump", "--no-owner", f"--dbname={source}"],
            capture_output=True,
            check=True,
        )
        subprocess.run(
            [programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={self.url}"],
            input=dump.stdout,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    def wait_until_somebody_waits(self) -> None:
        """For a lock that another has."""
        give_up_at = time.monotonic() + PATIENCE
        with psycopg.connect(self.url, autocommit=True) as watching:
            while time.monotonic() < give_up_at:
                waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                if watching.execute(waiting).fetchone():
                    return
                time.sleep(0.05)
        raise TimeoutError("Nobody waits for the lock.")


class OwnWeb:
    """Gunicorn on a free port, as `make serve` runs it, always on the same one."""

    def __init__(self, database_url: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "SITE_URL": self.address,
            "DJANGO_SETTINGS_MODULE": "ppf_site.settings",
        }
        self.start()

    def start(self) -> None:
        words = [
            "tests.browser.own_wsgi",
            "--bind",
            f"127.0.0.1:{self.port}",
            "--log-level",
            "critical",
        ]
        words += ["--threads", "4", "--no-control-socket"]
        self.process = subprocess.Popen(
            [*end_with_parent("TERM"), sys.executable, "-m", "gunicorn", *words],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.wait_until_up()

    def wait_until_up(self) -> None:
        give_up_at = time.monotonic() + PATIENCE
        while time.monotonic() < give_up_at:
            asking = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                asking.request("GET", "/healthz")
                if asking.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.05)
            finally:
                asking.close()
        raise TimeoutError("The web server does not start.")

    def kill(self) -> None:
        """All of its processes in the same moment, whatever they are doing."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
