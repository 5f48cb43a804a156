"""Whether it moves and what is in the way: title, chart, table and file give the same answer."""

import csv
import io
import re

from playwright.sync_api import Locator, Page

MOVING = "/expectations/personal-budgets-30-percent/moving/"
BARRIERS = "/expectations/prevention-savings/barriers/"


def file_of(page: Page, table: Locator) -> list[dict[str, str]]:
    """What the table's own link to a file brings."""
    address = table.get_by_role("link", name=re.compile("^CSV")).get_attribute("href") or ""
    site = re.match(r"https?://[^/]+", page.url)
    assert site
    path = address if address.startswith("/") else page.url.partition("?")[0] + address
    answer = page.request.get(site.group() + path if path.startswith("/") else path)
    return list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))


def cells(row: Locator) -> list[str]:
    return [" ".join(cell.split()) for cell in row.locator("th, td").all_inner_texts()]


def test_whether_it_is_moving(page: Page, demo_site: str) -> None:
    page.goto(demo_site + MOVING)
    table = page.locator("#table-flows")
    title = table.locator("caption").text_content() or ""
    told = re.search(r"(\d+) councils were .* (\d+) fell .* (\d+) stayed", " ".join(title.split()))
    assert told
    councils, stayed, left, silent = cells(table.locator("tbody tr").first)[1:]
    assert stayed.startswith(f"{told[3]} of {councils} ")
    assert left.startswith(f"{told[2]} of {councils} ")
    assert cells(table.locator("tbody tr").last)[2].startswith(f"{told[1]} of ")
    first, second = file_of(page, table)
    assert [first["Councils"], first["March 2011: 30% or more"]] == [councils, told[3]]
    assert second["March 2011: 30% or more"] == told[1]
    assert silent.startswith(f"{first['March 2011: no answer']} of {councils} ")
    # From round to round: the line's last value stands in the table and in its file.
    drawn = page.locator("#chart-time svg text").all_text_contents()
    last = cells(page.locator("#table-time tbody tr").last)
    assert last[2] in drawn
    assert last[2] in page.locator("#chart-time").get_by_role("heading").inner_text()
    value = float(file_of(page, page.locator("#table-time"))[-1]["As published: per cent"])
    assert f"{value:.1f}%" == last[2]


def test_what_is_in_the_way(page: Page, demo_site: str) -> None:
    page.goto(demo_site + BARRIERS)
    title = " ".join(page.get_by_role("heading", level=1).inner_text().split())
    told = re.search(
        r"Of the (\d+) councils not likely to [^,]+, (\d+) named “(.+)”; "
        r"of the (\d+) likely, (\d+) did",
        title,
    )
    assert told
    n, k, barrier, of_likely, likely = told.groups()
    rows = page.locator("#chart-crossed .bars__row")
    assert barrier in rows.nth(0).inner_text()
    heading = page.locator("#chart-crossed").get_by_role("heading").inner_text()
    for place, (some, every) in enumerate(((k, n), (likely, of_likely))):
        said = rows.nth(place).locator(".bars__label").inner_text()
        assert said.startswith(f"{some} of {every} ")
        assert some in heading
    table = page.locator("#table-crossed")
    row = next(row for row in table.locator("tbody tr").all() if cells(row)[0] == barrier)
    assert cells(row)[1].startswith(f"{k} of {n} ")
    assert cells(row)[2].startswith(f"{likely} of {of_likely} ")
    in_file = next(row for row in file_of(page, table) if row["Barrier"] == barrier)
    assert {k, n, likely, of_likely} <= set(in_file.values())
