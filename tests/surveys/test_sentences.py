"""What figures are told as: as printed, without oneself, with the right grammar."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from surveys.models import Question, Release, Round
from surveys.sentences import (
    bounds_words,
    k_of_n,
    others_words,
    same_words,
    source_line,
    source_lines,
)
from surveys.sentences_values import amount_words, total_words
from surveys.stats import Amount, Base, Breakdown, Choice, Place, Reading
from surveys.tables import breakdown_table

REGION = Place("east-midlands", "East Midlands", "region")
VERY, FAIRLY = Choice("very", "Very likely", 2), Choice("fairly", "Fairly likely", 1)
UNLIKELY = Choice("unlikely", "Unlikely", -1)


def reading(k: int, n: int, *, missing: int = 0, choice: Choice = VERY) -> Reading:
    return Reading(1, REGION, choice, k, Base(n=n, required=n + missing))


def published(percent: str, qualifier: str = "") -> Reading:
    return Reading(1, REGION, VERY, None, Base(None, None), Decimal(percent), qualifier)


def amount(value: str, qualifier: str = "") -> Amount:
    base = Base(None, None)
    return Amount(1, REGION, base, None, None, published=Decimal(value), qualifier=qualifier)


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        (0, ""),
        (1, "Whatever the one missing council would have said, the share in the East Midlands is "),
        (2, "Whatever the 2 missing councils would have said, the share in the East Midlands is "),
    ],
)
def test_the_bounds_are_told_of_one_council_as_of_several(missing: int, told: str) -> None:
    ends = {0: "", 1: "80.0% to 90.0%.", 2: "72.7% to 90.9%."}
    assert bounds_words(reading(8, 9, missing=missing)) == f"{told}{ends[missing]}"


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (reading(8, 9), "8 of 9 (89%)"),
        (published("60.00", "only"), "60% (in the report’s words: only)"),
        (published("40", "four in ten"), "four in ten (in words only, read as 40%)"),
        (published("29.2"), "29.2%"),
    ],
)
def test_a_published_share_is_told_as_printed_and_its_words_as_the_reports(
    figure: Reading, told: str
) -> None:
    assert k_of_n(figure) == told


@pytest.mark.parametrize(
    ("kind", "unit", "value", "qualifier", "told"),
    [
        ("percentage", "", "29.2000", "", "29.2%"),
        ("percentage", "", "35", "highest region", "35% (in the report’s words: highest region)"),
        ("percentage", "", "16.7", "one in six", "one in six (in words only, read as 16.7%)"),
        (
            "number",
            "people",
            "432349",
            "estimated",
            "432,349 people (in the report’s words: estimated)",
        ),
    ],
)
def test_a_published_number_is_told_as_printed(
    kind: str, unit: str, value: str, qualifier: str, told: str
) -> None:
    question = Question(type=kind, unit=unit)
    assert total_words(question, amount(value, qualifier)) == told
    assert amount_words(question, amount(value, qualifier)) == told.partition(" (in the")[0]


@pytest.mark.parametrize(
    ("figure", "is_own", "is_counted", "told"),
    [
        (reading(3, 9), True, True, "of the 8 others, 2"),
        (reading(3, 9), False, True, "of the 8 others, 3"),
        (reading(3, 9), False, False, "of the 9 others, 3"),
        (reading(1, 9), True, True, "of the 8 others, none"),
        (reading(2, 2), True, True, "of the one other, 1"),
        (reading(1, 1), True, True, ""),
        (published("60"), True, True, "60%"),
    ],
)
def test_a_council_is_no_other_to_itself(
    figure: Reading, is_own: bool, is_counted: bool, told: str
) -> None:
    assert others_words(figure, is_own=is_own, is_counted=is_counted) == told


READINGS = [reading(3, 9), reading(6, 9, choice=FAIRLY)]


@pytest.mark.parametrize(
    ("readings", "choices", "own", "told"),
    [
        (READINGS, ["very"], ["very"], "of the 8 others, 2 said the same"),
        # It said otherwise in the release that it is set beside.
        (READINGS, ["very"], ["fairly"], "of the 8 others, 3 said the same"),
        (READINGS, ["very"], None, "of the 9 others, 3 said the same"),
        (
            READINGS,
            ["very", "fairly"],
            ["very", "fairly"],
            "Very likely: of the 8 others, 2; Fairly likely: of the 8 others, 5",
        ),
        ([reading(1, 1)], ["very"], ["very"], "no other council answered"),
        ([published("60", "only")], ["very"], None, "60% (in the report’s words: only) said the s"),
    ],
)
def test_how_many_others_said_the_same(
    readings: list[Reading], choices: list[str], own: list[str] | None, told: str
) -> None:
    assert same_words(readings, choices, own=own).startswith(told)


@pytest.mark.parametrize(("counts", "note"), [((1, 1, 1), "Shares are rounded."), ((2, 1, 1), "")])
def test_a_table_says_where_its_shares_do_not_add_up(counts: tuple[int, ...], note: str) -> None:
    n = sum(counts)
    readings = tuple(
        reading(k, n, choice=choice)
        for k, choice in zip(counts, (VERY, FAIRLY, UNLIKELY), strict=True)
    )
    rows = [Breakdown(REGION, Base(n, n), readings)]
    assert breakdown_table(rows, name="a", caption="A", source="S").note == note


class TestWhereFiguresComeFrom:
    def _release(self, title: str, day: str, illustrative: str) -> Release:
        round = Round(title=title, reference_date=date.fromisoformat(day))
        round.illustrative = illustrative
        at = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
        return Release(pk=len(title), round=round, number=1, public_at=at, compiled_at=at)

    def test_of_several_releases_each_is_named_and_what_is_said_of_all_once(self) -> None:
        first = self._release("Spring", "2026-03-31", "Made up.")
        last = self._release("Autumn survey", "2026-09-30", "Made up.")
        assert source_lines([first, last, first]) == (
            "Sources: Spring (31 March 2026, release 1). Autumn survey (30 September 2026, "
            "release 1). Made up."
        )

    def test_made_up_answers_stand_beside_those_of_a_real_survey(self) -> None:
        first = self._release("Spring", "2026-03-31", "Made up.")
        last = self._release("Autumn survey", "2026-09-30", "")
        assert source_lines([first, last]) == (
            "Sources: Spring (31 March 2026, release 1). Made up. Autumn survey (30 September "
            "2026, release 1)."
        )

    def test_of_one_release_it_is_its_own_line(self) -> None:
        release = self._release("Spring", "2026-03-31", "")
        assert source_lines([release, release]) == source_line(release)
