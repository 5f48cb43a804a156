"""A page that tells of two surveys says of each when it was, who answered, and how to cite it."""

import re

import pytest
from django.test import Client

from surveys.models import Release
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of

FIRST, SECOND = "ppf-2010", "personal-budgets-2011"


@pytest.fixture
def reader(demo_client: SignIn) -> Client:
    return demo_client("reader")


def release_of(slug: str) -> int:
    return Release.objects.filter(round__slug=slug).latest_first()[0].pk


def test_a_region_says_of_each_survey_who_answered_and_who_did_not(reader: Client) -> None:
    text = text_of(reader.get("/regions/east-midlands/").text)
    assert "March 2010: 9 of 9 councils answered." in text
    assert re.search(r"March 2011: 8 of 9 councils answered; no return: \w+", text)


def test_the_list_of_regions_says_when_they_answered(reader: Client) -> None:
    text = text_of(reader.get("/regions/").text)
    assert "Answered, March 2010" in text
    assert "Councils at the target, March 2011" in text


@pytest.mark.parametrize("page", ["/", "/regions/", "/regions/east-midlands/"])
def test_each_survey_has_an_address_of_its_own_to_cite(reader: Client, page: str) -> None:
    text = text_of(reader.get(page).text)
    for slug in (FIRST, SECOND):
        kind = "/overview/" if page == "/" else page
        assert f"/releases/{release_of(slug)}{kind}" in text


def test_a_region_shows_what_a_round_without_forecasts_holds_of_it(reader: Client) -> None:
    answer = reader.get(f"/regions/east-midlands/?round={SECOND}")
    assert "5 of 8 reporting met it" in text_of(answer.text)
    assert answer.context["counted"].trend is not None


def test_a_region_in_a_release_without_forecasts_shows_the_same(reader: Client) -> None:
    text = text_of(reader.get(f"/releases/{release_of(SECOND)}/regions/east-midlands/").text)
    assert "5 of 8 reporting met it" in text
    assert "March 2011: 8 of 9 councils answered" in text
