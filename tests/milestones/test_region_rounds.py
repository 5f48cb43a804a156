"""Which rounds' counts a page tells: those of every base that the measure had by then."""

import pytest

from milestones.glance.findings import counts_whole
from milestones.models import Expectation, Measure, MeasureBase, MeasureRate
from surveys.models import Release

RELEASE = Release(pk=2)
Told = tuple[str, int, str]  # the base, the release, and whether it was counted or foretold
MEASURE = Measure(pk=1, slug="share", expectation=Expectation())
OF_NOTHING = Measure(pk=2, slug="apart")


def rates(measure: Measure, *told: Told) -> list[MeasureRate]:
    found = []
    for key, release, role in told:
        rate = MeasureRate(base=MeasureBase(key=key, measure=measure), role=role)
        rate.release_pk = release
        found.append(rate)
    return found


@pytest.mark.parametrize(
    ("every", "is_told"),
    [
        ([], False),
        (rates(MEASURE, ("all", 2, "actual")), True),
        # Counted by another round, or foretold.
        (rates(MEASURE, ("all", 1, "actual")), False),
        (rates(MEASURE, ("all", 2, "forecast")), False),
        # On one base of two, counted or foretold: not whole.
        (rates(MEASURE, ("all", 2, "actual"), ("ongoing", 2, "actual")), True),
        (rates(MEASURE, ("all", 2, "actual"), ("ongoing", 1, "actual")), False),
        (rates(MEASURE, ("all", 2, "actual"), ("ongoing", 1, "forecast")), False),
        # A measure of no expectation is told where there is no other, and then by its own bases.
        (rates(OF_NOTHING, ("all", 2, "actual")), True),
        (
            [
                *rates(OF_NOTHING, ("all", 2, "actual"), ("ongoing", 1, "actual")),
                *rates(MEASURE, ("all", 2, "actual")),
            ],
            True,
        ),
        (
            [
                *rates(OF_NOTHING, ("all", 2, "actual")),
                *rates(MEASURE, ("all", 2, "actual"), ("ongoing", 1, "actual")),
            ],
            False,
        ),
    ],
)
def test_a_round_is_told_that_counted_every_base(every: list[MeasureRate], is_told: bool) -> None:
    assert counts_whole(RELEASE, every) == is_told
