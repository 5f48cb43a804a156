"""Exact totals within bounds, whatever the wishes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppf_site.demo.allocate import Band, CannotShareOutError, share_out, spread
from ppf_site.demo.quotas import CannotFillError, fill, in_proportion, tick


@given(
    st.lists(
        st.tuples(st.floats(0.01, 1000), st.integers(0, 50), st.integers(0, 50)),
        min_size=1,
        max_size=20,
    ),
    st.floats(0, 1),
)
def test_shares_add_up_within_bounds(councils: list[tuple[float, int, int]], height: float) -> None:
    wanted = {str(at): wish for at, (wish, _, _) in enumerate(councils)}
    bounds = {str(at): (low, low + room) for at, (_, low, room) in enumerate(councils)}
    least = sum(low for low, _ in bounds.values())
    most = sum(high for _, high in bounds.values())
    total = round(least + height * (most - least))
    given_out = share_out(total, wanted, bounds)
    assert sum(given_out.values()) == total
    assert all(bounds[code][0] <= n <= bounds[code][1] for code, n in given_out.items())


def test_no_room_is_refused() -> None:
    with pytest.raises(CannotShareOutError):
        share_out(11, {"a": 1, "b": 1}, {"a": (0, 5), "b": (0, 5)})


def test_remainders_go_to_the_largest() -> None:
    no_limit = dict.fromkeys("abc", (0, 100))
    assert share_out(10, {"a": 3.4, "b": 3.4, "c": 3.2}, no_limit) == {"a": 4, "b": 3, "c": 3}


def test_band_never_reaches_its_upper_edge() -> None:
    assert Band(0.2, 0.3, 1).bounds(190) == (38, 56)


def test_rates_keep_their_order_and_their_sum() -> None:
    bands = [Band(0.0, 0.2, 2), Band(0.2, 0.8, 3)]
    rates = spread("abcde", bands, dict.fromkeys("abcde", 100.0), 150)
    assert sum(rates.values()) * 100 == pytest.approx(150)
    assert list(rates.values()) == sorted(rates.values())
    assert sum(rate < 0.2 for rate in rates.values()) == 2


def test_quotas_are_filled_by_score() -> None:
    chosen = fill(
        {"a": 4.0, "b": 3.0, "c": 2.0, "d": 1.0},
        [("yes", 2), ("no", 2)],
        region_of={"a": "north", "b": "north", "c": "south", "d": "south"},
        fixed={("south", "yes"): 1},
    )
    assert chosen == {"a": "yes", "b": "no", "c": "yes", "d": "no"}


def test_impossible_quota_is_refused() -> None:
    with pytest.raises(CannotFillError):
        fill({"a": 1.0}, [("yes", 2)], region_of={"a": "north"}, fixed={})


def test_nothing_stands_alone() -> None:
    ticked = tick({"a": {"x": 1.0}, "b": {"x": 0.0}}, {"x": 1}, nothing="none")
    assert ticked == {"a": ["x"], "b": ["none"]}


def test_proportions_fill_the_total() -> None:
    assert in_proportion(5, {"a": 1, "b": 1, "c": 1}) == [("a", 2), ("b", 2), ("c", 1)]
