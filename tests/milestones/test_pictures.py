"""The pictures that a page leads to are of the charts that stand on it."""

import re
from html import unescape

import pytest

from tests.milestones.conftest import SignIn

FIGURE = re.compile(r'<figure class="chart".*?</figure>', re.DOTALL)
TITLE = re.compile(r'class="chart__title">(.*?)</h', re.DOTALL)
SUMMARY = re.compile(r'class="chart__summary[^>]*>(.*?)</p>', re.DOTALL)


@pytest.mark.parametrize(
    ("address", "several"),
    [
        ("/", {"slope", "map"}),
        ("/regions/", {"map"}),
        ("/regions/east-midlands/", {"trend", "spread"}),
        ("/measures/personal-budget-share/", {"time-all-users", "time-ongoing-support"}),
    ],
)
def test_a_picture_and_its_values_are_of_the_chart_on_the_page(
    demo_client: SignIn, address: str, several: set[str]
) -> None:
    client = demo_client("reader")
    seen = set()
    for figure in FIGURE.findall(client.get(address).text):
        [picture] = re.findall(r'href="([^"]+\.svg[^"]*)"', figure)
        title, summary = (unescape(part.findall(figure)[0]).strip() for part in (TITLE, SUMMARY))
        drawn = " ".join(unescape(client.get(unescape(picture)).text).split())
        assert f"<title>{title}" in drawn or title in drawn
        assert summary in drawn
        for values in re.findall(r'data-values="([^"]+)"', figure):
            answer = client.get(unescape(values))
            assert answer.json()["summary"] == summary
            assert answer.headers["ETag"]
        seen.add(picture.rpartition("/")[2].partition(".")[0])
    assert several <= seen


BUDGETS, SHARE = "30% on personal budgets, due April 2011", "Share of people on personal budgets"


@pytest.mark.parametrize(
    ("picture", "about"),
    [
        ("/compare/comparison.svg?expectation=personal-budgets-30-percent", BUDGETS),
        ("/expectations/personal-budgets-30-percent/map.svg", BUDGETS),
        ("/outcome.svg", BUDGETS),
        ("/regions/east-midlands/trend.svg", SHARE),
        ("/slope.svg", SHARE),
    ],
)
def test_a_picture_says_what_its_page_says_before_it(
    demo_client: SignIn, picture: str, about: str
) -> None:
    drawn = demo_client("reader").get(picture).text
    assert f">{about}</text>" in drawn
    assert f'<title id="title">{about}: ' in drawn


def test_the_picture_of_what_came_names_the_survey_of_the_forecast(demo_client: SignIn) -> None:
    drawn = demo_client("reader").get("/outcome.svg").text
    assert "Sources: Putting People First: year 2 progress survey" in drawn
    assert "Personal budget survey, March 2011" in drawn


@pytest.mark.parametrize(
    ("address", "charts"),
    [
        ("/", ["slope", "map", "outcome", "furthest", "barriers"]),
        ("/regions/", ["map"]),
        ("/regions/east-midlands/", ["against", "spread"]),
    ],
)
def test_what_one_release_tells_has_its_picture_in_that_release(
    demo_client: SignIn, address: str, charts: list[str]
) -> None:
    page = demo_client("reader").get(address).text
    pictures = re.findall(r'href="([^"]+)\.svg"', page)
    found = {each.rpartition("/")[2]: each for each in pictures}
    for chart in charts:
        assert re.fullmatch(r"/releases/\d+/(overview|regions|regions/[\w-]+)/[\w-]+", found[chart])
    [shared] = re.findall(r'property="og:image" content="http://[^/]+([^"]+)"', page)
    assert shared == f"{found[charts[0]]}.png"


def test_what_goes_through_several_releases_has_its_picture_where_it_is_told(
    demo_client: SignIn,
) -> None:
    """The own page of a release with forecasts tells neither what was counted before it nor what
    came of those of another."""
    page = demo_client("reader").get("/regions/east-midlands/").text
    pictures = re.findall(r'href="([^"]+)\.svg"', page)
    assert {f"/regions/east-midlands/{chart}" for chart in ("trend", "both-ends")} <= set(pictures)
