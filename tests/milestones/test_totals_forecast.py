"""Forecasts that are known as published shares alone: no page makes counts of them."""

import pytest
from django.test import Client

from councils.models import Area
from milestones.models import ExpectationQuestion
from surveys.models import Option
from tests.factories import make_question, make_region, make_release, make_round, make_total
from tests.milestones.test_findings import text_of
from tests.milestones.world import make_expectation


@pytest.fixture
def published(db: None) -> None:
    """Two expectations of which a report printed the share of one answer each."""
    round = make_round("spring", is_totals_only=True)
    for number, (slug, percent, words) in enumerate(
        [("savings", 60, "only"), ("advice", 40, "four in ten")], 1
    ):
        question = make_question(round, slug, type="scale")
        ExpectationQuestion.objects.create(
            expectation=make_expectation(slug, number), question=question, role="forecast"
        )
        option = Option.objects.get(scale=question.scale, key="very-likely")
        make_total(question, option=option, percent=percent, qualifier=words)
    make_release(round, stage="public")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/", "Savings April 2011 60%"),
        ("/", "Savings, by April 2011: the surest 60% very likely, as published"),
        ("/", "the least sure four in ten (in words only, read as 40%) very likely"),
        ("/milestones/milestone-2/", "four in ten (in words only, read as 40%)"),
        ("/expectations/savings/", "Very likely, as published 60%"),
        ("/expectations/advice/", "four in ten (in words only, read as 40%)"),
        ("/compare/?expectation=advice", "four in ten (in words only, read as 40%)"),
    ],
)
def test_a_page_gives_the_share_as_it_was_printed(
    client: Client, published: None, address: str, told: str
) -> None:
    page = text_of(client.get(address).text)
    assert told in page
    assert "None of" not in page
    assert "no answers" not in page


@pytest.fixture
def by_region(db: None) -> None:
    """A report printed the share of England and of one region; of another it printed none."""
    kent = make_region("Kent")
    make_region("Wales")
    round = make_round("spring", is_totals_only=True)
    question = make_question(round, "savings", type="scale")
    ExpectationQuestion.objects.create(
        expectation=make_expectation(), question=question, role="forecast"
    )
    option = Option.objects.get(scale=question.scale, key="very-likely")
    make_total(question, option=option, percent=60)
    make_total(question, option=option, percent=45, area=Area.objects.get(region=kent))
    make_release(round, stage="public")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/regions/kent/", "they do not say which councils of the region answered"),
        ("/regions/wales/", "none of them is about the region"),
    ],
)
def test_the_page_of_a_region_does_not_say_that_no_return_was_required(
    client: Client, by_region: None, address: str, told: str
) -> None:
    page = text_of(client.get(address).text)
    assert "This round is known as published totals alone" in page
    assert told in page
    assert "required a return" not in page
    assert ("45%" in page) == ("kent" in address)
