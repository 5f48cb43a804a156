"""What each kind of check needs, told in the same words to a round's file and to a form."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from surveys.models import Question
from surveys.models.question_types import CHOICE_TYPES, NUMBER_TYPES

COMPARABLE = {"same", "wording"}
# A council may be right about these: only what cannot be true is hard.
ONLY_SOFT = {"change", "peers", "pace"}
NAMES: Mapping[str, str] = {
    "part": "A part of a whole",
    "sum": "A sum",
    "range": "A range",
    "change": "A change since last time",
    "peers": "A comparison with similar councils",
    "pace": "A pace",
    "past": "A day that has passed",
}
USES: Mapping[str, frozenset[str]] = {
    "part": frozenset({"others"}),
    "sum": frozenset({"others"}),
    "range": frozenset({"minimum", "maximum"}),
    "change": frozenset({"percent"}),
    "peers": frozenset(),
    "pace": frozenset({"others", "percent", "due_on"}),
    "past": frozenset(),
}


class WrongField(NamedTuple):
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class QuestionOfCheck:
    """A question as a check sees it. `parts` are what a rate is worked out from."""

    key: str
    name: str
    type: str
    derivation: str = ""
    comparability: str = ""
    parts: tuple["QuestionOfCheck", ...] = ()

    @property
    def is_asked_number(self) -> bool:
        return self.type in NUMBER_TYPES and not self.derivation


def as_checked(question: Question) -> QuestionOfCheck:
    parts = [part for part in (question.numerator, question.denominator) if part is not None]
    return QuestionOfCheck(
        key=question.key,
        name=question.short_text,
        type=question.type,
        derivation=question.derivation,
        comparability=question.comparability,
        parts=tuple(as_checked(part) for part in parts),
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """A check as somebody wrote it, in a form or in a file."""

    kind: str
    severity: str
    question: QuestionOfCheck
    others: Sequence[QuestionOfCheck] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    percent: Decimal | None = None
    due_on: datetime.date | None = None


def problems(check: Draft) -> list[WrongField]:
    """Each beside its field; empty if the check can work."""
    return [
        *_of_severity(check),
        *_of_question(check),
        *_of_others(check),
        *_of_numbers(check),
        *_of_unused(check),
    ]


def _of_severity(check: Draft) -> Iterator[WrongField]:
    if check.kind in ONLY_SOFT and check.severity == "hard":
        yield WrongField(
            "severity",
            f"{NAMES[check.kind]} is soft: a council may be right, and explains. "
            "A hard one could never be signed.",
        )


def _of_question(check: Draft) -> Iterator[WrongField]:
    asked = check.question
    if asked.derivation:
        yield WrongField(
            "question",
            "No council enters this: it is worked out when a release is compiled. "
            "Choose a question that is asked.",
        )
    elif check.kind == "pace":
        if asked.type not in CHOICE_TYPES:
            yield WrongField("question", "A pace looks at a forecast: choose one with a scale.")
    elif check.kind == "past":
        if asked.type != "date":
            yield WrongField("question", f"{NAMES[check.kind]} looks at a date.")
    elif asked.type not in NUMBER_TYPES:
        yield WrongField("question", f"{NAMES[check.kind]} looks at a number or a percentage.")
    elif check.kind in {"change", "peers"} and asked.comparability not in COMPARABLE:
        yield WrongField(
            "question",
            f"{NAMES[check.kind]} needs an earlier round’s question that this one follows, the "
            "same or with other words only. Say so at the question first.",
        )


def _of_others(check: Draft) -> Iterator[WrongField]:
    if check.kind == "part" and not check.others:
        yield WrongField("others", "Choose the whole that it is a part of.")
    elif check.kind == "sum" and len(check.others) < 2:
        yield WrongField("others", "Choose the parts, at least two, that make up the sum.")
    elif check.kind == "pace":
        yield from _of_rate(check.others)
    if check.kind in {"part", "sum"}:
        for other in check.others:
            if other.key == check.question.key:
                yield WrongField("others", f"“{other.name}” is the question itself.")
            elif not other.is_asked_number:
                yield WrongField("others", f"“{other.name}” is no number that councils enter.")
            elif check.question.is_asked_number and other.type != check.question.type:
                yield WrongField(
                    "others", f"“{other.name}” is not counted alike: one is a percentage."
                )


def _of_rate(others: Sequence[QuestionOfCheck]) -> Iterator[WrongField]:
    if len(others) != 1 or others[0].derivation != "rate":
        yield WrongField("others", "Choose one rate: a value worked out from two counts.")
    elif any(part.comparability not in COMPARABLE for part in others[0].parts):
        yield WrongField(
            "others",
            "The pace cannot be told: both counts of the rate must follow a question of an "
            "earlier round.",
        )


def _of_numbers(check: Draft) -> Iterator[WrongField]:
    low, high, percent = check.minimum, check.maximum, check.percent
    if check.kind == "range" and low is None and high is None:
        yield WrongField(
            "minimum", "Enter the lowest number that is expected, the highest, or both."
        )
    if check.kind == "range" and low is not None and high is not None and high < low:
        yield WrongField("maximum", "The highest number is below the lowest.")
    if check.kind == "change" and (percent is None or percent < 0):
        yield WrongField("percent", "Enter above how many per cent a change is told, such as 50.")
    if check.kind == "pace":
        if percent is None or not 0 < percent <= 100:
            yield WrongField("percent", "Enter the target, from 1 to 100 per cent.")
        if check.due_on is None:
            yield WrongField("due_on", "Enter the day by which the target is due.")


def _of_unused(check: Draft) -> Iterator[WrongField]:
    given = {
        "others": check.others or None,
        "minimum": check.minimum,
        "maximum": check.maximum,
        "percent": check.percent,
        "due_on": check.due_on,
    }
    for field, value in given.items():
        if value is not None and field not in USES[check.kind]:
            yield WrongField(field, f"{NAMES[check.kind]} does not use this. Leave it empty.")
