"""One council told from the others in a strip: its own people's, where they may see councils."""

from typing import Any

import pytest

from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of

MEASURE, REGION = "/measures/personal-budget-share/", "/regions/east-midlands/"


def marked(page: Any, name: str) -> list[str]:
    """The series of the strip's dots that are no council's like the others."""
    context = page.context
    chart = context["chart"] if name == "regions" else context["counted"].spread
    marks = [mark for row in chart.drawing.rows for mark in row.marks]
    return [mark.series for mark in marks if mark.shape == "dot" and mark.series != "One council"]


@pytest.mark.parametrize(("path", "name"), [(MEASURE, "regions"), (REGION, "spread")])
def test_a_councils_people_have_it_marked_by_name(
    demo_client: SignIn, path: str, name: str
) -> None:
    client = demo_client("contributor")
    page = client.get(path)
    assert "mark Derby in the chart" in text_of(page.text) and not marked(page, name)
    page = client.get(f"{path}?mark=derby")
    [series] = marked(page, name)
    assert series.startswith("Derby: ")
    assert "Your council, Derby, is marked in the chart." in text_of(page.text)
    assert "something that it does not know" not in page.text


@pytest.mark.parametrize("path", [MEASURE, REGION])
def test_a_reader_is_not_offered_one(demo_client: SignIn, path: str) -> None:
    assert "mark Derby" not in demo_client("reader").get(path).text


def test_a_reader_is_shown_none_of_a_round_whose_councils_are_not_named(
    demo_client: SignIn,
) -> None:
    page = demo_client("reader").get(f"{MEASURE}?round=ppf-2010&mark=derby")
    assert not marked(page, "regions") and "Derby" not in text_of(page.text)
    assert marked(demo_client("contributor").get(f"{MEASURE}?round=ppf-2010&mark=derby"), "regions")


def test_another_regions_people_are_not_offered_theirs(demo_client: SignIn) -> None:
    page = demo_client("contributor").get("/regions/south-west/")
    assert "mark Derby" not in page.text
