"""Small counts of people are hidden in public files where a round asks for it."""

from decimal import Decimal

import pytest

from surveys.models import Question
from surveys.sentences_values import value_words

PEOPLE = Question(type="number", unit="people", counts_people=True)
POUNDS = Question(type="number", unit="pounds")
SHARE = Question(type="percentage", derivation="rate")


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


def test_nothing_is_blurred_unless_it_is_asked_for() -> None:
    assert value_words(PEOPLE, Decimal(3)) == "3 people"
