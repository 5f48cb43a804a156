"""Values of a past round that look odd beside each other, by the round's checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.utils import timezone

from councils.models import Council
from surveys.answers.check_context import rule_of
from surveys.answers.checks import CheckRule, Context, look
from surveys.models import Answer, Check, Round
from surveys.models.answers import columns_of
from surveys.spreadsheet.plan import Odd

from .plan import PastCell

# What a check finds among the answers of one return. The others ask about another round or other
# councils: the page of answers that stand out has those, once the answers are in.
WITHIN = (Check.Kind.PART, Check.Kind.SUM, Check.Kind.RANGE, Check.Kind.PAST)


def odd_in(round: Round, cells: Iterable[PastCell]) -> Iterator[tuple[Council, Odd]]:
    """Council by council; of what is asked about or wrong nothing is said."""
    checks = list(
        Check.objects.filter(round=round, kind__in=WITHIN)
        .select_related("question")
        .prefetch_related("others")
    )
    if not checks:
        return
    rules = [(check, rule_of(check, check.others.all())) for check in checks]
    by_council: dict[Council, dict[int, PastCell]] = defaultdict(dict)
    for cell in cells:
        if not cell.value.is_blank:
            by_council[cell.council][cell.question.pk] = cell
    for council, given in by_council.items():
        for odd in _of_council(round, rules, given):
            yield council, odd


def _of_council(
    round: Round, rules: Iterable[tuple[Check, CheckRule]], given: Mapping[int, PastCell]
) -> Iterator[Odd]:
    answers = {key: Answer(**columns_of(cell.value)) for key, cell in given.items()}
    context = Context(answers, {}, {}, "", round.reference_date, timezone.localdate())
    for check, rule in rules:
        told = look(rule, context)
        if told is not None:
            cell = given.get(check.question_id)
            place = cell.cell.place if cell else ""
            yield Odd(place, check.question, told.message, check.is_hard)
