"""A database with every migration applied, which each worker's test database is a copy of.

Applying them takes half a minute, so what comes of it is kept as SQL beside pytest's own cache,
under a name that says what it was made from. `make clean` removes it.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from psycopg import sql

from ppf_site.embedded_postgres import binaries

NAME = "migrated"
KEPT = Path(settings.BASE_DIR) / ".pytest_cache" / "migrated"
MADE_FROM = ["*/migrations/*.py", "ppf_site/settings.py", "requirements/dev.txt"]
MOST_KEPT = 3


def migrated_database(url: str) -> str:
    """Its name on the server at the address; made by the first worker that asks."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock, psycopg.connect(url, autocommit=True) as connection:
        fcntl.flock(lock, fcntl.LOCK_EX)
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        if there.fetchone() is None:
            _make(connection, url)
    return NAME


def _make(connection: psycopg.Connection, url: str) -> None:
    """Under another name until it is whole: one that was interrupted is not taken for it."""
    fresh = sql.Identifier(f"{NAME}_new")
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(fresh))
    connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(fresh))
    _fill(urlsplit(url)._replace(path=f"/{NAME}_new").geturl(), _kept_file())
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(fresh, sql.Identifier(NAME))
    )


def _fill(at: str, kept: Path) -> None:
    if kept.exists():
        kept.touch()
        _run("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={kept}", at)
        return
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": at},
        check=True,
    )
    fresh = kept.with_suffix(".new")
    _run("pg_dump", "--no-owner", f"--file={fresh}", at)
    fresh.rename(kept)
    for old in sorted(KEPT.glob("*.sql"), key=lambda path: path.stat().st_mtime)[:-MOST_KEPT]:
        old.unlink()


def _kept_file() -> Path:
    found = hashlib.sha256(sys.version.encode())
    for pattern in MADE_FROM:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            found.update(str(path.relative_to(settings.BASE_DIR)).encode() + path.read_bytes())
    return KEPT / f"{found.hexdigest()}.sql"


def _run(program: str, *words: str) -> None:
    command = [str(binaries() / program), *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={"LC_ALL": "C"})
