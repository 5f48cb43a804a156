"""Every finding in words is true at its edges: nobody, one, ties, all level, one region alone."""

from decimal import Decimal

import pytest

from milestones import sentences
from milestones.stats import OnOneBase, Outlook, stand_out
from surveys.stats import Base, Breakdown, Choice, Place, Reading

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


def published(name: str, percent: str, qualifier: str = "", *, kind: str = "region") -> Reading:
    """A share that was printed without its counts."""
    base = Base(None, None)
    return Reading(1, area(name, kind), VERY, None, base, Decimal(percent), qualifier)


def shares(*counts: tuple[int, int], kind: str = "region") -> list[Breakdown]:
    """A place for each pair of counts: the South West, the North East, ..."""
    names = ("South West", "North East", "London", "South East", "West Midlands")
    readings = [reading(name, k, n, kind=kind) for name, (k, n) in zip(names, counts, strict=False)]
    return [Breakdown(one.place, one.base, (one,)) for one in readings]


def outlook(label: str, k: int, n: int) -> Outlook:
    england = reading("England", k, n, kind="england")
    breakdown = Breakdown(england.place, england.base, (england,))
    return Outlook(label.lower(), label, "save", "April 2011", "one", "One", breakdown, ())


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (reading("London", 0, 0), "No council in London answered"),
        (
            reading("London", 1, 1),
            "The only one of the London councils that answered is very likely to",
        ),
        (
            reading("London", 0, 1),
            "The only one of the London councils that answered is not very likely to",
        ),
        (reading("London", 2, 2), "Both London councils are very likely to"),
        (reading("London", 0, 9), "None of the 9 London councils are very likely to"),
        (reading("London", 1, 9), "1 of the 9 London councils is very likely to"),
        (reading("London", 9, 9), "All 9 London councils are very likely to"),
        (reading("Unitaries", 8, 9, kind="type"), "8 of the 9 unitaries are very likely to"),
        (reading("Counties", 0, 0, kind="type"), "No council among counties answered"),
        (published("London", "60", "about"), "About 60% of London councils are very likely to"),
    ],
)
def test_a_finding_is_a_true_sentence(one: Reading, told: str) -> None:
    assert sentences.finding(SAVINGS, one).startswith(told)


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        ([], ""),
        ([(5, 9)], ""),
        ([(0, 0), (5, 9)], ""),
        ([(5, 9), (5, 9), (5, 9)], "The share is the same in every region: 5 of 9 (56%)."),
        ([(0, 9), (0, 4)], "The share is the same in every region: 0%."),
        (
            [(8, 9), (4, 15)],
            "The share runs from 4 of 15 (27%) in the North East to 8 of 9 (89%) in the South West",
        ),
        (
            [(8, 9), (4, 16), (1, 4)],
            "from 4 of 16 (25%) in the North East and 1 of 4 (25%) in London to 8 of 9 (89%)",
        ),
    ],
)
def test_the_spread_names_its_ends(regions: list[tuple[int, int]], told: str) -> None:
    sentence = sentences.spread_sentence(shares(*regions))
    assert told in sentence
    assert bool(told) == bool(sentence)


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        ([], "No council answered"),
        ([(0, 0)], "No council answered"),
        ([(5, 9)], "5 of 9 in the South West"),
        ([(5, 9), (5, 9), (5, 9)], "5 of 9 in each of the three regions"),
        ([(4, 8), (1, 2)], "50% in each of the two regions"),
        ([(8, 9), (4, 15)], "From 8 of 9 in the South West to 4 of 15 in the North East"),
        ([(9, 9), (9, 9), (4, 15)], "From 9 of 9 in each of two regions to 4 of 15 in London"),
        ([(9, 9), (0, 4), (0, 3)], "From 9 of 9 in the South West to 0% in each of two regions"),
    ],
)
def test_the_title_of_the_spread_counts_those_that_are_level(
    regions: list[tuple[int, int]], told: str
) -> None:
    assert sentences.spread_title(shares(*regions)) == told


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        ([], ""),
        ([(5, 9)], ""),
        ([(5, 9), (5, 9)], ""),
        ([(8, 9), (4, 15)], "South West, the highest share"),
        ([(8, 8), (4, 15), (3, 3)], "Two regions share the highest"),
    ],
)
def test_one_region_is_the_highest_only_if_no_other_is_level(
    regions: list[tuple[int, int]], told: str
) -> None:
    assert sentences.highest_label(shares(*regions)) == told


@pytest.mark.parametrize(
    ("expectations", "told"),
    [
        ([], "England at a glance"),
        ([("A", 5, 9)], "England at a glance"),
        ([("A", 5, 9), ("B", 5, 9)], "Councils were equally sure of all two expectations"),
        ([("A", 8, 9), ("B", 5, 9)], "Councils were surest of “A” and least sure of “B”"),
        (
            [("A", 8, 9), ("B", 8, 9), ("C", 1, 9)],
            "Councils were surest of two expectations and least sure of “C”",
        ),
        (
            [("A", 8, 9), ("B", 1, 9), ("C", 1, 9)],
            "Councils were surest of “A” and least sure of two expectations",
        ),
    ],
)
def test_the_overview_names_an_expectation_only_if_it_is_alone(
    expectations: list[tuple[str, int, int]], told: str
) -> None:
    assert sentences.overview_title([outlook(*one) for one in expectations]) == told


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([], ""),
        ([("A", 0, 0)], ""),
        ([("A", 5, 9)], "5 of 9 (56%) very likely on “A”"),
        ([("A", 1, 9), ("B", 8, 9)], "8 of 9 (89%) very likely on “B”, its highest share"),
        (
            [("A", 8, 9), ("B", 8, 9)],
            "8 of 9 (89%) very likely on “A”, its highest share with one more",
        ),
    ],
)
def test_the_surest_of_a_region_is_told_with_its_equals(
    cells: list[tuple[str, int, int]], told: str
) -> None:
    shown = [(outlook(label, 0, 0), reading(f"London {label}", k, n)) for label, k, n in cells]
    assert sentences.surest(shown) == told


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
