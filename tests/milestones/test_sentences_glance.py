"""What the opening page says is true at its edges: none, one, a tie, one region, no target met."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from milestones.glance import sentences
from milestones.glance.findings import Glance
from milestones.measures.measured import OnBase
from milestones.models import Expectation, Measure, MeasureBase
from milestones.stats import Furthest
from surveys.stats import Choice, Reading
from tests.milestones.test_sentences import reading

SAID = "30% of users"


def named(label: str, k: int, n: int) -> Reading:
    return reading("England", k, n, choice=Choice(label.lower(), label, -1), kind="england")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("30", "30%"),
        ("12.50", "12.5%"),
        ("0", "0%"),
    ],
)
def test_the_target_is_told_with_its_base(target: str, told: str) -> None:
    measure = Measure(title="Shares", target_percent=Decimal(target))
    on_base = OnBase(measure, MeasureBase(measure=measure, key="all", name="users"), [], [])
    assert sentences.target_words(on_base) == f"reached {told} of users on “Shares”"
    measure.expectation = Expectation(label="30% on budgets")
    assert sentences.target_words(on_base) == f"met the {told} for users"


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        ([], SAID),
        ([("London", 0, 0)], SAID),
        ([("London", 2, 4)], f"{SAID}: 2 of 4 councils in London"),
        ([("London", 2, 4), ("South West", 3, 6)], f"{SAID}: 50% in every region"),
        ([("London", 0, 4), ("South West", 0, 6)], f"{SAID}: 0% in every region"),
        (
            [("London", 4, 4), ("South West", 0, 6), ("North East", 0, 0)],
            f"{SAID}: from 4 of 4 councils in London to 0 of 6 in the South West",
        ),
        (
            [("London", 4, 4), ("North East", 3, 3), ("South West", 0, 6)],
            f"{SAID}: from 100% in each of two regions to 0 of 6 in the South West",
        ),
    ],
)
def test_the_title_of_the_map_is_the_range_of_the_regions(
    regions: Sequence[tuple[str, int, int]], told: str
) -> None:
    assert sentences.map_title(SAID, [reading(*each) for each in regions]) == told


@pytest.mark.parametrize(
    ("barriers", "told"),
    [
        ([("Money", 1, 1)], "“Money” was named most: by 1 of 1 council"),
        ([("Money", 3, 9), ("Staff", 1, 9)], "“Money” was named most: by 3 of 9 councils"),
        (
            [("Money", 3, 9), ("Staff", 3, 9)],
            "2 barriers were named by 3 of 9 councils each",
        ),
        ([("Money", 0, 9), ("Staff", 0, 9)], "No council named a barrier"),
    ],
)
def test_the_barrier_named_most_is_told_with_its_equals(
    barriers: Sequence[tuple[str, int, int]], told: str
) -> None:
    assert sentences.barriers_title([named(*each) for each in barriers]) == told


def test_where_nothing_was_counted_or_is_apart_nothing_is_said() -> None:
    assert sentences.title(Glance()) == ""
    assert sentences.lede(Glance()) == ""
    assert sentences.slope_title([]) == ""
    assert sentences.furthest_title(Furthest((), ())) == ""
