"""An uploaded return: what each cell is taken for, and what each odd file is told."""

import datetime
from typing import Any

import pytest

from councils.models import Council
from ppf_site.workbook_limits import Unusable
from surveys.models import Answer, Check, Return
from surveys.spreadsheet.plan import LineKind, UploadPlan
from surveys.spreadsheet.rows import ABOUT, ANSWERS, KEY
from tests.factories import (
    make_open_round,
    make_option,
    make_question,
    make_return,
    make_section,
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


# Kinds


def test_new_changed_same_and_wrong_are_told_apart(return_of: Return) -> None:
    plan = upload(return_of, {"people": 1100, "share": 45, "owner": "Nobody", "system": "maybe"})
    kinds = {each.question.key: each.kind.value for each in plan.lines}
    assert kinds == {
        "people": "changed",
        "share": "new",
        "owner": "new",
        "system": "wrong",
        "channels": "same",
        "day": "same",
        "words": "same",
    }
    assert [list(row.counts.values()) for row in plan.by_section] == [[2, 1, 3, 1, 0]]


def test_what_a_colleague_changed_since_clashes_if_the_file_changed_it_too(
    return_of: Return,
) -> None:
    file = filled(downloaded(return_of), {"people": 1100})
    return_of.answers.update(number=1200, version=2)
    assert [(each.site_words, each.file_words) for each in plan_of(return_of, file).clashes] == [
        ("1,200 people", "1,100 people")
    ]


def test_what_a_colleague_changed_since_stays_if_the_file_left_it(return_of: Return) -> None:
    file = filled(downloaded(return_of), {"share": 5})
    return_of.answers.update(number=1200, version=2)
    plan = plan_of(return_of, file)
    assert plan.clashes == []
    assert line(plan, "people").kind is LineKind.SAME
    assert "left alone because you did not change it: People." in plan.notes[0]


def test_a_version_that_is_no_number_is_asked_about(return_of: Return) -> None:
    book = opened(filled(downloaded(return_of), {"people": 1100}))
    row = book[ANSWERS][place(book, "people")].row
    book[ANSWERS][f"K{row}"] = "newest"
    assert [each.question.key for each in plan_of(return_of, packed(book)).clashes] == ["people"]


def test_odd_values_are_worked_out_on_what_would_be_saved(return_of: Return) -> None:
    people = return_of.round.questions.get(key="people")
    Check.objects.create(
        round=return_of.round,
        key="many",
        kind="range",
        severity="soft",
        question=people,
        maximum=5000,
    )
    assert upload(return_of, {"share": 5}).odd == []
    assert [odd.message for odd in upload(return_of, {"people": 6000}).odd] == [
        "6,000 people is more than 5,000 people, the most that is expected."
    ]
    assert not return_of.raised_checks.exists()


# Rows and sheets


def test_rows_are_matched_by_key_in_any_order(return_of: Return) -> None:
    book = opened(filled(downloaded(return_of), {"share": 45, "day": DAY}))
    sheet = book[ANSWERS]
    rows = [
        [(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows(min_row=2)
    ]
    for number, row in enumerate(reversed(rows), start=2):
        for column, (value, number_format) in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value, cell.number_format = value, number_format
    assert {each.question.key for each in plan_of(return_of, packed(book)).to_save} == {
        "share",
        "day",
    }


def test_removed_rows_stay_as_on_the_site(return_of: Return) -> None:
    book = opened(filled(downloaded(return_of), {"share": 45}))
    book[ANSWERS].delete_rows(2)
    plan = plan_of(return_of, packed(book))
    assert [each.question.key for each in plan.to_save] == ["share"]
    assert plan.notes == ["1 question is not in the file and stays as on the site."]


def test_removed_rows_of_several_choices_are_told(return_of: Return) -> None:
    book = opened(filled(downloaded(return_of), {"channels:phone": "Yes"}))
    book[ANSWERS].delete_rows(book[ANSWERS][place(book, "channels:web")].row)
    assert told(plan_of(return_of, packed(book))).startswith(
        "1 of the 4 rows of this question are missing"
    )


@pytest.mark.parametrize(("second", "problems"), [(45, 0), (46, 2)])
def test_a_row_that_is_there_twice_must_say_the_same(
    return_of: Return, second: int, problems: int
) -> None:
    book = opened(filled(downloaded(return_of), {"share": 45}))
    sheet = book[ANSWERS]
    sheet.append([cell.value for cell in sheet[sheet[place(book, "share")].row]])
    sheet.cell(sheet.max_row, 5).value = second
    plan = plan_of(return_of, packed(book))
    assert len(plan.problems) == problems
    assert len(plan.to_save) == (0 if problems else 1)
    assert all("more than once (E3 and E12)" in each.expected for each in plan.problems)


def test_a_row_of_nobody_is_told(return_of: Return) -> None:
    book = opened(downloaded(return_of))
    book[ANSWERS]["E40"] = "Ring me"
    assert told(plan_of(return_of, packed(book))).startswith("This row belongs to no question")


def test_a_row_with_a_strange_key_is_told(return_of: Return) -> None:
    book = opened(filled(downloaded(return_of), {"share": 45}))
    book[ANSWERS][place(book, "share", KEY)] = "shape"
    assert told(plan_of(return_of, packed(book))).startswith(
        "No question of this round has this row’s key"
    )


def test_spaces_around_a_key_do_no_harm(return_of: Return) -> None:
    book = opened(filled(downloaded(return_of), {"share": 45}))
    book[ANSWERS][place(book, "share", KEY)] = " share\u00a0"
    assert [each.question.key for each in plan_of(return_of, packed(book)).to_save] == ["share"]


def test_merged_cells_are_told_each(return_of: Return) -> None:
    book = opened(filled(downloaded(return_of), {"people": 5}))
    book[ANSWERS].merge_cells("E2:E3")
    plan = plan_of(return_of, packed(book))
    assert [each.cell for each in plan.problems] == ["E2", "E3"]
    assert "merged with others (E2:E3). Unmerge them" in plan.problems[0].expected


def test_an_extra_sheet_is_not_read_and_said_so(return_of: Return) -> None:
    book = opened(filled(downloaded(return_of), {"people": 5}))
    book.create_sheet("Workings", 0)["E2"] = "=1+1"
    plan = plan_of(return_of, packed(book))
    assert plan.notes == ["The sheet “Workings” was not read: only “Answers” is."]
    assert len(plan.to_save) == 1


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ((9, 4), "Columns of the sheet “Answers” are missing: Question key, Option key, Version"),
        ((5, 1), "Columns of the sheet “Answers” are missing: Your answer."),
        ((1, 12), "The headings of the sheet “Answers” are missing."),
    ],
)
def test_removed_columns_are_told(
    return_of: Return, columns: tuple[int, int], sentence: str
) -> None:
    book = opened(downloaded(return_of))
    book[ANSWERS].delete_cols(*columns)
    with pytest.raises(Unusable, match=sentence):
        plan_of(return_of, packed(book))


def test_a_column_put_in_between_does_no_harm(return_of: Return) -> None:
    book = opened(filled(downloaded(return_of), {"share": 45}))
    book[ANSWERS].insert_cols(2)
    assert line(plan_of(return_of, packed(book)), "share").place == "F3"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("Round", "autumn", "This is the spreadsheet of another round, “Autumn”. You are filling"),
        (
            "Round",
            "no-such",
            "This is the spreadsheet of another round. You are filling in “Spring”",
        ),
        (
            "Council",
            "E06000999",
            "This is the spreadsheet of Torbay. You are filling in the return",
        ),
        ("Council", "nonsense", "This is the spreadsheet of another council. You are"),
        ("Return", "0", "This spreadsheet belongs to another return."),
        ("Layout", "0", "This spreadsheet has an older layout than the site has now."),
    ],
)
def test_a_file_of_another_is_recognised(
    return_of: Return, elsewhere: Council, name: str, value: str, sentence: str
) -> None:
    make_open_round("autumn")
    elsewhere.codes.update(code="E06000999")
    book = opened(downloaded(return_of))
    for row in book[ABOUT].iter_rows():
        if row[0].value == name:
            row[1].value = value
    with pytest.raises(Unusable, match=sentence):
        plan_of(return_of, packed(book))


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        (ABOUT, "This is not a spreadsheet that was downloaded here."),
        (ANSWERS, "The sheet “Answers” is missing or has another name."),
    ],
)
def test_a_missing_sheet_is_told(return_of: Return, sheet: str, sentence: str) -> None:
    book = opened(downloaded(return_of))
    del book[sheet]
    with pytest.raises(Unusable, match=sentence):
        plan_of(return_of, packed(book))


def test_sections_that_were_not_reopened_are_told(return_of: Return) -> None:
    return_of.reopened_until = return_of.round.closes_on
    return_of.save()
    return_of.reopened_sections.set([make_section(return_of.round, "other")])
    assert told(upload(return_of, {"share": 5})).startswith("This section was not reopened. ")


def test_looking_at_a_file_changes_nothing(return_of: Return) -> None:
    before = list(Answer.objects.values())
    upload(
        return_of,
        {"people": 5, "share": "wrong"},
        notes={"day": "x"},
        reasons={"system": "Not known"},
    )
    assert list(Answer.objects.values()) == before
