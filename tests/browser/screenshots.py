"""Pictures of every page, as wide as a desk and as narrow as a telephone: `make screenshots`."""

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

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "screenshots"
WIDTHS = (1280, 390)
START_SECONDS = 180
COMPARED = "/compare/?expectation={}&round=ppf-2010&areas={}"
BUDGETS = COMPARED.format("personal-budgets-30-percent", "east-midlands,south-west")

PAGES = {
    "overview": "/",
    "milestones": "/milestones/",
    "milestone": "/milestones/personal-budgets/",
    "expectation": "/expectations/personal-budgets-30-percent/?round=ppf-2010",
    "expectation-outcome": "/expectations/personal-budgets-30-percent/?round=personal-budgets-2011",
    "expectation-totals": "/expectations/prevention-savings/",
    "compare": BUDGETS,
    "compare-savings": COMPARED.format("prevention-savings", "west-midlands,north-east"),
    "regions": "/regions/",
    "region": "/regions/east-midlands/",
    "councils": "/councils/",
    "councils-found": "/councils/?q=north",
    "council": "/councils/derby/",
    "rounds": "/rounds/",
    "round": "/rounds/ppf-2010/",
    "round-2009": "/rounds/ppf-2009/",
    "round-totals": "/rounds/opportunity-links-2010/",
    "round-open": "/rounds/milestones-2026/",
    "release": "/releases/1/",
    "figure": "/figures/1/",
    "reported": "/reported/",
    "methodology": "/methodology/",
    "accessibility": "/accessibility/",
    "data": "/data/",
    "not-found": "/regions/nowhere/",
    "sign-in": "/accounts/login/",
}
# `{one}` is the first return that the person's own list names.
SIGNED_IN = {
    "Priya Nair": {
        "returns": "/returns/",
        "return": "{one}",
        "return-section": "{one}sections/people/",
        "return-grid": "{one}sections/allocation/",
        "return-checks": "{one}checks/",
        "return-questions": "{one}questions/",
        "return-upload": "{one}upload/",
        "return-colleagues": "{one}colleagues/",
        "return-history": "{one}history/",
        "return-compare": "{one}compare/",
        "mail": "/demo/mail/",
    },
    "Martin Hale": {"signatory-returns": "/returns/", "signatory-sign": "{one}sign/"},
    "Ruth Adeyemi": {"lead-returns": "/returns/", "lead-region": "/regions/east-midlands/"},
    "Tom Whitby": {
        "signed-in-expectation": "/expectations/personal-budgets-30-percent/?round=ppf-2010",
        "signed-in-region": "/regions/east-midlands/",
        "signed-in-council": "/councils/derby/?round=ppf-2010",
        "admin": "/admin/",
        "admin-rounds": "/admin/surveys/round/",
    },
}


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
    picture_as(browser, url, width, {name: at for name, at in PAGES.items() if only in name})
    for person, pages in SIGNED_IN.items():
        wanted = {name: at for name, at in pages.items() if only in name}
        picture_as(browser, url, width, wanted, person)


def picture_as(
    browser: Browser, url: str, width: int, pages: dict[str, str], person: str = ""
) -> None:
    """The pages as this person of the demonstration sees them, or as a reader."""
    page = browser.new_page(viewport={"width": width, "height": 900}, locale="en-GB")
    one = ""
    if person and pages:
        page.goto(f"{url}/accounts/login/?next=/returns/")
        page.get_by_role("button", name=f"Sign in as {person}").click()
        link = page.locator("main a[href^='/returns/']").first
        one = (link.get_attribute("href") or "") if link.count() else ""
    for name, address in pages.items():
        picture(page, url + address.format(one=one), PICTURES / f"{name}-{width}.png")
    page.context.close()


def picture(page: Page, address: str, file: Path, *, whole: bool = True) -> None:
    page.goto(address)
    page.wait_for_selector("[data-chart]:not([data-drawn])", state="detached")
    page.screenshot(path=file, full_page=whole, animations="disabled")
    print(file.relative_to(ROOT), flush=True)  # noqa: T201


def picture_overview(browser: Browser, url: str) -> None:
    """The picture in the README."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
    picture(page, url + "/", ROOT / "docs" / "overview.png", whole=False)
    page.context.close()


if __name__ == "__main__":
    main()
