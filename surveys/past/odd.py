"""Values of a past round that look odd, by the round's checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from councils.models import Council
from surveys.answers.check_context import contexts_of, rule_of
from surveys.answers.checks import CheckRule, Context, look
from surveys.models import Answer, Check, Question, Round
from surveys.models.answers import columns_of
from surveys.spreadsheet.plan import Odd

from .plan import PastCell


def odd_in(
    round: Round, questions: Iterable[Question], cells: Iterable[PastCell]
) -> Iterator[tuple[Council, Odd]]:
    """Council by council; of what is asked about or wrong nothing is said."""
    checks = list(Check.objects.filter(round=round).prefetch_related("others"))
    if not checks:
        return
    asked = {question.pk: question for question in questions}
    for check in checks:
        # As they were read, with what is chosen from.
        check.question = asked.get(check.question_id) or check.question
    rules = [(check, rule_of(check, check.others.all())) for check in checks]
    given: dict[Council, dict[int, PastCell]] = defaultdict(dict)
    for cell in cells:
        if not cell.value.is_blank:
            given[cell.council][cell.question.pk] = cell
    contexts = contexts_of(
        round,
        [rule for _, rule in rules],
        {council.pk: _answers(given[council]) for council in given},
    )
    for council, own in given.items():
        for odd in _of_council(rules, own, contexts[council.pk]):
            yield council, odd


def _answers(given: Mapping[int, PastCell]) -> dict[int, Answer]:
    return {key: Answer(**columns_of(cell.value)) for key, cell in given.items()}


def _of_council(
    rules: Iterable[tuple[Check, CheckRule]], given: Mapping[int, PastCell], context: Context
) -> Iterator[Odd]:
    for check, rule in rules:
        told = look(rule, context)
        if told is not None:
            cell = given.get(check.question_id)
            place = cell.cell.place if cell else ""
            yield Odd(place, check.question, told.message, check.is_hard)
