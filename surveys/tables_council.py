"""What a council answered, beside the results of the areas it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import django_tables2 as tables

from councils.models import Council
from councils.models.areas import TYPE_PLURALS
from ppf_site import words

from .models import Question, ReleasedAnswer, ReleasedReturn
from .models.answers import value_of
from .releases.results import QuestionResult
from .sentences import same_words
from .sentences_figure import SHARE
from .sentences_values import (
    amount_words,
    given_words,
    silent_words,
    typical_date_words,
    value_words,
)
from .sorting import sorts_by
from .tables import (
    FigureTable,
    Hidden,
    figure_address,
)


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
        ("question", tables.Column("Question", **sorts_by("question"))),
        ("question_code", Hidden("Question code")),
        ("council_code", Hidden("Council code")),
        ("answer", tables.Column(council.short_name)),
        ("answer_code", Hidden("Answer code")),
        ("region", tables.Column(council.region.name)),
        ("same_type", tables.Column(TYPE_PLURALS[council.type])),
        ("england", tables.Column("England")),
        *_figure_columns(council),
        ("source", Hidden("Source")),
    ]
    data = [
        {
            "question": row.england.question.short_text,
            "council_code": chosen.code,
            **_codes(row),
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
    table = FigureTable(data, extra_columns=columns, order_by_field="answers-sort")
    table.name, table.source = "answers", source
    table.caption = f"What {council.name} answered, beside others"
    table.is_stacked = True
    return table


def _figure_columns(council: Council) -> list[tuple[str, Hidden]]:
    areas = {"region": council.region.name, "same_type": TYPE_PLURALS[council.type]}
    named = {**areas, "england": "England"}
    return [(f"{key}_figure", Hidden(f"{name}: figure")) for key, name in named.items()]


def _codes(row: Beside) -> dict[str, str]:
    """For the file: which question, which options, and the figures beside it."""
    return {
        "question_code": row.england.question.key,
        "answer_code": ", ".join(row.answer.choices or ()) if row.answer else "",
        "region_figure": _figure(row.region),
        "same_type_figure": _figure(row.same_type),
        "england_figure": _figure(row.england),
    }


def _figure(result: QuestionResult | None) -> str:
    return figure_address(result.figure_id) if result else ""


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


def rate_finding(rows: Sequence[Beside], *, blurred: bool) -> str:
    """What a council's own counts give as a rate, for its title; "" where there is none.

    The first, but where the same is told on narrower bases, on the narrowest: those of whom it
    could be true.
    """
    rates = [row for row in rows if _rate(row) is not None]
    if not rates:
        return ""
    same = [row for row in rates if _said_of(row) and _said_of(row) == _said_of(rates[0])]
    row = min(same, key=lambda row: _base(row, rows)) if same else rates[0]
    number = _rate(row)
    return rate_told(row.england.question, number, blurred=blurred) if number is not None else ""


def rate_told(question: Question, number: Decimal, *, blurred: bool = False) -> str:
    """ "28.2% of users with ongoing support have a personal budget", by the question's words."""
    said = value_words(question, number, blurred=blurred)
    told = SHARE.fullmatch(question.text)
    if told:
        return f"{said} of {told['whom']} {told['do']}"
    return f"{words.lower_first(question.short_text)} {said}"


def _rate(row: Beside) -> Decimal | None:
    is_rate = row.england.question.derivation == "rate" and row.answer is not None
    return row.answer.number if is_rate and row.answer else None


def _said_of(row: Beside) -> str:
    told = SHARE.fullmatch(row.england.question.text)
    return told["do"] if told else ""


def _base(row: Beside, rows: Sequence[Beside]) -> Decimal:
    """How many the council's rate is out of, by its own answer."""
    base = row.england.question.denominator_id
    numbers = (
        each.answer.number for each in rows if each.answer and each.answer.question_id == base
    )
    return next((number for number in numbers if number is not None), Decimal("Infinity"))
