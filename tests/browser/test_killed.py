"""Killed in the middle: the browser, the web server or the database. Nothing typed is lost."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from playwright.sync_api import BrowserType, Locator, Page, Route, expect

from councils.models import User
from surveys.models import Answer, Return
from tests.browser.conftest import watch
from tests.browser.own_site import OwnDatabase, OwnWeb
from tests.browser.test_filling import sign_in
from tests.factories import (
    make_council,
    make_open_round,
    make_question,
    make_return,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = re.compile(r"Saved at \d+:\d\d[ap]m")
# The page tries again after five seconds, then after ten.
UNTIL_TRIED_AGAIN = 40_000


@pytest.fixture
def ours() -> Return:
    round = make_open_round("spring")
    for key in ("users", "holders", "spending"):
        make_question(round, key)
    return make_return(round, make_council("Gateshead"), state="not_started")


@pytest.fixture
def priya(ours: Return) -> User:
    return make_user("priya@example.org", name="Priya", role="contributor", council=ours.council)


@pytest.fixture
def section(ours: Return) -> str:
    return f"/returns/{ours.pk}/sections/section/"


@pytest.fixture
def database(priya: User) -> Iterator[OwnDatabase]:
    """A PostgreSQL that only this test has, with a copy of what the test has made."""
    with TemporaryDirectory(prefix="ppf-", ignore_cleanup_errors=True) as name:
        # As root, the server runs as another account, which has to get in.
        Path(name).chmod(0o711)
        own = OwnDatabase(Path(name) / "data")
        own.take_copy()
        yield own
        own.stop_at_once()


@pytest.fixture
def web(database: OwnDatabase) -> Iterator[OwnWeb]:
    own = OwnWeb(database.url)
    yield own
    own.kill()


@pytest.fixture
def opened(page: Page, web: OwnWeb, section: str, priya: User) -> Page:
    """The section, on the site that can be killed, with one answer that says "Saved"."""
    sign_in(page, priya, web.address)
    page.goto(web.address + section)
    type_answer(page, "users", "11")
    expect(status_of(page, "users")).to_have_text(SAVED)
    return page


def type_answer(page: Page, question: str, words: str) -> None:
    page.get_by_label(f"What is {question}?").press_sequentially(words)


def status_of(page: Page, question: str) -> Locator:
    return page.locator(f"#question-{question} [data-status]")


def expect_all_there_after_a_reload(page: Page, **answers: str) -> None:
    page.reload()
    for question, words in answers.items():
        expect(page.get_by_label(f"What is {question}?")).to_have_value(words)


@pytest.fixture
def start_browser(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], tmp_path: Path
) -> Callable[[], Page]:
    """Starts the browser of one and the same person: it finds what it kept the last time."""

    def start() -> Page:
        context = browser_type.launch_persistent_context(
            tmp_path, locale="en-GB", **browser_type_launch_args
        )
        return context.pages[0]

    return start


def test_a_browser_that_is_closed_within_the_second_has_the_text_again(
    start_browser: Callable[[], Page], site: str, section: str, priya: User
) -> None:
    first = start_browser()
    sign_in(first, priya, site)
    first.goto(site + section)
    type_answer(first, "users", "4321")
    first.context.close()
    assert not Answer.objects.exists()

    again = start_browser()
    problems = watch(again)
    # The session has ended with the browser.
    sign_in(again, priya, site)
    again.goto(site + section)
    expect(again.get_by_label("What is users?")).to_have_value("4321")
    expect(status_of(again, "users")).to_have_text(SAVED)
    again.context.close()
    assert Answer.objects.get().number == 4321
    assert problems == []


def test_an_answer_whose_confirmation_gets_lost_is_saved_once(
    page: Page, site: str, section: str, priya: User
) -> None:
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()
        if lost:
            route.fulfill(response=answer)
        else:
            lost.append(answer.text())
            route.abort()

    sign_in(page, priya, site)
    page.goto(site + section)
    page.route("**/answers/users/", lose_the_first)
    type_answer(page, "users", "11")
    expect(page.locator("[data-connection]")).to_contain_text("cannot be reached")
    expect(status_of(page, "users")).to_have_text(SAVED, timeout=UNTIL_TRIED_AGAIN)
    expect(page.locator("[data-connection]")).to_be_empty()
    answer = Answer.objects.get()
    assert answer.number == 11
    assert (answer.version, len(lost)) == (1, 1)


def test_a_web_server_killed_while_it_saves_loses_nothing(
    opened: Page, web: OwnWeb, database: OwnDatabase
) -> None:
    with psycopg.connect(database.url) as hold:
        hold.execute("SELECT id FROM surveys_return FOR UPDATE")
        type_answer(opened, "holders", "22")
        database.wait_until_somebody_waits()
        web.kill()
        hold.rollback()
    expect(opened.locator("[data-connection]")).to_contain_text("cannot be reached")
    type_answer(opened, "spending", "33")
    expect(opened.locator("#question-spending [data-pending]")).to_have_text("Not saved yet")
    web.start()

    for question in ("holders", "spending"):
        expect(status_of(opened, question)).to_have_text(SAVED, timeout=UNTIL_TRIED_AGAIN)
    expect(opened.locator("[data-connection]")).to_be_empty()
    expect_all_there_after_a_reload(opened, users="11", holders="22", spending="33")


def test_a_database_that_stops_at_once_loses_nothing(opened: Page, database: OwnDatabase) -> None:
    type_answer(opened, "holders", "22")
    database.stop_at_once()
    type_answer(opened, "spending", "33")
    expect(opened.locator("[data-connection]")).to_contain_text("not saved yet", timeout=40_000)
    for question, words in {"users": "11", "holders": "22", "spending": "33"}.items():
        expect(opened.get_by_label(f"What is {question}?")).to_have_value(words)
    database.start()

    for question in ("holders", "spending"):
        expect(status_of(opened, question)).to_have_text(SAVED, timeout=UNTIL_TRIED_AGAIN)
    expect(opened.locator("[data-connection]")).to_be_empty()
    expect_all_there_after_a_reload(opened, users="11", holders="22", spending="33")
