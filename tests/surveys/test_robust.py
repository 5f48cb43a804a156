"""When a gap is robust: by hand, at its edges, and against a slow twin that tries everything."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.sentences import doubt_words, gap_words, points_words
from surveys.stats import Base, Choice, Place, Reading
from surveys.stats_compare import Comparison

REGION = Place("north-east", "North East", "region")
VERY = Choice("very-likely", "Very likely", 2)

Counts = tuple[int, int, int]


def reading(k: int | None, n: int | None, required: int | None) -> Reading:
    return Reading(1, REGION, VERY, k, Base(n=n, required=required))


def compared(left: Counts, right: Counts) -> Comparison:
    return Comparison(reading(*left), reading(*right))


@st.composite
def counts(draw: st.DrawFn, most: int = 12) -> Counts:
    """k of n that answered, of the required."""
    required = draw(st.integers(0, most))
    n = draw(st.integers(0, required))
    return draw(st.integers(0, n)), n, required


def signs_of_all(left: Counts, right: Counts) -> set[int]:
    """The gap's sign for every assignment of the missing of both areas to yes or no."""
    spans = [range(k, k + required - n + 1) for k, n, required in (left, right)]
    return {
        (Fraction(each, left[2]) > Fraction(other, right[2]))
        - (Fraction(each, left[2]) < Fraction(other, right[2]))
        for each, other in product(*spans)
    }


def slow_robust(left: Counts, right: Counts) -> bool:
    """The rule as it is told, by trying every assignment and every changed answer."""
    if not left[1] or not right[1]:
        return False
    now = Fraction(left[0], left[1]) - Fraction(right[0], right[1])
    if not now:
        return False
    sign = 1 if now > 0 else -1
    each = Fraction(left[0] - sign, left[1]) - Fraction(right[0] + sign, right[1])
    return signs_of_all(left, right) == {sign} and each * sign > 0


@pytest.mark.parametrize(
    ("left", "right", "robust"),
    [
        # 7 of 9 is still more than 5 of 15, and 7 of 14 more than 2 of 12.
        ((8, 9, 9), (4, 15, 16), True),
        ((8, 14, 14), (1, 12, 12), True),
        # 4 of 9 is less than 9 of 15.
        ((5, 9, 9), (8, 15, 15), False),
        ((5, 9, 9), (7, 15, 15), False),
        # 4 of 4 against 0 of 4: a council in each leaves 3 against 1.
        ((4, 4, 4), (0, 4, 4), True),
        # 2 of 2 against 0 of 2: a council in each leaves them level.
        ((2, 2, 2), (0, 2, 2), False),
        # One council alone answers for its area.
        ((1, 1, 1), (0, 20, 20), False),
        # Level, at nothing and at everything.
        ((0, 9, 9), (0, 5, 5), False),
        ((9, 9, 9), (5, 5, 5), False),
        ((3, 9, 9), (5, 15, 15), False),
        # 9 of 10 answered yes, but 30 were asked: it is between 9 and 29 of 30.
        ((9, 10, 30), (4, 10, 10), False),
        # Bounds that touch: at least 6 of 12, at most 6 of 12.
        ((6, 7, 12), (1, 7, 12), False),
        ((7, 7, 12), (1, 7, 12), True),
        # Nobody answered.
        ((0, 0, 5), (5, 5, 5), False),
        ((0, 0, 0), (0, 0, 0), False),
    ],
)
def test_a_gap_is_robust_by_hand(left: Counts, right: Counts, robust: bool) -> None:
    assert compared(left, right).is_robust is robust
    assert compared(right, left).is_robust is robust


@given(counts(), counts())
def test_a_gap_is_as_robust_as_the_slow_twin_finds_it(left: Counts, right: Counts) -> None:
    assert compared(left, right).is_robust == slow_robust(left, right)


@given(counts(), counts())
def test_robust_is_the_same_from_either_side(left: Counts, right: Counts) -> None:
    assert compared(left, right).is_robust == compared(right, left).is_robust


@given(counts(), counts())
def test_a_robust_gap_survives_any_answers_of_the_missing(left: Counts, right: Counts) -> None:
    pair = compared(left, right)
    if pair.is_robust:
        assert signs_of_all(left, right) == {1 if pair.verdict == "higher" else -1}


@given(counts(), st.integers(0, 12))
def test_no_gap_to_an_area_without_an_answer_is_robust(left: Counts, required: int) -> None:
    assert not compared(left, (0, 0, required)).is_robust


UNKNOWN = [
    reading(None, None, None),
    reading(None, 15, 15),
    reading(0, None, 15),
    reading(0, 15, None),
    Reading(1, REGION, VERY, None, Base(None, None), Decimal(0), "only"),
]


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_no_gap_without_counts_is_robust(unknown: Reading) -> None:
    known = reading(9, 9, 9)
    assert not Comparison(known, unknown).is_robust
    assert not Comparison(unknown, known).is_robust
    assert doubt_words(Comparison(known, unknown)) == ""
    assert "cannot be told" in gap_words(Comparison(known, unknown))


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ((8, 9, 9), (4, 15, 15), ""),
        ((3, 9, 9), (5, 15, 15), ""),
        ((5, 9, 9), (8, 15, 15), "close: one council could turn it"),
        # 5 of 9 and 5 of 10: 4 of 9 is less already, by one council alone.
        ((5, 9, 9), (5, 10, 10), "close: one council could turn it"),
        # 6 of 9 and 5 of 10: 5 of 9 or 6 of 10 alone keep the sign, both together do not.
        ((6, 9, 9), (5, 10, 10), "close: one council in each area could turn it"),
        ((9, 10, 30), (4, 10, 10), "the 20 missing councils could turn it"),
        (
            (5, 9, 10),
            (8, 15, 15),
            "close: one council could turn it, and so could the one missing council",
        ),
    ],
)
def test_what_could_turn_a_gap_is_told(left: Counts, right: Counts, told: str) -> None:
    assert doubt_words(compared(left, right)) == told
    assert doubt_words(compared(right, left)) == told


@given(counts(), counts())
def test_a_gap_is_robust_level_doubted_or_not_to_be_told(left: Counts, right: Counts) -> None:
    pair = compared(left, right)
    states = [
        pair.is_robust,
        pair.verdict == "level",
        bool(doubt_words(pair)),
        pair.verdict == "unknown",
    ]
    assert sum(states) == 1


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        (
            (8, 9, 9),
            (4, 15, 16),
            "The gap stays whatever the one missing council would have said, and if one council "
            "in each area had answered otherwise.",
        ),
        (
            (8, 9, 9),
            (4, 15, 15),
            "The gap stays if one council in each area had answered otherwise.",
        ),
        ((5, 9, 9), (8, 15, 15), "Close: one council could turn it."),
        ((3, 9, 9), (5, 15, 15), "The two shares are the same."),
    ],
)
def test_a_gap_is_told_as_a_sentence(left: Counts, right: Counts, told: str) -> None:
    assert gap_words(compared(left, right)) == told


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ((8, 9, 9), (4, 15, 15), "62"),
        ((4, 15, 15), (8, 9, 9), "\N{MINUS SIGN}62"),
        ((5, 9, 9), (5, 13, 13), "17 (shares are rounded)"),
        ((100, 300, 300), (101, 301, 301), "0 (shares are rounded)"),
        ((0, 0, 9), (5, 9, 9), ""),
    ],
)
def test_points_are_of_the_unrounded_shares(left: Counts, right: Counts, told: str) -> None:
    assert points_words(compared(left, right)) == told
