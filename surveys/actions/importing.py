"""Importing what councils answered in the past: on the record, and over nothing of their own."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from councils.models import Council, User
from ppf_site.refused import Refused
from ppf_site.table_files import FileTable
from surveys.models import Answer, Return, Round, Step
from surveys.models.answers import columns_of
from surveys.past.plan import PastCell, PastPlan
from surveys.past.reading import plan_of, questions_of, why_not_imported
from surveys.returns.sign_sql import IMPORT
from surveys.rounds.ready import missing_of
from surveys.values import Value


@dataclass(frozen=True, slots=True)
class Imported:
    """How many answers of how many councils came in, and what of the file is left."""

    answers: int
    councils: int
    left: PastPlan


@transaction.atomic
def import_past(
    *,
    round: Round,
    table: FileTable,
    matching: Mapping[str, str],
    source: str,
    by: User,
    decided: Mapping[str, str],
    replace: bool = False,
) -> Imported:
    """Answers of the file that are new, with what the person decided; with `replace` also those
    that differ from what was imported before. Twice is once.

    A draft is opened for it, and nobody is told: the councils were asked then. Raises Refused.
    """
    locked = Round.objects.select_for_update(of=["self"]).get(pk=round.pk)
    if why := why_not_imported(locked):
        raise Refused(why)
    if locked.is_totals_only:
        raise Refused("This round is known only as totals: it has no councils’ answers.")
    # Held against whoever reopens, signs or answers one of them meanwhile.
    list(locked.returns.select_for_update(of=["self"]).values_list("pk"))
    questions = questions_of(locked)
    plan = plan_of(locked, table, matching, questions)
    taken = plan.to_save(decided, replace=replace)
    if not taken:
        return Imported(0, 0, plan)
    if locked.is_draft:
        _open(locked, by)
    councils = {cell.council for cell in taken}
    returns = {each.council: each for each in _returns(locked, councils)}
    now = timezone.now()
    _reopen(returns.values())
    _save(returns, taken, by, now)
    _sign(list(returns.values()), source, by, now)
    return Imported(len(taken), len(councils), plan_of(locked, table, matching, questions))


def _open(round: Round, by: User) -> None:
    missing = missing_of(round, is_past=True)
    if missing:
        raise Refused(" ".join(each.words for each in missing))
    round.questions.update(added_at=None)
    round.mark_opened(at=timezone.now(), by=by)


def _returns(round: Round, councils: set[Council]) -> list[Return]:
    return list(round.returns.filter(council__in=councils).select_related("council"))


def _reopen(returns: Iterable[Return]) -> None:
    """What was imported before is completed: until it is in it is not signed."""
    again = [each.pk for each in returns if each.state == Return.State.SIGNED]
    Return.objects.filter(pk__in=again).update(
        state=Return.State.IN_PROGRESS, signed_at=None, signed_by=None
    )


def _save(
    returns: Mapping[Council, Return],
    taken: Mapping[PastCell, Value],
    by: User,
    now: datetime.datetime,
) -> None:
    there = {
        (answer.return_of_id, answer.question_id): answer
        for answer in Answer.objects.filter(return_of__in=returns.values())
    }
    fresh: list[Answer] = []
    moved: list[Answer] = []
    for cell, value in taken.items():
        return_of = returns[cell.council]
        answer = there.get((return_of.pk, cell.question.pk))
        (fresh if answer is None else moved).append(
            _answer(answer or Answer(return_of=return_of, question=cell.question), value, by, now)
        )
    Answer.objects.bulk_create(fresh, batch_size=1000)
    Answer.objects.bulk_update(
        moved, [*columns_of(Value()), "updated_at", "updated_by"], batch_size=1000
    )


def _answer(answer: Answer, value: Value, by: User, now: datetime.datetime) -> Answer:
    for name, given in columns_of(value).items():
        setattr(answer, name, given)
    answer.updated_at, answer.updated_by = now, by
    return answer


def _sign(returns: Sequence[Return], source: str, by: User, now: datetime.datetime) -> None:
    """Each gets its version, with the source on it, and the step that says so: first, so that the
    history of the return knows by what it came to be signed."""
    Step.objects.bulk_create(
        [
            Step(return_of=each, kind=Step.Kind.IMPORTED, by=by, at=now, reason=source)
            for each in returns
        ]
    )
    said: dict[str, Any] = {"returns": [each.pk for each in returns], "now": now, "by": by.pk}
    said |= {"name": by.name, "on_paper_on": None, "imported_from": source}
    with connection.cursor() as cursor:
        cursor.execute(IMPORT, said)
