"""Starting the site with one command."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from ppf_site.demo.serve import secret_key
from ppf_site.serving import NotServing, require_free_port


def test_a_port_that_is_taken_is_named_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(NotServing, match=rf"Port {port} .* PORT={port + 1}"):
            require_free_port(port)


def test_a_free_port_is_accepted() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    require_free_port(port)


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "secret_key"
    assert secret_key(file) == secret_key(file)
    assert file.stat().st_mode & 0o777 == 0o600


def test_two_demonstrations_have_two_secret_keys(tmp_path: Path) -> None:
    assert secret_key(tmp_path / "one") != secret_key(tmp_path / "two")


@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL", "DATABASE_URL"])
def test_a_missing_variable_is_told_in_one_line(name: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key != name}
    done = subprocess.run(
        [sys.executable, "-m", "ppf_site.serving", "--port", "0"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Set {name} in the environment.")
    assert len(done.stderr.splitlines()) == 1


def test_every_variable_that_the_settings_read_is_in_the_example() -> None:
    base = Path(settings.BASE_DIR)
    source = (base / "ppf_site" / "settings.py").read_text()
    example = (base / ".env.example").read_text()
    lines = {line.partition("=")[0] for line in example.splitlines() if not line.startswith("#")}
    read = set(re.findall(r'(?:required|is_on|environ\.get)\(\s*"([A-Z_]+)"', source))
    assert len(read) >= 11
    assert read <= lines
