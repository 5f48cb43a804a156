"""What each kind of check looks for, and the sentence that quotes the number back."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ppf_site import words
from surveys.models import Answer, Figure, Question
from surveys.sentences_values import entered_words, value_words

from .previous import Last


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One check as it is worked out."""

    kind: str
    question: Question
    others: tuple[Question, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    percent: Decimal | None = None
    due_on: datetime.date | None = None
    surest: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What the checks may look at. `quartiles` is by question: a figure of similar councils."""

    answers: Mapping[int, Answer]
    previous: Mapping[int, Last]
    quartiles: Mapping[int, Figure]
    council_type: str
    reference_date: datetime.date
    today: datetime.date

    def number(self, question: Question | int | None) -> Decimal | None:
        key = question.pk if isinstance(question, Question) else question
        answer = self.answers.get(key) if key is not None else None
        return answer.number if answer else None


@dataclass(frozen=True, slots=True)
class CheckSaid:
    """What a check says, and the numbers that it is about: others ask again."""

    message: str
    values: str


def look(rule: CheckRule, context: Context) -> CheckSaid | None:
    """None where there is nothing to say, also because a number is missing."""
    return KINDS[rule.kind](rule, context)


def _told(message: str, *values: object) -> CheckSaid:
    return CheckSaid(message, "; ".join(str(value) for value in values))


def _plain(number: Decimal) -> str:
    return words.number(number)


def _part(rule: CheckRule, context: Context) -> CheckSaid | None:
    part = context.number(rule.question)
    for whole in rule.others:
        number = context.number(whole)
        if part is not None and number is not None and part > number:
            return _told(
                f"{entered_words(rule.question, part)} is more than "
                f"“{whole.short_text}”, {entered_words(whole, number)}, which it is a part of.",
                part,
                number,
            )
    return None


def _sum(rule: CheckRule, context: Context) -> CheckSaid | None:
    total = context.number(rule.question)
    parts = [context.number(part) for part in rule.others]
    known = [part for part in parts if part is not None]
    if total is None or len(known) < len(parts) or sum(known) == total:
        return None
    return _told(
        f"{entered_words(rule.question, total)} is not the sum of its parts, "
        f"{entered_words(rule.question, sum(known, Decimal(0)))}.",
        total,
        *known,
    )


def _range(rule: CheckRule, context: Context) -> CheckSaid | None:
    number = context.number(rule.question)
    if number is None:
        return None
    shown = entered_words(rule.question, number)
    if rule.minimum is not None and number < rule.minimum:
        lowest = entered_words(rule.question, rule.minimum)
        return _told(f"{shown} is less than {lowest}, the least that is expected.", number)
    if rule.maximum is not None and number > rule.maximum:
        most = entered_words(rule.question, rule.maximum)
        return _told(f"{shown} is more than {most}, the most that is expected.", number)
    return None


def _change(rule: CheckRule, context: Context) -> CheckSaid | None:
    number, last = context.number(rule.question), context.previous.get(rule.question.pk)
    if number is None or last is None or last.value.number is None or rule.percent is None:
        return None
    before = last.value.number
    if before == number or (before and abs(number - before) * 100 <= rule.percent * before):
        return None
    way = "more" if number > before else "less"
    share = words.percent(float(abs(number - before)), float(before))
    by = f", {share} {way}" if share else ""
    return _told(
        f"The answer is {entered_words(rule.question, number)}. "
        f"On {words.day(last.reference_date)} it was {entered_words(last.question, before)}{by}.",
        number,
        before,
    )


def _peers(rule: CheckRule, context: Context) -> CheckSaid | None:
    """Outside one and a half times the distance between the quartiles, beyond the quartiles."""
    number, figure = context.number(rule.question), context.quartiles.get(rule.question.pk)
    if number is None or figure is None:
        return None
    low, high = figure.lower_quartile, figure.upper_quartile
    if low is None or high is None:
        return None
    fence = Decimal("1.5") * (high - low)
    if low - fence <= number <= high + fence:
        return None
    return _told(
        f"The answer is {entered_words(rule.question, number)}. Half of all "
        f"{context.council_type} councils gave between {value_words(rule.question, low)} and "
        f"{value_words(rule.question, high)} in {figure.release.round.title}.",
        # The council’s own number alone: a later release of others’ asks nobody again.
        number,
    )


def months_between(start: datetime.date, end: datetime.date) -> Decimal:
    """In months of 30.4375 days, the mean over four years."""
    return Decimal((end - start).days) / Decimal("30.4375")


def _pace(rule: CheckRule, context: Context) -> CheckSaid | None:
    """The surest answer, while the pace needed is over twice the pace achieved (figures.md)."""
    answer = context.answers.get(rule.question.pk)
    if answer is None or answer.choices != [rule.surest] or not rule.others:
        return None
    rate = rule.others[0]
    now = _rate(context.number(rate.numerator_id), context.number(rate.denominator_id))
    top = context.previous.get(rate.numerator_id or 0)
    bottom = context.previous.get(rate.denominator_id or 0)
    if now is None or top is None or bottom is None or rule.percent is None or not rule.due_on:
        return None
    before = _rate(top.value.number, bottom.value.number)
    passed = months_between(top.reference_date, context.reference_date)
    left = months_between(context.reference_date, rule.due_on)
    if before is None or passed <= 0 or left <= 0 or now >= rule.percent:
        return None
    needed, achieved = (rule.percent - now) / left, (now - before) / passed
    if needed <= 2 * max(achieved, Decimal(0)):
        return None
    return _told(
        f"The answer is “{rule.surest.replace('-', ' ')}” to reach {_plain(rule.percent)}%. "
        f"The council’s own numbers give {words.rounded(float(now), 1)}% now "
        f"and {words.rounded(float(before), 1)}% on {words.day(top.reference_date)}: "
        f"{words.rounded(float(achieved), 2)} points a month, "
        f"where {words.rounded(float(needed), 2)} a month are needed.",
        now,
        before,
    )


def _past(rule: CheckRule, context: Context) -> CheckSaid | None:
    answer = context.answers.get(rule.question.pk)
    if answer is None or answer.date is None or answer.date <= context.today:
        return None
    return _told(f"The answer is {words.day(answer.date)}, a day still to come.", answer.date)


def _rate(top: Decimal | None, bottom: Decimal | None) -> Decimal | None:
    return 100 * top / bottom if top is not None and bottom else None


KINDS: Mapping[str, Callable[[CheckRule, Context], CheckSaid | None]] = {
    "part": _part,
    "sum": _sum,
    "range": _range,
    "change": _change,
    "peers": _peers,
    "pace": _pace,
    "past": _past,
}
