"""A file whose valid part is saved: what was wrong in it, until that is right in some way."""

from typing import Any

import pytest
from django.test import Client

from surveys.models import Answer, Return, Upload
from surveys.spreadsheet.rows import ANSWERS
from tests.factories import answer
from tests.reading import squeezed
from tests.surveys.spreadsheet.filled import (
    answers_on_site,
    downloaded,
    filled,
    opened,
    packed,
    plan_of,
    sent,
    uploaded,
)


@pytest.fixture
def rest(page: Client, ours: Return) -> str:
    """The address of a file with two cells wrong, of which all else is saved."""
    answers = {"people": 1100, "share": "lots", "words": "x" * 10_001}
    address = uploaded(page, ours, answers)
    page.post(address)
    return address


def shown(page: Client, address: str) -> str:
    return squeezed(page.get(address).content.decode())


def on_the_page(ours: Return, key: str, value: Any, version: int) -> None:
    question = ours.round.questions.get(key=key)
    Answer.objects.filter(return_of=ours, question=question).delete()
    answer(ours, question, value, version=version)


def test_what_is_answered_on_the_page_leaves_the_list(
    page: Client, ours: Return, rest: str
) -> None:
    assert "2 cells wrong" in shown(page, rest)
    on_the_page(ours, "share", 45, version=1)
    told = shown(page, rest)
    assert "0 answers to save, 1 cell wrong" in told
    assert "“lots”" not in told
    assert "Put right on the site since" in told
    assert "On the site now: 45%" in told


def test_the_marked_file_is_rid_of_what_was_put_right(
    page: Client, ours: Return, rest: str
) -> None:
    on_the_page(ours, "share", 45, version=1)
    marked = page.get(f"{rest}marked/").content
    sheet = opened(marked)[ANSWERS]
    assert sheet["F3"].value.startswith("Put right on the site since. There now: 45%.")
    assert sheet["F4"].value.startswith("Wrong: ")
    plan = plan_of(ours, filled(marked, {"words": "Short"}))
    assert (plan.problems, plan.to_decide) == ([], [])
    assert [line.question.key for line in plan.to_save] == ["words"]


def test_an_answer_taken_away_again_puts_nothing_right(
    page: Client, ours: Return, rest: str
) -> None:
    on_the_page(ours, "share", None, version=2)
    assert "2 cells wrong" in shown(page, rest)


def test_when_all_is_answered_nothing_leads_to_the_list(
    page: Client, ours: Return, rest: str
) -> None:
    assert rest in page.get(f"/returns/{ours.pk}/").content.decode()
    on_the_page(ours, "share", 45, version=1)
    on_the_page(ours, "words", "Short", version=1)
    assert rest not in page.get(f"/returns/{ours.pk}/").content.decode()
    assert "Nothing is left to put right" in shown(page, rest)


def test_what_was_saved_from_the_file_and_changed_since_is_no_clash(
    page: Client, ours: Return, rest: str
) -> None:
    on_the_page(ours, "people", 1200, version=3)
    assert "0 answers to save, 2 cells wrong" in shown(page, rest)
    page.post(rest)
    assert answers_on_site(ours) == {"people": 1200}


def test_rows_that_belong_to_no_question_stay(page: Client, ours: Return) -> None:
    book = opened(filled(downloaded(ours), {"people": 1100}))
    book[ANSWERS]["E9"] = "A total"
    address = sent(page, ours, packed(book)).url
    page.post(address)
    assert "1 cell wrong" in shown(page, address)
    assert not Upload.objects.get().is_settled
