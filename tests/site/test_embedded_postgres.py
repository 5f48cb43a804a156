"""The PostgreSQL of the demonstration and the tests."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from django.conf import settings

from ppf_site import embedded_postgres as module
from ppf_site.embedded_postgres import EmbeddedPostgresError, embedded_postgres, throwaway_postgres


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where to keep data: short, and open to the account that root's server runs as."""
    with TemporaryDirectory(prefix="ppf-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o711)
        yield Path(name) / "data"


def postmaster(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().splitlines()[0])


def socket_folder(url: str) -> Path:
    return Path(str(psycopg.conninfo.conninfo_to_dict(url)["host"]))


def gone(pid: int, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def start_elsewhere(folder: Path) -> subprocess.Popen[str]:
    """A process of its own that runs the server until it is killed."""
    code = (
        "import sys, time; from pathlib import Path;"
        "from ppf_site.embedded_postgres import embedded_postgres as run\n"
        "with run(Path(sys.argv[1])) as url: print(url, flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("postgresql://")
    process.stdout.close()
    return process


def test_what_was_written_is_there_at_the_next_start(folder: Path) -> None:
    with embedded_postgres(folder) as url, psycopg.connect(url) as connection:
        connection.execute("create table kept as select 42 as answer")
    with embedded_postgres(folder) as url, psycopg.connect(url) as connection:
        assert connection.execute("select answer from kept").fetchall() == [(42,)]


def test_the_server_stops_with_its_block(folder: Path) -> None:
    with embedded_postgres(folder):
        pid = postmaster(folder)
    assert gone(pid, seconds=0.1)


def test_the_server_stops_when_the_block_fails(folder: Path) -> None:
    with pytest.raises(KeyboardInterrupt), embedded_postgres(folder):
        pid = postmaster(folder)
        raise KeyboardInterrupt
    assert gone(pid, seconds=0.1)


def test_a_throwaway_server_leaves_no_folder() -> None:
    with throwaway_postgres() as url:
        folder = socket_folder(url)
        assert folder.exists()
    assert not folder.parent.exists()


def test_the_environment_is_left_as_it_was(folder: Path) -> None:
    before = dict(os.environ)
    with embedded_postgres(folder):
        assert dict(os.environ) == before


def test_a_persons_own_postgres_variables_do_not_matter(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "6000")
    monkeypatch.setenv("PGDATA", "/nowhere")
    with embedded_postgres(folder) as url, psycopg.connect(url) as connection:
        assert connection.info.port == 5432


def test_it_listens_on_no_port(folder: Path) -> None:
    with embedded_postgres(folder) as url, psycopg.connect(url) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)


def test_a_second_command_on_the_same_data_is_refused(folder: Path) -> None:
    with (
        embedded_postgres(folder),
        pytest.raises(EmbeddedPostgresError, match="Another command"),
        embedded_postgres(folder),
    ):
        pass


def test_killing_the_starter_loses_nothing_and_blocks_nothing(folder: Path) -> None:
    starter = start_elsewhere(folder)
    starter.kill()
    starter.wait()
    with embedded_postgres(folder) as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells a child of its parent's end")
def test_the_server_ends_with_a_killed_starter(folder: Path) -> None:
    starter = start_elsewhere(folder)
    pid = postmaster(folder)
    starter.kill()
    starter.wait()
    assert gone(pid)


def test_a_server_left_running_is_ended_first(folder: Path) -> None:
    with embedded_postgres(folder):
        module._clear_away_former_server(folder)
        assert not (folder / "postmaster.pid").exists()


def test_a_killed_server_starts_again(folder: Path) -> None:
    with embedded_postgres(folder):
        os.kill(postmaster(folder), signal.SIGKILL)
    assert (folder / "postmaster.pid").exists()
    with embedded_postgres(folder) as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux lists a process's children so")
def test_a_killed_server_starts_again_once_its_children_are_gone(folder: Path) -> None:
    with embedded_postgres(folder):
        server = postmaster(folder)
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        lingering = int(children[0])
        os.kill(lingering, signal.SIGSTOP)
        os.kill(server, signal.SIGKILL)
    threading.Timer(1, os.kill, [lingering, signal.SIGKILL]).start()
    with embedded_postgres(folder) as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_stale_file_that_names_another_process_is_forgotten(folder: Path) -> None:
    with embedded_postgres(folder):
        os.kill(postmaster(folder), signal.SIGKILL)
    file = folder / "postmaster.pid"
    file.write_text(re.sub(r"^\d+", str(os.getppid()), file.read_text()))
    with embedded_postgres(folder) as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_path_too_long_for_a_socket_works(folder: Path) -> None:
    deep = folder.parent / ("long" * 20) / "data"
    deep.parent.mkdir(mode=0o755)
    with embedded_postgres(deep) as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    host = socket_folder(url)
    assert not host.exists()


def test_a_path_with_spaces_works(folder: Path) -> None:
    spaced = folder.parent / "my, own 'data'" / "data"
    spaced.parent.mkdir(mode=0o755)
    with embedded_postgres(spaced) as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root has folders that the server cannot enter")
def test_a_folder_that_only_root_may_enter_works_and_stays_closed(folder: Path) -> None:
    folder.parent.chmod(0o700)
    with embedded_postgres(folder) as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert folder.parent.stat().st_mode & 0o777 == 0o700


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    with (
        pytest.raises(EmbeddedPostgresError, match="no_such_setting"),
        embedded_postgres(folder, options={"no_such_setting": "1"}),
    ):
        pass


def test_the_command_gets_an_address_of_its_own() -> None:
    code = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL']).close()"
    done = subprocess.run(
        [sys.executable, "-m", "ppf_site.embedded_postgres", sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        check=False,
    )
    assert done.returncode == 0
