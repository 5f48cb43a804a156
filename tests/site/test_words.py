"""Numbers, shares and dates read as the site promises."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppf_site import words


@pytest.mark.parametrize(
    ("k", "n", "expected"),
    [
        (8, 9, "89%"),
        (4, 15, "27%"),
        (1, 8, "13%"),  # 12.5: halves go away from zero, not to the even number
        (5, 8, "63%"),
        (102, 148, "69%"),
        (0, 15, "0%"),
        (603, 1000, "60.3%"),
        (0, 0, ""),
    ],
)
def test_percent_is_whole_under_a_base_of_1000(k: int, n: int, expected: str) -> None:
    assert words.percent(k, n) == expected


@given(n=st.integers(1, 999), data=st.data())
def test_percent_is_never_further_off_than_half_a_point(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))

    shown = int(words.percent(k, n).rstrip("%"))

    assert abs(shown * n - 100 * k) * 2 <= n


def test_a_share_says_the_count_first() -> None:
    assert words.k_of_n(8, 9) == "8 of 9 (89%)"


def test_a_share_of_nobody_has_no_percentage() -> None:
    assert words.k_of_n(0, 0) == "0 of 0"


@pytest.mark.parametrize(
    ("share", "expected"), [(8 / 9, "89%"), (0.125, "13%"), (0.0, "0%"), (None, "")]
)
def test_share_percent_keeps_no_data_apart_from_zero(share: float | None, expected: str) -> None:
    assert words.share_percent(share) == expected


def test_numbers_have_thousands_and_a_true_minus() -> None:
    assert words.number(1234567) == "1,234,567"
    assert words.number(-1200.50) == "\N{MINUS SIGN}1,200.5"
    assert words.number(None) == ""


def test_pounds_are_whole() -> None:
    assert words.pounds(681_000_000) == "£681,000,000"
    assert words.pounds(-1.5) == "\N{MINUS SIGN}£2"
    assert words.pounds(None) == ""


def test_a_day_is_written_out() -> None:
    assert words.day(date(2011, 3, 31)) == "31 March 2011"
    assert words.day(None) == ""


def test_the_day_of_a_moment_is_by_the_clocks_of_london() -> None:
    last_hour_by_utc = datetime(2010, 6, 30, 23, 30, tzinfo=UTC)

    assert words.day(last_hour_by_utc) == "1 July 2010"
    assert words.day_and_time(last_hour_by_utc) == "1 July 2010, 12:30am"


def test_lists_end_in_and() -> None:
    assert words.join_words(["a", "b", "c"]) == "a, b and c"
    assert words.join_words(["a", "b"], "or") == "a or b"
    assert words.join_words(["a"]) == "a"
    assert words.join_words([]) == ""


@pytest.mark.parametrize(
    ("k", "n", "expected"),
    [
        (8, 9, "8 of the 9"),
        (9, 9, "all 9"),
        (2, 2, "both"),
        (1, 1, "the only one"),
        (0, 9, "none of the 9"),
        (0, 0, "none of the 0"),
    ],
)
def test_a_sentence_says_all_and_none_in_words(k: int, n: int, expected: str) -> None:
    assert words.share_words(k, n) == expected


def test_plural() -> None:
    assert words.plural(1, "council") == "1 council"
    assert words.plural(9, "council") == "9 councils"
    assert words.plural(2, "reply", "replies") == "2 replies"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2010-05-27", "27 May 2010"), ("2010-05", "May 2010"), ("2010", "2010"), ("", "")],
)
def test_a_printed_day_or_month_reads_as_people_write_it(text: str, expected: str) -> None:
    assert words.printed(text) == expected


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Very likely", "very likely"),
        ("NHS trusts unlikely", "NHS trusts unlikely"),
        ("R&D", "R&D"),
        ("NHSmail in use", "NHSmail in use"),
        ("A lot", "a lot"),
        ("Not with the NHS", "not with the NHS"),
        ("London boroughs", "London boroughs"),
        ("Metropolitan districts", "metropolitan districts"),
        ("", ""),
    ],
)
def test_a_label_within_a_sentence_keeps_its_abbreviations(label: str, told: str) -> None:
    assert words.lower_first(label) == told


@pytest.mark.parametrize("value", [words.rounded(-0.4), -0.0, Decimal("-0"), Decimal("-0.00")])
def test_there_is_no_minus_before_a_zero(value: float | Decimal) -> None:
    assert words.number(value) == "0"


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("Is it in place?", "Is it in place? Homes"),
        ("How ready are:", "How ready are: Homes"),
        ("Systems", "Systems: Homes"),
    ],
)
def test_a_row_is_read_after_its_heading(heading: str, told: str) -> None:
    assert words.under(heading, "Homes") == told
