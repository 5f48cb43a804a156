"""What a round that is known only as published totals tells, in the words of its sources."""

from collections.abc import Iterator, Sequence
from datetime import date

from ppf_site import words
from surveys.models import QuestionType, Round
from surveys.releases.results import QuestionResult
from surveys.sentences_values import as_printed, in_its_words, published_words, total_words
from surveys.stats import Reading

from .sentences import finding


def published_finding(results: Sequence[QuestionResult], on: date) -> str:
    """The first share that was published, else the first number; "" of a round without either."""
    told = [*_shares(results), *_numbers(results)]
    if not told:
        return ""
    about, number, around = told[0]
    return f"{about} in {on:%B %Y}: {number}, as published{around}"


def printed(reading: Reading) -> tuple[str, str]:
    """ "6 of 152 (4%)" or "60%", and around it the words of its source."""
    if reading.k is not None and reading.n:
        return words.k_of_n(reading.k, reading.n), in_its_words(reading.qualifier)
    return (
        ("", "") if reading.published is None else as_printed(reading.published, reading.qualifier)
    )


def is_share(result: QuestionResult) -> bool:
    """Whether one published number is the whole of it, as a per cent."""
    amount = result.amount
    is_rate = result.question.type == QuestionType.PERCENTAGE
    return is_rate and amount is not None and amount.published is not None


def _shares(results: Sequence[QuestionResult]) -> Iterator[tuple[str, str, str]]:
    for result in results:
        name = f"“{result.question.short_text}”"
        told = [reading for reading in result.readings if reading.share is not None]
        if told:
            most = max(told, key=lambda reading: reading.share or 0)
            number, around = printed(most)
            yield f"“{most.choice.label}” on {name}", number, around
        elif is_share(result) and result.amount and result.amount.published is not None:
            found = result.amount
            yield name, *published_words(result.question, result.amount.published, found.qualifier)


def _numbers(results: Sequence[QuestionResult]) -> Iterator[tuple[str, str, str]]:
    for result in results:
        if result.amount is not None and result.amount.published is not None:
            yield f"“{result.question.short_text}”", total_words(result.question, result.amount), ""


def round_finding(results: Sequence[QuestionResult], round: Round) -> str:
    """What the councils' answers tell; where none are held, what was published."""
    if found := finding(results):
        return found
    return published_finding(results, round.reference_date) if round.is_totals_only else ""
