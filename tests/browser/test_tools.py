"""What the browser tests rely on does notice what is wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import watch

GOOD = """<!doctype html><html lang="en"><title>A page</title>
<main><h1>A page</h1><p>Some words.</p></main></html>"""
STRICT = '<meta http-equiv="Content-Security-Policy" content="script-src \'none\'">'


@pytest.fixture
def other(page: Page) -> Page:
    """A page that may have errors without failing its test."""
    return page.context.new_page()


def test_axe_accepts_a_sound_page(page: Page, axe: Callable[[Page], None]) -> None:
    page.set_content(GOOD)
    axe(page)


def test_axe_names_what_is_wrong_and_where(page: Page, axe: Callable[[Page], None]) -> None:
    page.set_content(GOOD.replace("Some words.", '<img src="data:,">'))
    with pytest.raises(pytest.fail.Exception, match=r"image-alt .*\n.*<img"):
        axe(page)


def test_axe_runs_under_a_policy_that_allows_no_script(
    page: Page, axe: Callable[[Page], None]
) -> None:
    page.set_content(GOOD.replace("<title>", f"{STRICT}<title>"))
    axe(page)


def test_a_breach_of_the_content_policy_is_noticed(other: Page) -> None:
    problems = watch(other)
    other.set_content(GOOD.replace("<title>", f"{STRICT}<script>1</script><title>"))
    assert len(problems) == 1


def test_a_script_error_is_noticed(other: Page) -> None:
    problems = watch(other)
    other.set_content(GOOD.replace("<main>", "<script>missing()</script><main>"))
    assert ["missing is not defined" in problem for problem in problems] == [True]


def test_the_site_is_served_with_its_styles(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/login/")
    sheets = page.evaluate("[...document.styleSheets].map(sheet => sheet.cssRules.length)")
    assert max(sheets) > 100
