"""Counts of people as they are shown where a round hides small ones."""

from decimal import Decimal

import pytest

from surveys.releases.rounded import rounded_count, rounded_share


@pytest.mark.parametrize(("people", "shown"), [(0, None), (4, None), (5, 5), (7, 5), (1238, 1240)])
def test_people_are_few_under_5_and_else_the_nearest_5(people: int, shown: int | None) -> None:
    count = rounded_count(Decimal(people))
    assert count.value == shown
    assert count.is_few is (shown is None)


def test_a_share_is_of_the_rounded_counts() -> None:
    assert rounded_share(Decimal(13), Decimal(52)) == 30  # 15 of 50, not 13 of 52


@pytest.mark.parametrize(("top", "bottom"), [(4, 50), (4, 4), (0, 0)])
def test_there_is_no_share_of_fewer_than_5(top: int, bottom: int) -> None:
    assert rounded_share(Decimal(top), Decimal(bottom)) is None
