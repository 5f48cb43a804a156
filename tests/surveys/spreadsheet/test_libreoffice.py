"""The workbook of a return, opened and saved in LibreOffice before it is uploaded."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from councils.models import Council
from surveys.models import Return
from surveys.spreadsheet.marking import marked
from surveys.spreadsheet.plan import LineKind, UploadPlan
from surveys.spreadsheet.rows import ANSWERS
from tests.factories import answer, make_open_round, make_question, make_return
from tests.libreoffice import needs_libreoffice, saved_by_libreoffice
from tests.surveys.spreadsheet.filled import downloaded, filled, opened, plan_of

pytestmark = needs_libreoffice


@pytest.fixture
def ours(home: Council) -> Return:
    """A round with a question of each type twice: answered on the site, and to be answered."""
    round = make_open_round("spring")
    saved: dict[str, Any] = {
        "number": 1234567,
        "percentage": "0.12",
        "scale": "fairly-likely",
        "yes_no": "no",
        "multiple": ["phone", "visit"],
        "date": datetime.date(2026, 3, 31),
        "text": "=1+1\nand “quotes” – 45%",
    }
    ours = make_return(round, home, state="in_progress")
    for type, value in saved.items():
        answer(ours, make_question(round, f"{type}-there", type=type), value, note="Two\nlines")
        make_question(round, f"{type}-new", type=type)
    return ours


def understood(plan: UploadPlan) -> list[object]:
    """All that the site makes of a file."""
    lines: list[object] = [
        (each.question.key, each.kind, each.value, each.note, each.asked, each.problems)
        for each in plan.lines
    ]
    return [*lines, *plan.problems, *plan.odd, *plan.notes]


def test_what_was_filled_in_is_understood_as_before(ours: Return, tmp_path: Path) -> None:
    answers = {
        "number-new": 5338,
        "percentage-new": 45,
        "scale-new": "Very likely",
        "yes_no-new": "Yes",
        "multiple-new:web": "Yes",
        "date-new": datetime.date(2026, 3, 1),
        "text-new": "-5 is text\nhere",
    }
    content = filled(downloaded(ours), answers, notes={"number-new": "'00123"})
    saved = plan_of(ours, saved_by_libreoffice(content, tmp_path))
    assert understood(saved) == understood(plan_of(ours, content))
    kinds = {each.question.key.partition("-")[2]: each.kind.value for each in saved.lines}
    assert (kinds, len(saved.to_save), saved.problems) == ({"there": "same", "new": "new"}, 7, [])


def test_a_marked_file_put_right_there_keeps_nothing_of_its_marks(
    ours: Return, tmp_path: Path
) -> None:
    answers = {"number-new": "many", "date-new": "soon", "text-new": "Fine"}
    content = filled(downloaded(ours), answers, reasons={"scale-new": "Perhaps"})
    marks = marked(content, plan_of(ours, content))
    back = saved_by_libreoffice(marks, tmp_path)
    assert understood(plan_of(ours, back)) == understood(plan_of(ours, content))

    right = filled(back, {"number-new": 5, "date-new": "1 March 2026"})
    plan = plan_of(ours, right)
    assert [each.question.key for each in plan.of_kind(LineKind.WRONG)] == ["scale-new"]
    sheet = opened(marked(right, plan))[ANSWERS]
    told = [cell.value for cell in sheet["F"][1:] if cell.value]
    assert told == ["G7: Wrong: Choose Not known or Not applicable, or leave the cell empty."]
    assert len([cell for row in sheet for cell in row if cell.comment]) == 1
