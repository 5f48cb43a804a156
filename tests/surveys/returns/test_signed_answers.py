"""No answer of a signed return changes, whoever asks and however, before it is reopened."""

import datetime
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from surveys.models import Answer, Question, Return
from tests.factories import make_question, make_return, make_round, make_section

pytestmark = pytest.mark.django_db
# Every column that a compile or a receipt reads, each by itself.
WRITES = [
    "INSERT INTO surveys_answer (return_of_id, question_id, number, reason, note, version, "
    "updated_at) SELECT r.id, q.id, 5, '', '', 1, now() FROM surveys_return r, surveys_question q "
    "WHERE q.key = 'second'",
    "INSERT INTO surveys_answer (return_of_id, question_id, choices, reason, note, version, "
    "updated_at) SELECT return_of_id, question_id, ARRAY['no'], '', '', 1, now() "
    "FROM surveys_answer ON CONFLICT (return_of_id, question_id) DO UPDATE SET choices = "
    "excluded.choices",
    "UPDATE surveys_answer SET choices = ARRAY['no']",
    "UPDATE surveys_answer SET choices = NULL, reason = 'not_known'",
    "UPDATE surveys_answer SET choices = NULL",
    "UPDATE surveys_answer SET note = 'Another one.'",
    "UPDATE surveys_answer SET updated_at = updated_at - interval '1 day'",
    "UPDATE surveys_answer SET choices = NULL, number = 7, question_id = "
    "(SELECT id FROM surveys_question WHERE key = 'second')",
    "DELETE FROM surveys_answer",
    "TRUNCATE surveys_answer",
]


def refused() -> AbstractContextManager[Any]:
    return pytest.raises(IntegrityError, match="This answer is signed")


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # As at the end of a transaction: what waits for it would stop a TRUNCATE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


@pytest.fixture
def signed(db: None) -> Return:
    """Of two questions in two sections, the first answered."""
    round = make_round()
    first = make_question(round, "first", type="yes_no")
    make_question(round, "second", section=make_section(round, "other"))
    return make_return(round, answers={first: "yes"})


def reopen(return_of: Return, *sections: str) -> None:
    Return.objects.filter(pk=return_of.pk).update(
        state="in_progress", signed_at=None, reopened_until=timezone.localdate()
    )
    return_of.reopened_sections.set(return_of.round.sections.filter(key__in=sections))


def change(question: str, **to: Any) -> int:
    return Answer.objects.filter(question__key=question).update(**to)


@pytest.mark.parametrize("statement", WRITES)
def test_nothing_is_written_to_a_signed_return(signed: Return, statement: str) -> None:
    before = list(Answer.objects.values())
    with refused():
        execute(statement)
    assert list(Answer.objects.values()) == before


@pytest.mark.parametrize("statement", WRITES[:-1])
@pytest.mark.parametrize("state", ["in_progress", "to_sign"])
def test_before_it_is_signed_all_of_it_is_written(
    signed: Return, state: str, statement: str
) -> None:
    Return.objects.update(state=state, signed_at=None)
    execute(statement)


def test_an_answer_of_another_return_does_not_move_into_a_signed_one(signed: Return) -> None:
    second = Question.objects.get(key="second")
    other = make_return(signed.round, state="in_progress", answers={second: 1})
    with refused():
        Answer.objects.filter(return_of=other).update(return_of=signed)


def test_nor_does_a_signed_answer_move_out(signed: Return) -> None:
    other = make_return(signed.round, state="in_progress")
    with refused():
        Answer.objects.update(return_of=other)


def test_one_signed_answer_keeps_a_statement_of_many_from_all(signed: Return) -> None:
    first = Question.objects.get(key="first")
    make_return(signed.round, state="in_progress", answers={first: "yes"})
    with refused(), transaction.atomic():
        Answer.objects.update(note="Another one.")
    assert not Answer.objects.exclude(note="").exists()


def test_a_reopened_return_is_changed(signed: Return) -> None:
    reopen(signed)
    assert change("first", choices=["no"]) == 1


def test_of_a_reopened_return_the_section_that_was_reopened_is_changed(signed: Return) -> None:
    reopen(signed, "section")
    assert change("first", choices=["no"]) == 1


def test_the_sections_that_were_not_reopened_stay_as_they_were_signed(signed: Return) -> None:
    reopen(signed, "other")
    with refused():
        change("first", choices=["no"])


def test_a_return_that_was_never_signed_is_not_held_to_its_sections(signed: Return) -> None:
    """It was given more time for some: the database keeps only what was signed."""
    second = Question.objects.get(key="second")
    other = make_return(signed.round, state="in_progress", answers={second: 1})
    reopen(other, "section")
    assert change("second", number=2) == 1


def test_it_is_signed_again_as_it_was_changed(signed: Return) -> None:
    reopen(signed)
    change("first", choices=["no"])
    Return.objects.update(state="signed", signed_at=timezone.now() + datetime.timedelta(hours=1))
    with refused():
        change("first", choices=["yes"])


@pytest.mark.django_db(transaction=True)
def test_who_was_waiting_for_a_signature_sees_it(signed: Return) -> None:
    Return.objects.update(state="to_sign", signed_at=None)
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            Return.objects.update(state="signed", signed_at=timezone.now())
            changing = other.submit(change_and_leave, "first", choices=["no"])
            wait_until_one_waits()
        with refused():
            changing.result(timeout=20)
    assert Answer.objects.get().choices == ["yes"]


def change_and_leave(question: str, **to: Any) -> None:
    try:
        change(question, **to)
    finally:
        connection.close()


def wait_until_one_waits() -> None:
    with connection.cursor() as cursor:
        for _ in range(1000):
            # A transaction sees what it saw of others first, until it says so.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone() is not None:
                return
            time.sleep(0.01)
    pytest.fail("Nobody waits.")
