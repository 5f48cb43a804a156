"""Which region stands out from the rest, and what the rest of England is."""

import pytest

from milestones.stats import rest_of_england, stand_out
from ppf_site.intervals import chance_of_gap
from surveys.stats import Base, Choice, Place, Reading

TOP = Choice("very-likely", "Very likely", 2)


def region(name: str, k: int | None, n: int | None, required: int = 20) -> Reading:
    return Reading(1, Place(name, name, "region"), TOP, k, Base(n=n, required=required))


LEVEL = [region(name, 5, 10) for name in "abcdefgh"]


def test_no_region_stands_out_where_all_are_level() -> None:
    assert stand_out([*LEVEL, region("i", 5, 10)]) is None


def test_a_region_far_above_the_rest_stands_out() -> None:
    high = region("i", 15, 15)
    found = stand_out([*LEVEL, high])
    assert found is not None
    assert (found.reading, found.is_higher) == (high, True)


def test_a_region_far_below_the_rest_stands_out() -> None:
    found = stand_out([*LEVEL, region("i", 0, 15)])
    assert found is not None
    assert not found.is_higher


def test_its_chance_is_fishers_against_the_others_times_the_regions() -> None:
    found = stand_out([*LEVEL, region("i", 15, 15)])
    alone = chance_of_gap(15, 15, 40, 80)
    assert found is not None
    assert alone is not None
    assert found.chance == pytest.approx(9 * alone)


def test_a_gap_that_would_surprise_alone_does_not_among_nine() -> None:
    alone = chance_of_gap(9, 10, 40, 80)
    assert alone is not None
    assert alone < 0.05 < 9 * alone
    assert stand_out([*LEVEL, region("i", 9, 10)]) is None


def test_the_furthest_of_several_stands_out() -> None:
    found = stand_out([*LEVEL, region("i", 15, 15), region("j", 30, 30)])
    assert found is not None
    assert found.reading.place.name == "j"


@pytest.mark.parametrize("unknown", [region("x", 0, 0), region("x", None, None)])
def test_a_region_without_a_base_is_not_among_those_that_could_be_picked(unknown: Reading) -> None:
    regions = [*LEVEL, region("i", 15, 15)]
    assert stand_out([*regions, unknown]) == stand_out(regions)


def test_of_no_regions_none_stands_out() -> None:
    assert stand_out([]) is None


def test_the_rest_of_england_is_england_less_the_region() -> None:
    england = Reading(1, Place("england", "England", "england"), TOP, 102, Base(148, 150))
    rest = rest_of_england(england, region("a", 8, 9, required=9))
    assert (rest.k, rest.n, rest.base.required) == (94, 139, 141)


def test_the_rest_of_england_is_not_known_where_counts_are_not() -> None:
    england = Reading(1, Place("england", "England", "england"), TOP, None, Base(None, None))
    assert rest_of_england(england, region("a", 8, 9)).k is None
