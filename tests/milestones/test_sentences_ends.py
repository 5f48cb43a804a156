"""What pages say at the edges of what is matched, crossed, held beside others or dated."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from milestones.barriers.sentences import SideNames, blank_words, crossed_summary, crossed_title
from milestones.barriers.stats import Crossed, Side
from milestones.compare.sentences import comparison_ends, pair_gap, pair_title, sharing_words
from milestones.measures.sentences import foretold_words, time_title, typical_words
from milestones.models import Expectation, ExpectationQuestion
from milestones.moving.courses import Course
from milestones.moving.sentences import (
    matched_rates_words,
    matched_words,
    neither_words,
)
from milestones.moving.stats import Flows
from milestones.outcomes.sentences import never_paired, of_none, optimism_label
from milestones.regions.sentences import trend_title
from milestones.standing.around import OtherCouncils
from milestones.standing.placed import OnExpectation
from milestones.standing.sentences import among_words, expectations_words
from milestones.standing.stats import Position
from milestones.stats import compare_areas
from surveys.models import Release
from surveys.releases.moves import MatchedRates
from surveys.sentences import missing_councils, missing_words
from surveys.sentences_values import dates_spread_words, dates_words
from surveys.stats import Amount, Base, Choice, Dates, Place
from tests.milestones.test_sentences import outlook, reading
from tests.milestones.test_sentences_edges import on_base, rate
from tests.milestones.test_sentences_few import NOT, VERY, moved, step

COURSE = Course("forecasts", "", [step(3), step(5)])
EARLIER = COURSE.steps[0]


@pytest.mark.parametrize(
    ("flows", "told"),
    [
        (moved(("very", None, 2)), ""),
        (moved(("very", "very", 1)), "Of the one council that answered both, 1 of 1 (100%) said "
         "“very likely” in March 2010 and 1 of 1 (100%) in May 2010."),
        (moved(("very", "not", 2)), "Of the councils that answered both, 2 of 2 (100%) said “very "
         "likely” in March 2010 and 0 of 2 (0%) in May 2010."),
    ],
)  # fmt: skip
def test_how_those_that_answered_both_moved(flows: Flows, told: str) -> None:
    assert matched_words(COURSE, flows, EARLIER) == told


@pytest.mark.parametrize(
    ("councils", "told"),
    [
        (1, "All counted at the one council that gave both counts in both rounds: 10.0% in March "
         "2010, 12.5% in May 2010."),
        (4, "All counted at the 4 councils that gave both counts in both rounds: 10.0% in March "
         "2010, 12.5% in May 2010."),
    ],
)  # fmt: skip
def test_how_a_rate_moved_at_those_that_gave_it_twice(councils: int, told: str) -> None:
    rates = MatchedRates(councils, Decimal(10), Decimal("12.5"))
    assert matched_rates_words(COURSE, rates, EARLIER) == told


@pytest.mark.parametrize(
    ("neither", "told"),
    [
        (0, ""),
        (1, "1 council that was asked answered neither round and is in no row."),
        (3, "3 councils that were asked answered neither round and are in no row."),
    ],
)
def test_who_answered_neither_round(neither: int, told: str) -> None:
    assert neither_words(neither) == told


@pytest.mark.parametrize(
    ("likely", "unlikely", "told"),
    [
        (0, 0, "No council on either side named a barrier"),
        (2, 0, "“Money” was named by 0 of 3 (0%) unlikely and 2 of 4 (50%) likely"),
        (4, 3, "“Money” was named by 3 of 3 (100%) unlikely and 4 of 4 (100%) likely"),
    ],
)
def test_which_barrier_the_unlikely_named_most(likely: int, unlikely: int, told: str) -> None:
    crossed = Crossed(Side(4, {"money": likely}), Side(3, {"money": unlikely}, blank=1))
    money = reading("England", likely + unlikely, 7, choice=Choice("money", "Money", 0))
    assert crossed_title(crossed, SideNames("likely to save", "unlikely to save"), [money]) == told
    assert crossed_summary(crossed, [money]).startswith(f"Money, {unlikely} of 3")
    assert blank_words(crossed) == "1 council of these left the question on barriers blank."


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ((3, 9), (3, 9), "A and B say the same on “Savings”"),
        ((9, 9), (0, 9), "A councils are more confident than B councils on “Savings”"),
        ((0, 1), (1, 1), "On “Savings”: 0 of 1 in A, 1 of 1 in B (close: one council could turn "
         "it)"),
    ],
)  # fmt: skip
def test_two_areas_beside_each_other(
    left: tuple[int, int], right: tuple[int, int], told: str
) -> None:
    pair = compare_areas(reading("A", *left), reading("B", *right))
    assert pair_title(outlook("Savings", 1, 2), pair) == told


def test_of_an_area_in_which_nobody_answered_no_gap_is_told() -> None:
    pair = compare_areas(reading("A", 0, 0), reading("B", 1, 2))
    assert pair_gap(pair) == "No council in A answered, so there is no gap to tell."
    assert sharing_words(pair) == ""
    areas = [outlook("Savings", k, n).england for k, n in ((0, 0), (1, 2))]
    told = comparison_ends(outlook("Savings", 1, 2), [each for each in areas if each])
    assert told == "Two areas compared on “Savings”"


@pytest.mark.parametrize(
    ("pooled", "typical", "told"),
    [
        (None, "10", ""),
        ("10", None, ""),
        ("10", "10", "All counted together and the typical council come to the same: 10.0%."),
        ("10", "8", "All counted together: 10.0%. The typical council: 8.0%. The first counts all "
         "alike, so large councils weigh more; half of councils have 8.0% or less."),
    ],
)  # fmt: skip
def test_why_all_together_and_the_typical_council_differ(
    pooled: str | None, typical: str | None, told: str
) -> None:
    england = Place("england", "England", "england")
    quartiles = (Decimal(1), Decimal(typical), Decimal(99)) if typical else None
    top = Decimal(pooled) if pooled else None
    amount = Amount(None, england, Base(9, 9), None, quartiles, top, Decimal(100))
    assert typical_words(amount) == told


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ([], "Users: no round tells the share"),
        ([(2010, "10")], "Users: 10.0% in March 2010, 30% not reached yet"),
        ([(2010, "10"), (2013, "31")], "Users: from 10.0% in March 2010 to 31.0% in March 2013, "
         "30% met"),
    ],
)  # fmt: skip
def test_a_line_of_no_round_of_one_and_of_two(shares: list[tuple[int, str]], told: str) -> None:
    assert time_title(on_base(*shares)) == told


@pytest.mark.parametrize(
    ("foretold", "told"),
    [
        ("31", "In March 2011 councils forecast 31.0% of users, and so it came in March 2012."),
        ("30", "In March 2011 councils forecast 30.0% of users; 31.0% came in March 2012, 1 "
         "percentage point more."),
        ("33", "In March 2011 councils forecast 33.0% of users; 31.0% came in March 2012, 2 "
         "percentage points fewer."),
    ],
)  # fmt: skip
def test_a_forecast_beside_what_came(foretold: str, told: str) -> None:
    counted = replace(on_base((2012, "31")), foretold=[rate((2011, foretold))])
    assert foretold_words(counted) == [told]


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        ("kent", "Kent: the share of users is not told"),
        ("england", "Kent: 10.0% of users in March 2010"),
    ],
)
def test_the_line_of_a_region_that_no_or_one_round_tells(slug: str, told: str) -> None:
    assert trend_title(on_base((2010, "10")), slug, "Kent") == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ([VERY], "very likely on “Savings”"),
        ([NOT], "not very likely on “Savings”"),
        ([VERY, VERY], "very likely on both expectations"),
        ([VERY] * 3, "very likely on all 3 expectations"),
        ([NOT, NOT], "very likely on none of 2 expectations"),
        ([VERY, NOT], "very likely on 1 of 2 expectations"),
    ],
)
def test_on_how_many_a_council_was_sure(said: list[Choice], told: str) -> None:
    link = ExpectationQuestion(expectation=Expectation(label="Savings"))
    rows = [OnExpectation(link, Release(), [VERY, NOT], each, "", {}) for each in said]
    assert expectations_words(rows) == told


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ([], "none of its 2 similar councils gave both counts"),
        (["10"], "level with the one other; 1 within 3 percentage points; 1 of its 2 similar "
         "councils gave both counts"),
        (["1", "2"], "higher than both others; none within 3 percentage points"),
    ],
)  # fmt: skip
def test_among_how_many_similar_councils_it_stands(others: list[str], told: str) -> None:
    similar = OtherCouncils("similar", "Similar councils", "like it", frozenset({1, 2}))
    position = Position(Decimal(10), [Decimal(each) for each in others])
    assert among_words(position, similar) == told


@pytest.mark.parametrize(
    ("points", "told"),
    [
        (None, "cannot be told"),
        ("0", "as many as were sure"),
        ("1", "1 percentage point fewer than were sure"),
        ("-2", "2 percentage points more than were sure"),
    ],
)
def test_optimism_in_points(points: str | None, told: str) -> None:
    assert optimism_label(None if points is None else Decimal(points)) == told


def test_of_nobody_and_of_one_survey_nothing_is_paired() -> None:
    assert of_none(0, 0, "nobody") == "nobody"
    assert of_none(0, 3, "nobody") == "0 of 3 (0%)"
    assert never_paired([]) == ""


@pytest.mark.parametrize(
    ("base", "told"),
    [
        (Base(9, 9), ""),
        (Base(8, 9, no_return=1), "1 sent no return"),
        (Base(6, 9, no_return=2, declined=1, not_applicable=1),
         "1 sent no return, 1 declined and 1 said it does not apply"),
    ],
)  # fmt: skip
def test_who_is_not_in_a_base(base: Base, told: str) -> None:
    assert missing_words(base) == told


def test_one_missing_council_is_called_so() -> None:
    assert missing_councils(1) == "the one missing council"
    assert missing_councils(2) == "the 2 missing councils"


def test_dates_that_nobody_or_all_on_one_day_gave() -> None:
    day = datetime.date(2011, 4, 1)
    assert dates_words(Dates(), Base(0, 9)) == "No council gave a date"
    assert dates_spread_words(Dates()) == ""
    assert dates_spread_words(Dates(day, day, day, day, day)) == (
        "the same day in every council that gave one"
    )
