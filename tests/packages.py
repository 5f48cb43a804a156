"""Installs a program that the tests need, from Debian's or Ubuntu's packages."""

import os
import shutil
import subprocess
import sys

PATIENCE = 900


class CannotInstallError(Exception):
    """There is no apt-get here, or nobody who may use it, or it failed."""


def install_package(package: str, what: str) -> None:
    """Where that asks nobody for a password."""
    apt = shutil.which("apt-get")
    as_root = _words_for_root()
    if apt is None or as_root is None:
        raise CannotInstallError
    print(f"Installing {what} ...", flush=True)  # noqa: T201
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        command = [*as_root, apt, "-qq", *words]
        try:
            done = subprocess.run(
                command, env=environment, stdout=sys.stderr, check=False, timeout=PATIENCE
            )
        except subprocess.TimeoutExpired:
            raise CannotInstallError from None
        if done.returncode:
            raise CannotInstallError


def _words_for_root() -> list[str] | None:
    """Words before a command that make it run as root, or None where that is not to be had."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if (
        sudo
        and not subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode
    ):
        return [sudo, "-n"]
    return None
