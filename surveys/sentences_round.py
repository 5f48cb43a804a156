"""The finding of a whole round: which question got the best answer most often, and which least."""

from collections.abc import Sequence

from ppf_site import words

from .models import QuestionType
from .releases.results import QuestionResult
from .stats import Reading

Best = tuple[QuestionResult, Reading]


def response_words(response: Reading) -> str:
    """ "148 of 150 councils answered"."""
    return f"{words.count_of(response.k or 0, response.n or 0, 'council')} answered"


def graded(results: Sequence[QuestionResult]) -> list[QuestionResult]:
    """Questions with a choice of one answer whose counts are told, from good to bad."""
    return [
        result
        for result in results
        if result.question.type != QuestionType.MULTIPLE
        and result.readings
        and any(reading.choice.tone for reading in result.readings)
        and all(reading.k is not None and reading.n for reading in result.readings)
    ]


def best_answers(results: Sequence[QuestionResult]) -> list[Best]:
    """Of the scale that most of the graded questions share, or of all where no two share one, the
    best answer to each: the highest share first."""
    held = graded(results)
    scales = [result.question.scale_id for result in held]
    if not scales:
        return []
    shared = max(dict.fromkeys(scales), key=scales.count)
    found = [
        (result, max(result.readings, key=lambda reading: reading.choice.tone))
        for result in held
        if result.question.scale_id == shared or scales.count(shared) == 1
    ]
    return sorted(found, key=lambda each: -(each[1].share or 0))


def finding(results: Sequence[QuestionResult]) -> str:
    """The ends of the range; "" of fewer than two questions."""
    found = best_answers(results)
    if len(found) < 2:
        return ""
    (most, high), (least, low) = found[0], found[-1]
    if most.question.scale_id != least.question.scale_id:
        return f"{_told(most, high)}; {_told(least, low)}"
    if high.share == low.share:
        where = _where([result for result, _ in found], is_all=len(found) == len(graded(results)))
        return f"“{high.choice.label}” as often on {where}: {_counts(high)}"
    return (
        f"Councils answered “{high.choice.label}” most often on {_asked(most)}, {_counts(high)}, "
        f"and least often on {_asked(least)}, {_counts(low)}"
    )


def _asked(result: QuestionResult) -> str:
    """A question in its short words; the row of a grid, whose short words say little, with the
    section that it stands in."""
    question = result.question
    within = "" if question.grid is None else f" under “{question.section.title}”"
    return f"“{question.short_text}”{within}"


def _where(found: Sequence[QuestionResult], *, is_all: bool) -> str:
    """Which questions they are: a grid's rows by its heading, and no more than are meant."""
    grids = {result.question.grid_id for result in found}
    grid = found[0].question.grid
    if len(grids) == 1 and grid is not None:
        return f"each row of “{grid.stem}”"
    if is_all:
        return "every question"
    return f"each of {words.join_words([f'“{each.question.short_text}”' for each in found])}"


def _told(result: QuestionResult, reading: Reading) -> str:
    """ "“Yes” on “Plan agreed”: 97 of 141", of a question that shares its answers with none."""
    return f"“{reading.choice.label}” on {_asked(result)}: {_counts(reading)}"


def summary(results: Sequence[QuestionResult]) -> str:
    """How many questions the chart shows, what its bars are of, and that counts are of bases."""
    held = graded(results)
    asked = words.plural(len(held), "question")
    if any(result.base.missing is None for result in held):
        return f"{asked}, each a bar of the councils that answered it."
    return f"{asked}, each a bar of the councils asked; at its right, of those that answered."


def _counts(reading: Reading) -> str:
    return f"{words.number(reading.k)} of {words.number(reading.n)}"
