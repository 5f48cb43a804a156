"""No sentence calls a region or an expectation the highest or lowest of more than is shown."""

from dataclasses import replace

import pytest

from milestones import sentences, sentences_overview
from milestones.glance.sentences import furthest_title, map_title
from milestones.regions.sentences import against_summary, against_title, standing_out
from milestones.stats import Furthest, Outlook, against_the_rest
from surveys.releases.disclosure_cells import Why
from surveys.stats import Base, Breakdown, Reading
from surveys.stats_compare import Comparison
from tests.milestones.conftest import SignIn
from tests.milestones.test_findings import text_of
from tests.milestones.test_sentences import outlook, reading, regional, shares

FEW = Why.WITH_OTHERS


def hidden(name: str) -> Reading:
    return replace(reading(name, None, None), base=Base(None, 9, withheld=FEW), withheld=FEW)


def places(*counts: tuple[int, int], hides: int) -> list[Breakdown]:
    gone = [hidden(name) for name in ("Kent", "Essex")[:hides]]
    return [*shares(*counts), *(Breakdown(each.place, each.base, (each,)) for each in gone)]


def test_the_ends_of_a_range_are_those_of_the_regions_shown() -> None:
    assert sentences.spread_title(places((8, 9), (4, 15), hides=2)) == (
        "From 8 of 9 in the South West to 4 of 15 in the North East, of the two regions shown"
    )
    told = sentences.spread_sentence(places((8, 9), (4, 15), hides=1))
    assert "to 8 of 9 (89%) in the South West, of the two regions shown." in told


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([(5, 9), (5, 9)], "5 of 9 in each of two regions, of the two regions shown"),
        ([(5, 9)], "5 of 9 in the South West, the only region shown"),
    ],
)
def test_regions_that_are_level_are_those_shown(counts: list[tuple[int, int]], told: str) -> None:
    assert sentences.spread_title(places(*counts, hides=1)) == told


def test_the_map_of_regions_says_of_how_many() -> None:
    tops = [each.top for each in places((8, 9), (4, 15), hides=1)]
    assert map_title("Met it", tops).endswith("in the North East, of the two regions shown")


def with_hidden(*counts: tuple[int, int]) -> list[Outlook]:
    """The South West on an expectation each, and on one more, where it is hidden."""
    told = [regional(label, each, (70, 90)) for label, each in zip("AB", counts, strict=False)]
    gone = hidden("South West")
    last = regional("Z", (5, 9), (70, 90))
    return [*told, replace(last, regions=(Breakdown(gone.place, gone.base, (gone,)),))]


def test_a_region_is_surest_of_the_expectations_shown() -> None:
    told = [(outlook(label, 0, 0), reading("London", 8, 9)) for label in "AB"]
    cells = [*told, (outlook("C", 0, 0), hidden("London"))]
    assert sentences_overview.surest(cells) == (
        "8 of 9 (89%) very likely on “A” and “B” each, its highest share of the two expectations "
        "shown"
    )


def test_the_highest_share_of_a_region_is_of_the_expectations_shown() -> None:
    pairs = against_the_rest(with_hidden((8, 9), (1, 9)), "south-west")
    assert len(pairs) == 3
    said = against_summary(pairs, "South West")
    assert said == (
        "South West: the highest share on “A”, 8 of 9; the lowest on “B”, 1 of 9, of the two "
        "expectations shown."
    )
    assert standing_out("South West", pairs).endswith(", of the two expectations shown")


def test_gaps_are_counted_of_the_expectations_shown() -> None:
    pairs = against_the_rest(with_hidden((8, 9), (1, 9)), "south-west")
    assert against_title(pairs, "South West").endswith("of 2 expectations shown")


def test_a_region_that_is_hidden_everywhere_is_called_by_its_name_alone() -> None:
    pairs = against_the_rest(with_hidden(), "south-west")
    assert sentences_overview.region_title("South West", pairs) == "South West"


def test_the_widest_gap_of_several_is_called_the_widest_shown() -> None:
    gap = (outlook("A", 0, 0), Comparison(reading("London", 8, 9), reading("Rest", 4, 15)))
    told = furthest_title(Furthest((gap,), (), hides=True))
    assert told == "Of the gaps shown, furthest above the rest of England: London on “A”, 8 of 9"
    assert furthest_title(Furthest((gap,), ())).startswith("Furthest above the rest of England")


def test_a_comparison_of_hidden_counts_is_told_in_whole_sentences(demo_client: SignIn) -> None:
    address = "/compare/?expectation=information-strategy&round=ppf-2010&areas=east-midlands,"
    both = text_of(demo_client("reader").get(f"{address}west-midlands").text)
    assert "Two areas compared on “Information strategy”: neither is shown" in both
    assert "in the West Midlands, the count is not shown: a hidden figure could be worked" in both
    assert "worked out against" not in both
    assert "Whether this gap is robust cannot be told: the counts are not shown." in both
