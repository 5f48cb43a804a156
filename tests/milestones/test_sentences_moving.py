"""Who came to the best answer, left it or kept it, in words true at their edges."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from milestones.moving.courses import Course
from milestones.moving.sentences_flows import flowed_title, told_of_rows
from milestones.moving.stats import Flows, flows_of
from surveys.releases.paired import PairCount
from surveys.stats import Choice

LIKELY = [
    Choice("very", "Very likely", 2),
    Choice("fairly", "Fairly likely", 1),
    Choice("un", "Unlikely", -1),
]
SIDES = [Choice("reached", "30% or more", 2), Choice("not", "Under 30%", -1)]
SAID, RATE = Course("forecasts", "", []), Course("all", "", [], Decimal(30))
LESS = Course("all", "", [], Decimal(30), higher_is_better=False)


def flows(choices: Sequence[Choice], *moves: tuple[str | None, str | None, int]) -> Flows:
    counts = [PairCount("n", "North", "a", before, after, n) for before, after, n in moves]
    return flows_of(counts, choices, choices)


@pytest.mark.parametrize(
    ("course", "found", "told"),
    [
        (
            SAID,
            flows(LIKELY, ("un", "very", 1), ("very", "un", 2), ("very", "very", 3)),
            "1 of 6 councils came to “very likely” from May to June, 2 left it and 3 kept it",
        ),
        (
            RATE,
            flows(SIDES, ("not", "reached", 1)),
            "1 of 1 council came up to 30% or more from May to June; none had been there before",
        ),
        (
            LESS,
            flows(SIDES, ("reached", "not", 1)),
            "No council came down to 30% or more from May to June, 1 rose above it and none "
            "stayed there",
        ),
        (RATE, flows(SIDES, ("not", "not", 4)), "No council was at 30% or more in May or in June"),
        (SAID, flows(LIKELY, ("un", "un", 4)), "No council said “very likely” in May or in June"),
        (
            SAID,
            flows(LIKELY, ("un", "very", 2), (None, "very", 9)),
            "2 of 2 councils came to “very likely” from May to June; none had said it before",
        ),
    ],
)
def test_tells_who_came_who_left_and_who_kept_it(course: Course, found: Flows, told: str) -> None:
    assert flowed_title(course, found, "May", "June") == told


def test_tells_which_way_councils_moved_among_all_answers() -> None:
    """3 from unlikely to fairly likely are better off, though not at the best answer."""
    found = flows(LIKELY, ("un", "fairly", 3), ("very", "un", 1), ("un", "un", 2), ("un", None, 5))
    assert told_of_rows(SAID, found, "May", "June") == [
        "In all, 3 gave a better answer than before, 1 a worse one and 2 the same or one as good."
    ]
