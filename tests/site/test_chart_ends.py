"""The axis of a chart of shares ends at a round number that nothing lies beyond."""

import pytest

from ppf_site.charts.ends import end_of_shares


@pytest.mark.parametrize(
    ("highest", "room", "end"),
    [(0, 1, 10), (34.8, 1, 40), (34.8, 1.15, 50), (96, 1.1, 100), (100, 1.1, 100), (166.7, 1, 180)],
)
def test_an_axis_of_shares_ends_at_100_unless_a_share_lies_above_it(
    highest: float, room: float, end: float
) -> None:
    assert end_of_shares(highest, room=room) == end
