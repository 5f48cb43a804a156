"""Finds the machine's Chrome or Chromium for the browser tests, or installs Chromium."""

import os
import shutil
import sys
from pathlib import Path

from tests.packages import CannotInstallError, install_package

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ADVICE = (
    "The browser tests need Chrome or Chromium, and it could not be installed here.\n"
    "Install it (Debian: apt-get install chromium; macOS: brew install --cask chromium),\n"
    "or set CHROMIUM to its path."
)


class NoChromiumError(Exception):
    """There is no Chrome or Chromium; the message says what to do."""


def find_chromium() -> Path | None:
    """The path in CHROMIUM, else the first that this machine has."""
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            raise NoChromiumError(f"CHROMIUM is {named!r}, which is no program that can be run.")
        return Path(found)
    candidates = [*map(shutil.which, NAMES), *map(shutil.which, MAC_APPS)]
    return next((Path(found) for found in candidates if found), None)


def install_chromium() -> Path:
    """Installs Debian's or Ubuntu's package, where that asks nobody for a password."""
    try:
        install_package("chromium", "Chromium for the browser tests")
    except CannotInstallError:
        raise NoChromiumError(ADVICE) from None
    found = find_chromium()
    if found is None:
        raise NoChromiumError(ADVICE)
    return found


if __name__ == "__main__":
    try:
        find_chromium() or install_chromium()
    except NoChromiumError as error:
        sys.exit(str(error))
