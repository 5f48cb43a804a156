"""The spreadsheet of a return: what stands in it, what can be changed, and that nothing runs."""

import datetime
import io
from typing import Any

import pytest
from python_calamine import load_workbook as calamine

from councils.models import Council, User
from surveys.models import Return
from surveys.spreadsheet.rows import ABOUT, ANSWERS, HEADERS, KEY, LAST, NOTE, REASON, VERSION
from tests.factories import answer, make_open_round, make_question, make_return, make_round
from tests.surveys.spreadsheet.filled import downloaded, filled, opened, part_of, place, plan_of


@pytest.fixture
def return_of(home: Council) -> Return:
    """A return of a round with a question of each type, nothing answered."""
    round = make_open_round("spring")
    make_question(round, "people", unit="people")
    make_question(round, "share", type="percentage")
    make_question(round, "likely", type="scale")
    make_question(round, "system", type="yes_no")
    make_question(round, "channels", type="multiple")
    make_question(round, "day", type="date")
    make_question(round, "words", type="text", is_required=False)
    return make_return(round, home, state="not_started")


def say(return_of: Return, key: str, value: Any = None, **fields: Any) -> None:
    answer(return_of, return_of.round.questions.get(key=key), value, **fields)


def cell(content: bytes, name: str, column: int | None = None) -> Any:
    book = opened(content)
    where = place(book, name) if column is None else place(book, name, column)
    return book[ANSWERS][where]


def test_each_question_has_a_row_and_several_choices_a_row_each(return_of: Return) -> None:
    keys = [row[KEY] for row in opened(downloaded(return_of))[ANSWERS].iter_rows(values_only=True)]
    assert keys == [
        HEADERS[KEY],
        "people",
        "share",
        "likely",
        "system",
        *["channels"] * 3,
        "day",
        "words",
    ]


def test_present_answers_are_filled_in(return_of: Return) -> None:
    say(return_of, "people", 1200, note="Counted by hand.")
    say(return_of, "likely", "fairly-likely")
    say(return_of, "channels", ["phone", "visit"])
    say(return_of, "day", datetime.date(2026, 3, 31))
    say(return_of, "share", "not_known")
    file = downloaded(return_of)
    names = ["people", "likely", "channels:phone", "channels:web", "day"]
    assert [cell(file, name).value for name in names] == [
        1200,
        "Fairly likely",
        "Yes",
        "No",
        datetime.datetime.fromisoformat("2026-03-31"),
    ]
    assert cell(file, "people", NOTE).value == "Counted by hand."
    assert cell(file, "share", REASON).value == "Not known"


def test_last_rounds_answer_stands_beside(return_of: Return, home: Council) -> None:
    before = make_question(make_round("before"), "people", unit="people")
    make_return(before.round, home, answers={before: 950})
    return_of.round.questions.filter(key="people").update(follows=before, comparability="same")
    assert cell(downloaded(return_of), "people", LAST).value == "On 31 March 2011: 950 people"


def test_last_rounds_answer_says_what_was_different(return_of: Return, home: Council) -> None:
    before = make_question(make_round("before"), "words", type="text")
    make_return(before.round, home, answers={before: "long " * 200})
    return_of.round.questions.filter(key="words").update(follows=before, comparability="wording")
    last = cell(downloaded(return_of), "words", LAST).value
    assert last.startswith("On 31 March 2011: long long")
    assert last.endswith("… (in full on the site). It was worded differently.")
    assert len(last) < 500


def test_only_the_answers_can_be_changed(return_of: Return) -> None:
    sheet = opened(downloaded(return_of))[ANSWERS]
    free = {
        cell.column
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if not cell.protection.locked
    }
    assert sheet.protection.sheet
    assert [HEADERS[column - 1] for column in sorted(free)] == [
        "Your answer",
        "Not known or not applicable",
        "Note",
    ]


def test_technical_columns_and_the_identification_are_hidden(return_of: Return) -> None:
    book = opened(downloaded(return_of))
    assert book[ABOUT].sheet_state == "veryHidden"
    assert book[ANSWERS].column_dimensions["I"].hidden
    assert {row[0]: row[1] for row in book[ABOUT].iter_rows(values_only=True)} == {
        "Layout": "1",
        "Round": "spring",
        "Return": str(return_of.pk),
        "Council": return_of.council.codes.get().code,
    }


def test_choices_drop_down_from_a_list(return_of: Return) -> None:
    book = opened(downloaded(return_of))
    where = place(book, "likely")
    rules = [rule for rule in book[ANSWERS].data_validations.dataValidation if where in rule.sqref]
    listed = [rule.formula1 for rule in rules if rule.type == "list"]
    assert len(listed) == 1
    area = listed[0].replace("$", "").partition("!")[2]
    assert [row[0].value for row in book["Lists"][area]] == [
        "Very likely",
        "Fairly likely",
        "Fairly unlikely",
        "Very unlikely",
        "(clear)",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-5", "@home", "\tx", "=HYPERLINK(A1)"])
def test_nothing_in_the_file_is_a_formula(return_of: Return, text: str) -> None:
    say(return_of, "words", text, note=text)
    file = downloaded(return_of)
    for number in range(1, 5):
        assert b"<f>" not in part_of(file, f"xl/worksheets/sheet{number}.xml")
    assert cell(file, "words").data_type == "s"
    assert cell(file, "words").quotePrefix
    assert plan_of(return_of, file).to_save == []


def test_the_file_as_downloaded_changes_nothing(return_of: Return) -> None:
    say(return_of, "people", 1200, note="Two\r\nlines and a\u00a0space ")
    say(return_of, "share", "12.5")
    say(return_of, "channels", ["web"])
    say(return_of, "system", "no")
    say(return_of, "day", datetime.date(2026, 3, 31))
    say(return_of, "words", " — “quotes” \n\nand 45% ")
    plan = plan_of(return_of, downloaded(return_of))
    assert {line.kind.value for line in plan.lines} == {"same"}
    assert [line.is_overtaken for line in plan.lines] == [False] * 7


def test_the_version_is_that_of_the_answer(return_of: Return) -> None:
    say(return_of, "people", 5, version=7)
    file = downloaded(return_of)
    assert [cell(file, "people", VERSION).value, cell(file, "share", VERSION).value] == [7, 0]


def test_the_file_is_a_workbook_that_another_reader_opens(return_of: Return) -> None:
    names = calamine(io.BytesIO(filled(downloaded(return_of), {"people": 5}))).sheet_names
    assert names == ["Instructions", ANSWERS, "Lists", ABOUT]


def test_it_is_downloaded_under_a_name_that_says_whose(
    return_of: Return, contributor: User, client: Any
) -> None:
    client.force_login(contributor)
    response = client.get(f"/returns/{return_of.pk}/spreadsheet/")
    assert response["Content-Disposition"] == 'attachment; filename="gateshead-spring.xlsx"'
    assert opened(response.content)[ANSWERS]["A1"].value == "Section"


def test_the_download_asks_few_queries(
    return_of: Return, contributor: User, client: Any, django_assert_max_num_queries: Any
) -> None:
    client.force_login(contributor)
    with django_assert_max_num_queries(15):
        client.get(f"/returns/{return_of.pk}/spreadsheet/")
