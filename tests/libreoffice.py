"""Finds LibreOffice, or installs it, and lets it open and save a workbook."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packages import CannotInstallError, install_package

NAMES = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
# It starts in seconds, on a busy machine in many.
PATIENCE = 180
WITHOUT = (
    "LibreOffice is not installed, and could not be installed here: the tests that open a "
    "return’s workbook in it are skipped.\nDebian: apt-get install libreoffice-calc; macOS: "
    "brew install --cask libreoffice."
)


def find_libreoffice() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


needs_libreoffice = pytest.mark.skipif(
    find_libreoffice() is None, reason="LibreOffice is not installed"
)


def saved_by_libreoffice(content: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice writes it when it has opened it and somebody saves it."""
    before, after = folder / "before.xlsx", folder / "after"
    before.write_bytes(content)
    program = find_libreoffice()
    assert program is not None
    # A profile of its own: one that is open elsewhere would take the work over, or refuse it.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = ["--headless", "--convert-to", "xlsx", "--outdir", str(after), str(before)]
    subprocess.run([program, profile, *words], check=True, capture_output=True, timeout=PATIENCE)
    return (after / before.name).read_bytes()


if __name__ == "__main__":
    if find_libreoffice() is None:
        try:
            install_package("libreoffice-calc", "LibreOffice for the tests of workbooks")
        except CannotInstallError:
            print(WITHOUT, file=sys.stderr)  # noqa: T201
