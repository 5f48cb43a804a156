"""Who knows all else that is public does not learn what came of one council's forecast."""

import os
import random
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from milestones.outcomes.stats import (
    CameAbout,
    Divided,
    bases_for_the_public,
    divided,
    for_the_public,
)
from surveys.releases.paired import JointCount
from tests.milestones.test_outcomes import CHOICES, GOOD

MANY = int(os.environ.get("ATTACKS", "25"))
# Region, type, forecast, and the outcome on each base.
Council = tuple[str, str, str | None, tuple[str | None, ...]]


def joint_counts(councils: list[Council]) -> list[JointCount]:
    return [
        JointCount(region, region, kind, before, afters, number)
        for (region, kind, before, afters), number in Counter(councils).items()
    ]


def england_of(councils: list[Council]) -> Divided:
    return divided(
        [count.with_one(count.afters[0]) for count in joint_counts(councils)], CHOICES, GOOD
    )


FORECASTS = ["very", "fairly", "un", None]
OUTCOMES = {"met": "met", "not_met": "not", "not_known": None}
# Councils of one region, type and outcomes, and a forecast: how many gave it is what is not told.
Cell = tuple[str, str, tuple[str | None, ...], str | None]
Told = Sequence[CameAbout] | None


def possible(councils: list[Council], told: Sequence[Told]) -> dict[Cell, tuple[float, float]]:
    """The least and the most of each cell, from what the releases tell by region and by type, from
    every council's outcomes, which have its name, and from what is told here on each base."""
    kinds = sorted({(region, kind, after) for region, kind, _, after in councils}, key=str)
    cells: list[Cell] = [(*each, forecast) for each in kinds for forecast in FORECASTS]
    rows: list[list[float]] = []
    sums: list[int] = []

    def know(number: int, *, where: Callable[[Cell], bool]) -> None:
        rows.append([float(where(cell)) for cell in cells])
        sums.append(number)

    for each in kinds:
        size = sum((c[0], c[1], c[3]) == each for c in councils)
        know(size, where=lambda cell, each=each: cell[:3] == each)  # type: ignore[misc]
    for at, key in product((0, 1), FORECASTS):
        for name in {c[at] for c in councils}:
            number = sum(c[at] == name and c[2] == key for c in councils)
            know(
                number,
                where=lambda cell, at=at, name=name, key=key: cell[at] == name and cell[3] == key,  # type: ignore[misc]
            )
    for basis, answers in enumerate(told):
        for answer, (part, after) in product(answers or (), OUTCOMES.items()):
            keys = (answer.forecast or "").split("+")
            know(
                getattr(answer, part),
                where=lambda cell, keys=keys, after=after, basis=basis: (  # type: ignore[misc]
                    (cell[3] or "") in keys and cell[2][basis] == after
                ),
            )
    bounds = [(0, None)] * len(cells)
    found = {}
    for number, cell in enumerate(cells):
        aim = np.zeros(len(cells))
        aim[number] = 1
        low, high = (
            sign * linprog(sign * aim, A_eq=rows, b_eq=sums, bounds=bounds).fun for sign in (1, -1)
        )
        found[cell] = (round(low, 6), round(high, 6))
    return found


@st.composite
def worlds(draw: st.DrawFn) -> list[Council]:
    """Two or three regions, two types, and forecasts that lean with the outcome or against it."""
    chance = random.Random(draw(st.integers(0, 10**6)))
    lean = draw(st.sampled_from([0.0, 0.5, 0.9, 1.0]))
    found: list[Council] = []
    for region, kind in product(["n", "s", "w"][: draw(st.integers(2, 3))], ["a", "b"]):
        for _ in range(draw(st.integers(1, 14))):
            after = chance.choice(["met", "met", "not", None])
            sure = chance.random() < lean if after == "met" else chance.random() > lean
            before = "very" if sure else chance.choice(["fairly", "un", None])
            found.append((region, kind, before, (after,)))
    return found


@st.composite
def worlds_of_two_bases(draw: st.DrawFn) -> list[Council]:
    """On the second base a few councils of each kind did otherwise, or many."""
    chance = random.Random(draw(st.integers(0, 10**6)))
    apart = draw(st.sampled_from([0.02, 0.1, 0.2, 0.3, 0.5]))
    found: list[Council] = []
    for region, kind in product(["n", "s"], ["a", "b"]):
        for _ in range(draw(st.integers(8, 16))):
            first = chance.choice(["met", "not"])
            other = chance.choice(["met", "not"]) if chance.random() < apart else first
            found.append((region, kind, chance.choice(["very", "fairly"]), (first, other)))
    return found


def learned(councils: list[Council], told: Sequence[Told]) -> list[Cell]:
    """Cells that what is told here leaves one way only, where there were several."""
    before, after = possible(councils, ()), possible(councils, told)
    return [
        cell
        for cell, (low, high) in before.items()
        if low < high and not after[cell][0] < after[cell][1]
    ]


@settings(max_examples=MANY)
@given(worlds())
def test_an_attacker_learns_of_no_council_from_what_the_public_is_told(
    councils: list[Council],
) -> None:
    told = for_the_public(england_of(councils))
    if told is not None:
        assert not learned(councils, [told]), told


@settings(max_examples=MANY)
@given(worlds_of_two_bases())
def test_nor_from_what_is_told_on_two_bases_together(councils: list[Council]) -> None:
    told = bases_for_the_public(joint_counts(councils), CHOICES, [GOOD, GOOD])
    if None not in told:
        assert not learned(councils, told), told


@settings(max_examples=60)
@given(worlds())
def test_what_the_public_is_told_adds_up_to_all_councils(councils: list[Council]) -> None:
    told = for_the_public(england_of(councils))
    if told is not None:
        assert sum(each.councils for each in told) == len(councils)
        assert all(each.told >= 5 and 0 < each.met < each.told for each in told)


def said(before: str, *afters: str, councils: int) -> list[Council]:
    return [("n", "a", before, afters)] * councils


def test_forecasts_that_were_all_right_are_not_told() -> None:
    """Who met it is known by name: that all the sure did would tell who was not sure."""
    councils = said("very", "met", councils=20) + said("fairly", "not", councils=20)
    assert for_the_public(england_of(councils)) is None


def test_of_two_bases_the_first_is_told_where_a_few_councils_are_between_them() -> None:
    """One that met it on the second alone would be told to have been sure, by the difference."""
    councils = [
        *said("very", "not", "met", councils=1),
        *(each for after in ("met", "not") for each in said("very", after, after, councils=10)),
        *(each for after in ("met", "not") for each in said("fairly", after, after, councils=10)),
    ]
    first, second = bases_for_the_public(joint_counts(councils), CHOICES, [GOOD, GOOD])
    assert first is not None
    assert second is None


def test_of_two_bases_both_are_told_where_many_are_between_them() -> None:
    councils = [
        each
        for before, afters in product(("very", "fairly"), product(("met", "not"), repeat=2))
        for each in said(before, *afters, councils=10)
    ]
    first, second = bases_for_the_public(joint_counts(councils), CHOICES, [GOOD, GOOD])
    assert [answer.met for answer in first or ()] == [20, 20]
    assert second == first
