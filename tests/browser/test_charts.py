"""Charts are drawn, and say what their tables say."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import watch

COMPARED = "/compare/?expectation={}&round=ppf-2010&areas={}"
CHARTED = [
    COMPARED.format("personal-budgets-30-percent", "east-midlands,south-west"),
    COMPARED.format("prevention-savings", "west-midlands,north-east,london,south-east"),
    "/expectations/personal-budgets-30-percent/?round=ppf-2010",
]
MOST_SERIES = 5
# The first chart of a page.
FIRST = "figure.chart >> nth=0 >> "


@pytest.fixture(scope="module")
def loaded(browser: Browser) -> Iterator[dict[str, Page]]:
    """Pages by address, each loaded once: these tests only look at them."""
    pages: dict[str, Page] = {}
    yield pages
    for page in pages.values():
        page.close()


@pytest.fixture(params=CHARTED)
def chart(
    browser: Browser, demo_site: str, loaded: dict[str, Page], request: pytest.FixtureRequest
) -> Locator:
    if request.param not in loaded:
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
        problems = watch(page)
        page.goto(demo_site + request.param)
        assert problems == []
        loaded[request.param] = page
    return loaded[request.param].locator("figure.chart").first


def drawn(chart: Locator) -> str:
    """All text of the drawing."""
    return " ".join(chart.locator(".bars__bar text, .bars__label").all_text_contents())


def counts(text: str) -> list[tuple[str, str]]:
    """Every "k of n" in the text."""
    return re.findall(r"(\d+) of (\d+)", text)


def box_of(part: Locator) -> tuple[float, float, float, float]:
    box = part.bounding_box()
    assert box
    return box["x"], box["y"], box["width"], box["height"]


def table_of(chart: Locator) -> Locator:
    anchor = chart.get_by_role("link", name="The same numbers as a table").get_attribute("href")
    assert anchor
    return chart.page.locator(f"{anchor} table")


def spec_of(chart: Locator) -> dict[str, Any]:
    address = chart.locator(".chart__drawing").get_attribute("data-values") or ""
    found: dict[str, Any] = chart.page.request.get(urljoin(chart.page.url, address)).json()
    return found


def series_of(chart: Locator) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = spec_of(chart)["data"]
    return found


def test_a_chart_is_drawn_and_seen(chart: Locator) -> None:
    box = chart.locator(".bars").bounding_box()
    assert box
    assert box["width"] > 600
    assert box["height"] > 60
    assert chart.locator(".bars__bar rect").count() > 1


def test_a_chart_has_a_name_and_a_summary(chart: Locator) -> None:
    name = chart.locator("[role=img]").get_attribute("aria-label") or ""
    title = chart.get_by_role("heading").inner_text()
    summary = chart.locator(".chart__summary").inner_text()
    assert summary
    assert name == f"{title}. {summary}"


def test_a_charts_summary_holds_numbers(chart: Locator) -> None:
    assert re.search(r"\d", chart.locator(".chart__summary").inner_text())


def test_a_chart_names_its_source(chart: Locator) -> None:
    assert chart.locator("p.source").inner_text().startswith("Source: ")


def test_a_chart_has_at_most_five_series(chart: Locator) -> None:
    answers = [series for series in series_of(chart) if series["meta"]["look"].startswith("tone-")]
    assert 1 <= len({series["name"] for series in answers} - {"No answer"}) <= MOST_SERIES


def test_every_number_of_a_drawing_is_in_the_table(chart: Locator) -> None:
    table = re.findall(r"\d+", table_of(chart).inner_text())
    shown = re.findall(r"(?<![\d%])\d+(?![\d%])", drawn(chart))
    assert shown
    assert set(shown) - set(table) == set()


def test_the_bars_are_the_tables_counts(chart: Locator) -> None:
    """Each area's row of the table, and what its bars say when pointed at."""
    said: dict[str, set[tuple[str, str]]] = {}
    for series in series_of(chart):
        for area, words in zip(series["y"], series["customdata"], strict=True):
            said.setdefault(area, set()).update(counts(words))
    for row in table_of(chart).locator("tbody tr").all():
        area = row.locator("th").inner_text()
        if area in said:
            assert said[area] <= set(counts(row.inner_text())), area
    assert len(said) > 1


def test_the_widths_of_bars_are_the_tables_counts_to_one_measure(chart: Locator) -> None:
    """Answers and who is missing to the required councils; a comparison's shares to the base."""
    is_diverging = spec_of(chart)["layout"]["meta"]["kind"] == "diverging"
    missing = {
        area: int(re.sub(r"\D", "", words))
        for series in series_of(chart)
        if series["name"] == "No answer" and is_diverging
        for area, words in zip(series["y"], series["customdata"], strict=True)
    }
    for series in series_of(chart):
        for area, words, width in zip(series["y"], series["customdata"], series["x"], strict=True):
            for k, n in counts(words):
                whole = int(n) + missing.get(area, 0)
                assert width == pytest.approx(100 * int(k) / whole, abs=0.001)


def test_the_highest_area_stands_first_and_has_the_longest_bar(chart: Locator) -> None:
    """Of what is ranked: England stands apart, at the foot."""
    rows = chart.locator(".bars__row:not(.bars__row--apart)")
    ranked = [counts(label)[0] for label in rows.locator(".bars__label").all_text_contents()]
    shares = [int(k) / int(n) for k, n in ranked]
    assert shares == sorted(shares, reverse=True)
    best = [box_of(bar)[2] for bar in rows.locator("rect.tone-2").all()]
    assert best[0] == max(best)


def test_the_titles_of_page_and_chart_state_findings(chart: Locator) -> None:
    """A finding has a verb, or the numbers themselves."""
    for title in (chart.page.get_by_role("heading", level=1), chart.get_by_role("heading")):
        assert re.search(r"\b(are|is|answer|say|said|\d+ of \d+)\b", title.inner_text())


def test_a_comparison_draws_its_counts(page: Page, demo_site: str) -> None:
    page.goto(demo_site + CHARTED[0])
    assert counts(drawn(page.locator("figure.chart"))) == [("8", "9"), ("4", "15")]


def seen(page: Page, parts: str) -> list[tuple[int, int, int, int, str]]:
    """Place, size and colour of everything drawn, from the drawing's top left."""
    found = page.locator(parts).evaluate_all(
        """parts => parts.map(part => {
            const box = part.getBoundingClientRect();
            const all = part.closest("[data-chart]").getBoundingClientRect();
            const colour = getComputedStyle(part).fill;
            return [box.y - all.y, box.x - all.x, box.width, box.height].map(Math.round).concat(
                [colour.startsWith("url") ? "hatched" : colour]);
        })"""
    )
    return sorted(tuple(part) for part in found)


def ask_for_values(page: Page) -> None:
    """Of the first chart of a page."""
    page.get_by_role("button", name="Point at its values").first.click()
    page.wait_for_selector("[data-live]")


@pytest.mark.parametrize("address", [CHARTED[0], CHARTED[2]])
@pytest.mark.parametrize("width", [390, 1280])
def test_plotly_draws_what_the_server_drew(
    page: Page, demo_site: str, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(demo_site + address)
    assert page.evaluate("typeof Plotly") == "undefined"
    page.locator(f"{FIRST}[data-chart]").scroll_into_view_if_needed()
    ours = seen(page, f"{FIRST}.bars__bar rect")
    ask_for_values(page)
    theirs = seen(page, f"{FIRST}.chart__layer .bars path")
    assert len(ours) == len(theirs) > 1
    for our, their in zip(ours, theirs, strict=True):
        assert our[:4] == pytest.approx(their[:4], abs=2)
        assert our[4] == their[4]


def test_the_values_of_a_chart_are_told_by_arrow_keys(page: Page, demo_site: str) -> None:
    page.goto(demo_site + CHARTED[0])
    page.get_by_role("button", name="Point at its values").first.press("Enter")
    page.wait_for_selector("[data-live]")
    page.keyboard.press("ArrowRight")
    told = page.locator("[data-chart] [aria-live]")
    expect(told).to_have_text("East Midlands: 8 of 9 (89%)")
    page.keyboard.press("ArrowDown")
    expect(told).to_have_text("South West: 4 of 15 (27%)")


def test_values_that_did_not_come_are_asked_for_again(demo_site: str, browser: Browser) -> None:
    """In a page of its own, as its console tells that something did not come."""
    with browser.new_page() as away:
        away.route(re.compile(r"plotly|\.json"), lambda route: route.abort(), times=2)
        away.goto(demo_site + CHARTED[0])
        away.get_by_role("button", name="Point at its values").first.click()
        told = away.locator(f"{FIRST}[role=status]")
        expect(told).to_have_text("The values could not be loaded. Try again in a moment.")
        ask_for_values(away)
        expect(told).to_have_text("")


def test_the_key_hides_and_shows_an_answer(page: Page, demo_site: str) -> None:
    page.goto(demo_site + CHARTED[2])
    ask_for_values(page)
    page.get_by_role("button", name="Fairly likely").click()
    expect(page.get_by_role("button", name="Fairly likely")).to_have_attribute(
        "aria-pressed", "false"
    )
    colours = {part[4] for part in seen(page, ".chart__layer .bars path")}
    assert "rgb(86, 148, 202)" not in colours
    assert "rgb(18, 67, 109)" in colours


def test_a_part_of_a_strip_is_looked_at_closely(page: Page, demo_site: str) -> None:
    page.goto(f"{demo_site}/measures/personal-budget-share/")
    chart = page.locator("figure.chart").filter(has=page.locator("[data-chart='regions']"))
    chart.get_by_role("button", name="Point at its values").click()
    layer, axis = chart.locator(".chart__layer"), chart.locator(".bars__axis")
    expect(layer.locator(".scatterlayer path.point").first).to_be_visible()
    chart.get_by_role("button", name="Closer").click()
    expect(axis).to_be_hidden()
    expect(layer.locator(".xtick text").nth(1)).to_be_visible()
    assert layer.evaluate("layer => layer.layout.xaxis.range") == [20, 60]
    chart.get_by_role("button", name="Whole axis").click()
    expect(axis).to_be_visible()
    assert layer.evaluate("layer => layer.layout.xaxis.range") == [0, 80]


def test_the_servers_drawing_stands_again_when_the_room_changes(page: Page, demo_site: str) -> None:
    page.goto(demo_site + CHARTED[2])
    ask_for_values(page)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".chart__layer")).to_have_count(0)
    assert page.locator(".bars__bar rect").first.is_visible()


def test_a_chart_is_a_picture_at_an_address_of_its_own(page: Page, demo_site: str) -> None:
    page.goto(demo_site + CHARTED[2])
    title = page.locator(".chart__title").first.inner_text()
    about = "30% on personal budgets, due April 2011"
    address = page.get_by_role("link", name=re.compile("^SVG")).first.get_attribute("href") or ""
    assert address.startswith("/releases/")
    picture = page.request.get(demo_site + address)
    assert picture.headers["content-type"] == "image/svg+xml"
    assert f'<title id="title">{about}: {title}</title>' in picture.text()
