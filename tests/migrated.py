"""A database with every migration applied, which each worker's test database is a copy of.

Applying them takes half a minute, so what comes of it is kept as SQL beside pytest's own cache,
under a name that says what it was made from. `make clean` removes it.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from psycopg import sql

from ppf_site.embedded_postgres import binaries

KEPT = Path(settings.BASE_DIR) / ".pytest_cache" / "migrated"
MADE_FROM = ["*/migrations/*.py", "ppf_site/settings.py", "requirements/dev.txt"]
MOST_KEPT = 3


def migrated_database(url: str) -> str:
    """Its name on the server at the address."""

    def fill(name: str) -> None:
        _fill(urlsplit(url)._replace(path=f"/{name}").geturl(), _kept_file())

    return made_once(url, "migrated", _made_of(), template="template0", fill=fill)


def made_once(url: str, kind: str, mark: str, *, template: str, fill: Callable[[str], None]) -> str:
    """The name of a database of that kind, made by the first worker that asks for it.

    The mark says what it was made from: a server that is there before and after may hold one of
    another. Under another name until it is whole: one that was interrupted is not taken for it.
    """
    name, fresh = f"{kind}_{mark[:16]}", f"{kind}_new"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock, psycopg.connect(url, autocommit=True) as connection:
        fcntl.flock(lock, fcntl.LOCK_EX)
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if there.fetchone() is None:
            old = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{kind}_"]
            )
            for (datname,) in old.fetchall():
                drop_database(connection, datname)
            copy_database(connection, template, fresh)
            fill(fresh)
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(fresh), sql.Identifier(name)
                )
            )
    return name


def copy_database(connection: psycopg.Connection, template: str, name: str) -> None:
    """In place of one of that name that somebody left."""
    drop_database(connection, name)
    connection.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )


def drop_database(connection: psycopg.Connection, name: str) -> None:
    """Whoever has it open still: a live server of browser tests may."""
    connection.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
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
    return KEPT / f"{_made_of()}.sql"


@cache
def _made_of() -> str:
    found = hashlib.sha256(sys.version.encode())
    for pattern in MADE_FROM:
        for path in sorted(Path(settings.BASE_DIR).glob(pattern)):
            found.update(str(path.relative_to(settings.BASE_DIR)).encode() + path.read_bytes())
    return found.hexdigest()


def _run(program: str, *words: str) -> None:
    command = [str(binaries() / program), *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={"LC_ALL": "C"})
