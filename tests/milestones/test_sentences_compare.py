"""What a comparison says is true of any two areas: alone, level, silent or one within the other."""

from dataclasses import replace

import pytest

from councils.models import Council
from milestones.compare import sentences
from milestones.compare.counted import title_counts
from milestones.compare.sentences_named import named_title
from milestones.stats import compare_areas
from ppf_site.intervals import chance_of_gap
from surveys.models import ReleasedReturn
from surveys.stats import Base, Breakdown, Choice, Reading
from surveys.stats_compare import Comparison
from tests.milestones.test_sentences import MET, SAVINGS, published, reading

ENGLAND = reading("England", 79, 151, kind="england")
SOUTH_WEST = reading("South West", 4, 15)
EAST_MIDLANDS = reading("East Midlands", 8, 9)
UNITARIES = reading("Unitaries", 30, 55, kind="type")
SILENT = reading("North East", 0, 0)


Compared = tuple[list[Breakdown], list[Comparison]]


def compared(*readings: Reading) -> Compared:
    places = [Breakdown(each.place, each.base, (each,)) for each in readings]
    return places, [compare_areas(readings[0], other) for other in readings[1:]]


def title(*readings: Reading) -> str:
    return sentences.comparison_title(SAVINGS, *compared(*readings))


def counted(*readings: Reading) -> bool:
    return title_counts(*compared(*readings))


class TestOfEnglandAndAPartOfIt:
    @pytest.fixture(params=[(ENGLAND, SOUTH_WEST), (SOUTH_WEST, ENGLAND)])
    def pair(self, request: pytest.FixtureRequest) -> Comparison:
        return compare_areas(*request.param)

    def test_the_part_is_tested_against_the_rest(self, pair: Comparison) -> None:
        assert (pair.left.k, pair.left.n) == (4, 15)
        assert (pair.right.k, pair.right.n) == (75, 136)
        assert pair.chance == chance_of_gap(4, 15, 75, 136)

    def test_the_words_say_so(self, pair: Comparison) -> None:
        told = sentences.pair_sentence(pair)
        assert "4 of 15 (27%) against the rest of England 75 of 136 (55%)." in told
        assert "England contains the region, so it is compared with the rest." in told

    def test_a_type_is_compared_with_the_rest_too(self) -> None:
        pair = compare_areas(ENGLAND, UNITARIES)
        assert (pair.left.k, pair.right.k, pair.right.n) == (30, 49, 96)
        assert "England contains these councils" in sentences.pair_sentence(pair)

    @pytest.mark.parametrize(
        ("part", "told"),
        [
            (
                reading("London", 5, 9),
                "On “Savings”: 5 of 9 in London, 74 of 142 in the rest of England (close: one "
                "council could turn it)",
            ),
            (reading("London", 2, 33), "London councils are less confident than the rest of"),
            (reading("London", 32, 33), "London councils are more confident than the rest of"),
            (SILENT, "Two areas compared on"),
        ],
    )
    def test_the_title_speaks_of_the_part(self, part: Reading, told: str) -> None:
        assert title(ENGLAND, part).startswith(told)
        assert title(part, ENGLAND).startswith(told)

    def test_ahead_and_behind_are_for_what_is_not_a_likelihood(self) -> None:
        england = reading("England", 79, 151, choice=MET, kind="england")
        assert "are further behind than the rest of England on" in title(
            england, reading("London", 2, 33, choice=MET)
        )


class TestOfATypeAndARegion:
    SHARED = {frozenset({"unitaries", "south-west"}): 12, frozenset({"unitaries", "london"}): 1}

    @pytest.mark.parametrize(
        ("region", "told"),
        [
            (SOUTH_WEST, "The two overlap: 12 councils are in both."),
            (reading("London", 5, 9), "The two overlap: 1 council is in both."),
        ],
    )
    def test_that_they_overlap_is_told_with_how_many(self, region: Reading, told: str) -> None:
        pair = compare_areas(UNITARIES, region, self.SHARED)
        assert pair.chance is None
        assert told in sentences.pair_sentence(pair)

    def test_nothing_is_said_where_no_council_is_in_both(self) -> None:
        pair = compare_areas(reading("Counties", 5, 27, kind="type"), SOUTH_WEST, self.SHARED)
        assert pair.chance is not None
        assert "both" not in sentences.pair_sentence(pair)

    def test_where_no_release_tells_it_they_can_share_councils(self) -> None:
        pair = compare_areas(UNITARIES, SOUTH_WEST, None)
        assert pair.chance is None
        assert "The two can share councils." in sentences.pair_sentence(pair)

    def test_the_title_names_a_leader_by_the_same_rule(self) -> None:
        assert title(reading("Counties", 27, 27, kind="type"), reading("London", 0, 33)) == (
            "Counties are more confident than London councils on “Savings”"
        )


class TestTheTitle:
    @pytest.mark.parametrize(
        ("readings", "told"),
        [
            (
                [SOUTH_WEST, EAST_MIDLANDS],
                "East Midlands councils are more confident than South West councils on “Savings”",
            ),
            (
                [reading("London", 5, 9), reading("South East", 5, 9)],
                "London and South East say the same on “Savings”",
            ),
            (
                [reading("London", 5, 9), reading("South East", 6, 9)],
                "On “Savings”: 5 of 9 in London, 6 of 9 in the South East (close: one council "
                "could turn it)",
            ),
            ([SOUTH_WEST, SILENT], "Two areas compared on “Savings”"),
            ([SILENT, SILENT, SILENT], "Three areas compared on “Savings”"),
            ([SILENT], "No council in the North East answered"),
            (
                [SOUTH_WEST, EAST_MIDLANDS, UNITARIES],
                "On “Savings”: 8 of 9 in the East Midlands, 30 of 55 among unitaries and 4 of 15 "
                "in the South West",
            ),
            (
                [reading("London", 5, 9), reading("South East", 5, 9), reading("Yorkshire", 5, 9)],
                "On “Savings”: 5 of 9 in each of the three regions",
            ),
            ([published("London", "60"), published("South East", "50")], "Two areas compared on"),
        ],
    )
    def test_is_true(self, readings: list[Reading], told: str) -> None:
        assert title(*readings).startswith(told)


class TestTheSentence:
    LIKELY = "are very likely to have made savings by April 2011"

    @pytest.mark.parametrize(
        ("readings", "told"),
        [
            (
                [EAST_MIDLANDS, SOUTH_WEST],
                f"8 of the 9 East Midlands councils {LIKELY}; in the South West, 4 of 15 are.",
            ),
            (
                [EAST_MIDLANDS, SILENT],
                f"8 of the 9 East Midlands councils {LIKELY}; "
                "in the North East, no council answered.",
            ),
            (
                [SILENT, EAST_MIDLANDS],
                f"8 of the 9 East Midlands councils {LIKELY}; "
                "in the North East, no council answered.",
            ),
            ([SILENT], "No council in the North East answered."),
            (
                [EAST_MIDLANDS, UNITARIES],
                f"8 of the 9 East Midlands councils {LIKELY}; among unitaries, 30 of 55 are.",
            ),
            (
                [EAST_MIDLANDS, published("London", "60", "about")],
                f"8 of the 9 East Midlands councils {LIKELY}; in London, 60% (in the report’s "
                "words: about) are.",
            ),
            (
                [EAST_MIDLANDS, reading("London", 1, 1)],
                f"8 of the 9 East Midlands councils {LIKELY}; in London, the only one that "
                "answered is.",
            ),
            (
                [EAST_MIDLANDS, reading("London", 0, 1)],
                f"8 of the 9 East Midlands councils {LIKELY}; in London, the only one that "
                "answered is not.",
            ),
            (
                [EAST_MIDLANDS, reading("London", 1, 4), reading("South East", 0, 4)],
                f"8 of the 9 East Midlands councils {LIKELY}; in London, 1 of 4 is; "
                "in the South East, 0 of 4 are.",
            ),
        ],
    )
    def test_is_true(self, readings: list[Reading], told: str) -> None:
        assert sentences.comparison_sentence(SAVINGS, readings) == told


def test_the_chart_names_a_type_as_a_type() -> None:
    places = [Breakdown(each.place, each.base, (each,)) for each in (UNITARIES, EAST_MIDLANDS)]
    assert sentences.ends_title(places) == (
        "Very likely: from 8 of 9 in the East Midlands to 30 of 55 among unitaries"
    )


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        ([EAST_MIDLANDS, SILENT], "East Midlands: 8 of 9 (89%). North East: no answers."),
        ([published("London", "60", "about")], "London: 60% (in the report’s words: about)."),
    ],
)
def test_the_summary_gives_each_share(readings: list[Reading], told: str) -> None:
    assert sentences.shares_sentence(readings) == told


def test_a_gap_to_nobody_is_not_told() -> None:
    told = sentences.pair_sentence(compare_areas(EAST_MIDLANDS, SILENT))
    assert "No council in the North East answered, so there is no gap to tell." in told


def test_no_gap_is_robust_that_cannot_be_told() -> None:
    assert "p =" not in sentences.pair_sentence(compare_areas(SOUTH_WEST, EAST_MIDLANDS))


def test_a_gap_of_published_shares_is_said_to_be_without_counts() -> None:
    pair = compare_areas(published("London", "60"), published("South East", "50"))
    assert "the counts are not published" in sentences.pair_sentence(pair)


def test_an_unpublished_base_has_no_rest_of_england() -> None:
    england = Reading(1, ENGLAND.place, ENGLAND.choice, None, Base(None, None))
    assert compare_areas(england, SOUTH_WEST).chance is None


LABELS = {"very-likely": "Very likely", "fairly-likely": "Fairly likely", "yes": "Yes"}


def said(
    name: str, *choices: str, reason: str = "", answered: bool = True, requirement: str = ""
) -> ReleasedReturn:
    row = ReleasedReturn(council=Council(name=name), is_required=True, is_answered=answered)
    row.requirement = requirement
    row.choices, row.reason = list(choices) or None, reason or None
    return row


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], ""),
        ([said("Derby", "very-likely")], "Derby said very likely."),
        (
            [said("Derby", "very-likely"), said("Leicester", "fairly-likely")],
            "Derby said very likely; Leicester said fairly likely.",
        ),
        ([said("Derby", "yes", "very-likely")], "Derby answered “Yes” and “Very likely”."),
        ([said("Derby", reason="not_known")], "Derby did not know."),
        ([said("Derby", reason="not_applicable")], "Derby said it does not apply."),
        ([said("Derby")], "Derby left it blank."),
        ([said("Derby", answered=False)], "Derby sent no return."),
        ([said("Derby", answered=False, requirement="declined")], "Derby declined."),
    ],
)
def test_councils_are_told_by_their_answers(rows: list[ReleasedReturn], told: str) -> None:
    assert sentences.councils_sentence(rows, LABELS) == told


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "No area has been asked about “Savings”"),
        ([said("Derby", "yes")], "On “Savings”: Derby answered “Yes”"),
        (
            [said("Derby", "yes"), said("Leicester", "very-likely")],
            "Derby and Leicester answered differently on “Savings”",
        ),
        (
            [said(name, "yes") for name in ("Derby", "Leicester", "Rutland")],
            "Derby, Leicester and Rutland answered the same on “Savings”",
        ),
        (
            [said("Derby", "yes"), said("Leicester")],
            "One of these two councils answered “Yes” on “Savings”",
        ),
        (
            [said(name, "yes") for name in "ABCD"],
            "All of these four councils answered “Yes” on “Savings”",
        ),
        (
            [said("Derby", "fairly-likely"), said("A"), said("B", "very-likely"), said("C")],
            "One of these four councils said very likely on “Savings”",
        ),
        ([said(name) for name in "ABCD"], "None of these four councils answered on “Savings”"),
    ],
)
def test_the_title_of_councils_is_what_they_said(rows: list[ReleasedReturn], told: str) -> None:
    assert sentences.councils_title(SAVINGS, rows, LABELS) == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["staff", "staff"], "All of these 2 councils named “Staff” on “Barriers”"),
        (["money", "money"], "None of these 2 councils named “Staff” on “Barriers”"),
        (["staff", "money"], "1 of these 2 councils named “Staff” on “Barriers”: Derby"),
        (
            ["staff", "", "staff"],
            "2 of these 3 councils named “Staff” on “Barriers”: Derby and York",
        ),
        (
            ["staff"] * 4 + [""],
            "4 of these 5 councils named “Staff” on “Barriers”",
        ),
    ],
)
def test_the_title_of_one_of_several_answers_is_who_named_it(given: list[str], told: str) -> None:
    names = ["Derby", "Leicester", "York", "Bath", "Poole"]
    rows = [said(name, *([key] if key else [])) for name, key in zip(names, given, strict=False)]
    assert named_title("Barriers", Choice("staff", "Staff", 0), rows) == told


def of_required(name: str, k: int, n: int, required: int) -> Reading:
    found = reading(name, k, n)
    return replace(found, base=Base(n=n, required=required))


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        ([of_required("London", 5, 9, 9), of_required("South East", 6, 9, 9)],
         "No council in any of them is missing."),
        ([of_required("London", 5, 9, 9)], "No council there is missing."),
        ([of_required("London", 5, 8, 9), of_required("South East", 6, 9, 9)],
         "In London, 1 of 9 gave no answer, so the share is 56% to 67%."),
        ([of_required("London", 0, 1, 2), of_required("South East", 1, 1, 3)],
         "In London, 1 of 2 gave no answer, so the share is 0% to 50%; in the South East, 2 of 3 "
         "gave no answer, so the share is 33% to 100%."),
        ([of_required("London", 0, 1, 2), of_required("South East", 1, 1, 3),
          of_required("North East", 1, 3, 4)],
         "Most are missing in the South East: 2 of 3, so the share is 33% to 100%."),
        ([SILENT], ""),
        ([published("England", "52")], ""),
    ],
)  # fmt: skip
def test_who_is_missing_is_told_with_what_they_could_change(
    readings: list[Reading], told: str
) -> None:
    assert sentences.silent_words(readings) == told


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        ([reading("London", 5, 9), reading("South East", 6, 9)], True),
        # A leader is named, or both say the same: no counts.
        ([EAST_MIDLANDS, SOUTH_WEST], False),
        ([reading("London", 5, 9), reading("South East", 5, 9)], False),
        # "8 of 90" tells no 8 of 9.
        ([reading("London", 8, 9), reading("South East", 8, 90)], False),
        # The title tells the rest of England, not England.
        ([reading("London", 5, 9), reading("England", 80, 150, kind="england")], False),
        ([reading("London", 5, 9), reading("South East", 6, 9), reading("East", 2, 7)], True),
        ([reading("London", 5, 9), reading("South East", 5, 9), reading("East", 5, 9)], True),
        ([reading("London", 2, 4), reading("South East", 1, 2), reading("East", 3, 6)], False),
        ([reading("London", 5, 9), SILENT], False),
        ([SILENT, SILENT], False),
        ([reading("London", 5, 9)], False),
    ],
)
def test_whether_the_title_tells_all_counts_is_decided_from_the_values(
    readings: list[Reading], told: bool
) -> None:
    assert counted(*readings) == told
    if told:
        assert all(f"{each.k} of {each.n}" in title(*readings) for each in readings)


def test_counts_that_the_title_has_told_are_not_told_again() -> None:
    close = [of_required("London", 5, 8, 9), of_required("South East", 6, 9, 9)]
    pairs = [compare_areas(close[0], close[1])]
    told = sentences.sums_up(SAVINGS, close, pairs, is_counted=counted(*close))
    assert told == (
        "Counted are councils that said very likely, of those that answered. In London, 1 of 9 "
        "gave no answer, so the share is 56% to 67%."
    )
    apart = [EAST_MIDLANDS, SOUTH_WEST]
    told = sentences.sums_up(
        SAVINGS, apart, [compare_areas(apart[0], apart[1])], is_counted=counted(*apart)
    )
    assert told.startswith("8 of the 9 East Midlands councils are very likely")
