"""How much a number changed, by hand."""

import datetime
from decimal import Decimal

import pytest

from surveys.stats_change import Share, size_of_number, size_of_share, times_of_a_lot


def test_a_share_changes_by_the_difference_of_the_shares() -> None:
    assert size_of_share(Share(8, 10), Share(6, 10)) == pytest.approx(0.2)
    assert size_of_share(Share(4, 9), Share(4, 8)) == pytest.approx(1 / 18)
    assert size_of_share(Share(None, None, Decimal(60)), Share(5, 10)) == pytest.approx(0.1)


def test_a_share_that_comes_or_goes_changes_wholly() -> None:
    assert size_of_share(Share(0, 0), Share(1, 2)) == 1
    assert size_of_share(Share(0, 0), Share(0, 0)) == 0


def test_a_number_changes_by_a_part_of_the_larger() -> None:
    assert size_of_number(Decimal(100), Decimal(75)) == 0.25
    assert size_of_number(Decimal(75), Decimal(100)) == 0.25
    assert size_of_number(Decimal(0), Decimal(9)) == 1
    assert size_of_number(Decimal(0), Decimal(0)) == 0
    assert size_of_number(None, Decimal(9)) == 1


def test_a_percentage_changes_by_points_and_a_day_by_parts_of_a_year() -> None:
    assert size_of_number(Decimal(30), Decimal(33), is_percent=True) == pytest.approx(0.03)
    first, second = datetime.date(2011, 1, 1), datetime.date(2011, 3, 15)
    assert size_of_number(first, second) == pytest.approx(73 / 365)
    assert size_of_number(first, first.replace(year=2020)) == 1


def test_a_lot_is_twice_or_half_and_of_percentages_20_points() -> None:
    assert times_of_a_lot(Decimal(10), Decimal(20)) == 1
    assert times_of_a_lot(Decimal(40), Decimal(10)) == 2
    assert times_of_a_lot(Decimal(0), Decimal(2)) == 1
    assert times_of_a_lot(Decimal(30), Decimal(50), is_percent=True) == 1
    assert times_of_a_lot(Decimal(30), Decimal(49), is_percent=True) < 1
