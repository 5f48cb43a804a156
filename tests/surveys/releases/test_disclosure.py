"""Small counts of people are hidden in public files where a round asks for it."""

from decimal import Decimal

import pytest

from surveys.exports import numbers_told
from surveys.models import Question
from surveys.releases.rounded import council_rate
from surveys.sentences_values import value_words

PEOPLE = Question(type="number", unit="people", counts_people=True)
POUNDS = Question(type="number", unit="pounds")
SHARE = Question(type="percentage", derivation="rate", numerator=PEOPLE, denominator=PEOPLE)
OF_POUNDS = Question(type="percentage", derivation="rate", numerator=POUNDS, denominator=POUNDS)
TYPED = Question(type="percentage")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "fewer than 5 people"),
        (4, "fewer than 5 people"),
        (5, "5 people"),
        (1238, "1,240 people"),
    ],
)
def test_people_are_hidden_under_5_and_else_rounded_to_5(number: int, told: str) -> None:
    assert value_words(PEOPLE, Decimal(number), blurred=True) == told


def test_a_share_of_people_is_rounded_to_the_whole_per_cent() -> None:
    assert value_words(SHARE, Decimal("28.26"), blurred=True) == "28%"


def test_money_is_not_blurred() -> None:
    assert value_words(POUNDS, Decimal(3), blurred=True) == "£3"


def test_a_share_that_is_not_of_people_is_told_as_it_is() -> None:
    """In words as in numbers: a council's own, and in files with what it was worked out from."""
    rate = Decimal("28.26")
    assert value_words(OF_POUNDS, rate, blurred=True) == "28.3%"
    assert council_rate(OF_POUNDS, rate, is_blurred=True) == rate
    numbers = (rate, Decimal(13), Decimal(46))
    assert numbers_told(OF_POUNDS, *numbers, is_blurred=True) == [rate, 13, 46]


@pytest.mark.parametrize("question", [SHARE, TYPED])
def test_a_share_that_is_or_may_be_of_people_is_told_to_the_whole_per_cent(
    question: Question,
) -> None:
    """Of what councils write themselves nobody has said what it is a share of."""
    rate = Decimal("28.26")
    assert value_words(question, rate, blurred=True) == "28%"
    assert council_rate(question, rate, is_blurred=True) == 28
    numbers = (rate, Decimal(13), Decimal(46))
    assert numbers_told(question, *numbers, is_blurred=True) == [28, None, None]


def test_nothing_is_blurred_unless_it_is_asked_for() -> None:
    assert value_words(PEOPLE, Decimal(3)) == "3 people"
