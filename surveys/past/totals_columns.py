"""Which numbers a column of published totals can have, and which area a row is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from councils.models import Area
from surveys.models import Option, Question, QuestionType, Round

from .columns import ColumnChoices, folded

AREA = "area"
# A number's column is known by this, the question, its option and which number it is.
COUNTS = "total:"


class Number(StrEnum):
    """Which of a total's numbers; the words follow those of the question or option."""

    PERCENT = "percent"
    K = "k"
    N = "n"
    VALUE = "value"


TOLD = {
    Number.PERCENT: "per cent",
    Number.K: "councils",
    Number.N: "councils that answered",
    Number.VALUE: "the number",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """What a column may have: a number of a question, or of one of its options."""

    question: Question
    option: Option | None
    number: Number

    @property
    def key(self) -> str:
        option = self.option.key if self.option else ""
        return f"{COUNTS}{self.question.key}:{option}:{self.number}"

    @property
    def words(self) -> str:
        option = f", {self.option.label}" if self.option else ""
        return f"{self.question.short_text}{option}: {TOLD[self.number]}"

    @property
    def headings(self) -> list[str]:
        """How a file may head it; of an option its share goes without saying."""
        said = [self.key.removeprefix(COUNTS), self.words]
        option = self.option
        if option and self.number == Number.PERCENT:
            said += [f"{self.question.short_text}: {option.label}"]
            said += [f"{self.question.key} {option.key}", f"{self.question.key}: {option.label}"]
        if option is None and self.number != Number.N:
            said += [self.question.key, self.question.short_text, self.question.text]
        return [folded(each) for each in said]

    @property
    def read_as(self) -> Question:
        """A question whose reader reads this number."""
        if self.number == Number.VALUE:
            return self.question
        is_share = self.number == Number.PERCENT
        return Question(
            key=self.question.key,
            short_text=self.words,
            type=QuestionType.PERCENTAGE if is_share else QuestionType.NUMBER,
            unit="" if is_share else "councils",
        )


def questions_of(round: Round) -> list[Question]:
    """Those that are worked out too: a source prints a rate without its counts."""
    return list(Question.objects.listed_in(round))


def slots_of(questions: Iterable[Question]) -> list[Slot]:
    found: list[Slot] = []
    for question in questions:
        if question.is_choice:
            for option in question.offered:
                found += [Slot(question, option, each) for each in (Number.PERCENT, Number.K)]
            found.append(Slot(question, None, Number.N))
        elif question.type == QuestionType.PERCENTAGE:
            found.append(Slot(question, None, Number.PERCENT))
        elif question.type == QuestionType.NUMBER:
            found.append(Slot(question, None, Number.VALUE))
    return found


def choices_of(slots: Sequence[Slot]) -> ColumnChoices:
    headings: dict[str, str] = {}
    for slot in slots:
        for said in slot.headings:
            headings.setdefault(said, slot.key)
    return ColumnChoices(
        AREA,
        "The area",
        [(slot.key, slot.words) for slot in slots],
        headings,
        "Say for one column at least which number it has.",
    )


class NamedAreas:
    """England, its regions and the types of council, by code, address and name."""

    def __init__(self) -> None:
        self.areas = {
            _plain(said): area
            for area in Area.objects.all()
            for said in (area.code, area.slug, area.name)
            if said
        }

    def find(self, said: str) -> Area | None:
        return self.areas.get(_plain(said))

    def knows(self, said: str) -> bool:
        return self.find(said) is not None


def _plain(name: str) -> str:
    said = re.sub(r"[^\w]+", " ", name.casefold().replace("&", " and "))
    return " ".join(word for word in said.split() if word not in {"the", "region"})
