"""What a page prints: its PDF, read back."""

import re

import pypdfium2
from playwright.sync_api import Page

# The rows of every table, each as its cells read one after another. Those that say a chart's
# numbers again may be left to the screen.
ROWS = """() => [...document.querySelectorAll('main table :is(caption, tr)')].filter(
  row => !row.closest('.numbers-on-screen')
).map(row => {
  const copy = row.cloneNode(true);
  copy.querySelectorAll('.govuk-visually-hidden').forEach(words => words.remove());
  return row.matches('.govuk-visually-hidden') ? '' : copy.textContent;
})"""


def sheets(page: Page) -> int:
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as document:
        return len(document)


def printed(page: Page) -> str:
    """All that can be read on its sheets, squashed: what is cut at an edge is not there."""
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as document:
        return squashed("".join(map(_text_of, document)))


def _text_of(sheet: pypdfium2.PdfPage) -> str:
    text: str = sheet.get_textpage().get_text_bounded(0, 0, *sheet.get_size())
    return text


def rows_cut(page: Page, paper: str) -> list[str]:
    """The rows of its tables that cannot be read whole, each cell after the one before it."""
    rows: list[str] = page.evaluate(ROWS)
    return [row for row in rows if squashed(row) not in paper]


def squashed(text: str) -> str:
    """Without what a line's end may add or take away: spaces and hyphens."""
    return re.sub(r"[\s\u00ad\ufffe\x02-]+", "", text)
