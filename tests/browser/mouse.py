"""Somebody at the site with a mouse, who reads labels and fills in what they name."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Frame, Locator, Page, expect

from councils.models import User
from tests.factories import PASSWORD


@dataclass
class Mouse:
    """`loads` counts the pages that came, one that answers a form among them."""

    page: Page
    site: str
    loads: int = field(default=0)

    def __post_init__(self) -> None:
        self.page.on("framenavigated", self._counted)

    def _counted(self, frame: Frame) -> None:
        self.loads += frame == self.page.main_frame

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def signs_in(self, user: User, to: str) -> None:
        self.page.goto(f"{self.site}/accounts/login/?next={to}")
        self.page.get_by_label("Email").fill(user.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.presses("Sign in")

    def opens(self, address: str) -> None:
        self.page.goto(self.site + address)

    def reads(self, words: str) -> None:
        expect(self.main).to_contain_text(words)

    def follows(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        with self.page.expect_navigation():
            within = within or self.main
            # What starts an act is drawn as a button, and said to be one.
            as_button = within.get_by_role("button", name=name)
            within.get_by_role("link", name=name).or_(as_button).first.click()

    def presses(self, name: str, within: Locator | None = None) -> None:
        with self.page.expect_navigation():
            (within or self.main).get_by_role("button", name=name).first.click()

    def writes(self, texts: dict[str, str], within: Locator | None = None) -> None:
        """Into the boxes of these labels; what is folded is opened first."""
        for label, text in texts.items():
            self._shown(self._box(label, "input, textarea", within)).fill(text)

    def picks(self, *labels: str, within: Locator | None = None) -> None:
        for label in labels:
            self._shown(self._box(label, "input", within)).check()

    def selects(self, label: str, option: str) -> None:
        """The option whose words have these in them."""
        box = self._shown(self._box(label, "select", None))
        found = box.locator("option", has_text=option).first
        box.select_option(value=found.get_attribute("value"))

    def _box(self, label: str, kind: str, within: Locator | None) -> Locator:
        return (within or self.main).get_by_label(label).and_(self.page.locator(kind)).first

    def _shown(self, box: Locator) -> Locator:
        folded = box.locator("xpath=ancestor::details[not(@open)]")
        for place in range(folded.count()):
            folded.nth(place).locator("summary").first.click()
        return box
