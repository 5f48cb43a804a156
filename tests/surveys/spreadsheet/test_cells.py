"""A cell of an uploaded return: what it is taken for, and what is expected there."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from councils.models import Council
from ppf_site import workbook_contents
from ppf_site.workbook_limits import cleaned
from surveys.models import Check, Return
from surveys.spreadsheet.plan import LineKind, UploadPlan
from surveys.spreadsheet.rows import ABOUT, ANSWER, ANSWERS, NOTE, REASON
from surveys.values import Value
from tests.factories import (
    answer,
    make_open_round,
    make_option,
    make_question,
    make_return,
)
from tests.surveys.spreadsheet.filled import (
    downloaded,
    filled,
    line,
    opened,
    packed,
    place,
    plan_of,
    told,
    with_raw,
)

DAY = datetime.date(2026, 3, 31)


@pytest.fixture
def return_of(home: Council) -> Return:
    """A return with a question of each type, of which one is answered."""
    round = make_open_round("spring")
    people = make_question(round, "people", unit="people")
    make_question(round, "share", type="percentage")
    owner = make_question(round, "owner", type="single", options=("director", "nobody"))
    make_question(round, "system", type="yes_no")
    channels = make_question(round, "channels", type="multiple")
    make_question(round, "day", type="date")
    make_question(round, "words", type="text")
    assert owner.scale
    assert channels.scale
    make_option(owner.scale, "head", label="Director’s “head” – of service")
    make_option(channels.scale, "none", label="None of these", is_exclusive=True, position=9)
    return make_return(round, home, state="in_progress", answers={people: 1000})


def upload(return_of: Return, answers: dict[str, Any], **columns: Any) -> UploadPlan:
    return plan_of(return_of, filled(downloaded(return_of), answers, **columns))


# Cells


@pytest.mark.parametrize(
    ("key", "typed", "column", "value"),
    [
        ("people", 1234, "number", Decimal(1234)),
        ("people", "1,234", "number", Decimal(1234)),
        ("people", "1\u00a0234 ", "number", Decimal(1234)),
        ("people", "'1234", "number", Decimal(1234)),
        ("people", "\u200b1235", "number", Decimal(1235)),
        ("people", "1\u2009236", "number", Decimal(1236)),
        ("people", "\u202a1238\u202c", "number", Decimal(1238)),
        ("people", "\u200e1239", "number", Decimal(1239)),
        ("people", 0, "number", Decimal(0)),
        ("people", 12.0, "number", Decimal(12)),
        ("people", 1234.0000001, "number", Decimal(1234)),
        ("people", -1e-14, "number", Decimal(0)),
        ("share", 1e-300, "number", Decimal(0)),
        ("share", 12.5, "number", Decimal("12.5")),
        ("share", 1.1 + 2.2, "number", Decimal("3.3")),
        ("share", "0.12%", "number", Decimal("0.12")),
        ("share", "45%", "number", Decimal(45)),
        ("owner", " Nobody\u00a0", "choices", ("nobody",)),
        ("owner", 'DIRECTOR\'S "head" - of  service', "choices", ("head",)),
        ("owner", "director", "choices", ("director",)),
        ("system", True, "choices", ("yes",)),
        ("system", "n", "choices", ("no",)),
        ("day", DAY, "date", DAY),
        ("day", "31/03/2026", "date", DAY),
        ("day", "31st of March, 26", "date", DAY),
        ("day", "31.3.26", "date", DAY),
        ("day", datetime.datetime(2026, 3, 31, 14, 5), "date", DAY),  # noqa: DTZ001
        ("day", " 31\u00a0March 2026", "date", DAY),
        ("day", 46112, "date", DAY),
        ("day", "'31/03/2026", "date", DAY),
        ("words", 12, "text", "12"),
        ("words", True, "text", "Yes"),
        ("words", DAY, "text", "31 March 2026"),
        ("words", "a_x0000_b_x001F__x000D_c", "text", "ab\nc"),
        ("words", "  a\nb\u200b ", "text", "a\nb"),
    ],
)
def test_a_cell_is_understood(
    return_of: Return, key: str, typed: Any, column: str, value: Any
) -> None:
    plan = upload(return_of, {key: typed})
    assert plan.problems == []
    assert getattr(line(plan, key).value, column) == value


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("people", "about 1200", "Enter a whole number of people in figures, such as 1,234."),
        ("people", "1.2k", "Enter the whole number without letters, such as 1,200."),
        ("people", 12.5, "Enter a whole number, without decimals, such as 12."),
        ("people", -3, "Enter a number that is zero or more."),
        ("people", 1234.001, "Enter a whole number, without decimals, such as 1,234."),
        ("people", 1e300, "This number is too large. Check that it is in the unit asked for."),
        ("people", True, "Enter a whole number of people in figures, such as 1,234."),
        ("people", "9" * 5000, "This is too long for a number. Enter a whole number of people in"),
        ("people", "9" * 5000 + ".5", "This is too long for a number."),
        ("people", "1e400", "Write the number out, without an exponent. Enter a whole number"),
        ("share", "1e9", "Write the number out, without an exponent. Enter a percentage"),
        ("share", 101, "Enter a percentage between 0 and 100."),
        ("owner", "The mayor", "“The mayor” is not one of the answers. Choose from: Director"),
        ("day", "next week", "Enter a date with day, month and year, such as 31 March 2026."),
        ("channels:web", "perhaps", "Enter Yes or No."),
        ("channels:web", "No", "Say Yes to one answer at least"),
        ("words", "x" * 10_001, "Shorten the text to 10,000 characters. It has 10,001."),
    ],
)
def test_a_wrong_cell_is_told_what_is_expected(
    return_of: Return, key: str, typed: Any, sentence: str
) -> None:
    plan = upload(return_of, {key: typed})
    assert told(plan).startswith(sentence)
    assert plan.problems[0].cell == place(opened(downloaded(return_of)), key)
    assert plan.to_save == []


def test_a_formula_without_a_result_is_refused(return_of: Return) -> None:
    plan = upload(return_of, {"people": "=600+600"})
    assert told(plan).startswith("This cell holds a formula, and the file has no result of it")
    assert (plan.problems[0].question, plan.problems[0].value) == ("People", "")


def with_formula(return_of: Return, name: str, result: str, kind: str = "n") -> UploadPlan:
    """As a spreadsheet program saves one: the formula, and what it comes to."""
    content = downloaded(return_of)
    cell = place(opened(content), name)
    return plan_of(return_of, with_raw(content, cell, f"<f>A1+B1</f><v>{result}</v>", kind))


@pytest.mark.parametrize(
    ("key", "stored", "told", "meanings"),
    [
        ("people", ("5338", "n"), "5,338", [Value(number=Decimal(5338))]),
        (
            "share",
            ("0.12", "n"),
            "0.12",
            [Value(number=Decimal(12)), Value(number=Decimal("0.12"))],
        ),
        ("day", ("46112", "n"), "31 March 2026", [Value(date=DAY)]),
        ("owner", ("Nobody", "str"), "Nobody", [Value(choices=("nobody",))]),
        ("channels:web", ("Yes", "str"), "Yes", [Value(choices=("web",))]),
        ("words", ("Fine", "str"), "Fine", [Value(text="Fine")]),
    ],
)
def test_the_result_of_a_formula_is_offered(
    return_of: Return, key: str, stored: tuple[str, str], told: str, meanings: list[Value]
) -> None:
    plan = with_formula(return_of, key, *stored)
    assert [line.asked for line in plan.asked] == [
        f"The file says {told}, worked out by a formula: take it?"
    ]
    assert list(plan.asked[0].meanings) == meanings
    assert (plan.problems, plan.to_save) == ([], [])


def test_a_formula_that_comes_to_what_is_on_the_site_is_not_asked_about(return_of: Return) -> None:
    assert line(with_formula(return_of, "people", "1000"), "people").kind is LineKind.SAME


def test_the_result_of_a_formula_that_is_no_answer_is_quoted(return_of: Return) -> None:
    plan = with_formula(return_of, "people", "12.5")
    assert told(plan).startswith("Enter a whole number, without decimals")
    assert plan.problems[0].value == "12.5"


def test_a_result_that_looks_odd_is_asked_about(return_of: Return) -> None:
    Check.objects.create(
        round=return_of.round,
        key="odd",
        kind="range",
        severity="soft",
        maximum=2000,
        question=return_of.round.questions.get(key="people"),
    )
    assert [odd.question.key for odd in with_formula(return_of, "people", "5338").odd] == ["people"]


def test_an_error_of_the_spreadsheet_is_refused(return_of: Return) -> None:
    book = opened(downloaded(return_of))
    cell = book[ANSWERS][place(book, "people")]
    cell.value, cell.data_type = "#REF!", "e"
    plan = plan_of(return_of, packed(book))
    assert told(plan).startswith("This cell holds an error")
    assert plan.problems[0].value == "#REF!"


@pytest.mark.parametrize("column", [ANSWER, REASON, NOTE])
def test_a_formula_clears_nothing_whatever_it_comes_to(return_of: Return, column: int) -> None:
    content = downloaded(return_of)
    cell = place(opened(content), "share", column)
    content = with_raw(content, cell, '<f>"(clear)"</f><v>(clear)</v>', "str")
    assert told(plan_of(return_of, content)).startswith(
        "This cell holds a formula, and the file has"
    )


@pytest.mark.parametrize(
    ("key", "stored", "column", "value"),
    [
        ("people", "1233.9999999999998", "number", Decimal(1234)),
        ("people", "-1.1368683772161603E-13", "number", Decimal(0)),
        ("share", "100.00000000000001", "number", Decimal(100)),
        ("words", "0.30000000000000004", "text", "0.3"),
    ],
)
def test_what_arithmetic_leaves_behind_the_point_is_not_read(
    return_of: Return, key: str, stored: str, column: str, value: Any
) -> None:
    """Excel stores 17 digits, and shows 15 at most."""
    content = downloaded(return_of)
    content = with_raw(content, place(opened(content), key), f"<v>{stored}</v>")
    assert getattr(line(plan_of(return_of, content), key).value, column) == value


@pytest.mark.parametrize(
    ("key", "raw", "sentence"),
    [
        ("people", "<v>1e400</v>", "This number is too large."),
        ("day", "<v>1e400</v>", "This is a number, not a date."),
        ("day", "<v>31032026</v>", "This is a number, not a date. Enter day, month and year"),
    ],
)
@pytest.mark.filterwarnings("ignore:Cell .* is marked as a date")
def test_a_number_beyond_all_bounds_is_refused(
    return_of: Return, key: str, raw: str, sentence: str
) -> None:
    content = with_raw(downloaded(return_of), place(opened(downloaded(return_of)), key), raw)
    assert told(plan_of(return_of, content)).startswith(sentence)


@pytest.mark.parametrize(("key", "stored", "value"), [("share", 0.45, 45), ("share", 0.071, "7.1")])
def test_a_cell_shown_as_a_percentage_is_read_as_it_is_shown(
    return_of: Return, key: str, stored: float, value: Any
) -> None:
    assert line(
        plan_of(return_of, formatted(return_of, key, stored, "0%")), key
    ).value.number == Decimal(value)


@pytest.mark.parametrize("shown_as", ['0.0"%"', r"0.0\%", '0.0" % of all"', "0.0;-0.0%"])
def test_a_percent_sign_that_is_only_written_behind_changes_nothing(
    return_of: Return, shown_as: str
) -> None:
    plan = plan_of(return_of, formatted(return_of, "share", 12.5, shown_as))
    assert line(plan, "share").value.number == Decimal("12.5")


def test_a_percentage_in_words_is_as_it_is_shown(return_of: Return) -> None:
    assert (
        line(plan_of(return_of, formatted(return_of, "words", 0.45, "0%")), "words").value.text
        == "45%"
    )


def test_a_note_keeps_no_character_that_no_text_may_hold(return_of: Return) -> None:
    plan = upload(return_of, {}, notes={"people": "a_x0000_b_x0007_"})
    assert [each.note for each in plan.to_save] == ["ab"]


def test_a_mark_of_whose_file_it_is_may_hold_any_character(return_of: Return) -> None:
    book = opened(downloaded(return_of))
    assert book[ABOUT]["A2"].value == "Round"
    book[ABOUT]["B2"] = "spring_x0000_"
    assert line(plan_of(return_of, packed(book)), "people").kind is LineKind.SAME


def test_hidden_and_filtered_rows_are_read_like_all_others(return_of: Return) -> None:
    book = opened(filled(downloaded(return_of), {"share": 45}))
    sheet = book[ANSWERS]
    sheet.auto_filter.ref = sheet.dimensions
    for row in range(2, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = True
    assert line(plan_of(return_of, packed(book)), "share").value.number == 45


def test_a_copied_sheet_is_told_not_to_be_read(return_of: Return) -> None:
    book = opened(downloaded(return_of))
    copied = book.copy_worksheet(book[ANSWERS])
    copied[place(book, "people")] = 5
    plan = plan_of(return_of, packed(book))
    assert plan.to_save == []
    assert plan.notes == [f"The sheet “{copied.title}” was not read: only “Answers” is."]


def test_of_many_rows_without_a_question_some_are_told(return_of: Return) -> None:
    book = opened(filled(downloaded(return_of), {"share": 45}))
    for row in range(100, 400):
        book[ANSWERS].cell(row, ANSWER + 1, "Pasted below")
    plan = plan_of(return_of, packed(book))
    assert len(plan.problems) == 50
    assert plan.notes == ["250 more rows of the file cannot be saved either."]
    assert [each.question.key for each in plan.to_save] == ["share"]


def test_a_count_shown_as_a_percentage_is_refused(return_of: Return) -> None:
    plan = plan_of(return_of, formatted(return_of, "people", 0.45, "0.0%"))
    assert told(plan).startswith("This cell is formatted as a percentage.")


def test_a_count_shown_as_a_date_is_refused(return_of: Return) -> None:
    plan = plan_of(return_of, formatted(return_of, "people", 46112, "d mmmm yyyy"))
    assert told(plan).startswith("This cell is formatted as a date or time.")


def formatted(return_of: Return, key: str, value: Any, number_format: str) -> bytes:
    book = opened(downloaded(return_of))
    cell = book[ANSWERS][place(book, key)]
    cell.value, cell.number_format = value, number_format
    return packed(book)


def test_a_number_that_is_no_date_is_refused(return_of: Return) -> None:
    plan = plan_of(return_of, formatted(return_of, "day", 2026, "General"))
    assert told(plan).startswith("This is a number, not a date. Enter day, month and year")


def test_a_year_that_became_a_date_is_asked_about(return_of: Return) -> None:
    assert [odd.message for odd in upload(return_of, {"day": 2026}).odd] == [
        "The cell holds 18 July 1905. If you typed only a year or a number, enter day, month and "
        "year, such as 31 March 2026."
    ]


@pytest.mark.parametrize(("start", "number"), [("1904-01-01", 44650), ("1899-12-30", 46112)])
def test_a_date_without_its_format_counts_from_the_day_that_the_file_says(
    return_of: Return, start: str, number: int
) -> None:
    book = opened(formatted(return_of, "day", number, "General"))
    book.epoch = datetime.datetime.fromisoformat(start)
    assert line(plan_of(return_of, packed(book)), "day").value.date == DAY


@pytest.mark.parametrize(
    ("key", "typed", "asked", "words"),
    [
        ("share", 0.45, "Do you mean 45%, or 0.45%?", ["45%", "0.45%"]),
        ("people", "n/a", "“n/a” is not a number.", ["Not applicable", "Not known"]),
        ("people", "-", "“-” is not a number.", ["0 people", "Not known", "Not applicable"]),
        ("day", "not known", "“not known” is not a date.", ["Not known", "Not applicable"]),
        (
            "owner",
            "Not known",
            "“Not known” is not one of the ans",
            ["Not known", "Not applicable"],
        ),
    ],
)
def test_what_a_cell_may_mean_is_asked(
    return_of: Return, key: str, typed: Any, asked: str, words: list[str]
) -> None:
    plan = upload(return_of, {key: typed})
    assert [line.asked.startswith(asked) for line in plan.asked] == [True]
    assert [told for _, told in plan.asked[0].options] == words
    assert (plan.problems, plan.to_save) == ([], [])


def test_a_reason_beside_says_what_a_word_means(return_of: Return) -> None:
    plan = upload(return_of, {"share": "n/a"}, reasons={"share": "Not applicable"})
    assert [each.value.reason for each in plan.to_save] == ["not_applicable"]
    plan = upload(return_of, {"share": 0.5}, reasons={"share": "Not known"})
    assert told(plan).startswith("Give an answer or a reason")


def test_a_saved_small_percentage_is_not_asked_about(return_of: Return) -> None:
    answer(return_of, return_of.round.questions.get(key="share"), Decimal("0.125"))
    assert line(plan_of(return_of, downloaded(return_of)), "share").kind is LineKind.SAME
    assert opened(downloaded(return_of))[ANSWERS]["E3"].number_format == "0.####%"


# Several choices, reasons, notes, clearing


def test_several_choices_are_the_rows_that_say_yes(return_of: Return) -> None:
    plan = upload(
        return_of, {"channels:phone": "Yes", "channels:visit": " yes", "channels:web": "No"}
    )
    assert line(plan, "channels").value.choices == ("phone", "visit")


def test_none_of_these_cannot_stand_beside_another(return_of: Return) -> None:
    plan = upload(return_of, {"channels:phone": "Yes", "channels:none": "Yes"})
    assert told(plan) == "“None of these” cannot be chosen together with other answers."


def test_an_option_emptied_in_the_file_stays_as_on_the_site(return_of: Return) -> None:
    answer(return_of, return_of.round.questions.get(key="channels"), ["phone", "web"])
    plan = upload(return_of, {"channels:phone": None, "channels:visit": "Yes"})
    assert line(plan, "channels").value.choices == ("phone", "web", "visit")


def test_a_reason_is_an_answer(return_of: Return) -> None:
    plan = upload(
        return_of,
        {"channels:phone": None},
        reasons={"share": " not  known", "channels": "Not applicable"},
    )
    assert [each.value.reason for each in plan.to_save] == ["not_known", "not_applicable"]


def test_an_answer_and_a_reason_are_one_too_many(return_of: Return) -> None:
    assert told(upload(return_of, {"share": 5}, reasons={"share": "Not known"})).startswith(
        "Give an answer or"
    )


def test_an_unknown_reason_is_told_which_there_are(return_of: Return) -> None:
    assert told(upload(return_of, {}, reasons={"share": "n/k"})).startswith(
        "Choose Not known or Not app"
    )


def test_an_empty_cell_leaves_the_answer_alone(return_of: Return) -> None:
    assert upload(return_of, {"people": None}).to_save == []


@pytest.mark.parametrize("column", ["answers", "reasons"])
def test_clear_takes_an_answer_away(return_of: Return, column: str) -> None:
    answers = {"people": "(clear)" if column == "answers" else None}
    reasons = {"people": "(Clear) "} if column == "reasons" else {}
    plan = upload(return_of, answers, reasons=reasons)
    assert [(each.kind, each.value.is_blank) for each in plan.to_save] == [(LineKind.CHANGED, True)]


def test_a_note_alone_keeps_the_answer(return_of: Return) -> None:
    plan = upload(return_of, {}, notes={"people": "Counted twice."})
    assert [(each.value.number, each.note) for each in plan.to_save] == [
        (Decimal(1000), "Counted twice.")
    ]


# Room


@pytest.mark.parametrize("again", [False, True], ids=["as-downloaded", "saved-again"])
def test_a_long_return_holds_a_tenth_of_what_a_file_may_hold(
    home: Council, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    round = make_open_round("long")
    for number in range(90):
        kind = ("number", "multiple", "single")[number % 3]
        make_question(round, f"question-{number}", type=kind)
    content = downloaded(make_return(round, home, state="in_progress"))
    for name in ("LARGEST_AREA", "MOST_TEXT", "MOST_ELSEWHERE"):
        monkeypatch.setattr(workbook_contents, name, getattr(workbook_contents, name) // 10)
    for name in ("MOST", "OF_CELLS"):
        tenths = {kind: most // 10 for kind, most in getattr(workbook_contents, name).items()}
        monkeypatch.setattr(workbook_contents, name, tenths)
    assert cleaned(packed(opened(content)) if again else content)
