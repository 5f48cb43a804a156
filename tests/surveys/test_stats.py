"""What figures say: shares, bounds, chance and amounts, each with an example worked by hand."""

from decimal import Decimal

import pytest

from ppf_site.intervals import chance_of_gap, wilson
from surveys.stats import Amount, Base, Breakdown, Choice, Place, Reading, do_not_add_up, highest
from surveys.stats_compare import Comparison

ENGLAND = Place("england", "England", "england")
REGION = Place("north-east", "North East", "region")
YES = Choice("yes", "Yes", 1)


def reading(
    k: int | None, n: int | None, required: int | None = None, *, tone: int = 1, key: str = "yes"
) -> Reading:
    base = Base(n=n, required=n if required is None else required)
    return Reading(1, ENGLAND, Choice(key, key, tone), k, base)


def published(percent: str) -> Reading:
    base = Base(n=None, required=None)
    return Reading(1, ENGLAND, YES, None, base, published=Decimal(percent))


# Fisher's exact test and Wilson's interval


@pytest.mark.parametrize(
    ("table", "chance"),
    [((8, 9, 4, 15), 0.009), ((8, 14, 1, 12), 0.014), ((0, 5, 0, 7), 1.0), ((3, 3, 3, 3), 1.0)],
)
def test_the_chance_of_a_gap_is_fishers_exact_test(
    table: tuple[int, int, int, int], chance: float
) -> None:
    assert chance_of_gap(*table) == pytest.approx(chance, abs=0.0005)


def test_the_chance_of_the_widest_gap_between_three_and_three_is_one_in_ten() -> None:
    # Of the 20 ways to pick 3 of 6, the 2 at the ends are as wide.
    assert chance_of_gap(3, 3, 0, 3) == pytest.approx(2 / 20)


def test_the_chance_of_a_gap_is_the_same_from_either_side() -> None:
    assert chance_of_gap(8, 9, 4, 15) == pytest.approx(chance_of_gap(4, 15, 8, 9))


@pytest.mark.parametrize("table", [(0, 0, 1, 2), (1, 2, 0, 0)])
def test_there_is_no_chance_of_a_gap_without_both_bases(table: tuple[int, int, int, int]) -> None:
    assert chance_of_gap(*table) is None


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (5, 10, 0.2366, 0.7634),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (102, 148, 0.611, 0.758),
    ],
)
def test_wilsons_interval(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=0.0005)


# Readings


def test_a_share_is_k_of_n() -> None:
    assert reading(102, 148).share == pytest.approx(0.6892, abs=0.00005)


def test_a_share_of_none_is_zero() -> None:
    assert reading(0, 148).share == 0


def test_a_share_on_an_empty_base_is_not_known() -> None:
    assert reading(0, 0).share is None


def test_a_share_published_without_its_counts_is_that_percentage() -> None:
    assert published("69").share == 0.69


def test_a_published_share_of_zero_is_zero() -> None:
    assert published("0").share == 0


def test_the_bounds_are_what_the_missing_could_have_made_it() -> None:
    bounds = reading(102, 148, 150).bounds
    assert bounds == (102 / 150, 104 / 150)
    assert [f"{100 * bound:.1f}" for bound in bounds or ()] == ["68.0", "69.3"]


def test_the_bounds_of_a_full_response_are_the_share() -> None:
    assert reading(3, 4, 4).bounds == (0.75, 0.75)


def test_the_bounds_of_no_answer_at_all_are_nothing_and_everything() -> None:
    assert reading(0, 0, 4).bounds == (0, 1)


def test_there_are_no_bounds_without_a_required_council() -> None:
    assert reading(0, 0, 0).bounds is None


def test_there_are_no_bounds_and_no_interval_of_a_published_share() -> None:
    assert (published("69").bounds, published("69").interval) == (None, None)


def test_there_is_no_interval_on_an_empty_base() -> None:
    assert reading(0, 0, 4).interval is None


def test_the_councils_left_out_are_counted_by_reason() -> None:
    base = Base(n=5, required=12, not_known=1, not_applicable=2, no_return=3)
    assert (base.missing, base.skipped) == (7, 1)


def test_councils_in_the_base_that_did_not_know_are_not_skipped_below_zero() -> None:
    assert Base(n=6, required=6, not_known=2).skipped == 0


@pytest.mark.parametrize("base", [Base(n=None, required=5), Base(n=5, required=None)])
def test_nobody_knows_who_is_missing_from_a_published_base(base: Base) -> None:
    assert (base.missing, base.skipped) == (None, 0)


# Breakdowns


def breakdown(*counts: int | None) -> Breakdown:
    tones = (2, 1, -1, -2)
    readings = tuple(
        reading(k, 10, tone=tone, key=str(tone)) for k, tone in zip(counts, tones, strict=True)
    )
    return Breakdown(ENGLAND, Base(n=10, required=10), readings)


def test_the_top_answer_has_the_best_tone_not_the_most_councils() -> None:
    assert breakdown(1, 2, 3, 4).top.choice.key == "2"


def test_the_top_two_are_the_good_answers_and_the_bottom_two_the_bad() -> None:
    each = breakdown(1, 2, 3, 4)
    assert (each.top_two, each.bottom_two) == (3, 7)


def test_the_top_two_are_not_known_if_one_is_not() -> None:
    assert breakdown(1, None, 3, 4).top_two is None


def test_what_no_published_answer_covers_is_left_over() -> None:
    each = Breakdown(ENGLAND, Base(None, None), (published("69"), published("25")))
    assert each.unpublished == pytest.approx(0.06)


def test_nothing_is_left_over_where_counts_are_held() -> None:
    assert breakdown(1, 2, 3, 4).unpublished is None


def test_a_reading_is_found_by_its_option() -> None:
    assert breakdown(1, 2, 3, 4).reading("-1") == reading(3, 10, tone=-1, key="-1")
    assert breakdown(1, 2, 3, 4).reading("other") is None


def answers(*counts: int, n: int | None = None) -> list[Reading]:
    base = sum(counts) if n is None else n
    return [reading(k, base, key=str(number)) for number, k in enumerate(counts)]


def test_three_thirds_are_shown_as_99() -> None:
    assert do_not_add_up(answers(1, 1, 1))


def test_a_half_and_two_quarters_are_shown_as_100() -> None:
    assert not do_not_add_up(answers(2, 1, 1))


@pytest.mark.parametrize(
    "readings",
    [[], answers(0, 0), answers(2, 2, 2, n=3), answers(1, 1, n=9), [published("40")]],
)
def test_only_answers_that_make_up_their_base_are_said_to_be_rounded(
    readings: list[Reading],
) -> None:
    # Nobody, several answers each, not all of the answers, and shares without counts.
    assert not do_not_add_up(readings)


# Comparisons


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (reading(8, 9), reading(4, 15), "higher"),
        (reading(4, 15), reading(8, 9), "lower"),
        (reading(1, 2), reading(2, 4), "level"),
        (reading(0, 0), reading(2, 4), "unknown"),
    ],
)
def test_a_comparison_says_how_left_stands_to_right(
    left: Reading, right: Reading, verdict: str
) -> None:
    assert Comparison(left, right).verdict == verdict


def test_the_gap_is_that_of_the_unrounded_shares() -> None:
    pair = Comparison(reading(8, 9), reading(4, 15))
    assert pair.gap == pytest.approx(8 / 9 - 4 / 15)
    assert pair.points == 62
    assert not pair.is_rounded


def test_a_gap_that_the_shown_shares_do_not_have_is_known_to_be_rounded() -> None:
    # 55.6% less 38.5% is 17.1, but 56% less 38% is 18.
    pair = Comparison(reading(5, 9), reading(5, 13))
    assert pair.points == 17
    assert pair.is_rounded


def test_a_small_gap_downwards_is_no_minus_zero() -> None:
    assert str(Comparison(reading(100, 300), reading(101, 301)).points) == "0"


@pytest.mark.parametrize("other", [published("10"), reading(0, 0)])
def test_there_is_no_chance_without_counts_on_both_sides(other: Reading) -> None:
    assert Comparison(reading(9, 9), other).chance is None


@pytest.mark.parametrize("shared", [None, 1])
def test_there_is_no_chance_where_a_council_can_be_in_both(shared: int | None) -> None:
    assert Comparison(reading(8, 9), reading(4, 15), shared).chance is None


def test_the_missing_of_both_areas_are_counted() -> None:
    assert Comparison(reading(8, 9, 10), reading(4, 15, 18)).missing == 4
    assert Comparison(reading(8, 9), published("60")).missing is None


def test_the_highest_are_all_that_are_level() -> None:
    first, second = reading(1, 2), reading(2, 4)
    assert highest([first, reading(0, 0), reading(1, 3), second]) == [first, second]


def test_the_highest_of_nothing_known_is_nobody() -> None:
    assert highest([reading(0, 0)]) == []


# Amounts


def amount(numerator: int | None, denominator: int | None) -> Amount:
    quartiles = (Decimal(20), Decimal(30), Decimal(40))
    known = [None if each is None else Decimal(each) for each in (numerator, denominator)]
    return Amount(1, ENGLAND, Base(3, 3), None, quartiles, known[0], known[1])


def test_the_pooled_rate_is_sum_over_sum_and_not_the_typical_one() -> None:
    each = amount(481, 1110)
    assert each.pooled == pytest.approx(Decimal("43.33"), abs=Decimal("0.01"))
    assert each.typical == 30


@pytest.mark.parametrize("parts", [(0, 0), (None, None), (None, 5), (5, None)])
def test_there_is_no_pooled_rate_on_an_empty_base(parts: tuple[int | None, int | None]) -> None:
    assert amount(*parts).pooled is None


def test_a_pooled_rate_of_zero_is_zero() -> None:
    assert amount(0, 50).pooled == 0
