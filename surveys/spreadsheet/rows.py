"""A return as a spreadsheet to fill in: what its rows are, whatever writes or reads them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.utils import timezone

from ppf_site import words
from ppf_site.lengths import LONGEST_TEXT
from ppf_site.pasted import tidy
from surveys.answers.previous import READABLE, Last, last_answers
from surveys.models import Answer, Option, Question, QuestionType, Return
from surveys.models.answers import value_of
from surveys.sentences_values import given_words
from surveys.values import BLANK, Value

# Raised when rows or columns change their meaning: an older file is then refused as such.
LAYOUT: Final = "1"
ANSWERS, ABOUT, LISTS, INSTRUCTIONS = "Answers", "About this file", "Lists", "Instructions"
CLEAR = "(clear)"
SECTION, QUESTION, ENTER, LAST, ANSWER, WRONG, REASON, NOTE = range(8)
KEY, OPTION, VERSION, PRINT = range(8, 12)
HEADERS = (
    "Section",
    "Question",
    "What to enter",
    "Last time",
    "Your answer",
    # Empty and hidden until the file comes back with its problems marked.
    "What is to be put right",
    "Not known or not applicable",
    "Note",
    "Question key",
    "Option key",
    "Version",
    "As downloaded",
)
FIRST_TECHNICAL = KEY
YES, NO = "Yes", "No"
# Of what was written last time, as much as a cell shows.
LONGEST_LAST = 400


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One question, or one option of a question that takes several."""

    question: Question
    enter: str
    last: str
    value: Value
    note: str
    version: int
    option: Option | None = None
    is_first: bool = True

    @property
    def text(self) -> str:
        return f"{self.question.text} {self.option.label}" if self.option else self.question.text

    @property
    def told(self) -> dict[int, str]:
        """What the row says of itself, by column."""
        help_text = self.question.help_text if self.is_first else ""
        return {
            SECTION: self.question.section.title,
            QUESTION: self.text,
            ENTER: f"{self.enter}. {help_text}" if help_text else self.enter,
            LAST: self.last if self.is_first else "",
        }

    @property
    def words(self) -> str:
        """The answer as its cell shows it."""
        return self.ticked if self.option else given_words(self.question, self.value)

    @property
    def ticked(self) -> str:
        """Yes or No for an option of an answered question, else nothing."""
        if self.option is None or self.value.choices is None:
            return ""
        return YES if self.option.key in self.value.choices else NO


def questions_of(return_of: Return) -> list[Question]:
    return list(Question.objects.asked_in(return_of.round_id).with_options())


def rows_of(return_of: Return) -> list[SheetRow]:
    """In the order that the questions are asked, with the answers as they are now."""
    answers = {answer.question_id: answer for answer in return_of.answers.all()}
    last = {
        key: _last_words(before)
        for key, before in last_answers(return_of, comparability=READABLE).items()
    }
    return [
        row
        for question in questions_of(return_of)
        for row in _rows(return_of, question, answers.get(question.pk), last.get(question.pk, ""))
    ]


def _rows(
    return_of: Return, question: Question, answer: Answer | None, last: str
) -> list[SheetRow]:
    row = SheetRow(
        question=question,
        enter=what_to_enter(question, is_required=return_of.requires(question)),
        last=last,
        value=value_of(answer) if answer else BLANK,
        note=answer.note if answer else "",
        version=answer.version if answer else 0,
    )
    if question.type != QuestionType.MULTIPLE:
        return [row]
    return [
        replace(row, option=option, is_first=position == 0)
        for position, option in enumerate(question.offered)
    ]


def what_to_enter(question: Question, *, is_required: bool) -> str:
    told = {
        QuestionType.NUMBER: f"A whole number{_unit(question)}",
        QuestionType.PERCENTAGE: "A percentage between 0 and 100, such as 45 or 12.5",
        QuestionType.DATE: "A date, such as 31 March 2026",
        QuestionType.TEXT: f"Text of up to {LONGEST_TEXT:,} characters",
        QuestionType.MULTIPLE: "Yes or No",
    }.get(QuestionType(question.type), "Choose from the list")
    is_told = is_required or "optional" in question.help_text.casefold()
    return told if is_told else f"{told} (optional)"


def _last_words(last: Last) -> str:
    said = last.said or "left blank"
    if len(said) > LONGEST_LAST:
        said = f"{said[:LONGEST_LAST]}… (in full on the site)"
    told = f"On {words.day(last.reference_date)}: {said}"
    return f"{told}. {last.compared}" if last.compared else told


def _unit(question: Question) -> str:
    if question.unit == "pounds":
        return " of pounds, without pence"
    return f" of {question.unit}" if question.unit else ""


def tidy_text(text: str) -> str:
    """As it comes back from a spreadsheet: one kind of line end, plain spaces."""
    return tidy(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def same_answer(value: Value, note: str, other: Value, other_note: str) -> bool:
    return _canonical(value, note) == _canonical(other, other_note)


def print_of(value: Value, note: str) -> str:
    """A mark of an answer: tells a cell that was left as downloaded from one that was changed."""
    return hashlib.sha256(_canonical(value, note).encode()).hexdigest()[:16]


def _canonical(value: Value, note: str) -> str:
    number = None if value.number is None else f"{value.number.normalize():f}"
    date = value.date.isoformat() if value.date else None
    text = tidy_text(value.text or "") or None
    choices = sorted(value.choices or ())
    return json.dumps([choices, number, date, text, value.reason, tidy_text(note)])


def identification(return_of: Return) -> Mapping[str, str]:
    """What the file says of itself on a hidden sheet: an old or a strange one is recognised."""
    return {
        "Layout": LAYOUT,
        "Round": return_of.round.slug,
        "Return": str(return_of.pk),
        "Council": council_code(return_of),
    }


def council_code(return_of: Return) -> str:
    """The council's latest code, of those whose day has come."""
    code = return_of.council.codes.on(timezone.localdate()).first()
    return code.code if code else return_of.council.slug


def file_name(return_of: Return, *, marked: bool = False) -> str:
    end = "-marked" if marked else ""
    return f"{return_of.council.slug}-{return_of.round.slug}{end}.xlsx"
