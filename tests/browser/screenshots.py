"""Pictures of every page, on a desk, a telephone and paper: `make screenshots`."""

import argparse
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from ppf_site.processes import exit_on_signals
from tests.browser.find_chromium import ADVICE, find_chromium
from tests.browser.kinds import PUBLIC, SIGNED_IN

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "screenshots"
WIDTHS = (1280, 390)
START_SECONDS = 180


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a running demonstration; without it one is started")
    parser.add_argument("--only", default="", help="only pages whose name has this in it")
    parser.add_argument("--readme", action="store_true", help="renew docs/overview.png, no more")
    options = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        sys.exit(ADVICE)
    exit_on_signals()
    PICTURES.mkdir(exist_ok=True)
    with demonstration(options.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        if not options.readme:
            for width in WIDTHS:
                picture_all(browser, url, width, options.only)
        if not options.only:
            picture_overview(browser, url)


@contextmanager
def demonstration(url: str | None) -> Iterator[str]:
    """The address given, else that of a demonstration started for the purpose."""
    if url:
        yield url.rstrip("/")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "ppf_site.demo.serve", "--port", str(port)]
    server = subprocess.Popen(words, cwd=ROOT)
    try:
        wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse()
        except OSError:
            time.sleep(0.2)
        else:
            return
        finally:
            connection.close()
    sys.exit("No demonstration started. Is one running already? Then name it with --url.")


def picture_all(browser: Browser, url: str, width: int, only: str) -> None:
    picture_as(browser, url, width, {name: at for name, at in PUBLIC.items() if only in name})
    for person, pages in SIGNED_IN.items():
        wanted = {name: at for name, at in pages.items() if only in name}
        picture_as(browser, url, width, wanted, person)


def picture_as(
    browser: Browser, url: str, width: int, pages: dict[str, str], person: str = ""
) -> None:
    """The pages as this person sees them; without one, as a reader, and on paper too."""
    if not pages:
        return
    page = browser.new_page(viewport={"width": width, "height": 900}, locale="en-GB")
    if person:
        page.goto(f"{url}/accounts/login/?next=/returns/")
        page.get_by_role("button", name=f"Sign in as {person}").click()
        page.wait_for_url("**/returns/")
    places = {"own": first_link(page, "/returns/")} | of_a_release(page, url)
    for name, address in pages.items():
        picture(page, url + address.format(**places), PICTURES / f"{name}-{width}.png")
        if not person and width == WIDTHS[0]:
            page.pdf(path=PICTURES / f"{name}.pdf", prefer_css_page_size=True)
    page.context.close()


def of_a_release(page: Page, url: str) -> dict[str, str]:
    """A release and one of its figures, by their numbers: those of the overview."""
    page.goto(f"{url}/")
    paths = {"release": "/releases/", "figure": "/figures/"}
    return {name: first_link(page, path).split("/")[2] for name, path in paths.items()}


def first_link(page: Page, path: str) -> str:
    link = page.locator(f"main a[href^='{path}']").first
    return (link.get_attribute("href") or "") if link.count() else ""


def picture(page: Page, address: str, file: Path, *, whole: bool = True) -> None:
    page.goto(address)
    page.screenshot(path=file, full_page=whole, animations="disabled")
    print(file.relative_to(ROOT), flush=True)  # noqa: T201


def picture_overview(browser: Browser, url: str) -> None:
    """The picture in the README."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
    picture(page, url + "/", ROOT / "docs" / "overview.png", whole=False)
    page.context.close()


if __name__ == "__main__":
    main()
