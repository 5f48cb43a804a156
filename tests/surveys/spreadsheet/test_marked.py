"""The file handed back with its problems marked: where they are, and what is said of them."""

from django.test import Client

from surveys.models import Return
from surveys.spreadsheet.looks import TO_BE_FILLED
from surveys.spreadsheet.rows import ANSWERS
from tests.surveys.spreadsheet.filled import (
    answers_on_site,
    downloaded,
    filled,
    opened,
    packed,
    part_of,
    place,
    sent,
    uploaded,
    with_raw,
)


def test_the_file_comes_back_with_its_problems_marked(page: Client, ours: Return) -> None:
    address = uploaded(page, ours, {"people": "=1+1", "share": "0.5", "words": "Fine"})
    response = page.get(f"{address}marked/")
    sheet = opened(response.content)[ANSWERS]
    wrong, odd = (sheet[place(opened(response.content), key)] for key in ("people", "share"))
    assert wrong.comment.text.startswith(
        "Wrong: This cell holds a formula, and the file has no result"
    )
    assert odd.comment.text == "Do you mean 50%, or 0.5%?"
    assert wrong.fill.fgColor.rgb != odd.fill.fgColor.rgb
    assert (wrong.value, wrong.data_type) == ("=1+1", "s")
    assert sheet["E4"].value == "Fine"
    assert sheet["E4"].comment is None
    assert response["Content-Disposition"] == 'attachment; filename="gateshead-spring-marked.xlsx"'


def test_the_marked_file_says_beside_the_cells_what_is_wrong(page: Client, ours: Return) -> None:
    address = uploaded(page, ours, {"people": 1100, "share": "lots"})
    sheet = opened(page.get(f"{address}marked/").content)[ANSWERS]
    assert sheet["F1"].value == "What is to be put right"
    assert not sheet.column_dimensions["F"].hidden
    assert [sheet[f"F{row}"].value for row in (2, 4)] == [None, None]
    assert sheet["F3"].value.startswith("Wrong: Enter a percentage between 0 and 100")
    assert sheet.row_dimensions[3].height > 40


def test_a_message_about_another_column_names_its_cell(page: Client, ours: Return) -> None:
    content = filled(downloaded(ours), reasons={"share": "Perhaps"})
    address = sent(page, ours, content).url
    sheet = opened(page.get(f"{address}marked/").content)[ANSWERS]
    assert sheet["F3"].value.startswith("G3: Wrong: Choose Not known")


def test_what_was_put_right_is_marked_no_more(page: Client, ours: Return) -> None:
    address = uploaded(page, ours, {"people": "many", "share": "lots"})
    marked = page.get(f"{address}marked/").content
    address = uploaded(page, ours, {"people": 1100}, marked)
    sheet = opened(page.get(f"{address}marked/").content)[ANSWERS]
    assert (sheet["E2"].comment, sheet["F2"].value) == (None, None)
    assert sheet["E2"].fill.fgColor.rgb.endswith(TO_BE_FILLED)
    assert sheet["F3"].value


def test_rows_of_the_marked_file_grow_with_what_is_typed(page: Client, ours: Return) -> None:
    address = uploaded(page, ours, {"share": "lots"})
    marked = page.get(f"{address}marked/").content
    assert b"customHeight" not in part_of(marked, "xl/worksheets/sheet2.xml")


def test_a_file_from_before_the_column_of_messages_gets_one(page: Client, ours: Return) -> None:
    book = opened(filled(downloaded(ours), {"share": "lots"}))
    book[ANSWERS].delete_cols(6)
    address = sent(page, ours, packed(book)).url
    sheet = opened(page.get(f"{address}marked/").content)[ANSWERS]
    assert sheet["L1"].value == "What is to be put right"
    assert sheet["L3"].value.startswith("E3: Wrong:")


def test_what_a_formula_came_to_is_kept_in_the_marked_file(page: Client, ours: Return) -> None:
    content = with_raw(downloaded(ours), "E2", "<f>5000+338</f><v>5338</v>")
    address = sent(page, ours, content).url
    marked = page.get(f"{address}marked/").content
    cell = opened(marked)[ANSWERS]["E2"]
    assert (cell.value, cell.data_type) == (5338, "n")
    assert cell.comment.text == "The file says 5,338, worked out by a formula: take it?"
    page.post(sent(page, ours, marked).url)
    assert answers_on_site(ours) == {"people": 5338}


def test_the_marked_file_put_right_can_be_uploaded(page: Client, ours: Return) -> None:
    address = uploaded(page, ours, {"people": "lots"})
    marked = page.get(f"{address}marked/").content
    page.post(uploaded(page, ours, {"people": 1100}, marked))
    assert answers_on_site(ours) == {"people": 1100}


def test_the_problem_of_merged_cells_is_marked(page: Client, ours: Return) -> None:
    book = opened(filled(downloaded(ours), {"words": "Fine"}))
    book[ANSWERS].merge_cells("E2:E3")
    address = sent(page, ours, packed(book)).url
    sheet = opened(page.get(f"{address}marked/").content)[ANSWERS]
    assert "Unmerge them" in sheet["E2"].comment.text
