"""The page of reported figures lays a difference to the sources only where it is known."""

import pytest
from django.test import Client

from milestones.models import ReportedFigure
from tests.milestones.test_findings import text_of


@pytest.mark.usefixtures("demo")
def test_a_difference_without_a_reason_is_told_plainly(client: Client) -> None:
    agreeing = ReportedFigure.objects.filter(key="A1-01")
    assert agreeing.update(percent=99, numerator=1, denominator=2) == 1
    text = text_of(client.get("/reported/").text)
    assert "3 differ because the sources themselves disagree" in text
    assert "1 differs from the held data." in text


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("A0-01", "8 of 9"),
        ("A0-02", "4 of 15 (in the report’s words: just)"),
        ("A0-06", "No number was printed"),
        ("A1-02", "60% (in the report’s words: only)"),
        ("A1-03", "In words only: one in six, read as 16.7%"),
        ("X-12", "376,000 of 950,000 (40%) (in the report’s words: expected)"),
        ("X-27", "83 of 132"),
    ],
)
def test_a_figure_stands_as_it_was_printed(client: Client, key: str, told: str) -> None:
    page = client.get("/reported/").text
    row = page.partition(f'id="{key}"')[2].partition("</tr>")[0]
    assert text_of(row.partition("</td>")[0].rpartition("<td")[2].partition(">")[2]) == told
