"""Findings and sources in words, from the same values as the tables and charts."""

from collections.abc import Mapping
from decimal import Decimal

from ppf_site import words

from .models import (
    Figure,
    Question,
    QuestionType,
    Release,
    ReleasedReturn,
)
from .stats import Amount, Base, Comparison, Reading
from .values import REASONS, Value


def source_line(release: Release, base: Base | None = None) -> str:
    """Survey, date, base and release: what a figure must never be without.

    Made-up answers say so here, so that tables, pictures and files all carry it.
    """
    round = release.round
    parts = [round.title, f"position at {words.day(round.reference_date)}"]
    if base is not None and base.n is not None and base.required is not None:
        parts.append(f"{words.number(base.n)} of {words.number(base.required)} councils answered")
    parts.append(f"release {release.number}, {released_on(release)}")
    return f"Source: {'; '.join(parts)}. {round.illustrative}".strip()


def released_on(release: Release) -> str:
    shown = release.public_at or release.sector_at or release.compiled_at
    return words.day(shown)


def about_sheet(release: Release, url: str) -> list[tuple[str, str]]:
    """What a downloaded file says of itself."""
    round = release.round
    about = [
        ("Source", source_line(release)),
        ("Sponsor", round.sponsor),
        ("Answered by", round.respondents),
        ("Method", round.method),
        ("Caveats", round.caveats),
        ("Address", url),
    ]
    if round.illustrative:
        about.insert(1, ("Note", round.illustrative))
    return [(label, text) for label, text in about if text]


def captioned(question: Question, part: str) -> str:
    """The question and how a table divides the answers, as two sentences."""
    text = question.text
    return f"{text} {part}" if text.endswith(("?", ".")) else f"{text}. {part}"


def k_of_n(reading: Reading) -> str:
    """ "8 of 9 (89%)"; where only a percentage was published, that and its qualifier."""
    if reading.k is not None and reading.n is not None:
        return words.k_of_n(reading.k, reading.n)
    if reading.share is None:
        return "not published"
    return f"{reading.qualifier} {words.share_percent(reading.share)}".strip()


def missing_words(base: Base) -> str:
    """Who is not in the base, and why: "1 did not answer, 2 did not know"."""
    parts = [
        (base.no_return, "sent no return"),
        (base.skipped, "left it blank"),
        (base.did_not_know, "did not know"),
        (base.not_applicable, "said it does not apply"),
    ]
    told = [f"{words.number(count)} {what}" for count, what in parts if count]
    return words.join_words(told)


def bounds_words(reading: Reading) -> str:
    """How far those missing could move the share; empty if nobody is missing."""
    if reading.bounds is None or not reading.base.missing:
        return ""
    low, high = (words.rounded(100 * share, 1) for share in reading.bounds)
    others = reading.base.missing
    who = "one council" if others == 1 else f"{words.number(others)} councils"
    return f"Whatever the missing {who} would have said, the share is between {low}% and {high}%."


def chance_words(comparison: Comparison) -> str:
    """What the test says, in the words of the question that it answers."""
    if comparison.chance is None:
        return "Whether this gap could be chance cannot be told: the counts are not published."
    shown = "< 0.001" if comparison.chance < 0.001 else f"= {comparison.chance:.3f}"
    if comparison.verdict == "level":
        return "The two shares are the same."
    if comparison.could_be_chance:
        return f"A gap of this size could be chance among so few councils (p {shown})."
    return f"A gap of this size is unlikely to be chance among so few councils (p {shown})."


def value_words(question: Question, number: float | Decimal, *, blurred: bool = False) -> str:
    """A number with its unit: "£1,200", "340 people", "29.2%".

    Blurred, as disclosure control asks: people are "fewer than 5" or rounded to 5, and a share
    of people to the whole per cent.
    """
    if question.type == QuestionType.PERCENTAGE:
        return f"{words.rounded(float(number), 0 if blurred else 1)}%"
    if question.unit == "pounds":
        return words.pounds(number)
    whole = int(words.rounded(float(number)))
    if blurred and question.counts_people:
        told = "fewer than 5" if whole < 5 else words.number(5 * round(whole / 5))
        return f"{told} {question.unit}".strip()
    return f"{words.number(whole)} {question.unit}".strip()


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


def silent_words(one: ReleasedReturn) -> str:
    """Why a council’s row has no answer to show."""
    return "Left blank" if one.is_answered else "No return"


def blurred_count(number: Decimal | None) -> str | Decimal | None:
    """A count of people as disclosure control shows it in a file; None stays None."""
    if number is None:
        return None
    return "fewer than 5" if number < 5 else Decimal(5 * round(number / 5))


def spread_words(question: Question, amount: Amount | None, *, blurred: bool = False) -> str:
    """The quartiles of the councils' own numbers; "" where there are none."""
    if amount is None or amount.quartiles is None:
        return ""
    names = ("Lower quartile", "typical council", "upper quartile")
    told = [value_words(question, one, blurred=blurred) for one in amount.quartiles]
    return ", ".join(f"{name} {words}" for name, words in zip(names, told, strict=True))


def total_words(question: Question, amount: Amount | None, *, blurred: bool = False) -> str:
    """A number question in one area: the sum, or a rate's two readings, or what was published."""
    if amount is None:
        return ""
    if amount.published is not None:
        return f"{amount.qualifier} {value_words(question, amount.published)}".strip()
    if amount.pooled is not None:
        pooled = value_words(question, amount.pooled, blurred=blurred)
        typical = value_words(question, amount.typical or 0, blurred=blurred)
        return f"{pooled} pooled; typical council {typical}"
    if amount.total is not None:
        councils = words.plural(amount.base.gave_a_value, "council")
        return f"{value_words(question, amount.total, blurred=blurred)} in {councils}"
    if amount.typical is not None:
        typical = value_words(question, amount.typical, blurred=blurred)
        return f"{typical} in the typical council"
    return "No council gave a number"


def answer_words(
    one: ReleasedReturn,
    question: Question,
    labels: Mapping[str, str],
    *,
    blurred: bool = False,
) -> str:
    """What one council said, from its row with `given`; blurred where small counts are hidden.

    `labels` are the options' words by their keys.
    """
    if one.given is None:
        return silent_words(one)
    parts = dict(one.given)
    top, bottom = parts.pop("numerator"), parts.pop("denominator")
    told = given_words(question, Value.kept(**parts), labels, blurred=blurred)
    if bottom and not blurred:
        return f"{told} ({words.number(top)} of {words.number(bottom)})"
    return told


def figure_title(figure: Figure) -> str:
    """What the figure counts, in words."""
    where = figure.area.name
    if figure.question is None:
        return f"Returns received: {where}"
    if figure.option is not None:
        return f"“{figure.option.label}”: {figure.question.short_text}, {where}"
    return f"{figure.question.short_text}: {where}"


# By whether “not known” counts as an answer.
OPTION_FORMULA = {
    False: "Councils that gave this answer (k), of the councils that gave the question a value "
    "(n). Not known and not applicable are counted beside it and are not in the base.",
    True: "Councils that gave this answer (k), of the councils that gave the question a value or "
    "said that they did not know (n). Not applicable is counted beside it and is not in the base.",
}


def figure_formula(figure: Figure) -> str:
    """How it is worked out."""
    question = figure.question
    if figure.published_percent is not None or figure.published_value is not None:
        return "A published total, held with its source. The answers behind it are not held."
    if question is None:
        return "Signed-off returns, of the councils whose return the round required."
    if figure.option is not None:
        return OPTION_FORMULA[question.counts_not_known]
    if question.derivation == "rate" and question.numerator and question.denominator:
        return (
            f"Pooled rate: the sum of “{question.numerator.short_text}” over the sum of "
            f"“{question.denominator.short_text}”, of the councils that gave both. The typical "
            "council is the median of the councils’ own rates."
        )
    if question.type == QuestionType.NUMBER:
        return (
            "The sum over the councils that gave a number, not grossed up, and the quartiles of "
            "their own numbers."
        )
    return "The base: the councils that gave the question a value."
