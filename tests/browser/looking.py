"""What trips people up on a page, wide or narrow: looked for on every page."""

from playwright.sync_api import Page

# A word with a line's end inside it. Hyphens, slashes and addresses may be broken.
BROKEN = r"""() => {
  const broken = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const element = text.parentElement;
    const unseen = 'script, style, option, .govuk-visually-hidden, [data-chart] svg';
    if (element.closest(unseen) || !element.checkVisibility()) continue;
    for (const word of text.data.matchAll(/[^\s\/–-]+/g)) {
      if (/[@.]\w/.test(word[0])) continue;
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = [...range.getClientRects()].filter(line => line.width > 0.5);
      if (new Set(lines.map(line => Math.round(line.top / 3))).size > 1) broken.add(word[0]);
    }
  }
  return [...broken];
}"""


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


def broken_words(page: Page) -> list[str]:
    found: list[str] = page.evaluate(BROKEN)
    return found
