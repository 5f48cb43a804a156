"""What readers come to ask: title, chart, picture, table and file of a page give one answer.

The questions by their numbers: what is in the way (8), how areas compare (9) and how a council
stands (10) are asked in test_barriers, test_compare_rounds and test_standing, what moves (5) in
test_moving.
"""

import json
import re
from typing import Any

import pytest
from django.test import Client

from ppf_site.charts.chart import Chart
from surveys.models import Figure
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import rows_of, table_of, text_of

SURE = "/expectations/personal-budgets-30-percent/?round=ppf-2010"
OUTCOME = "/expectations/personal-budgets-30-percent/outcome/"
SHARE = "/measures/personal-budget-share/"


@pytest.fixture
def reader(demo_client: SignIn) -> Client:
    return demo_client("reader")


def k_of_n(row: dict[str, str], k: str, n: str) -> str:
    return f"{row[k]} of {row[n]}"


def share_of(count: str) -> float:
    k, n = count.split(" of ")
    return int(k) / int(n)


def pointed_at(client: Client, chart: Chart) -> dict[str, set[str]]:
    """What the chart's values say of each row, at their own address."""
    spec: dict[str, Any] = json.loads(client.get(chart.values).content)
    said: dict[str, set[str]] = {}
    for trace in spec["data"]:
        for area, words in zip(trace["y"], trace["customdata"], strict=True):
            said.setdefault(area, set()).add(words)
    return said


def drawn(client: Client, chart: Chart) -> str:
    """Every word of the picture."""
    return text_of(client.get(chart.svg).text.replace("</text>", " </text>"))


def test_1_how_sure_is_each_region(reader: Client) -> None:
    page = reader.get(SURE)
    chart = page.context["chart"]
    filed = {
        row["Area"]: k_of_n(row, "Very likely: councils (k)", "Answered")
        for row in rows_of(reader, f"{SURE}&table=answers-by-region")
    }
    rows = {row.area: row.label.partition(" (")[0] for row in chart.drawing.rows}
    assert rows == filed
    table, picture, values = (
        table_of(page.text, "answers-by-region"),
        drawn(reader, chart),
        pointed_at(reader, chart),
    )
    for area, count in filed.items():
        assert count in table
        assert count in picture
        assert any(words.startswith(f"Very likely: {count} (") for words in values[area])
    first = chart.drawing.rows[0].area
    assert page.context["title"].startswith(f"{first} councils are the most confident")
    shares = [int(k) / int(n) for k, n in (each.split(" of ") for each in filed.values())]
    assert share_of(filed[first]) == max(shares)


def test_2_where(reader: Client) -> None:
    where = reader.get(SURE).context["where"]
    [panel] = where.drawing.filled
    tiles = {tile.name: tile.value for tile in panel.tiles}
    filed = {
        row["Area"]: k_of_n(row, "Very likely: councils (k)", "Answered")
        for row in rows_of(reader, f"{SURE}&table=answers-by-region")
    }
    assert tiles == {area: count for area, count in filed.items() if area != "England"}
    picture = drawn(reader, where)
    assert all(count in picture for count in tiles.values())
    best, worst = (
        max(tiles, key=lambda area: share_of(tiles[area])),
        min(tiles, key=lambda area: share_of(tiles[area])),
    )
    assert f"from {tiles[best]} in the {best} to {tiles[worst]} in the {worst}" in where.title


def test_3_how_far_apart_are_councils_inside_a_region(reader: Client) -> None:
    chart = reader.get(SHARE).context["chart"]
    filed: dict[str, list[float]] = {}
    for row in rows_of(reader, f"{SHARE}?table=councils"):
        filed.setdefault(row["Region"], []).append(float(row["Rate, per cent"]))
    for row in chart.drawing.rows:
        if row.area in filed:
            dots = [mark.start for mark in row.marks if mark.series == "One council"]
            assert sorted(dots) == sorted(filed[row.area])
    halves = {
        row["Area"]: f"{float(row['Lower quartile']):.1f}% to {float(row['Upper quartile']):.1f}%"
        for row in rows_of(reader, f"{SHARE}?table=regions")
    }
    values = pointed_at(reader, chart)
    for area in filed:
        assert f"The middle half: {halves[area]}" in values[area]
        assert halves[area] in table_of(reader.get(SHARE).text, "regions")


def test_4_which_expectation_is_furthest_behind(reader: Client) -> None:
    page = reader.get("/?by=england")
    heat = page.context["heat"]
    filed = {
        (row["Expectation"], row["Area"]): k_of_n(row, "k", "n") if row["k"] else "hidden"
        for row in rows_of(reader, "/?table=expectations-by-region")
    }
    assert filed
    for row in heat.rows:
        assert row.england.said == filed[row.outlook.label, "England"]
        assert row.england.said in page.text
        for place, cell in row.regions:
            assert cell.said == filed[row.outlook.label, place.name]
    surest, least = heat.rows[0].outlook.label, heat.rows[-1].outlook.label
    assert f"surest of “{surest}” and least sure of “{least}”" in page.context["surest"]


def test_6_did_they_do_what_they_said(reader: Client) -> None:
    page = reader.get(OUTCOME)
    chart = page.context["charts"][0]
    rows = rows_of(reader, f"{OUTCOME}?table=outcome")
    table, picture = table_of(page.text, "outcome"), drawn(reader, chart)
    for row, bar in zip(rows, chart.drawing.rows, strict=True):
        said = f"{row['Met it']} of {row['Reported']}"
        assert bar.area == row["Forecast"]
        assert bar.label.startswith(f"{said} (")
        assert sum(int(row[part]) for part in ("Met it", "Did not", "No outcome known")) == int(
            row["Councils"]
        )
        assert said in picture
        assert row["Councils"] in table
    first = rows[0]
    told = int(first["Met it"]) + int(first["Did not"])
    assert page.context["title"] == (
        f"Of the {told} councils that said “very likely” and later reported, "
        f"{first['Met it']} met the 30% for users with ongoing support"
    )


def test_7_will_they_reach_30_per_cent(reader: Client) -> None:
    page = reader.get(SHARE)
    for chart, base in zip(
        page.context["through_time"], ("all-users", "ongoing-support"), strict=True
    ):
        rows = rows_of(reader, f"{SHARE}?table=time-{base}")
        filed = [f"{float(row['Pooled rate, per cent']):.1f}%" for row in rows]
        said = " ".join(point.says for line in chart.drawing.lines for point in line.points)
        table = table_of(page.text, f"time-{base}")
        for rate in filed:
            assert rate in said
            assert rate in table
        counted = [
            rate for rate, row in zip(filed, rows, strict=True) if row["Told as"] == "Counted"
        ]
        assert counted[-1] in page.context["title"]
        verdict = "met" if float(counted[-1].rstrip("%")) >= 30 else "not met"
        assert re.search(rf"{counted[-1]} of [^;]*, 30% {verdict}", page.context["title"])


def test_11_what_was_said_and_does_it_hold(reader: Client) -> None:
    rows = rows_of(reader, "/reported/?table=reported-figures")
    verdicts = [row["Verdict"] for row in rows]
    agreeing = verdicts.count("agrees")
    page = reader.get("/reported/")
    title = re.fullmatch(r"(\d+) of (\d+) reported figures agree.*", page.context["title"])
    assert title
    assert int(title[1]) == agreeing
    shown = page.text.partition('id="A0-01"')[2].partition("</tr>")[0]
    first = rows[0]
    assert (first["No"], first["Held value"], first["Verdict"]) == (
        "A0-01",
        "8 of 9 (89%)",
        "agrees",
    )
    assert "8 of 9 (89%)" in text_of(shown)


def test_12_where_does_this_number_come_from(reader: Client, demo_client: SignIn) -> None:
    row = next(
        row
        for row in rows_of(reader, f"{SURE}&table=answers-by-region")
        if row["Area"] == "East Midlands"
    )
    address = row["Very likely (very-likely): figure"].partition("//127.0.0.1")[2]
    page = reader.get(address)
    assert "8 of 9" in text_of(page.text)
    assert "East Midlands" in page.context["title"]
    figure = Figure.objects.get(pk=int(address.strip("/").rpartition("/")[2]))
    told = reader.get(f"/data/api/figures/{figure.pk}/").json()
    assert (figure.k, figure.n) == (told["k"], told["n"]) == (8, 9)
    # Whoever may read the answers behind it counts the same.
    behind = demo_client("analyst").get(f"{address}?download=csv").text.splitlines()
    assert sum(",Very likely," in line for line in behind) == 8
