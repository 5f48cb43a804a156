"""How councils and areas stand: read from title, chart, table and file, which say the same."""

import csv
import io
import re

from playwright.sync_api import Page


def rows_of(page: Page, address: str) -> list[dict[str, str]]:
    """The file of a table of the page."""
    text = page.request.get(address).body().decode("utf-8-sig")
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.count(",") > 3)
    return list(csv.DictReader(io.StringIO("\n".join(lines[start:]))))


def test_how_does_my_council_stand(page: Page, demo_site: str) -> None:
    """A reader, on the round that names councils."""
    page.goto(f"{demo_site}/councils/derby/")
    title = page.get_by_role("heading", level=1).inner_text()
    told = re.search(r"(\d+) of the (\d+) others in its region are higher", title)
    assert told
    higher, others = told.groups()
    chart = page.locator("figure.chart").first
    lower = int(others) - int(higher)
    assert chart.locator(".bars__label").first.inner_text() == f"higher than {lower} of {others}"
    assert chart.locator(".bars__row").first.locator("circle").count() == int(others) + 1
    row = page.locator("#table-measures tbody tr").first.inner_text()
    assert f"Higher than {lower} of the {others} others" in row
    [first, *_] = rows_of(page, f"{demo_site}/councils/derby/?download=csv&table=measures")
    assert (first["Lower than"], first["Others that gave both counts"]) == (higher, others)


def test_how_do_these_compare(page: Page, demo_site: str) -> None:
    """Two regions, and a third that is added by typing its name."""
    asked = "expectation=personal-budgets-30-percent&round=ppf-2010"
    page.goto(f"{demo_site}/compare/?{asked}&areas=east-midlands,south-west")
    page.get_by_label("Add an area").fill("London")
    page.get_by_role("button", name="Compare").click()
    assert page.url == f"{demo_site}/compare/?{asked}&areas=east-midlands,south-west,london"
    labels = page.locator("figure.chart .bars__label").all_inner_texts()
    assert labels[0] == "8 of 9 (89%)"
    title = page.get_by_role("heading", level=1).inner_text()
    assert "8 of 9 in the East Midlands" in title
    shown = page.locator("#table-comparison tbody tr").all_inner_texts()
    file = rows_of(page, f"{page.url}&download=csv&table=comparison")
    for row, told in zip(file, shown, strict=True):
        counts = f"{row['Councils (k)']} of {row['Base (n)']} "
        assert counts in told
        assert any(label.startswith(counts) for label in labels)
    page.get_by_text("Each against each: 3 pairs").click()
    assert page.locator("#table-pairs tbody tr").count() == 3
