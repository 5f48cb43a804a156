"""What pages say of outcomes, of who stands where and of what was reported, at the edges: all,
none, one council, a tie, nobody that answered."""

import datetime
from collections import Counter
from decimal import Decimal

import pytest

from milestones.measures import sentences as measured
from milestones.measures.claims import Claimed, Claims
from milestones.measures.measured import OnBase, Rate
from milestones.measures.stats import OnTheWay
from milestones.models import Expectation, Measure, MeasureBase
from milestones.outcomes import sentences as outcomes
from milestones.outcomes.stats import CameAbout, InArea, together
from milestones.regions.sentences import came_words
from milestones.reported.sentences import reported_title
from milestones.standing import sentences as standing
from milestones.standing.stats import Position
from surveys.models import Question, Release, Round
from surveys.stats import Amount, Base, Place
from tests.milestones.test_sentences import reading


def came(met: int, not_met: int, not_known: int = 0, label: str = "Very likely") -> CameAbout:
    return CameAbout(label.lower(), label, 2, met, not_met, not_known)


def region(name: str, *answers: CameAbout) -> InArea:
    return InArea(name.lower(), name, answers)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([came(2, 1, 3)], "Of 9 councils: of 6 “very likely” 2 met it, 1 did not and of 3 it is "
         "not known."),
        ([came(0, 0)], "None of the 9 councils gave a forecast or an outcome."),
        ([], "None of the 9 councils gave a forecast or an outcome."),
    ],
)  # fmt: skip
def test_what_came_of_each_forecast_also_where_there_was_none(
    answers: list[CameAbout], told: str
) -> None:
    assert outcomes.summary(answers, required=9) == told


@pytest.mark.parametrize(
    ("area", "told"),
    [
        (region("London", came(0, 0)), ""),
        (region("London", came(1, 0)), "Of the one council that answered both, 1 of 1 (100%) had "
         "been “very likely” and 1 of 1 (100%) met it: as many as were sure."),
        (region("London", came(0, 2)), "Of the 2 councils that answered both, 2 of 2 (100%) had "
         "been “very likely” and 0 of 2 (0%) met it: 100 percentage points fewer than were sure."),
    ],
)  # fmt: skip
def test_optimism_is_told_of_the_councils_that_told_both(area: InArea, told: str) -> None:
    assert outcomes.optimism_words(area) == told


def test_optimism_is_told_to_everybody_of_those_that_reported() -> None:
    assert not outcomes.optimism_of_reported([])
    assert not outcomes.optimism_of_reported([came(0, 0, 3)])
    assert outcomes.optimism_of_reported([came(1, 2, 4), came(1, 0)]) == (
        "Of the 4 councils that gave a forecast and reported what came, 3 of 4 (75%) had been "
        "“very likely” and 2 of 4 (50%) met it: 25 percentage points fewer than were sure."
    )


SURE, NONE = came(16, 4), CameAbout(None, "No forecast", 0, 9, 1, 0)


def test_optimism_for_everybody_is_of_the_councils_that_gave_a_forecast() -> None:
    assert outcomes.optimism_of_reported([SURE, came(0, 20), NONE]) == (
        "Of the 40 councils that gave a forecast and reported what came, 20 of 40 (50%) had been "
        "“very likely” and 16 of 40 (40%) met it: 10 percentage points fewer than were sure."
    )


def test_optimism_says_that_those_without_a_forecast_are_told_with_others() -> None:
    told = outcomes.optimism_of_reported([SURE, together(came(0, 20), NONE)])
    assert told.startswith("Of the 50 councils that reported what came, with a forecast or without")


def test_optimism_is_left_out_where_the_best_forecast_is_told_with_another() -> None:
    assert not outcomes.optimism_of_reported([together(SURE, came(0, 20)), NONE])


UNSURE = came(1, 1, label="Fairly likely")


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        ([], "No region’s forecasts can be held against outcomes"),
        ([region("London", came(0, 0, 3))], "No region’s forecasts can be held against outcomes"),
        ([region("London", came(1, 3))], "Furthest apart in London: 4 of 4 were sure, 1 met it"),
        (
            [region("London", came(2, 0)), region("South East", came(3, 0))],
            "In each region as many met it as were sure",
        ),
        (
            [region("London", came(2, 0)), region("South East", came(0, 0, 2))],
            "As many met it as were sure in London, the one region of 2 that can be told",
        ),
        # Who did better than they were sure is as far apart as who did worse.
        (
            [
                region("London", came(2, 0)),
                region("South East", came(0, 0), came(3, 0, 0, "Fairly")),
            ],
            "Furthest apart in the South East: 0 of 3 were sure, 3 met it",
        ),
        (
            [region("London", came(0, 2)), region("South East", came(0, 4))],
            "Furthest apart in London and the South East, by 100 percentage points each",
        ),
    ],
)
def test_the_regions_that_were_furthest_apart(regions: list[InArea], told: str) -> None:
    assert outcomes.regions_title(regions) == told


@pytest.mark.parametrize(
    ("agree", "compared", "told"),
    [
        (0, 0, "No reported figure can be compared yet"),
        (0, 3, "None of the 3 reported figures agrees with the held data"),
        (1, 3, "1 of 3 reported figures agrees with the held data"),
        (2, 3, "2 of 3 reported figures agree with the held data"),
        (3, 3, "All 3 reported figures that can be compared agree with the held data"),
        (1, 1, "The one reported figure that can be compared agrees with the held data"),
        (0, 1, "The one reported figure that can be compared differs from the held data"),
    ],
)
def test_how_many_reported_figures_agree(agree: int, compared: int, told: str) -> None:
    assert reported_title(agree, compared) == told


@pytest.mark.parametrize(
    ("k", "n", "told"),
    [
        (5, 8, "5 of 8 reporting met it"),
        (8, 8, "all 8 reporting met it"),
        (2, 2, "both reporting met it"),
        (0, 8, "none of 8 reporting met it"),
        (1, 1, "the only one reporting met it"),
        (0, 1, "the only one reporting did not meet it"),
    ],
)
def test_what_came_in_a_region(k: int, n: int, told: str) -> None:
    assert came_words(reading("London", k, n)) == told


def position(*others: str, own: str = "10") -> Position:
    return Position(Decimal(own), [Decimal(each) for each in others])


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (None, ""),
        (position(), "no others gave both counts"),
        (position("10"), "level with the one other; 1 within 3 percentage points"),
        (position("20"), "lower than the one other; none within 3 percentage points"),
        (position("1", "2"), "higher than both others; none within 3 percentage points"),
        (position("20", "30", "40"), "lower than all 3 others; none within 3 percentage points"),
        (position("10", "30", "40"), "higher than none of the 3 others; 1 within 3 percentage "
         "points"),
    ],
)  # fmt: skip
def test_where_a_council_stands_is_no_rank(found: Position | None, told: str) -> None:
    assert standing.position_words(found) == told


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (position(), ""),
        (position("20"), "the one other in its region is higher"),
        (position("10"), "the one other in its region is not higher"),
        (position("20", "30"), "both others in its region are higher"),
        (position("1", "2", "3"), "none of the 3 others in its region is higher"),
        (position("1", "2", "30"), "1 of the 3 others in its region is higher"),
    ],
)
def test_who_in_its_region_is_higher(found: Position, told: str) -> None:
    assert standing.higher_words(found, "in its region") == told


def on_base(*shares: tuple[int, str], target: str = "30", higher: bool = True) -> OnBase:
    """Counted in March of those years; due in April 2012."""
    expectation = Expectation(label="30%", due_on=datetime.date(2012, 4, 1), due_label="April 2012")
    measure = Measure(title="Share", target_percent=Decimal(target), higher_is_better=higher)
    measure.expectation = expectation
    return OnBase(
        measure, MeasureBase(measure=measure, key="all", name="users"), list(map(rate, shares)), []
    )


def rate(told: tuple[int, str]) -> Rate:
    year, share = told
    round = Round(title=str(year), reference_date=datetime.date(year, 3, 31))
    england = Place("england", "England", "england")
    amount = Amount(None, england, Base(n=9, required=9), None, None, Decimal(share), Decimal(100))
    return Rate(Release(round=round), Question(), {"england": amount})


@pytest.mark.parametrize(
    ("counted", "starts"),
    [
        (on_base((2010, "10")), ""),
        (on_base((2010, "10"), (2011, "20")), "From March 2010 it needed 0.8 percentage points"),
        (on_base((2010, "31"), (2011, "20")), "The target was reached by March 2010 already."),
        # Where lower is better, who is above the target has not reached it.
        (on_base((2010, "10"), (2011, "9"), target="8", higher=False),
         "From March 2010 it needed −0.1 percentage points"),
        (on_base((2010, "7"), (2011, "9"), target="8", higher=False),
         "The target was reached by March 2010 already."),
    ],
)  # fmt: skip
def test_the_pace_that_was_needed_whichever_way_is_good(counted: OnBase, starts: str) -> None:
    told = measured.pace_words(counted)
    assert told.startswith(starts)
    assert bool(told) is bool(starts)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({OnTheWay.REACHED: 1}, "Of the 1 council that said “very likely” in March 2010, by March "
         "2011 1 was at 30% or more."),
        ({}, "No council said “very likely” in March 2010."),
    ],
)  # fmt: skip
def test_what_was_claimed_beside_what_is_counted(counts: dict[OnTheWay, int], told: str) -> None:
    before = Release(round=Round(reference_date=datetime.date(2010, 3, 31)))
    claims = Claims(before, [Claimed("Very likely", Counter(counts))])
    counted = on_base((2011, "20"))
    assert measured.claims_words(claims, counted, counted.counted[0]) == told
