"""A return filled in offline: download, fill in, upload with a mistake, save the valid part."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from surveys.models import Answer, Check, Return
from surveys.spreadsheet.rows import ANSWERS
from tests.factories import (
    PASSWORD,
    make_council,
    make_open_round,
    make_question,
    make_return,
    make_user,
)
from tests.surveys.spreadsheet.filled import filled, opened, place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [320, 1280]


@pytest.fixture
def return_of() -> Return:
    council = make_council("Gateshead")
    make_user("contributor@example.org", role="contributor", council=council)
    round = make_open_round("spring")
    users = make_question(round, "users", unit="people")
    make_question(round, "share", type="percentage")
    make_question(round, "likely", type="scale")
    Check.objects.create(
        round=round, key="odd", kind="range", severity="soft", question=users, maximum=9000
    )
    return make_return(round, council, state="in_progress", answers={users: 1000})


def sign_in(page: Page, site: str, return_of: Return) -> None:
    page.goto(f"{site}/accounts/login/?next=/returns/{return_of.pk}/")
    page.get_by_label("Email").fill("contributor@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{site}/returns/{return_of.pk}/")


def download(page: Page, link: Locator, to: Path) -> Path:
    with page.expect_download() as started:
        link.click()
    file = to / started.value.suggested_filename
    started.value.save_as(file)
    return file


def upload(page: Page, file: Path) -> None:
    page.get_by_label("The spreadsheet that you filled in").set_input_files(file)
    page.get_by_role("button", name="Upload and look").click()


def test_a_return_is_filled_in_as_a_spreadsheet(
    page: Page, site: str, return_of: Return, tmp_path: Path, axe: Callable[[Page], None]
) -> None:
    sign_in(page, site, return_of)
    page.get_by_role("link", name="Fill in as a spreadsheet").click()
    axe_at_widths(page, axe)
    file = download(page, page.get_by_role("link", name="Download the spreadsheet"), tmp_path)
    assert file.name == "gateshead-spring.xlsx"

    answers = {"users": 9500, "share": "about half", "likely": "fairly likely"}
    file.write_bytes(filled(file.read_bytes(), answers))
    return_of.answers.update(number=1200, version=2)
    upload(page, file)

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "1 answer to save, 1 cell wrong, 1 to decide"
    )
    expect(page.get_by_role("heading", name="Cell E3, Share: “about half”")).to_be_visible()
    expect(page.get_by_text("9,500 people is more than 9,000 people")).to_be_visible()
    axe_at_widths(page, axe)
    marked = download(page, page.get_by_role("link", name="Download your file"), tmp_path)
    book = opened(marked.read_bytes())
    assert "between 0 and 100" in book[ANSWERS][place(book, "share")].comment.text

    page.get_by_role("button", name="Save the valid part").click()
    page.get_by_role("link", name="Choose which answer to keep: Users").click()
    expect(page.get_by_label("On the site: 1,200 people")).to_be_focused()
    axe_at_widths(page, axe)
    page.get_by_label("In cell E2 of your file: 9,500 people").check()
    page.get_by_role("button", name="Save the valid part").click()

    expect(page.get_by_text("2 answers saved from your spreadsheet.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("0 answers to save, 1 cell wrong")
    axe_at_widths(page, axe)
    numbers = Answer.objects.filter(return_of=return_of).values_list("number", "choices")
    assert set(map(str, numbers)) == {"(Decimal('9500.0000'), None)", "(None, ['fairly-likely'])"}


def test_a_file_that_cannot_be_used_is_told_on_the_page(
    page: Page, site: str, return_of: Return, tmp_path: Path, axe: Callable[[Page], None]
) -> None:
    sign_in(page, site, return_of)
    page.goto(f"{site}/returns/{return_of.pk}/upload/")
    file = tmp_path / "return.xlsx"
    file.write_bytes(b"%PDF-1.7 not a spreadsheet")
    upload(page, file)
    expect(page.get_by_role("alert")).to_contain_text("This is a PDF, not a spreadsheet.")
    expect(page).to_have_title("Error: Fill in as a spreadsheet: Spring – Council surveys")
    axe_at_widths(page, axe)


def axe_at_widths(page: Page, axe: Callable[[Page], None]) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} is {wide} wide at {width}"
