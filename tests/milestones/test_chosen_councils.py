"""A round that asks only chosen councils: its pages say so, and call nobody else by its finding."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from milestones.models import ExpectationQuestion
from surveys.models import ChosenCouncil
from tests.factories import (
    answer,
    make_council,
    make_question,
    make_region,
    make_release,
    make_round,
)
from tests.milestones.test_findings import text_of
from tests.milestones.world import make_expectation

pytestmark = pytest.mark.django_db
NOTE = "Only chosen councils were asked, not all of the 12 that there were on 31 March 2010."
PAGES = [
    "/",
    "/regions/kent/",
    "/milestones/milestone-1/",
    "/expectations/savings/",
    "/compare/?expectation=savings&areas=england,kent",
]


@pytest.fixture
def pilot(db: None) -> None:
    """Seven of a region's twelve councils were asked: five say very likely."""
    region = make_region("Kent", slug="kent")
    councils = [make_council(region=region) for _ in range(12)]
    round = make_round("pilot", is_draft=True, reference_date=datetime.date(2010, 3, 31))
    likely = make_question(round, "likely", type="scale")
    role = ExpectationQuestion.Role.FORECAST
    ExpectationQuestion.objects.create(expectation=make_expectation(), question=likely, role=role)
    for council in councils[:7]:
        ChosenCouncil.objects.create(round=round, council=council, reason="The pilot.")
    round.mark_opened(at=timezone.now())
    for number, return_of in enumerate(round.returns.all()):
        answer(return_of, likely, "very-likely" if number < 5 else "very-unlikely")
    round.returns.update(state="signed", signed_at=timezone.now())
    make_release(round, stage="public")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.usefixtures("pilot")
def test_each_page_says_that_only_chosen_councils_were_asked_and_why(
    client: Client, address: str
) -> None:
    page = text_of(client.get(address).text)
    assert NOTE in page
    assert "Why these: “The pilot.”" in page


@pytest.mark.usefixtures("pilot")
def test_a_finding_is_of_those_asked_and_not_of_all_there_are(client: Client) -> None:
    page = text_of(client.get("/expectations/savings/").text)
    assert "5 of the 7 councils asked in England are very likely" in page
    assert "councils in England are" not in page
    assert "Councils asked answered" in text_of(client.get("/").text)
