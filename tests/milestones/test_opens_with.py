"""Which round a page opens with: the newest in which half of the required councils answered."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from councils.models import Region
from milestones.models import Expectation, ExpectationQuestion, Milestone, Programme
from surveys.actions.narrowing import narrow
from surveys.models import Question, Release
from tests.factories import (
    make_council,
    make_question,
    make_region,
    make_release,
    make_return,
    make_round,
    move_days,
)
from tests.milestones.test_findings import text_of
from tests.milestones.world import make_expectation

pytestmark = pytest.mark.django_db
# Each opens with a round of its own accord, and links to it.
PAGES = ["/", "/regions/", "/regions/kent/", "/milestones/milestone-1/", "/expectations/savings/"]
COMPARED = "/compare/?expectation=savings&areas=england,kent"
# Answered of required, the earliest round first; then the one that pages open with.
CASES = {
    "exactly half": ([(9, 10), (5, 10)], 2),
    "one less than half": ([(9, 10), (4, 10)], 1),
    "half of an odd number is more than two of five": ([(5, 5), (2, 5)], 1),
    "three of five": ([(5, 5), (3, 5)], 2),
    "the newest that has half, not the fullest": ([(10, 10), (5, 10), (4, 10), (1, 10)], 2),
    "none has half: the newest": ([(4, 10), (3, 10), (2, 10)], 3),
}


@pytest.fixture
def region(db: None) -> Region:
    return make_region("Kent", slug="kent")


def released(
    year: int, answered: int, required: int, region: Region, expectation: Expectation
) -> Question:
    """A public round of that year, in which so many of the required councils answered."""
    round = make_round(f"round-{year}", reference_date=datetime.date(2000 + year, 3, 31))
    likely = make_question(round, "likely", type="scale")
    ExpectationQuestion.objects.create(
        expectation=expectation, question=likely, role=ExpectationQuestion.Role.FORECAST
    )
    for number in range(required):
        council = make_council(region=region)
        if number < answered:
            make_return(round, council, answers={likely: "very-likely"})
        else:
            make_return(round, council, state="not_started")
    make_release(round, stage="public")
    return likely


@pytest.mark.parametrize("name", CASES)
def test_pages_open_with_the_newest_round_that_half_answered(
    client: Client, region: Region, name: str
) -> None:
    rounds, expected = CASES[name]
    expectation = make_expectation()
    for year, (answered, required) in enumerate(rounds, 1):
        released(year, answered, required, region, expectation)
    opened = {address: client.get(address).context["release"] for address in PAGES}
    compared = client.get(COMPARED).context["selection"].release
    assert {release.round.slug for release in (*opened.values(), compared)} == {f"round-{expected}"}


def test_a_thinner_round_is_shown_to_who_asks_for_it(client: Client, region: Region) -> None:
    expectation = make_expectation()
    released(1, 9, 10, region, expectation)
    released(2, 1, 10, region, expectation)
    for address in PAGES:
        if address != "/regions/":
            page = client.get(f"{address}?round=round-2")
            assert page.context["release"].round.slug == "round-2", address


def test_a_thinner_round_is_listed_and_said_to_be_partial(client: Client, region: Region) -> None:
    expectation = make_expectation()
    released(1, 9, 10, region, expectation)
    released(2, 4, 10, region, expectation)
    assert "Partial: fewer than half of the councils answered." in client.get("/").text
    for address in ("/expectations/savings/", COMPARED):
        page = text_of(client.get(address).text)
        assert "Round 2 (partial)" in page
        assert "Round 1 (partial)" not in page
    assert "(31 March 2002, partial)" in text_of(client.get("/milestones/milestone-1/").text)
    assert "4 of 10 (40%), partial" in text_of(client.get("/rounds/").text)


@pytest.mark.parametrize("address", [*PAGES, COMPARED, "/rounds/", "/councils/gateshead/"])
def test_with_all_taken_back_no_page_says_that_nothing_was_released_yet(
    client: Client, region: Region, address: str
) -> None:
    expectation = make_expectation()
    make_council("Gateshead", region=region)
    released(1, 9, 10, region, expectation)
    narrow(release=Release.objects.get(), fields=[], takes_back=True, reason="A mistake in it.")
    page = text_of(client.get(address).text)
    assert "yet" not in page
    assert ("published at the moment" in page) == ("councils" not in address)


def test_the_latest_rounds_begin_with_those_of_the_programme_that_is_shown(
    client: Client, region: Region
) -> None:
    expectation = make_expectation()
    released(10, 5, 5, region, expectation)
    Programme.objects.update(is_front=True)
    other = Programme.objects.create(
        slug="other", title="Other", is_published=True, starts_on="2011-01-01", ends_on="2015-01-01"
    )
    milestone = Milestone.objects.create(programme=other, number=2, slug="second", title="Second")
    theirs = Expectation.objects.create(
        milestone=milestone, slug="asked", label="Asked", due_on="2014-01-01", due_label="2014"
    )
    released(12, 5, 5, region, theirs)
    page = client.get("/")
    listed = [release.round.slug for release in page.context["releases"]]
    assert listed == ["round-10", "round-12"]


def test_a_round_that_is_open_and_has_a_release_is_not_said_to_have_none(
    client: Client, region: Region
) -> None:
    round = released(10, 5, 5, region, make_expectation()).round
    told = "what came so far is released already"
    assert told not in text_of(client.get("/").text)
    move_days(round, closes_on=timezone.localdate() + datetime.timedelta(days=14))
    page = text_of(client.get("/").text)
    assert told in page
    assert "results follow" not in page
