"""A release's questions with their figures for one area, in the order they were asked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from surveys.models import Figure, Question
from surveys.models.figures import amount_of, base_of, reading_of
from surveys.stats import Amount, Base, Reading


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question in one area: readings for choices, an amount for numbers."""

    question: Question
    base: Base
    figure_id: int
    readings: tuple[Reading, ...]
    amount: Amount | None


def results_of(figures: Iterable[Figure]) -> list[QuestionResult]:
    """The figures of one area, grouped by question and in the questions' order."""
    grouped: dict[int, list[Figure]] = {}
    for figure in figures:
        if figure.question_id is not None:
            grouped.setdefault(figure.question_id, []).append(figure)
    return [_result(ones) for ones in grouped.values()]


def _result(figures: list[Figure]) -> QuestionResult:
    base = next((one for one in figures if one.option_id is None), figures[0])
    question = base.question
    assert question is not None
    return QuestionResult(
        question=question,
        base=base_of(base),
        figure_id=base.pk,
        readings=tuple(reading_of(one) for one in figures if one.option_id is not None),
        amount=told_amount(base) if question.is_number else None,
    )


def told_amount(figure: Figure) -> Amount:
    """A number question's figure; of a share that was printed alone, the printed percentage."""
    amount = amount_of(figure)
    if amount.published is None:
        return replace(amount, published=figure.published_percent)
    return amount
