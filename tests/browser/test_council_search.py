"""The search for a council suggests as one types: to be read by everyone, and used by keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories import make_council, make_region

Axe = Callable[[Page], None]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def field(site: str, page: Page) -> Locator:
    """Where “north” was typed, with the list open."""
    region = make_region("Tyne and Wear")
    for name in ("North Tyneside", "Northumberland", "Gateshead"):
        make_council(name, region=region)
    page.goto(f"{site}/councils/")
    found = page.get_by_label("Region, council, code or expectation")
    found.press_sequentially("north")
    expect(page.get_by_role("option")).to_have_count(2)
    return found


@pytest.mark.parametrize("width", [320, 1280])
def test_the_open_list_breaches_nothing(field: Locator, page: Page, axe: Axe, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    expect(field).to_have_attribute("aria-expanded", "true")
    axe(page)
    field.press("ArrowDown")
    axe(page)
    box = page.get_by_role("listbox").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_arrows_choose_escape_closes_and_enter_goes(field: Locator, page: Page) -> None:
    expect(page.get_by_text("2 names suggested.")).to_be_attached()
    field.press("ArrowDown")
    first = page.get_by_role("option", selected=True)
    expect(first).to_contain_text("North Tyneside")
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    field.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("north")
    field.press_sequentially("u")
    expect(page.get_by_role("option").first).to_contain_text("Northumberland")
    field.press("ArrowDown")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/councils/northumberland/$"))
