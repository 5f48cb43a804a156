"""What a busy person sees before moving a finger: the finding, and the chart that shows it."""

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.kinds import PUBLIC

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

# Of each page: where its chart begins at the latest, wide and on a phone, in pixels from the top.
BEGINS = {
    "expectation": (420, 640),
    "expectation-outcome": (420, 640),
    "region": (420, 640),
    "compare": (470, 640),
    "compare-rounds": (420, 640),
    "moving": (420, 640),
    "outcome": (420, 640),
    "barriers": (420, 640),
    "measure": (420, 640),
    "round": (420, 640),
    "overview": (420, 640),
    "milestones": (420, 640),
    "milestone": (420, 640),
    "milestone-commissioning": (420, 640),
}
# The first chart that is seen: its top, and the end of each row (of lines: of their drawing).
CHART = """() => {
  const chart = [...document.querySelectorAll('main figure.chart')]
    .find(each => each.checkVisibility());
  const bottom = part => part.getBoundingClientRect().bottom + scrollY;
  return {
    top: chart.getBoundingClientRect().top + scrollY,
    ends: [...chart.querySelectorAll('.bars__bar, .lines, .tiles')].map(bottom),
  };
}"""


def begun(page: Page) -> tuple[float, list[float]]:
    found = page.evaluate(CHART)
    return found["top"], sorted(found["ends"])


def within(ends: list[float], height: int) -> int:
    return sum(end <= height for end in ends)


@pytest.mark.parametrize("name", BEGINS)
def test_the_chart_stands_in_the_first_screen(page: Page, demo_site: str, name: str) -> None:
    """Half of its rows where there is room, and the first of them on a phone."""
    wide, narrow = BEGINS[name]
    page.set_viewport_size(DESK)
    page.goto(demo_site + PUBLIC[name])
    top, ends = begun(page)
    assert top <= wide
    assert within(ends, DESK["height"]) >= len(ends) / 2
    page.set_viewport_size(PHONE)
    top, ends = begun(page)
    assert top <= narrow
    assert "lines" in page.content() or within(ends, PHONE["height"]) >= 1


@pytest.mark.parametrize("path", ["/regions/south-west/", "/councils/derby/"])
def test_the_chart_stands_in_the_first_screen_of_who_is_signed_in(
    page: Page, demo_site: str, path: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{demo_site}/accounts/login/?next={path}")
    page.get_by_role("button", name="Tom").first.click()
    top, ends = begun(page)
    assert top <= 640
    assert within(ends, PHONE["height"]) >= 1
    assert not page.get_by_role("button", name="Sign out").is_visible()
    page.get_by_text("Your pages").click()
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("link", name="Sign in").first.is_visible()


def test_the_first_reported_figure_and_its_verdict_stand_in_a_phones_first_screen(
    page: Page, demo_site: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{demo_site}/reported/?verdict=differs")
    tag = page.locator("#table-reported tbody tr").first.locator(".govuk-tag").bounding_box()
    assert tag is not None
    assert tag["y"] + tag["height"] <= PHONE["height"]
    # What is chosen is read though the choices are folded.
    assert page.get_by_text("Shown: differs").is_visible()
    assert not page.get_by_label("Verdict").is_visible()


CHOSEN = """() => [...document.querySelectorAll('main select')].map(select => {
  const pen = document.createElement('canvas').getContext('2d'), look = getComputedStyle(select);
  pen.font = look.font;
  const chosen = select.selectedOptions[0].textContent.trim();
  const room = select.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight);
  return [chosen, room - pen.measureText(chosen).width];
})"""


@pytest.mark.parametrize("name", ["compare", "expectation", "measure", "moving"])
def test_what_is_chosen_is_read_whole(page: Page, demo_site: str, name: str) -> None:
    page.set_viewport_size(DESK)
    page.goto(f"{demo_site}/accounts/login/?next={PUBLIC[name]}")
    page.get_by_role("button", name="Tom").first.click()
    found = page.evaluate(CHOSEN)
    assert found
    # An arrow stands in the room as well.
    assert [chosen for chosen, left in found if left < 14] == []


# A choice that takes two lines is as tall as they are.
CUT = """() => [...document.querySelectorAll('main select')].flatMap(select => {
  const chosen = select.selectedIndex;
  const found = [...select.options].filter(option => {
    select.value = option.value;
    return select.scrollWidth > select.clientWidth || select.scrollHeight > select.clientHeight;
  }).map(option => option.textContent.trim());
  select.selectedIndex = chosen;
  return found;
})"""


@pytest.mark.parametrize("name", ["compare", "expectation", "measure", "moving", "reported"])
def test_whatever_is_chosen_is_read_whole_on_a_phone(page: Page, demo_site: str, name: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(demo_site + PUBLIC[name])
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    assert page.locator("main select").count()
    assert page.evaluate(CUT) == []


def test_findings_are_of_one_size_on_every_page(page: Page, demo_site: str) -> None:
    page.set_viewport_size(DESK)
    sizes = set()
    for path in ("/", "/regions/", "/rounds/", "/reported/"):
        page.goto(demo_site + path)
        sizes.add(page.locator("h1").evaluate("h1 => getComputedStyle(h1).fontSize"))
    assert sizes == {"32px"}


def test_an_expectation_shows_eight_regions_at_once(page: Page, demo_site: str) -> None:
    page.set_viewport_size(DESK)
    page.goto(demo_site + PUBLIC["expectation"])
    _, ends = begun(page)
    assert len(ends) == 10
    assert within(ends, DESK["height"]) >= 8


@pytest.mark.parametrize("name", ["region", "round"])
def test_a_long_chart_is_seen_at_once_with_its_title(page: Page, demo_site: str, name: str) -> None:
    page.set_viewport_size(DESK)
    page.goto(demo_site + PUBLIC[name])
    chart = page.locator("figure.chart").first
    title, rows = chart.locator("figcaption").bounding_box(), chart.locator(".bars").bounding_box()
    assert title
    assert rows
    assert chart.locator(".bars__row").count() > 15
    assert rows["y"] + rows["height"] - title["y"] <= DESK["height"]


def test_the_opening_page_is_short_on_a_phone_and_sets_a_region_beside_england(
    page: Page, demo_site: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(demo_site)
    assert page.evaluate("document.documentElement.scrollHeight") < 7_500
    assert page.locator("#heat .heat__region").first.is_hidden()
    page.get_by_label("In order of").select_option("east-midlands")
    page.get_by_role("button", name="Show").click()
    chosen = page.locator("#heat th.heat__chosen")
    assert chosen.inner_text() == "East Midlands"
    assert chosen.is_visible()


def test_on_a_phone_a_region_is_chosen_by_its_name_above_the_heatmap(
    page: Page, demo_site: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(demo_site)
    beside = page.get_by_role("navigation", name="Choose a region to stand beside England")
    beside.get_by_role("link", name="London").click()
    assert page.locator("#heat th.heat__chosen").inner_text() == "London"
    page.set_viewport_size(DESK)
    assert not beside.is_visible()


def test_the_opening_page_is_read_in_five_screens_and_its_heatmap_seen_in_the_second(
    page: Page, demo_site: str
) -> None:
    page.set_viewport_size(DESK)
    page.goto(demo_site)
    assert page.evaluate("document.documentElement.scrollHeight") < 4_500
    rows = page.locator("#heat tbody tr").all()
    tops = [room["y"] for row in rows if (room := row.bounding_box())]
    assert len(tops) == len(rows) > 20
    assert within(tops, 2 * DESK["height"]) > 0.7 * len(tops)


def test_on_paper_the_heatmap_stands_on_an_upright_sheet(page: Page, demo_site: str) -> None:
    """A sheet laid across would leave the one before it half empty. All of the page is on six."""
    page.goto(demo_site)
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as document:
        sizes = [sheet.get_size() for sheet in document]
    assert all(wide < tall for wide, tall in sizes[:3])
    assert len(sizes) <= 6


def test_on_paper_a_tall_chart_begins_on_the_first_sheet(page: Page, demo_site: str) -> None:
    page.goto(f"{demo_site}/regions/south-west/")
    rows = page.locator("figure.chart").first.locator(".bars__name").all_inner_texts()
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert sum(row in text for row in rows) > 10


# How wide A4 is between its margins, in pixels.
SHEET: ViewportSize = {"width": 688, "height": 1000}
CROWDED = """() => [...document.querySelectorAll('main .bars__bar')].flatMap(bar => {
  const rects = [...bar.querySelectorAll('rect')].map(part => part.getBoundingClientRect());
  return [...bar.querySelectorAll('text:not(.bars__beside)')].filter(text => {
    const room = text.getBoundingClientRect();
    return !rects.some(part => part.left <= room.left + 1 && part.right >= room.right - 1);
  }).map(text => text.textContent);
})"""


@pytest.mark.parametrize("name", ["overview", "outcome", "expectation"])
def test_on_paper_the_counts_stand_within_their_bars(page: Page, demo_site: str, name: str) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    page.goto(demo_site + PUBLIC[name])
    assert page.locator(".bars__bar text").count() > 3
    assert page.evaluate(CROWDED) == []


def test_what_a_chart_can_be_asked_is_there_wide_and_folded_on_a_phone(
    browser: Browser, demo_site: str
) -> None:
    """Without JavaScript."""
    page = browser.new_page(java_script_enabled=False, viewport=DESK)
    page.goto(demo_site + PUBLIC["expectation"])
    order = page.get_by_label("In order of")
    assert order.is_visible()
    page.set_viewport_size(PHONE)
    assert not order.is_visible()
    page.get_by_text("Choose what the chart shows").click()
    order.select_option("name")
    page.get_by_role("button", name="Show").first.click()
    assert "order=name" in page.url
    names = page.locator("figure.chart").first.locator(".bars__name").all_inner_texts()
    assert names[:-1] == sorted(names[:-1])
    page.close()


# Of each row: what is marked as its verdict, and what stands next under its name.
NEXT = """() => [...document.querySelectorAll('td.table__verdict')]
  .filter(each => each.checkVisibility())
  .map(each => {
    const top = cell => cell.getBoundingClientRect().top;
    const below = [...each.parentElement.cells].filter(cell => cell.scope !== 'row');
    return [top(each), Math.min(...below.map(top))];
  })"""


@pytest.mark.parametrize(
    "path", ["/regions/london/", "/measures/personal-budget-share/", "/reported/"]
)
def test_what_a_row_comes_to_stands_right_under_its_name_on_a_phone(
    page: Page, demo_site: str, path: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(demo_site + path)
    # A table of a chart is folded: opened, as by whoever reads it.
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = page.evaluate(NEXT)
    assert found
    assert [top for top, first in found if top != first] == []
