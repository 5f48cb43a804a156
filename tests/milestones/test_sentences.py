"""Every finding in words is true at its edges: nobody, one, ties, all level, one region alone."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from milestones import sentences, sentences_overview
from milestones.charts import highest_label
from milestones.models import Milestone
from milestones.regions.sentences import against_summary, against_title
from milestones.sentences_chance import such_pairs
from milestones.stats import Furthest, OnOneBase, Outlook, against_the_rest, stand_out
from surveys.stats import Base, Breakdown, Choice, Place, Reading
from surveys.stats_compare import Comparison

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
    return [Breakdown(each.place, each.base, (each,)) for each in readings]


def outlook(label: str, k: int, n: int) -> Outlook:
    england = reading("England", k, n, kind="england")
    breakdown = Breakdown(england.place, england.base, (england,))
    return Outlook(label.lower(), label, "save", "April 2011", "one", "One", breakdown, ())


def england_of(regions: Sequence[Reading]) -> Reading:
    k, n = (sum(getattr(region, name) or 0 for region in regions) for name in ("k", "n"))
    return reading("England", k, n, choice=regions[0].choice if regions else VERY, kind="england")


@pytest.mark.parametrize(
    ("figure", "told"),
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
        (published("London", "60"), "60% of London councils are very likely to"),
        (
            published("London", "60.5", "only"),
            "60.5% of London councils are very likely to have made savings by April 2011 (in the "
            "report’s words: only 60.5%)",
        ),
        (
            published("London", "40", "four in ten"),
            "Four in ten (in words only, read as 40%) of London councils are very likely to",
        ),
    ],
)
def test_a_finding_is_a_true_sentence(figure: Reading, told: str) -> None:
    assert sentences.finding(SAVINGS, figure).startswith(told)


def test_who_answered_keeps_its_capitals_within_a_sentence() -> None:
    note = sentences.published_note(published("London", "60"), "NHS and council managers")
    assert note.endswith("Answered by NHS and council managers.")


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
        (
            [(9, 9), (9, 9), (4, 15)],
            "From 9 of 9 in the South West and in the North East to 4 of 15 in London",
        ),
        (
            [(9, 9), (0, 4), (0, 3)],
            "From 9 of 9 in the South West to 0 of 4 in the North East and 0 of 3 in London",
        ),
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
        # One council in each would bring 8 of 9 under 11 of 13.
        ([(8, 9), (10, 13), (4, 15)], ""),
        # London is furthest out, below.
        ([(5, 9), (5, 9), (0, 15)], ""),
    ],
)
def test_a_region_is_the_highest_only_if_robustly_so(
    regions: list[tuple[int, int]], told: str
) -> None:
    tops = [share.top for share in shares(*regions)]
    assert highest_label(stand_out(england_of(tops), tops)) == told


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ([], ""),
        (["Yes"], ""),
        (["Very likely", "Fairly likely"], "Very or fairly likely"),
        (["Very committed", "Fairly committed", "NHS committed"], "Very, fairly or NHS committed"),
        (["Yes", "Partly"], "“Yes” or “Partly”"),
        (["In all of it", "In most of it"], "“In all of it” or “In most of it”"),
    ],
)
def test_the_better_answers_are_named(labels: list[str], told: str) -> None:
    choices = [Choice(label, label, 1) for label in labels]
    assert sentences.better_answers(choices) == told


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
    assert (
        sentences_overview.overview_title([outlook(*expectation) for expectation in expectations])
        == told
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([], ""),
        ([("A", 0, 0)], ""),
        ([("A", 5, 9)], "5 of 9 (56%) very likely on “A”"),
        ([("A", 1, 9), ("B", 8, 9)], "8 of 9 (89%) very likely on “B”, its highest share"),
        (
            [("A", 8, 9), ("B", 8, 9)],
            "8 of 9 (89%) very likely on “A” and “B” each, its highest share",
        ),
        (
            [("A", 8, 9), ("B", 8, 9), ("C", 8, 9), ("D", 8, 9), ("E", 0, 9)],
            "8 of 9 (89%) very likely on four expectations each, its highest share",
        ),
    ],
)
def test_the_surest_of_a_region_is_told_with_its_equals(
    cells: list[tuple[str, int, int]], told: str
) -> None:
    shown = [(outlook(label, 0, 0), reading(f"London {label}", k, n)) for label, k, n in cells]
    assert sentences_overview.surest(shown) == told


class TestTheTitleWhereNoGapIsRobust:
    @pytest.mark.parametrize(
        ("regions", "told"),
        [
            (
                [(5, 9), (4, 8)],
                "“Very likely” on “Savings”: from 5 of 9 in the South West to 4 of 8 in the North "
                "East (close: one council could turn it)",
            ),
            (
                [(5, 9), (5, 9), (5, 9)],
                "“Very likely” on “Savings”: 5 of 9 in each of the three regions",
            ),
            (
                [(1, 1), (0, 2), (0, 3)],
                "“Very likely” on “Savings”: from 1 of 1 in the South West to 0 of 2 in the North "
                "East and 0 of 3 in London",
            ),
            ([(0, 2), (0, 2)], "“Very likely” on “Savings”: 0 of 2 in each of the two regions"),
        ],
    )
    def test_says_the_range_that_the_chart_shows(
        self, regions: list[tuple[int, int]], told: str
    ) -> None:
        assert sentences.page_title(SAVINGS, None, None, shares(*regions)) == told

    @pytest.mark.parametrize("regions", [[], [(5, 9)], [(5, 9), (0, 0)]])
    def test_of_one_region_says_what_england_said(self, regions: list[tuple[int, int]]) -> None:
        england = reading("England", 5, 9, kind="england")
        place = Breakdown(england.place, england.base, (england,))
        title = sentences.page_title(SAVINGS, place, None, shares(*regions))
        assert title == sentences.finding(SAVINGS, england)


class TestTheTitleOfARegionThatStandsOut:
    OTHERS = ("North East", "North West", "South West", "South East", "West Midlands")

    def title(self, *odd: Reading, choice: Choice = VERY) -> str:
        regions = [*(reading(name, 10, 20, choice=choice) for name in self.OTHERS), *odd]
        found = stand_out(england_of(regions), regions)
        assert found
        return sentences.page_title(SAVINGS, None, found)

    def test_claims_the_end_where_it_is_robustly_apart_from_every_other(self) -> None:
        assert self.title(reading("London", 33, 33)) == (
            "London councils are the most confident on “Savings”"
        )
        assert "the least confident on" in self.title(reading("London", 0, 33))

    @pytest.mark.parametrize(
        ("k", "other", "told"),
        [
            # Level with London, or within a council of it.
            (33, (4, 4), "more confident than the rest of England on “Savings”"),
            (33, (24, 25), "more confident than the rest of England on “Savings”"),
            (0, (0, 2), "less confident than the rest of England on “Savings”"),
        ],
    )
    def test_claims_no_end_that_another_region_could_have(
        self, k: int, other: tuple[int, int], told: str
    ) -> None:
        title = self.title(reading("London", k, 33), reading("East Midlands", *other))
        assert title.endswith(f"councils are {told}")

    @pytest.mark.parametrize(
        ("k", "other", "told"),
        [
            (33, (20, 20), "further ahead than the rest of England on"),
            (33, (2, 4), "furthest ahead on"),
            (0, (0, 2), "further behind than the rest of England on"),
            (0, (2, 4), "furthest behind on"),
        ],
    )
    def test_says_ahead_and_behind_of_outcomes_by_the_same_rule(
        self, k: int, other: tuple[int, int], told: str
    ) -> None:
        odd = reading("London", k, 33, choice=MET), reading("East Midlands", *other, choice=MET)
        assert told in self.title(*odd, choice=MET)


def regional(label: str, *counts: tuple[int, int]) -> Outlook:
    regions = shares(*counts)
    england = england_of([region.top for region in regions])
    breakdown = Breakdown(england.place, england.base, (england,))
    due = "April 2011"
    return Outlook(label.lower(), label, "save", due, "one", "One", breakdown, tuple(regions))


@pytest.mark.parametrize(
    ("expectations", "told"),
    [
        ([], "South West"),
        (
            [[(5, 9), (8, 15)]],
            "South West councils and the rest of England are not clearly apart on “0”",
        ),
        (
            [[(1, 12), (8, 14)]],
            "South West councils are less confident on “0” than the rest of England",
        ),
        (
            [[(5, 9), (8, 15)], [(5, 9), (8, 15)]],
            "South West councils and the rest of England are clearly apart on none of 2 "
            "expectations",
        ),
        (
            [[(8, 9), (4, 15)], [(5, 9), (8, 15)]],
            "South West councils are more confident on 1 of 2 expectations than the rest of "
            "England",
        ),
        (
            [[(8, 9), (4, 15)], [(1, 12), (8, 14)], [(0, 12), (8, 14)]],
            "South West councils are more confident on 1 and less confident on 2 of 3 expectations "
            "than the rest of England",
        ),
    ],
)
def test_a_region_is_apart_where_its_gaps_are_robust(
    expectations: list[list[tuple[int, int]]], told: str
) -> None:
    outlooks = [regional(str(number), *counts) for number, counts in enumerate(expectations)]
    pairs = against_the_rest(outlooks, "south-west")
    assert sentences_overview.region_title("South West", pairs) == told


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([(8, 9), (4, 15)], "South West councils are clearly above the rest of England on “One”"),
        ([(1, 12), (8, 14)], "South West councils are clearly below the rest of England on “One”"),
        (
            [(5, 9), (8, 15)],
            "South West councils and the rest of England are not clearly apart on “One”",
        ),
    ],
)
def test_the_chart_of_a_region_names_the_only_expectation(
    counts: list[tuple[int, int]], told: str
) -> None:
    pairs = against_the_rest([regional("One", *counts)], "south-west")
    assert against_title(pairs, "South West") == told
    share = " of ".join(map(str, counts[0]))
    said = against_summary(pairs, "South West")
    assert said.startswith(f"South West: {share}")
    assert "lowest" not in said


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([(8, 9), (2, 15)], "highest share on “A”, 8 of 9; the lowest on “B”, 2 of 15."),
        ([(8, 9), (2, 15), (2, 15)], "the lowest on two expectations, 2 of 15 each."),
        ([(8, 9), (2, 14), (1, 7)], "the lowest on two expectations, 14%."),
        ([(8, 9), (8, 9), (1, 7)], "the highest share on two expectations, 8 of 9 each; the"),
        ([(2, 15), (2, 15)], "the same share on every expectation, 2 of 15 each."),
    ],
)
def test_no_expectation_is_the_lowest_of_a_region_beside_its_equals(
    counts: list[tuple[int, int]], told: str
) -> None:
    outlooks = [regional(label, each, (70, 90)) for label, each in zip("ABC", counts, strict=False)]
    assert told in against_summary(against_the_rest(outlooks, "south-west"), "South West")


@pytest.mark.parametrize(
    ("above", "below", "regions", "told"),
    [
        ([], [], 9, "No region stands out"),
        ([], [], 1, "What councils said"),
        (["London"], [], 9, "Regions furthest from the rest of England"),
        ([], ["London"], 9, "Regions furthest from the rest of England"),
    ],
)
def test_the_heading_says_what_is_drawn(
    above: list[str], below: list[str], regions: int, told: str
) -> None:
    """The finding is the chart's own title, under it."""

    def gaps(names: list[str]) -> tuple[tuple[Outlook, Comparison], ...]:
        rest = reading("Rest", 4, 15)
        each = outlook("Savings", 5, 9)
        return tuple((each, Comparison(reading(name, 8, 9), rest)) for name in names)

    found = Furthest(gaps(above), gaps(below))
    assert sentences_overview.stands_out(found, regions) == told


def test_what_stands_out_is_told_with_both_counts() -> None:
    each = regional("Savings", (8, 9), (4, 15))
    [(_, pair)] = against_the_rest([each], "south-west")
    [*_, (_, told)] = sentences_overview.overview_sentences([each], Furthest(((each, pair),), ()))
    assert told == (
        "Furthest above the rest of England: 8 of the 9 South West councils are very likely to "
        "save by April 2011, against 4 of 15 in the rest of England."
    )


@pytest.mark.parametrize(
    ("expectations", "told"),
    [
        ([], "Prevention and savings"),
        ([("A", 5, 9)], "5 of the 9 councils in England are very likely to save by April 2011"),
        ([("A", 5, 9), ("B", 5, 9)], "Councils were equally sure of all two expectations"),
        (
            [("A", 8, 9), ("B", 7, 9), ("C", 1, 9)],
            "Councils were surest of “A” (8 of 9 very likely) and least sure of “C” (1 of 9 very "
            "likely)",
        ),
    ],
)
def test_the_title_of_a_milestone_is_the_range_of_its_expectations(
    expectations: list[tuple[str, int, int]], told: str
) -> None:
    milestone = Milestone(title="Prevention and savings", short_title="Prevention")
    ordered = [outlook(*expectation) for expectation in expectations]
    assert sentences_overview.milestone_title(milestone, ordered) == told


@pytest.mark.parametrize(
    ("regions", "told"),
    [(0, ""), (1, ""), (2, "if its gap from the rest of England is robust"), (9, "is robust")],
)
def test_the_rule_for_naming_a_region_is_told_where_there_is_a_rest(
    regions: int, told: str
) -> None:
    assert told in sentences_overview.robust_rule(regions)
    assert bool(told) == bool(sentences_overview.robust_rule(regions))


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([36], "36 such pairs could have been picked, and"),
        ([1], "1 such pair could have been picked, and"),
        ([9, 36], "Each pair is one of several such pairs that could have been picked, and"),
    ],
)
def test_how_many_pairs_could_have_been_picked_is_told(counts: list[int], told: str) -> None:
    assert such_pairs(counts).startswith(told)


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
    assert sentences_overview.regions_title(regions) == told
