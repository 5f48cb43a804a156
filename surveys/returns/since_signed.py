"""What has changed in a reopened return since the council first signed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.answers.typed import same
from surveys.models import Answer, Question, Return, Signature
from surveys.models.answers import value_of
from surveys.models.signing import signed_value
from surveys.sentences_values import given_words
from surveys.values import BLANK

from .receipts import signed_words


@dataclass(frozen=True, slots=True)
class Resigned:
    """One answer that is no longer as it was signed."""

    question: Question
    was: str
    now: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class SinceSigned:
    first: Signature
    changed: Sequence[Resigned]


def since_signed(
    return_of: Return, questions: Sequence[Question], answers: Mapping[int, Answer]
) -> SinceSigned | None:
    """None where it was never signed here."""
    first = return_of.signatures.order_by("number").first()
    if first is None:
        return None
    signed = {kept["key"]: kept for kept in first.answers}
    changed = []
    for question in questions:
        answer, kept = answers.get(question.pk), signed.get(question.key)
        was = signed_value(kept) if kept else BLANK
        if answer is not None and not same(was, value_of(answer)):
            now = given_words(question, value_of(answer))
            changed.append(Resigned(question, signed_words(kept) if kept else "", now, answer))
    return SinceSigned(first, changed)
