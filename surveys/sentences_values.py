"""What a council gave, and what numbers of councils come to, in words."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from councils.models import Council
from ppf_site import words

from .models import (
    Question,
    QuestionType,
    ReleasedReturn,
)
from .releases.results import QuestionResult
from .stats import Amount, Base, Dates
from .values import REASONS, Value

# What files say in place of such a count of people.
FEW = "fewer than 5"


def published_percent(value: Decimal) -> str:
    """A percentage with the decimals that it was printed with: "60%", "29.2%"."""
    return f"{words.number(value)}%"


def in_its_words(qualifier: str) -> str:
    """What the source says around a number stays the source's: " (in the report’s words: only)"."""
    return f" (in the report’s words: {qualifier})" if qualifier else ""


# "Four in ten", "over half": the source gave the share in words, and no percentage.
RATIO = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine) (in|out of) \w+|\bhalf\b|quarter|\bthird",
    re.IGNORECASE,
)


def as_printed(percent: Decimal, qualifier: str) -> tuple[str, str]:
    """A published share, and around it its source’s words: "60%", " (in the report’s words: only)".

    A percentage that nobody printed says so: "four in ten (in words only, read as 40%)".
    """
    if RATIO.search(qualifier):
        return f"{qualifier} (in words only, read as {published_percent(percent)})", ""
    return published_percent(percent), in_its_words(qualifier)


# By the reason that `surveys.releases.disclosure` gives.
WITHHELD = {
    "few": "so few councils that it would tell what each said",
    "alone": "each is what one council answered",
    "with_others": "a hidden figure could be worked out",
    "with_parts": "beside the sums it is made of, it would tell of a few councils",
    "unanimous": "it would tell what every council said",
}


def not_shown(because: str) -> str:
    """Why a number is hidden from the public; never a zero, nor nothing."""
    return f"not shown: {WITHHELD[because]}"


def value_words(question: Question, number: float | Decimal, *, blurred: bool = False) -> str:
    """A number with its unit: "£1,200", "340 people", "29.2%".

    Blurred, as disclosure control asks: people are "fewer than 5" or rounded to 5, and a share
    of people to the whole per cent.
    """
    blurred = blurred and question.may_be_of_people
    if question.type == QuestionType.PERCENTAGE:
        return f"{words.rounded(float(number), 0 if blurred else 1)}%"
    if question.unit == "pounds":
        return words.pounds(number)
    whole = int(words.rounded(float(number)))
    if blurred:
        told = FEW if whole < 5 else words.number(5 * round(whole / 5))
        return f"{told} {question.unit}".strip()
    return f"{words.number(whole)} {question.unit}".strip()


def entered_words(question: Question, number: Decimal) -> str:
    """A number as it was entered, with its unit: nobody typed 100.0% who typed 99.96."""
    if question.type == QuestionType.PERCENTAGE:
        return f"{words.number(number)}%"
    return value_words(question, number)


def given_words(
    question: Question,
    value: Value,
    labels: Mapping[str, str] | None = None,
    *,
    blurred: bool = False,
) -> str:
    """What a council gave, or its reason for none, in words; "" for blank.

    `labels` are the options' words by their keys, where they are not to be read from the question.
    """
    blurred = blurred and question.may_be_of_people
    if value.number is not None and not (blurred or question.derivation):
        return entered_words(question, value.number)
    if value.number is not None:
        return value_words(question, value.number, blurred=blurred)
    if value.choices and labels is None:
        labels = {option.key: option.label for option in question.offered}
    return chosen_words(value, labels or {}) or words.day(value.date) or value.text or ""


def chosen_words(value: Value, labels: Mapping[str, str]) -> str:
    """The options chosen, or the reason for no value; "" for any other value."""
    if value.reason:
        return REASONS[value.reason]
    return ", ".join(labels.get(key, key) for key in value.choices or ())


# What a council without a return did, by `ReleasedReturn.standing`.
SILENT = {
    "No return": "sent no return",
    "Declined": "declined",
    "Received on paper": "sent it on paper",
    "No longer required": "was no longer required to answer",
}
NOT_ASKED = "had signed before it was asked"


def silent_words(return_of: ReleasedReturn, question: Question) -> str:
    """Why a council’s row has no answer to show."""
    if not return_of.is_answered:
        return return_of.standing
    return "Left blank" if return_of.was_asked(question) else words.capital(NOT_ASKED)


def silent_verb(return_of: ReleasedReturn, question: Question | None = None) -> str:
    """The same after the council’s name: "declined", "left it blank"."""
    if not return_of.is_answered:
        return SILENT[return_of.standing]
    return NOT_ASKED if question and not return_of.was_asked(question) else "left it blank"


def silent_by_standing(returns: Iterable[ReleasedReturn]) -> list[tuple[str, list[Council]]]:
    """Who did not answer, by name, under how: "No return", "Declined", "Received on paper"."""
    found: dict[str, list[Council]] = {standing: [] for standing in SILENT}
    for return_of in returns:
        if not return_of.is_answered:
            found[return_of.standing].append(return_of.council)
    return [(standing, councils) for standing, councils in found.items() if councils]


def spread_words(question: Question, amount: Amount | None) -> str:
    """The quartiles of the councils' own numbers; "" where there are none."""
    if amount is None or amount.quartiles is None:
        return ""
    names = ("Lower quartile", "typical council", "upper quartile")
    told = [
        value_words(question, quartile, blurred=amount.is_rounded) for quartile in amount.quartiles
    ]
    return ", ".join(f"{name} {words}" for name, words in zip(names, told, strict=True))


def total_words(question: Question, amount: Amount | None) -> str:
    """A number question in one area: the sum, or a rate's two readings, or what was published."""
    if amount is None:
        return ""

    def told(number: float | Decimal) -> str:
        return value_words(question, number, blurred=amount.is_rounded)

    if amount.published is not None:
        return "".join(published_words(question, amount.published, amount.qualifier))
    typical = None if amount.typical is None else told(amount.typical)
    if amount.pooled is not None:
        pooled = f"{told(amount.pooled)}, all counted together"
        return f"{pooled}; typical council {typical}" if typical else pooled
    if amount.total is not None:
        return f"{told(amount.total)} in {words.plural(amount.base.gave_a_value, 'council')}"
    if typical and not amount.withheld:
        return f"{typical} in the typical council"
    why = amount.withheld or amount.hides_quartiles
    return words.capital(not_shown(why)) if why else "No council gave a number"


def dates_words(dates: Dates, base: Base) -> str:
    """When, in the typical council; "" where the release has no dates."""
    if dates.median is not None:
        return f"{words.day(dates.median)} in the typical council"
    if dates.withheld or base.withheld:
        return words.capital(not_shown(dates.withheld or base.withheld))
    return "" if base.gave_a_value else "No council gave a date"


def dates_spread_words(dates: Dates) -> str:
    """By when a quarter, half and three quarters had it; the first and the last, if shown."""
    if dates.earliest is not None and dates.earliest == dates.latest:
        return "the same day in every council that gave one"
    told = [
        ("A quarter of councils by", dates.lower_quartile),
        ("half by", dates.median),
        ("three quarters by", dates.upper_quartile),
        ("the earliest", dates.earliest),
        ("the latest", dates.latest),
    ]
    return ", ".join(f"{name} {words.day(date)}" for name, date in told if date)


def result_words(result: QuestionResult) -> str:
    """What the numbers or dates of an area come to; "" for choices."""
    if result.dates is not None:
        return dates_words(result.dates, result.base)
    return total_words(result.question, result.amount)


def result_spread_words(result: QuestionResult) -> str:
    if result.dates is not None:
        return dates_spread_words(result.dates)
    return spread_words(result.question, result.amount)


def published_words(question: Question, value: Decimal, qualifier: str) -> tuple[str, str]:
    """A number as it was printed, and around it its source’s words.

    No decimal is added to a percentage.
    """
    if question.type == QuestionType.PERCENTAGE:
        return as_printed(value, qualifier)
    return value_words(question, value), in_its_words(qualifier)


def answer_words(
    return_of: ReleasedReturn,
    question: Question,
    labels: Mapping[str, str],
    *,
    blurred: bool = False,
) -> str:
    """What one council said, from its row with `given`; blurred where small counts are hidden.

    `labels` are the options' words by their keys.
    """
    if return_of.given is None:
        return silent_words(return_of, question)
    parts = dict(return_of.given)
    top, bottom = parts.pop("numerator"), parts.pop("denominator")
    told = given_words(question, Value.kept(**parts), labels, blurred=blurred)
    if bottom and not (blurred and question.may_be_of_people):
        return f"{told} ({words.number(top)} of {words.number(bottom)})"
    return told


def amount_words(question: Question, amount: Amount | None) -> str:
    """The typical council of an area, with the rate of all where there is one; or as printed."""
    if amount is not None and amount.published is not None:
        return published_words(question, amount.published, amount.qualifier)[0]
    if amount is not None and amount.hides_quartiles:
        return "not shown: too few councils"
    if amount is None or amount.typical is None:
        return ""
    blurred = amount.is_rounded
    typical = value_words(question, amount.typical, blurred=blurred)
    if amount.pooled is not None:
        pooled = value_words(question, amount.pooled, blurred=blurred)
        return f"{pooled} of all counted together (typical council {typical})"
    return typical


def typical_date_words(dates: Dates) -> str:
    """When, in the typical council of an area."""
    return "not shown: too few councils" if dates.withheld else words.day(dates.median)


def withheld_words(withheld: Mapping[str, str]) -> str:
    """What of a figure is hidden and why: "quartiles: so few councils that ..."; "" for none."""
    told = [f"{PARTS[part]}: {WITHHELD[because]}" for part, because in withheld.items()]
    return f"Not shown: {'; '.join(told)}." if told else ""


PARTS = {
    "counts": "who gave a value",
    "options": "the count of councils",
    "sum": "the sum",
    "pooled": "the share of all counted together",
    "grossed_up": "the sum grossed up",
    "quartiles": "the spread of councils",
    "extremes": "the earliest and the latest date",
}
