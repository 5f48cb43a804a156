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
