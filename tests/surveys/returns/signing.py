"""What the tests of signing are made of: an open return with one question, and its checks."""

from decimal import Decimal
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from councils.models import Council, User
from surveys.actions.saving import save_answer
from surveys.models import Check, Question, Return, Round
from surveys.values import Value
from tests.factories import make_open_round, make_question, make_return


def make_working_return(
    council: Council, *, answered: bool = True, state: str = "in_progress", **fields: Any
) -> Return:
    """In an open round of one required number, answered 10 unless said otherwise."""
    round = make_open_round(**fields)
    question = make_question(round, "people", unit="people", text="How many people?")
    return make_return(round, council, state=state, answers={question: 10} if answered else {})


def question_of(return_of: Return) -> Question:
    return return_of.round.questions.get(key="people")


def make_check(
    round: Round, *, severity: str, maximum: int = 5, question: Question | None = None
) -> Check:
    """Speaks up about every number above `maximum`."""
    return Check.objects.create(
        round=round,
        key=f"{severity}-range",
        kind=Check.Kind.RANGE,
        severity=severity,
        question=question or round.questions.get(key="people"),
        maximum=Decimal(maximum),
    )


def explain(return_of: Return, words: str = "We counted twice.") -> None:
    return_of.raised_checks.update(explanation=words)


def run_jobs() -> list[str]:
    """Does what is waiting, as the worker would; the names of the jobs."""
    done = []
    for job in ProcrastinateJob.objects.filter(status="todo").order_by("pk"):
        app.tasks[job.task_name](**job.args)
        done.append(job.task_name)
    return done


def forget_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def retry_now(pk: int) -> None:
    """Instead of waiting for the hour at which it is tried again."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE id = %s", [pk])


def handed_over(return_of: Return) -> Return:
    """As its contributors leave it to the director; what was handed over stays so."""
    Return.objects.filter(pk=return_of.pk, state="in_progress").update(state="to_sign")
    return return_of


def save_number(return_of: Return, by: User, number: int, version: int) -> object:
    return save_answer(
        return_of=return_of,
        question=question_of(return_of),
        value=Value(number=Decimal(number)),
        by=by,
        version=version,
    )
