"""Where one council stands among others: who is similar, how many are higher, in words."""

from decimal import Decimal

import pytest

from milestones.standing.sentences import higher_words, position_words, same_words
from milestones.standing.stats import (
    OthersSaid,
    Position,
    SizedCouncil,
    most_similar,
    others_among,
    others_in,
)
from surveys.stats import Base, Breakdown, Choice, Place, Reading

OWN = SizedCouncil(0, "Derby", 200)


def sized(**populations: int | None) -> list[SizedCouncil]:
    named = enumerate(populations.items(), 1)
    return [SizedCouncil(pk, name, population) for pk, (name, population) in named]


def position(own: float, *others: float) -> Position:
    return Position(Decimal(str(own)), [Decimal(str(other)) for other in others])


class TestSimilar:
    def test_are_the_nearest_by_how_many_times_one_goes_into_the_other(self) -> None:
        """By hand: 190 is 1.053 times off, 220 1.1, 160 1.25, 300 1.5 and 100 twice."""
        others = sized(Far=100, Large=300, Near=190, Next=220, Small=160)
        names = [other.name for other in most_similar(OWN, others)]
        assert names == ["Near", "Next", "Small", "Large", "Far"]

    def test_that_are_as_near_stand_by_name(self) -> None:
        """200 over 160 is 1.25, as is 250 over 200."""
        others = sized(Poole=250, Bath=160)
        assert [other.name for other in most_similar(OWN, others)] == ["Bath", "Poole"]
        assert most_similar(OWN, others) == most_similar(OWN, others[::-1])

    def test_are_ten_at_the_most(self) -> None:
        others = [SizedCouncil(pk, f"Council {pk:02}", 200) for pk in range(1, 15)]
        assert [other.pk for other in most_similar(OWN, others)] == list(range(1, 11))

    def test_are_never_the_council_itself(self) -> None:
        assert most_similar(OWN, [OWN, *sized(Bath=160)])[0].name == "Bath"

    def test_leave_out_who_has_no_population(self) -> None:
        assert [other.name for other in most_similar(OWN, sized(Bath=None, Poole=9))] == ["Poole"]

    def test_are_none_of_a_council_without_a_population(self) -> None:
        assert most_similar(SizedCouncil(0, "Derby", None), sized(Bath=160)) == []


class TestPosition:
    def test_counts_who_is_lower_level_and_near(self) -> None:
        """Of 25 among 20, 22, 25, 28 and 31: 22, 25 and 28 are within 3 points."""
        found = position(25, 20, 22, 25, 28, 31)
        assert (found.higher_than, found.level_with, found.lower_than) == (2, 1, 2)
        assert found.near == 3

    @pytest.mark.parametrize(
        ("others", "told"),
        [
            ([10, 20, 27, 40], "higher than 2 of the 4 others; 1 within 3 percentage points"),
            ([10, 12], "higher than both others; none within 3 percentage points"),
            ([30, 40], "lower than both others; none within 3 percentage points"),
            ([25, 25], "level with both others; 2 within 3 percentage points"),
            ([25, 30], "higher than none of the 2 others; 1 within 3 percentage points"),
            ([10], "higher than the one other; none within 3 percentage points"),
            ([], "no others gave both counts"),
        ],
    )
    def test_is_told_without_a_rank(self, others: list[float], told: str) -> None:
        assert position_words(position(25, *others)) == told

    @pytest.mark.parametrize(
        ("others", "told"),
        [
            ([30, 40, 10], "2 of the 3 others in its region are higher"),
            ([30, 10, 10], "1 of the 3 others in its region is higher"),
            ([30, 40], "both others in its region are higher"),
            ([10, 25], "none of the 2 others in its region is higher"),
            ([30], "the one other in its region is higher"),
            ([25], "the one other in its region is not higher"),
            ([], ""),
        ],
    )
    def test_says_in_a_title_who_is_higher(self, others: list[float], told: str) -> None:
        assert higher_words(position(25, *others), "in its region") == told


class TestOthers:
    @pytest.fixture
    def area(self) -> Breakdown:
        """Of 9 required 8 answered: 3 yes, 5 no."""
        place, base = Place("north", "North", "region"), Base(n=8, required=9)
        choices = Choice("yes", "Yes", 2), Choice("no", "No", -2)
        counts = dict(zip(choices, (3, 5), strict=True))
        return Breakdown(
            place, base, tuple(Reading(None, place, each, k, base) for each, k in counts.items())
        )

    def test_of_an_area_are_without_the_council(self, area: Breakdown) -> None:
        assert others_in(area, "yes") == OthersSaid({"yes": 2, "no": 5}, 7, 1)

    def test_of_an_area_are_all_who_answered_if_the_council_did_not(self, area: Breakdown) -> None:
        """It is the one that is missing."""
        assert others_in(area, "") == OthersSaid({"yes": 3, "no": 5}, 8, 0)

    def test_among_councils_are_those_that_answered(self) -> None:
        assert others_among(["yes", "", "no", "yes"], 4) == OthersSaid({"yes": 2, "no": 1}, 3, 1)

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            (OthersSaid({"yes": 2}, 8), "2 of 8"),
            (OthersSaid({"no": 8}, 8), "none of 8"),
            (OthersSaid({}, 0), "no other answered"),
            (OthersSaid({}, None), "not told"),
        ],
    )
    def test_who_said_the_same_are_told(self, said: OthersSaid, told: str) -> None:
        assert same_words(said, "yes") == told
