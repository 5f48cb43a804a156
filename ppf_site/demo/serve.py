"""`make demo`: the demonstration on this machine, with a PostgreSQL of its own."""

import argparse
import os
import secrets
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError

from ppf_site.embedded_postgres import EmbeddedPostgresError, embedded_postgres
from ppf_site.processes import exit_on_signals
from ppf_site.serving import NotServing, prepare, require_free_port, serve

DATA = Path(__file__).resolve().parents[2] / ".data"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port: int = parser.parse_args().port
    exit_on_signals()
    require_free_port(port)
    DATA.mkdir(exist_ok=True)
    print("Starting PostgreSQL ...", flush=True)  # noqa: T201
    with embedded_postgres(DATA / "postgres") as url:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="ppf_site.settings",
            DATABASE_URL=url,
            DEMO="1",
            SECRET_KEY=secret_key(DATA / "secret_key"),
            SITE_URL=f"http://127.0.0.1:{port}",
        )
        os.environ.pop("DEBUG", None)
        prepare(["load_demo", "load_second_example"])
        serve(port)


def secret_key(file: Path) -> str:
    """Made once and kept, so that people stay signed in when the demonstration starts again."""
    if not file.exists():
        # Its own from the first byte: nobody else may read it.
        with open(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600), "w") as new:  # noqa: PTH123
            new.write(secrets.token_urlsafe(64))
    return file.read_text()


if __name__ == "__main__":
    try:
        main()
    except (CommandError, EmbeddedPostgresError, ImproperlyConfigured, NotServing) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        # Ctrl-C is how one ends it.
        sys.exit(0)
