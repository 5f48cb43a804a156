"""What pages say of one council, one pair, one region, one expectation or of nobody."""

import datetime
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from milestones import sentences_overview
from milestones.compare.sentences import apart_words
from milestones.glance.findings import Glance
from milestones.glance.sentences import barriers_title, map_title
from milestones.measures.measured import OnBase, Rate
from milestones.measures.sentences import reached_words
from milestones.models import Expectation, ExpectationQuestion, Measure, MeasureBase
from milestones.moving.courses import Course, InRound
from milestones.moving.sentences import left_out_words
from milestones.moving.stats import Flows, flows_of
from milestones.regions.briefed import BriefingFigures
from milestones.regions.briefing import findings_of
from milestones.regions.unnamed import pairs_without
from milestones.standing.around import OtherCouncils
from milestones.standing.placed import OnExpectation
from milestones.standing.sentences import expectations_summary
from milestones.standing.stats import OthersSaid
from milestones.stats import Outlook, compare_areas
from surveys.following.sentences import board_title, imported_title
from surveys.following.stats import SIGNED, RegionPlace, RegionProgress
from surveys.grids.sentences import tiers
from surveys.models import Question, Release, Round
from surveys.releases.disclosure_cells import Why
from surveys.releases.paired import PairCount
from surveys.stats import Base, Breakdown, Choice, Place, Reading
from surveys.stats_compare import Comparison
from surveys.whole.sentences import response_words
from tests.milestones.test_sentences import outlook, reading

VERY = Choice("very", "Very likely", 2)
NOT = Choice("not", "Not likely", -1)


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([], "No two of these areas have counts that can be compared."),
        ([compare_areas(reading("A", 0, 0), reading("B", 1, 2))],
         "No two of these areas have counts that can be compared."),
        ([compare_areas(reading("A", 0, 9), reading("B", 9, 9))],
         "Only two of these areas have counts that can be compared, and they are clearly apart: "
         "one council in each would not turn it."),
        ([compare_areas(reading("A", 3, 9), reading("B", 3, 9))],
         "Only two of these areas have counts that can be compared, and their shares are the "
         "same."),
        ([compare_areas(reading("A", 4, 9), reading("B", 5, 9))],
         "Only two of these areas have counts that can be compared, and they are not clearly "
         "apart: one council or two could turn it."),
        ([compare_areas(reading("A", 0, 9), reading("B", 9, 9))] * 2,
         "All 2 pairs are clearly apart: one council in each area would not turn any."),
    ],
)  # fmt: skip
def test_of_one_pair_it_is_said_whether_it_is_apart(pairs: list[Comparison], told: str) -> None:
    assert apart_words(pairs) == told


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([(0, 9)], "No council named a barrier"),
        ([(1, 1)], "“0” was named most: by 1 of 1 council"),
        ([(4, 9), (2, 9)], "“0” was named most: by 4 of 9 councils"),
        ([(1, 1), (1, 1)], "2 barriers were named by 1 of 1 council each"),
    ],
)
def test_the_barrier_that_most_named(counts: list[tuple[int, int]], told: str) -> None:
    named = [
        reading("England", k, n, choice=Choice(str(at), str(at), -1))
        for at, (k, n) in enumerate(counts)
    ]
    assert barriers_title(named) == told


def test_a_region_of_one_council_has_one() -> None:
    told = [reading("London", 1, 1), reading("Kent", 0, 3)]
    assert map_title("met it", told) == "Met it: from 1 of 1 council in London to 0 of 3 in Kent"
    assert response_words(reading("England", 1, 1)) == "1 of 1 council answered"
    assert response_words(reading("England", 0, 2)) == "0 of 2 councils answered"


def pair(label: str, k: int | None) -> tuple[Outlook, Comparison]:
    """Against 1 of 20; hidden where it has no count."""
    here = reading("Kent", k, None if k is None else 9)
    if k is None:
        here = replace(here, base=Base(None, 9, withheld=Why.FEW), withheld=Why.FEW)
    return outlook(label, 1, 29), compare_areas(here, reading("the rest", 1, 20))


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([pair("Savings", None)], "Kent"),
        ([pair("Savings", 9)],
         "Kent councils are more confident on “Savings” than the rest of England"),
        ([pair("Savings", 9), pair("Advice", None)],
         "Kent councils are more confident on “Savings”, the only one shown, than the rest of "
         "England"),
        ([pair("Savings", 1), pair("Advice", None)],
         "Kent councils and the rest of England are not clearly apart on “Savings”, the only one "
         "shown"),
        ([pair("Savings", 1), pair("Advice", 1), pair("Jobs", None)],
         "Kent councils and the rest of England are clearly apart on none of 2 expectations shown"),
    ],
)  # fmt: skip
def test_a_region_of_which_one_expectation_is_shown(
    pairs: list[tuple[Outlook, Comparison]], told: str
) -> None:
    assert sentences_overview.region_title("Kent", pairs) == told


def test_a_region_of_which_all_is_hidden_is_not_said_to_be_apart_on_none() -> None:
    pairs, release = [pair("Savings", None)], Release(pk=1)
    held = BriefingFigures("kent", "Kent", release, release, pairs, None, Glance())
    assert findings_of(held) == ["Nothing of it is told of Kent."]


def test_milestones_that_name_places_are_told_apart_without_them() -> None:
    (first, gap), (second, _) = pair("Savings", 5), pair("Advice", 5)
    first = replace(first, milestone_slug="money", milestone="Money in Kent")
    second = replace(second, milestone_slug="plans", milestone="Plans of Kent")
    told = pairs_without([(first, gap), (second, gap)], {"Kent"})
    assert [each.milestone for each, _ in told] == ["Milestone 1", "Milestone 2"]


def step(month: int) -> InRound:
    round = Round(reference_date=datetime.date(2010, month, 1))
    return InRound(Release(round=round), Question())


def moved(*moves: tuple[str | None, str | None, int]) -> Flows:
    counts = [PairCount("n", "North", "a", before, after, n) for before, after, n in moves]
    return flows_of(counts, [VERY, NOT], [VERY, NOT])


@pytest.mark.parametrize(
    ("flows", "told"),
    [
        (moved(("very", "very", 3)), "Every council that answered one answered the other."),
        (moved(("very", "very", 3), ("very", None, 2)), "2 that answered in March 2010 cannot be"),
        (moved(("very", "very", 3), (None, "very", 1)), "1 that answered in May 2010 cannot be"),
        (moved(("very", None, 2), (None, "very", 1)),
         "2 that answered in March 2010 and 1 that answered in May 2010 cannot be matched: "),
    ],
)  # fmt: skip
def test_who_cannot_be_matched(flows: Flows, told: str) -> None:
    earlier, last = step(3), step(5)
    course = Course("forecasts", "", [earlier, last])
    assert left_out_words(course, flows, earlier).startswith(told)


@pytest.mark.parametrize(
    ("k", "n", "told"),
    [
        (1, 1, "The only one of the councils in England that gave both counts was"),
        (0, 1, "The only one of the councils in England that gave both counts was not"),
        (1, 9, "1 of the 9 councils in England that gave both counts was"),
        (2, 2, "Both councils in England that gave both counts were"),
        (0, 9, "None of the 9 councils in England that gave both counts were"),
    ],
)
def test_how_many_reached_the_target(k: int, n: int, told: str) -> None:
    measure = Measure(title="Share", target_percent=Decimal(30))
    on_base = OnBase(measure, MeasureBase(measure=measure, key="all", name="users"), [], [])
    england = reading("England", k, n, kind="england")
    rate = Rate(Release(), Question(), {}, {"england": england})
    assert reached_words(on_base, rate) == f"{told} at or above 30% of users."
    nobody = replace(rate, reached={"england": replace(england, k=0, base=Base(0, 9))})
    assert reached_words(on_base, nobody) == ""


NEAR = OtherCouncils("region", "Kent", "in its region", frozenset())


def on(label: str, same: int, n: int) -> OnExpectation:
    link = ExpectationQuestion(expectation=Expectation(label=label))
    among = {"region": OthersSaid({"very": same}, n)}
    return OnExpectation(link, Release(), [VERY, NOT], VERY, "", among)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ([], "None of the others in its region answered."),
        ([on("Savings", 0, 0)], "None of the others in its region answered."),
        ([on("Savings", 2, 8)], "On “Savings” 2 of 8 others in its region said the same."),
        ([on("Savings", 0, 1)], "On “Savings” the one other in its region did not say the same."),
        ([on("Savings", 5, 8), on("Advice", 1, 8)],
         "On 1 of 2 expectations more than half of the others in its region said the same. Fewest "
         "did on “Advice”: 1 of 8."),
    ],
)  # fmt: skip
def test_what_others_said_of_what_it_foretold(told: list[OnExpectation], said: str) -> None:
    assert expectations_summary(told, NEAR) == said


def progress(**counts: int) -> RegionProgress:
    return RegionProgress(RegionPlace("England"), Counter(counts), 0)


@pytest.mark.parametrize(
    ("whole", "board", "imported"),
    [
        (progress(), "No return is required", "No return is required"),
        (progress(**{SIGNED: 1}), "1 of 1 return is signed", "Its one return is in the file"),
        (progress(**{SIGNED: 2}), "All 2 returns are signed", "All 2 returns are in the file"),
        (progress(**{SIGNED: 1, "other": 1}), "1 of 2 returns are signed",
         "1 of 2 returns are in the file; 1 is not"),
    ],
)  # fmt: skip
def test_how_far_the_returns_are(whole: RegionProgress, board: str, imported: str) -> None:
    assert (board_title(whole), imported_title(whole)) == (board, imported)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((0, 0, 0), ""),
        ((0, 2, 3), "Systems: “all” for none of 5 councils, “some” for 2, “none” for 3"),
        ((1, 0, 0), "Systems: “all” for 1 of 1 council, “some” for none more, “none” for none"),
    ],
)
def test_who_has_it_for_all_for_some_and_for_none(counts: tuple[int, int, int], told: str) -> None:
    n = sum(counts)
    place, base = Place("systems", "Systems", "row"), Base(n, n)
    readings = tuple(
        Reading(None, place, Choice(key, key.capitalize(), tone), k, base)
        for key, tone, k in zip(("all", "some", "none"), (2, 1, -2), counts, strict=True)
    )
    assert tiers(Breakdown(place, base, readings)) == told
