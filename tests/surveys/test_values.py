"""What people type, understood as a value or refused in words that help."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppf_site import words
from ppf_site.lengths import LONGEST_TEXT
from ppf_site.refused import Refused
from surveys.values import LARGEST, Unclear, Value, key_of, read_value


@dataclass
class Asked:
    type: str
    unit: str = ""


@dataclass
class Choice:
    key: str
    label: str
    is_exclusive: bool = False


PEOPLE = Asked("number", "people")
POUNDS = Asked("number", "pounds")
SHARE = Asked("percentage")
OPTIONS = [Choice("web", "Website"), Choice("phone", "Telephone"), Choice("none", "None", True)]


def number(question: Asked, typed: str) -> Decimal | None:
    return read_value(question, [typed]).number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", 0),
        ("1234", 1234),
        (" 1,234 ", 1234),
        ("1 234", 1234),
        ("1\u00a0234\u202f567", 1234567),
        ("\u200b1235", 1235),
        ("1\u2009236", 1236),
        ("\u202a1238\u202c", 1238),
        ("\u200e1239", 1239),
        ("’1234", 1234),
        ("1,234,567", 1234567),
        ("12.0", 12),
        ("007", 7),
    ],
)
def test_whole_numbers_are_read_as_people_type_them(typed: str, value: int) -> None:
    assert number(PEOPLE, typed) == value


@pytest.mark.parametrize(("typed", "value"), [("£1,234", 1234), ("£ 5", 5), ("99", 99)])
def test_pounds_may_have_their_sign(typed: str, value: int) -> None:
    assert number(POUNDS, typed) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("45%", "45"),
        ("12.5 %", "12.5"),
        ("35 per cent", "35"),
        ("0.5 Percent", "0.5"),
        ("100", "100"),
        (".5%", "0.5"),
        ("0", "0"),
        ("1", "1"),
    ],
)
def test_percentages_may_have_their_sign(typed: str, value: str) -> None:
    assert number(SHARE, typed) == Decimal(value)


@pytest.mark.parametrize(
    ("question", "typed", "told"),
    [
        (POUNDS, "£1.2m", "without letters, such as 1,200,000"),
        (PEOPLE, "3k", "such as 3,000"),
        (POUNDS, "2 million", "such as 2,000,000"),
        (POUNDS, "1.5bn", "such as 1,500,000,000"),
        (PEOPLE, "about 200", "Enter a whole number of people in figures, such as 1,234."),
        (PEOPLE, "1,23", "in figures"),
        (PEOPLE, "£12", "in figures"),
        (PEOPLE, "12.5", "Enter a whole number, without decimals"),
        (PEOPLE, "-3", "zero or more"),
        (PEOPLE, "12-15", "in figures"),
        (PEOPLE, "１２a", "in figures"),
        (PEOPLE, "NaN", "in figures"),
        (
            PEOPLE,
            "1e5",
            "Write the number out, without an exponent. Enter a whole number of people",
        ),
        (PEOPLE, "1E9", "Write the number out"),
        (POUNDS, "£1.2e+6", "Write the number out"),
        (SHARE, "1e400", "Write the number out, without an exponent. Enter a percentage between"),
        (PEOPLE, str(LARGEST + 1), "too large"),
        (SHARE, "101", "between 0 and 100"),
        (SHARE, "-1", "zero or more"),
        (SHARE, "half", "such as 45 or 12.5"),
    ],
)
def test_what_is_no_number_is_refused_with_what_to_type(
    question: Asked, typed: str, told: str
) -> None:
    with pytest.raises(Refused, match=told.replace(".", r"\.")):
        number(question, typed)


@pytest.mark.parametrize("question", [PEOPLE, POUNDS, SHARE])
@pytest.mark.parametrize(
    "typed",
    [
        "9" * 5000,
        "9" * 5000 + ".5",
        "0" * 41,
        "9" * 5000 + "m",
        "1e" + "9" * 5000,
        "0." + "1" * 5000,
    ],
    ids=["whole", "decimals", "zeros", "millions", "exponent", "small"],
)
def test_a_number_of_thousands_of_digits_is_refused_with_what_to_type(
    question: Asked, typed: str
) -> None:
    with pytest.raises(Refused, match=r"This is too long for a number\. Enter a .* such as"):
        number(question, typed)


@pytest.mark.parametrize("typed", ["-0", "-0.0", "0.0"])
def test_zero_has_no_sign(typed: str) -> None:
    assert str(number(PEOPLE, typed)) == "0"


@given(st.integers(min_value=0, max_value=int(LARGEST)))
def test_a_number_reads_back_as_the_site_writes_it(value: int) -> None:
    assert number(PEOPLE, words.number(Decimal(value))) == value
    assert number(POUNDS, words.pounds(Decimal(value))) == value


@given(st.decimals(min_value=0, max_value=100, places=4))
def test_a_percentage_reads_back_as_the_site_writes_it(value: Decimal) -> None:
    assert number(SHARE, f"{words.number(value)}%") == value


@pytest.mark.parametrize(
    ("typed", "told", "meanings"),
    [
        ("0.12", "Do you mean 12%, or 0.12%?", ["12", "0.12"]),
        (".5", "Do you mean 50%, or 0.5%?", ["50", "0.5"]),
        ("n/a", "“n/a” is not a number. What do you mean?", ["not_applicable", "not_known"]),
        ("Not known.", "“Not known.” is not a number.", ["not_known", "not_applicable"]),
        (" nil ", "“nil” is not a number.", ["0", "not_known", "not_applicable"]),
        ("None", "“None” is not a number.", ["0", "not_known", "not_applicable"]),
        ("–", "“–” is not a number.", ["0", "not_known", "not_applicable"]),
    ],
)
def test_what_may_mean_several_things_is_asked(typed: str, told: str, meanings: list[str]) -> None:
    with pytest.raises(Unclear) as asked:
        number(SHARE, typed)
    assert str(asked.value).startswith(told)
    assert [key_of(value) for value in asked.value.meanings] == meanings


def test_no_day_and_no_choice_is_zero() -> None:
    for asked in (Asked("date"), Asked("single")):
        with pytest.raises(Unclear) as unclear:
            read_value(asked, ["nil"], OPTIONS)
        assert [each.reason for each in unclear.value.meanings] == ["not_known", "not_applicable"]


def test_a_word_that_is_an_answer_is_that_answer() -> None:
    assert read_value(Asked("single"), ["none"], OPTIONS).choices == ("none",)
    assert read_value(Asked("text"), ["n/a"]).text == "n/a"


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused_in_words(typed: str) -> None:
    try:
        value = read_value(PEOPLE, [typed])
    except Refused as refused:
        assert str(refused).endswith((".", "?"))
    else:
        assert value.is_blank or value.number is not None


@given(st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2100, 12, 31)))
def test_a_date_reads_back_as_people_write_it(day: datetime.date) -> None:
    asked = Asked("date")
    for typed in (words.day(day), f"{day:%d/%m/%Y}", f"{day.day} {day:%b} {day.year}", str(day)):
        assert read_value(asked, [typed]).date == day


@pytest.mark.parametrize(
    "typed",
    [
        "4 May 2025",
        "4th May 2025",
        "4 May 25",
        "04/05/25",
        "4.5.25",
        "4-5-2025",
        "4 / 5 / 2025",
        "4th of May, 2025",
        "Sunday 4 May 2025",
        "Sun, 4 may ’25",
        "May 4th, 2025",
        "4-May-25",
        "04May2025",
        "2025-05-04 00:00:00",
        " 4\u00a0May 2025 ",
    ],
)
def test_a_day_is_understood_as_people_in_england_write_it(typed: str) -> None:
    assert read_value(Asked("date"), [typed]).date == datetime.date(2025, 5, 4)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1st April 2025", "2025-04-01"),
        ("1.4.25", "2025-04-01"),
        ("1st of April, 2025", "2025-04-01"),
        ("9 Sept 08", "2008-09-09"),
        ("2nd Mar. 1999", "1999-03-02"),
        ("31/12/75", "1975-12-31"),
        ("11 jan 11", "2011-01-11"),
    ],
)
def test_months_may_be_short_and_years_have_two_digits(typed: str, day: str) -> None:
    assert read_value(Asked("date"), [typed]).date == datetime.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("31/02/2025", "There is no 31 February 2025: February 2025 has 28 days."),
        ("31 Feb 24", "There is no 31 February 2024: February 2024 has 29 days."),
        ("April 31st, 2026", "There is no 31 April 2026: April 2026 has 30 days."),
        ("2026-06-31", "There is no 31 June 2026"),
        ("00/01/2026", "There is no 0 January 2026"),
        ("1 Ma 2026", "day, month and year"),
        ("1 Jumo 2026", "day, month and year"),
        ("1/4", "day, month and year"),
        ("1 April 205", "day, month and year"),
        ("13.13.25", "day, month and year"),
        ("April 125", "day, month and year"),
        ("March 2026", "day, month and year"),
        ("3/31/2026", "day, month and year"),
        ("1 April 1066", "between 1900 and 2100"),
    ],
)
def test_what_is_no_date_is_refused(typed: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        read_value(Asked("date"), [typed])


@pytest.mark.parametrize("typed", ["web", "Website", " website "])
def test_a_choice_is_known_by_its_key_and_its_label(typed: str) -> None:
    assert read_value(Asked("single"), [typed], OPTIONS).choices == ("web",)


def test_several_choices_stand_in_the_order_of_the_options() -> None:
    assert read_value(Asked("multiple"), ["phone", "web"], OPTIONS).choices == ("web", "phone")


@pytest.mark.parametrize(
    ("type", "typed", "told"),
    [
        ("single", ["post"], "“post” is not one of the answers. Choose from: Website; "),
        ("single", ["web", "phone"], "Choose one answer only"),
        ("multiple", ["web", "none"], "“None” cannot be chosen together"),
    ],
)
def test_choices_that_do_not_fit_are_refused(type: str, typed: list[str], told: str) -> None:
    with pytest.raises(Refused, match=told):
        read_value(Asked(type), typed, OPTIONS)


def test_nothing_typed_is_blank_and_zero_is_a_value() -> None:
    assert read_value(PEOPLE, ["  "]).is_blank
    assert not read_value(PEOPLE, ["0"]).is_blank


def test_a_reason_stands_where_nothing_is_typed() -> None:
    assert read_value(PEOPLE, [""], reason="not_known") == Value(reason="not_known")
    assert read_value(PEOPLE, ["5"], reason="not_known") == Value(number=Decimal(5))
    with pytest.raises(Refused, match="Not known"):
        read_value(PEOPLE, [], reason="whatever")


def test_a_text_is_kept_without_blanks_at_its_ends_and_has_an_end() -> None:
    assert read_value(Asked("text"), [" One\nTwo\x00 "]).text == "One\nTwo"
    with pytest.raises(Refused, match=r"Shorten the text to 10,000 characters\. It has 10,001"):
        read_value(Asked("text"), ["a" * (LONGEST_TEXT + 1)])
