"""Hard checks that no numbers could satisfy together: who has them could not sign with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from ppf_site import words
from surveys.models import Check

from .check_rules import Draft, QuestionOfCheck, WrongField, as_checked

# A bound travels from check to check, at most so far: sums in a circle could go on for ever.
FURTHEST = 20


class AnswerLimits(NamedTuple):
    """None: no bound on that side."""

    low: Decimal
    high: Decimal | None

    @property
    def is_empty(self) -> bool:
        return self.high is not None and self.low > self.high


@dataclass(slots=True)
class HardBounds:
    """Between what the answers to each question can lie, by hard checks and by its own type."""

    found: dict[str, AnswerLimits] = field(default_factory=dict)

    def of(self, question: QuestionOfCheck) -> AnswerLimits:
        most = Decimal(100) if question.type == "percentage" else None
        return self.found.get(question.key, AnswerLimits(Decimal(0), most))

    def narrow(self, question: QuestionOfCheck, low: Decimal | None, high: Decimal | None) -> None:
        if question.type == "number":
            low = low and low.to_integral_value(ROUND_CEILING)
            high = high and high.to_integral_value(ROUND_FLOOR)
        own = self.of(question)
        highs = [each for each in (own.high, high) if each is not None]
        lowest = own.low if low is None else max(own.low, low)
        self.found[question.key] = AnswerLimits(lowest, min(highs, default=None))


def bounds_of(checks: Iterable[Draft]) -> HardBounds:
    bounds, hard = HardBounds(), [each for each in checks if each.severity == "hard"]
    for _ in range(FURTHEST):
        before = dict(bounds.found)
        for each in hard:
            _narrow(bounds, each)
        if bounds.found == before:
            break
    return bounds


def _narrow(bounds: HardBounds, check: Draft) -> None:
    own = check.question
    if check.kind == "range":
        bounds.narrow(own, check.minimum, check.maximum)
    elif check.kind == "part":
        for whole in check.others:
            bounds.narrow(own, None, bounds.of(whole).high)
            bounds.narrow(whole, bounds.of(own).low, None)
    elif check.kind == "sum":
        highs = [high for each in check.others if (high := bounds.of(each).high) is not None]
        most = sum(highs, Decimal(0)) if len(highs) == len(check.others) else None
        least = sum((bounds.of(each).low for each in check.others), Decimal(0))
        bounds.narrow(own, least, most)
        for part in check.others:
            bounds.narrow(part, None, bounds.of(own).high)


def contradictions(check: Draft, beside: Sequence[Draft]) -> list[WrongField]:
    """What of it contradicts the question's own type, or the checks that stand beside it."""
    found = [*_of_type(check), *_of_circle(check, beside)]
    return found or list(_of_others(check, beside))


def _of_type(check: Draft) -> Iterator[WrongField]:
    low, high = check.minimum, check.maximum
    if check.kind != "range" or not check.question.is_asked_number:
        return
    if check.question.type == "percentage" and low is not None and low > 100:
        yield WrongField("minimum", f"A percentage is 100 at most, never {words.number(low)}.")
    if high is not None and high < 0:
        yield WrongField("maximum", "An answer is 0 or more, never below.")
    elif low is not None and high is not None and check.question.type == "number":
        first, last = low.to_integral_value(ROUND_CEILING), high.to_integral_value(ROUND_FLOOR)
        if first > last:
            yield WrongField("maximum", "No whole number lies between the two.")


def _of_circle(check: Draft, beside: Sequence[Draft]) -> Iterator[WrongField]:
    """A part that is, through others, the whole of its own whole. Only what must be put right
    stands in the way: of what is asked about alone an explanation is enough."""
    if check.kind != "part" or check.severity != "hard":
        return
    for whole in check.others:
        seen, ahead = {whole.key}, [whole.key]
        while ahead:
            key = ahead.pop()
            above = [other.key for each in beside if _is_part(each, key) for other in each.others]
            ahead += [each for each in above if each not in seen]
            seen.update(above)
        if check.question.key in seen and check.question.key != whole.key:
            told = f"By another check “{whole.name}” is itself a part of “{check.question.name}”."
            yield WrongField("others", f"{told} Choose another whole, or remove that check first.")


def _is_part(check: Draft, key: str) -> bool:
    return check.kind == "part" and check.severity == "hard" and check.question.key == key


def _of_others(check: Draft, beside: Sequence[Draft]) -> Iterator[WrongField]:
    if check.severity != "hard" or check.kind not in {"range", "part", "sum"}:
        return
    before, after = bounds_of(beside), bounds_of([*beside, check])
    about = [check.question, *check.others]
    if not any(each.is_empty for each in after.found.values()):
        return
    # What others contradict among themselves is told where one of them is changed.
    if any(each.is_empty for each in before.found.values()):
        return
    field = "others"
    if check.kind == "range":
        low, own = check.minimum, before.of(check.question)
        field = "minimum" if low is not None and own.high is not None and low > own.high else ""
        field = field or ("minimum" if check.maximum is None else "maximum")
    told = [text for each in about if (text := _bound_words(each.name, before.of(each)))]
    said = f" By those {words.join_words(told)}." if told else ""
    yield WrongField(
        field,
        "Together with the other checks that must be put right, no numbers could be right: a "
        f"council could sign only with “not known” in place of one of them.{said}",
    )


def _bound_words(name: str, within: AnswerLimits) -> str:
    low, high = words.number(within.low), within.high
    if high is None:
        return f"“{name}” is at least {low}" if within.low else ""
    if not within.low:
        return f"“{name}” is at most {words.number(high)}"
    return f"“{name}” is from {low} to {words.number(high)}"


def as_drafts(checks: Iterable[Check]) -> list[Draft]:
    """With their question and the others."""
    return [
        Draft(
            kind=each.kind,
            severity=each.severity,
            question=as_checked(each.question),
            others=[as_checked(other) for other in each.others.all()],
            minimum=each.minimum,
            maximum=each.maximum,
        )
        for each in checks
    ]
