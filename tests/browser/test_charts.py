"""Charts are drawn, and say what their tables say."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import watch

COMPARED = "/compare/?expectation={}&round=ppf-2010&areas={}"
CHARTED = [
    COMPARED.format("personal-budgets-30-percent", "east-midlands,south-west"),
    COMPARED.format("prevention-savings", "west-midlands,north-east,london,south-east"),
    "/expectations/personal-budgets-30-percent/?round=ppf-2010",
    "/regions/south-west/",
]
MOST_SERIES = 5


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
        page.wait_for_selector("[data-chart][data-drawn]")
        assert problems == []
        loaded[request.param] = page
    return loaded[request.param].locator("figure.chart").first


def drawn(chart: Locator) -> str:
    """All text of the drawing."""
    return " ".join(chart.locator("[data-chart] svg text").all_text_contents())


def counts(text: str) -> list[tuple[str, str]]:
    """Every "k of n" in the text."""
    return re.findall(r"(\d+) of (\d+)", text)


def table_of(chart: Locator) -> Locator:
    anchor = chart.get_by_role("link", name="The same numbers as a table").get_attribute("href")
    assert anchor
    return chart.page.locator(f"{anchor} table")


def spec_of(chart: Locator) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        chart.locator("script[type='application/json']").text_content() or "{}"
    )
    return found


def series_of(chart: Locator) -> list[dict[str, Any]]:
    """What is drawn as a series: bars, not their labels and whiskers."""
    return [one for one in spec_of(chart)["data"] if one["type"] == "bar"]


def test_a_chart_is_drawn_and_seen(chart: Locator) -> None:
    box = chart.locator("svg.main-svg").first.bounding_box()
    assert box
    assert box["width"] > 600
    assert box["height"] > 100
    assert chart.locator("svg .bars path").count() > 1


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
    assert 1 <= len(series_of(chart)) <= MOST_SERIES


def test_every_number_of_a_drawing_is_in_the_table(chart: Locator) -> None:
    table = re.findall(r"\d+", table_of(chart).inner_text())
    shown = re.findall(r"(?<![\d%])\d+(?![\d%])", drawn(chart))
    assert shown
    assert set(shown) - set(table) == set()


def test_the_bars_are_the_tables_counts(chart: Locator) -> None:
    """Each area's row of the table, and what its bars say when pointed at."""
    said: dict[str, set[tuple[str, str]]] = {}
    for one in series_of(chart):
        for area, words in zip(one["y"], one["customdata"], strict=True):
            said.setdefault(re.sub(r" \(\d+\)$", "", area), set()).update(counts(words))
    for row in table_of(chart).locator("tbody tr").all():
        area = row.locator("th").inner_text()
        if area in said:
            assert said[area] <= set(counts(row.inner_text())), area
    assert len(said) > 1


def test_the_widths_of_bars_are_the_tables_counts_to_one_measure(chart: Locator) -> None:
    """Answers and who is missing to the required councils; a comparison's shares to the base."""
    layout = spec_of(chart)["layout"]
    missing = {
        area: int(re.sub(r"\D", "", words))
        for one in series_of(chart)
        if one["meta"]["tone"] == "missing" and layout["meta"]["kind"] == "diverging"
        for area, words in zip(one["y"], one["customdata"], strict=True)
    }
    for one in series_of(chart):
        for area, words, width in zip(one["y"], one["customdata"], one["x"], strict=True):
            for k, n in counts(words):
                whole = int(n) + missing.get(area, 0)
                assert width == pytest.approx(100 * int(k) / whole, abs=0.001)


def test_the_titles_of_page_and_chart_state_findings(chart: Locator) -> None:
    """A finding has a verb, or the numbers themselves."""
    for title in (chart.page.get_by_role("heading", level=1), chart.get_by_role("heading")):
        assert re.search(r"\b(are|is|answer|say|said|\d+ of \d+)\b", title.inner_text())


def test_a_comparison_draws_its_counts(page: Page, demo_site: str) -> None:
    page.goto(demo_site + CHARTED[0])
    page.wait_for_selector("[data-chart][data-drawn]")
    assert counts(drawn(page.locator("figure.chart"))) == [("8", "9"), ("4", "15")]


def test_a_chart_is_drawn_again_for_a_narrow_window(page: Page, demo_site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(demo_site + CHARTED[2])
    page.wait_for_selector("[data-chart][data-drawn]")
    page.set_viewport_size({"width": 390, "height": 844})
    narrow = re.compile(r"^[23]\d\d$")
    expect(page.locator("svg.main-svg").first).to_have_attribute("width", narrow)
