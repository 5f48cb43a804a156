"""What every browser test has: the machine's Chromium, the site, axe, and no silent errors."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from playwright.sync_api import ConsoleMessage, Error, Page, Playwright
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.find_chromium import ADVICE, find_chromium
from tests.demo.copies import copy_of_the_demonstration, point_to

HERE = Path(__file__).parent
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
BUILT = Path(settings.BASE_DIR) / "static" / "built"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def base_url() -> None:
    """Stands in for pytest-playwright's own, at which pytest 9.2 warns. Tests use `site`."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = find_chromium()
    if chromium is None:
        pytest.fail(ADVICE, pytrace=False)
    return {
        **browser_type_launch_args,
        "executable_path": str(chromium),
        "args": [
            # Containers give the sandbox neither its privileges nor a large /dev/shm.
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            # Nothing but the site is to be reached.
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture(scope="session", autouse=True)
def _queries_beside_playwright(playwright: Playwright) -> Iterator[None]:
    """Lets tests use the database: Playwright runs an event loop, where Django refuses to.

    Beside a running loop Django keeps connections of its own. They are closed before Playwright
    stops: later nobody could, and the test database could not be dropped.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield
        connections.close_all()


@pytest.fixture
def site(live_server: LiveServer, settings: Any) -> str:
    """The address of the running site, without a slash at its end."""
    if not any(BUILT.glob("css/*.css")):
        pytest.fail("Run `make assets` first: the pages need their built files.", pytrace=False)
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return str(live_server.url)


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that fails its test on a script's error or a breach of the content policy."""
    problems = watch(page)
    yield page
    if problems:
        pytest.fail("The page had errors:\n" + "\n".join(problems), pytrace=False)


def watch(page: Page) -> list[str]:
    """A list that fills with the page's script errors and breaches of the content policy.

    For pages of a context that the test opens itself; `page` is watched already.
    """
    problems: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            problems.append(f"{message.text} ({message.location.get('url')})")

    def on_error(error: Error) -> None:
        problems.append(f"{page.url}: {error}")

    page.on("console", on_console)
    page.on("pageerror", on_error)
    return problems


@pytest.fixture(scope="session")
def axe_script() -> str:
    if not AXE.exists():
        pytest.fail("Run `make assets` first: axe-core is not installed.", pytrace=False)
    return AXE.read_text()


@pytest.fixture
def axe(axe_script: str) -> Callable[[Page], None]:
    """Call it with a page: fails on any breach of WCAG 2.2 AA or of axe's best practice."""

    def check(page: Page) -> None:
        # Evaluated, not added as a script element: the content policy would refuse that. Once
        # is enough for a page that is looked at on several widths.
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe_script)
        # What passes is most of what it finds, and takes longer to hand over than to find.
        found: list[dict[str, Any]] = page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"
        )
        if found:
            told = "\n".join(map(_told, found))
            pytest.fail(f"axe on {page.url} at {page.viewport_size}:\n{told}", pytrace=False)

    return check


def _told(violation: dict[str, Any]) -> str:
    places = "\n".join(
        f"    {node['target']} {node['html'][:200]}\n      {node['failureSummary']}"
        for node in violation["nodes"]
    )
    return f"- {violation['id']} ({violation['impact']}): {violation['help']}\n{places}"


@pytest.fixture(scope="session")
def demo_server(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[str, str]]:
    """The address of a running site, and the copy of the demonstration that is for it."""
    with copy_of_the_demonstration("browser", django_db_blocker) as database:
        server = LiveServer("localhost")
        yield server.url, database
        server.stop()


@pytest.fixture
def demo_address(
    demo_server: tuple[str, str], django_db_blocker: DjangoDbBlocker, settings: Settings
) -> Iterator[str]:
    """Points Django at the demonstration for one test, before the test's transaction begins."""
    empty = connection.settings_dict["NAME"]
    url, database = demo_server
    settings.DEMO = True
    settings.SITE_URL = url
    settings.CSRF_TRUSTED_ORIGINS = [url]
    settings.ALLOWED_HOSTS = ["localhost"]
    with django_db_blocker.unblock():
        point_to(database)
    yield url
    with django_db_blocker.unblock():
        point_to(empty)


@pytest.fixture
def demo_site(demo_address: str, db: None) -> str:
    """The address of the demonstration. Signing in is all that its tests may change."""
    return demo_address
