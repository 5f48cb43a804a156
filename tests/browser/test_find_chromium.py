"""Finding or installing the browser that the other tests drive."""

import subprocess
from pathlib import Path

import pytest

from tests.browser import find_chromium as module
from tests.browser.find_chromium import NoChromiumError, find_chromium, install_chromium


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no programs but those that a test puts into this folder."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(module, "MAC_APPS", ())
    return tmp_path


def program(folder: Path, name: str, does: str = "") -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)
    return path


def test_a_browser_named_in_the_environment_comes_first(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(bare_machine, "chromium")
    mine = program(bare_machine, "my-browser")
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert find_chromium() == mine


def test_a_named_browser_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(NoChromiumError, match="/nowhere/chromium"):
        find_chromium()


@pytest.mark.parametrize("name", module.NAMES)
def test_it_is_found_under_any_of_its_names(bare_machine: Path, name: str) -> None:
    there = program(bare_machine, name)
    assert find_chromium() == there


def test_a_machine_without_one_has_none() -> None:
    assert find_chromium() is None


def test_without_apt_get_it_says_what_to_install() -> None:
    with pytest.raises(NoChromiumError, match="CHROMIUM"):
        install_chromium()


def test_an_account_that_cannot_become_root_is_told_what_to_install(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(bare_machine, "apt-get")
    program(bare_machine, "sudo", "exit 1")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(NoChromiumError, match="apt-get install chromium"):
        install_chromium()


def test_root_updates_the_lists_first_and_then_installs(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apt = program(bare_machine, "apt-get")
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        program(bare_machine, "chromium")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("subprocess.run", run)
    assert install_chromium() == bare_machine / "chromium"
    assert [command[:3] for command in ran] == [
        [str(apt), "-qq", "update"],
        [str(apt), "-qq", "install"],
    ]
