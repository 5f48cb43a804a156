"""The finding of a whole round: which question got the best answer most often, and which least."""

from collections.abc import Sequence

from ppf_site import words
from surveys.models import QuestionType
from surveys.releases.results import QuestionResult
from surveys.stats import Reading

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
        return f"{_told(most, high, results)}; {_told(least, low, results)}"
    if high.share == low.share:
        where = _where([result for result, _ in found], graded(results))
        return f"“{high.choice.label}” as often on {where}: {_counts(high)}"
    return (
        f"Councils answered “{high.choice.label}” most often on {_asked(most, results)}, "
        f"{_counts(high)}, and least often on {_asked(least, results)}, {_counts(low)}"
    )


def _asked(result: QuestionResult, every: Sequence[QuestionResult]) -> str:
    """A question in its short words; the row of a grid, whose short words say little, with the
    section that it stands in, or with the grid's heading where the section has two such rows."""
    question = result.question
    if question.grid is None:
        return f"“{question.short_text}”"
    alike = [
        other
        for other in every
        if other.question.short_text == question.short_text
        and other.question.section.title == question.section.title
    ]
    within = question.section.title if len(alike) < 2 else question.grid.stem
    return f"“{question.short_text}” under “{within}”"


def _where(found: Sequence[QuestionResult], every: Sequence[QuestionResult]) -> str:
    """Which questions they are: a grid's rows by its heading, and no more than are meant."""
    grids = {result.question.grid_id for result in found}
    grid = found[0].question.grid
    if len(grids) == 1 and grid is not None:
        return f"each row of “{grid.stem}”"
    if len(found) == len(every):
        return "every question"
    names = [each.question.short_text for each in found]
    told = [
        _asked(each, every) if names.count(name) > 1 else f"“{name}”"
        for each, name in zip(found, names, strict=True)
    ]
    return f"each of {words.join_words(told)}"


def _told(result: QuestionResult, reading: Reading, every: Sequence[QuestionResult]) -> str:
    """ "“Yes” on “Plan agreed”: 97 of 141", of a question that shares its answers with none."""
    return f"“{reading.choice.label}” on {_asked(result, every)}: {_counts(reading)}"


def summary(results: Sequence[QuestionResult]) -> str:
    """How many questions the chart shows, what its bars are of, and that counts are of bases."""
    held = graded(results)
    asked = words.plural(len(held), "question")
    if any(result.base.missing is None for result in held):
        return f"{asked}, each a bar of the councils that answered it."
    return f"{asked}, each a bar of the councils asked; at its right, of those that answered."


def _counts(reading: Reading) -> str:
    return f"{words.number(reading.k)} of {words.number(reading.n)}"
