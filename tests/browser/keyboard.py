"""Somebody at the site without a mouse: whatever they do here, they do it by keys."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from councils.models import User
from tests.factories import PASSWORD

# More stops than any page has: who has pressed Tab so often will not get there.
STOPS = 250
# Which key brings the focus nearer to an element or to its group of radio buttons; "" once there.
NEARER = """one => {
    const now = document.activeElement, group = now.type === "radio" && now.name === one.name;
    if (now === one || (one.type === "radio" && group)) return "";
    const before = now.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING;
    return now !== document.body && before ? "Shift+Tab" : "Tab";
}"""

# On a page that has only just come, whether an element lies behind the way in to every page.
IS_FURTHER_DOWN = """one => document.activeElement === document.body
    && one.closest("main, #content") !== null"""

IS_SKIP_LINK = "document.activeElement.textContent.trim() === 'Skip to main content'"


@dataclass
class Keyboard:
    page: Page
    site: str

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def opens(self, address: str) -> None:
        """Typed into the browser's own bar."""
        self.page.goto(self.site + address)

    def reaches(self, target: Locator) -> None:
        """By Tab, and back by Shift+Tab."""
        expect(target).to_be_visible()
        if target.evaluate(IS_FURTHER_DOWN):
            self.press("Tab")
            if self.page.evaluate(IS_SKIP_LINK):
                self.press("Enter")
        for _ in range(STOPS):
            key = target.evaluate(NEARER)
            if not key:
                return
            self.press(key)
        pytest.fail(f"Tab never reaches {target} on {self.page.url}", pytrace=False)

    def follows(self, name: str) -> None:
        self.reaches(self.page.get_by_role("link", name=name).first)
        self.press("Enter")

    def presses(self, name: str) -> None:
        self.reaches(self.page.get_by_role("button", name=name).first)
        self.press("Enter")

    def ticks(self, label: str) -> None:
        box = self.page.get_by_role("checkbox", name=label)
        self.reaches(box)
        self.press("Space")
        expect(box).to_be_checked()

    def types(self, label: str, words: str) -> None:
        """In place of what stands there."""
        box = self.page.get_by_role("textbox", name=label)
        self.reaches(box)
        self.press("ControlOrMeta+a")
        self.page.keyboard.type(words)

    def chooses(self, radio: Locator) -> None:
        """By the arrows, or by Space where the focus is on it already."""
        self.reaches(radio)
        if radio.evaluate("one => one === document.activeElement"):
            self.press("Space")
        for _ in range(STOPS):
            if radio.is_checked():
                return
            self.press("ArrowDown")

    def reads(self, words: str) -> None:
        """In the heading of the page that they came to."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def signs_in(self, user: User, to: str) -> None:
        self.opens(to)
        self.types("Email", user.email)
        # A password's box has no role.
        self.reaches(self.page.get_by_label("Password", exact=True))
        self.page.keyboard.type(PASSWORD)
        self.press("Enter")
        expect(self.page).to_have_url(self.site + to)
