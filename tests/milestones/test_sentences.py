"""Every finding in words is true at its edges: nobody, one, ties, all level, one region alone."""

import pytest

from milestones import sentences
from milestones.stats import OnOneBase, stand_out
from surveys.stats import Base, Choice, Place, Reading

VERY = Choice("very-likely", "Very likely", 2)
UNLIKELY = Choice("unlikely", "Fairly unlikely", -1)
MET = Choice("yes", "Yes", 2)
SAVINGS = OnOneBase("Savings", "have made savings", "April 2011")


def area(name: str, kind: str = "region") -> Place:
    return Place(name.lower().replace(" ", "-"), name, kind)


def reading(
    name: str, k: int | None, n: int | None, *, choice: Choice = VERY, kind: str = "region"
) -> Reading:
    return Reading(1, area(name, kind), choice, k, Base(n, n))


class TestTheTitleOfARegionThatStandsOut:
    OTHERS = ("North East", "North West", "South West", "South East", "West Midlands")

    def title(self, *odd: Reading, choice: Choice = VERY, others: int = 10) -> str:
        level = [reading(name, others, 20, choice=choice) for name in self.OTHERS]
        found = stand_out([*level, *odd])
        assert found
        return sentences.page_title(SAVINGS, None, found)

    def test_does_not_claim_the_end_that_a_small_region_has(self) -> None:
        title = self.title(reading("London", 30, 33), reading("East Midlands", 4, 4))
        assert title == "London councils are more confident than the rest of England on “Savings”"

    def test_claims_the_end_where_the_region_is_alone_at_it(self) -> None:
        title = self.title(reading("London", 33, 33))
        assert title == "London councils are the most confident on “Savings”"

    def test_does_not_claim_an_end_that_is_shared(self) -> None:
        title = self.title(reading("London", 33, 33), reading("East Midlands", 4, 4))
        assert "more confident than the rest of England" in title

    def test_does_not_claim_the_lower_end_either(self) -> None:
        title = self.title(reading("London", 2, 33), reading("East Midlands", 0, 2))
        assert title == "London councils are less confident than the rest of England on “Savings”"

    def test_claims_the_lower_end_where_the_region_is_alone_at_it(self) -> None:
        assert "the least confident on" in self.title(reading("London", 0, 33))

    @pytest.mark.parametrize(
        ("k", "other", "told"),
        [
            (30, (4, 4), "further ahead than the rest of England on"),
            (33, (2, 4), "furthest ahead on"),
            (2, (0, 2), "further behind than the rest of England on"),
            (0, (1, 2), "furthest behind on"),
        ],
    )
    def test_says_ahead_and_behind_of_outcomes_by_the_same_rule(
        self, k: int, other: tuple[int, int], told: str
    ) -> None:
        odd = reading("London", k, 33, choice=MET), reading("East Midlands", *other, choice=MET)
        assert told in self.title(*odd, choice=MET)


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        (1, ""),
        (2, "apart from the other by more than chance, allowing for there being two to pick"),
        (9, "apart from the other eight together by more than chance, allowing for there being ni"),
        (12, "from the other 11 together by more than chance, allowing for there being 12 to pick"),
    ],
)
def test_the_rule_for_naming_a_region_counts_the_regions(regions: int, told: str) -> None:
    assert told in sentences.stand_out_rule(regions)


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        (0, "How the regions answered"),
        (1, "How the regions answered"),
        (3, "How each of the three regions answered"),
        (10, "How each of the 10 regions answered"),
    ],
)
def test_the_title_of_the_regions_counts_them(regions: int, told: str) -> None:
    assert sentences.regions_title(regions) == told


@pytest.mark.parametrize(
    ("expectations", "told"),
    [
        (1, "Among one expectation fewer than one such gap is to be expected by chance alone."),
        (9, "Among nine expectations fewer than one such gap is to be expected by chance alone."),
        (10, "Among 10 expectations about one such gap is to be expected by chance alone."),
        (29, "Among 29 expectations about one such gap is to be expected by chance alone."),
        (30, "Among 30 expectations about two such gaps are to be expected by chance alone."),
        (60, "Among 60 expectations about three such gaps are to be expected by chance alone."),
    ],
)
def test_how_many_gaps_are_chance_is_one_in_twenty(expectations: int, told: str) -> None:
    assert sentences.expected_by_chance(expectations) == told


@pytest.mark.parametrize(
    ("explained", "unexplained", "told"),
    [
        (0, 0, ""),
        (1, 0, "1 differs because the sources themselves disagree; each is kept as its source"),
        (3, 0, "3 differ because the sources themselves disagree; each is kept as its source"),
        (0, 1, "1 differs from the held data."),
        (3, 2, "none is averaged. 2 differ from the held data."),
    ],
)
def test_only_explained_differences_are_laid_to_the_sources(
    explained: int, unexplained: int, told: str
) -> None:
    assert told in sentences.differences_sentence(explained, unexplained)
    assert bool(told) == bool(sentences.differences_sentence(explained, unexplained))
