"""What was due before a round's day is told as such, and not as a forecast."""

import datetime

import pytest
from django.test import Client

from milestones.models import Expectation, ExpectationQuestion
from surveys.models import Question, Round
from tests.milestones.test_findings import text_of

DAY = datetime.date(2010, 3, 31)
BEFORE, AFTER = datetime.date(2009, 12, 31), datetime.date(2010, 4, 1)


@pytest.mark.parametrize(
    ("role", "due_on", "told"),
    [
        ("forecast", AFTER, "Forecast"),
        ("forecast", DAY, "Forecast"),
        ("forecast", BEFORE, "Told after it was due"),
        ("outcome", BEFORE, "Outcome"),
    ],
)
def test_what_was_due_before_the_rounds_day_is_no_forecast(
    role: str, due_on: datetime.date, told: str
) -> None:
    link = ExpectationQuestion(
        expectation=Expectation(due_on=due_on),
        question=Question(round=Round(reference_date=DAY)),
        role=role,
    )
    assert link.told == told


@pytest.mark.usefixtures("demo")
def test_what_was_due_in_december_2009_is_told_after_it_was_due(client: Client) -> None:
    page = text_of(client.get("/expectations/move-understood/").text)
    assert "due December 2009. Told after it was due in Putting People First: year 2" in page
    listed = text_of(client.get("/milestones/partnerships/").text)
    assert "Move understood: told after it was due in Putting People First: year 2" in listed
    assert "Public informed: forecast in" in listed
