"""The checks of a round: rules about the answers, which take effect at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from surveys.models import Check, Question
from surveys.rounds.keys import key_from


@transaction.atomic
def put_check(
    *,
    question: Question,
    kind: str,
    others: Sequence[Question],
    values: Mapping[str, Any],
    key: str = "",
    check: Check | None = None,
) -> Check:
    """A new one, or the one that is there with these values."""
    put = check or Check(round=question.round, question=question, kind=kind)
    taken = question.round.checks.exclude(pk=put.pk or 0).values_list("key", flat=True)
    put.key = key or put.key or key_from(f"{question.key}-{kind}", set(taken), longest=80)
    for name, value in values.items():
        setattr(put, name, value)
    put.save()
    put.others.set(others)
    return put
