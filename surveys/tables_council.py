"""What a council answered, beside the results of the areas it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass

import django_tables2 as tables

from councils.models.areas import TYPE_PLURALS
from ppf_site import words

from .models import ReleasedAnswer, ReleasedReturn
from .models.answers import value_of
from .releases.results import QuestionResult
from .sentences_values import given_words, silent_words, value_words
from .tables import FigureTable, Hidden, amount_words, same_words, typical_date_words


@dataclass(frozen=True, slots=True)
class Beside:
    """A council's answer to one question, and the results of the areas it stands in."""

    answer: ReleasedAnswer | None
    england: QuestionResult
    region: QuestionResult | None
    same_type: QuestionResult | None


def council_table(
    chosen: ReleasedReturn, rows: Sequence[Beside], *, source: str, blurred: bool = False
) -> FigureTable:
    """A council's answers beside those of its region, its type and England.

    Blurred, small counts of people in its own answers are hidden.
    """
    council = chosen.sealed_council
    columns = [
        ("question", tables.Column("Question")),
        ("answer", tables.Column(council.short_name)),
        ("region", tables.Column(council.region.name)),
        ("same_type", tables.Column(TYPE_PLURALS[council.type])),
        ("england", tables.Column("England")),
        ("source", Hidden("Source")),
    ]
    data = [
        {
            "question": row.england.question.short_text,
            "answer": released_words(row.answer, row.england, blurred=blurred)
            if row.answer
            else silent_words(chosen, row.england.question),
            "region": _beside_words(row.answer, row.region),
            "same_type": _beside_words(row.answer, row.same_type),
            "england": _beside_words(row.answer, row.england),
            "source": source,
        }
        for row in rows
    ]
    table = FigureTable(data, extra_columns=columns)
    table.name, table.source = "answers", source
    table.caption = f"What {council.name} answered, beside the typical council of others"
    table.is_stacked = True
    return table


def released_words(answer: ReleasedAnswer, result: QuestionResult, *, blurred: bool = False) -> str:
    labels = {reading.choice.key: reading.choice.label for reading in result.readings}
    return given_words(result.question, value_of(answer), labels, blurred=blurred)


def _beside_words(answer: ReleasedAnswer | None, result: QuestionResult | None) -> str:
    """How many others said the same, or for a number the typical council."""
    if result is None:
        return ""
    if result.question.is_number:
        return amount_words(result.question, result.amount)
    if result.dates is not None:
        return typical_date_words(result.dates)
    if answer is None or not answer.choices:
        return ""
    # Its answer is of this release, which only holds required councils: it is in each base.
    return same_words(result.readings, answer.choices, own=answer.choices)


def council_title(name: str, rows: Sequence[Beside], *, blurred: bool) -> str:
    """The finding of a council's page: the first rate that its own counts give; else its name."""
    for row in rows:
        question, answer = row.england.question, row.answer
        if question.derivation == "rate" and answer is not None and answer.number is not None:
            what = words.lower_first(question.short_text)
            return f"{name}: {what} {value_words(question, answer.number, blurred=blurred)}"
    return name
