"""One question on the page: what stands in its boxes, and what is said about it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from councils.models import User
from ppf_site import words
from ppf_site.lengths import LONGEST_TEXT
from ppf_site.refused import Refused
from surveys.models import Answer, Grid, Question, Unsaved
from surveys.models.answers import value_of
from surveys.sentences_values import given_words
from surveys.values import REASONS, key_of

from .outcomes import Clash, NoAnswer, Outcome, Saved, Unchanged
from .stored import Stored
from .typed import REASON, Typed, same

# Those whose choices stand as columns, where several questions share them.
GRID_TYPES = {"scale", "single", "yes_no"}


@dataclass(frozen=True, slots=True)
class ChoiceBox:
    """A radio button or a check box."""

    id: str
    value: str
    label: str
    checked: bool
    alone: bool = False
    is_reason: bool = False


@dataclass(frozen=True, slots=True)
class AnswerField:
    """What is stored, what stands in the boxes, and why that is not saved, if it is not.

    `theirs` is a colleague's answer that stands in the way.
    """

    stored: Stored
    boxes: Typed
    is_unsaved: bool = False
    error: str = ""
    theirs: Answer | None = None
    me: User | None = None

    @property
    def question(self) -> Question:
        return self.stored.question

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def is_multiple(self) -> bool:
        return self.question.type == "multiple"

    @property
    def width(self) -> int:
        """Of the box, in letters."""
        return {"date": 20, "percentage": 5}.get(self.question.type, 10)

    @property
    def longest(self) -> int:
        """Of a text and of a note, in letters."""
        return LONGEST_TEXT

    @property
    def choices(self) -> list[ChoiceBox]:
        """Every option of a choice, then the reasons for none."""
        shown = [
            ChoiceBox(
                f"option-{self.key}-{number}",
                option.key,
                option.label,
                option.key in self.boxes.values,
                option.is_exclusive,
            )
            for number, option in enumerate(self.question.offered, 1)
        ]
        return [*shown, *self.reason_choices]

    @property
    def reason_choices(self) -> list[ChoiceBox]:
        prefix = REASON if self.question.is_choice else ""
        given = self.boxes.reasons
        return [
            ChoiceBox(f"{reason}-{self.key}", prefix + reason, label, reason in given, True, True)
            for reason, label in REASONS.items()
        ]

    @property
    def input_id(self) -> str:
        """Where a link to the field goes: the box, or the first of its choices."""
        return self.choices[0].id if self.question.is_choice else f"answer-{self.key}"

    @property
    def meanings(self) -> list[ChoiceBox]:
        """What the text in the box may mean, where that is to be asked."""
        return [
            ChoiceBox(
                f"meant-{self.key}-{number}",
                key_of(value),
                given_words(self.question, value),
                checked=False,
            )
            for number, value in enumerate(self.boxes.meanings(self.question), 1)
            if self.error
        ]

    @property
    def is_wrong(self) -> bool:
        return bool(self.error or self.theirs or self.stored.raised_checks.hard)

    @property
    def problems(self) -> list[str]:
        """For the error summary: where there are several questions, each says which it is."""
        name = self.question.short_text
        told = [f"{name}: {self.error[:1].lower()}{self.error[1:]}"] if self.error else []
        if self.theirs:
            told.append(f"{name}: {self.clash_words}")
        return told + [f"{name}: {raised.message}" for raised in self.stored.raised_checks.hard]

    @property
    def clash_words(self) -> str:
        """Whose answer is in the way; "" where none is."""
        if self.theirs is None:
            return ""
        said = f"{self.theirs.updated_by or 'Somebody else'} changed this answer too."
        if self.is_own_clash:
            said = "You saved another answer since you opened this page."
        return f"{said} Which one is to be kept?"

    @property
    def described_by(self) -> str:
        parts = [f"help-{self.key}"] if self.question.help_text or self.hint else []
        if self.stored.last:
            parts.append(f"last-{self.key}")
        return " ".join([*parts, f"problem-{self.key}", f"raised-checks-{self.key}"])

    @property
    def hint(self) -> str:
        return "For example, 31 March 2026." if self.question.type == "date" else ""

    @property
    def by_others(self) -> list[Unsaved]:
        """What colleagues typed over the answer, which is not saved either."""
        return [row for row in self.stored.unsaved if row.user != self.me]

    @property
    def is_own_clash(self) -> bool:
        """Whether the answer in the way is the person's own, saved in another window."""
        return self.theirs is not None and self.me == self.theirs.updated_by

    @property
    def typed_words(self) -> str:
        return self.boxes.words(self.question)

    @property
    def theirs_words(self) -> str:
        return (self.theirs and given_words(self.question, value_of(self.theirs))) or "Blank"

    @property
    def status(self) -> str:
        if self.stored.answer is None or self.is_unsaved:
            return ""
        return saved_words(self.stored.answer.updated_at)


def field_of(
    stored: Stored,
    typed: Typed | None = None,
    outcome: Outcome | None = None,
    *,
    me: User | None = None,
) -> AnswerField:
    """As it is stored, or as it was typed for as long as that is not saved."""
    if typed is None or isinstance(outcome, Saved | Unchanged):
        return AnswerField(stored, boxes_of(stored), me=me)
    return AnswerField(
        stored,
        boxes=typed,
        is_unsaved=True,
        error=outcome.why if isinstance(outcome, NoAnswer) else "",
        theirs=outcome.theirs if isinstance(outcome, Clash) else None,
        me=me,
    )


def fields_of(
    stored: Sequence[Stored],
    typed: Mapping[str, Typed],
    outcomes: Mapping[str, Outcome],
    *,
    me: User | None = None,
) -> list[AnswerField]:
    """By the questions' keys: what came with the form, and what came of it."""
    return [field_of(each, typed.get(each.key), outcomes.get(each.key), me=me) for each in stored]


def still_unsaved(stored: Stored, typed: Typed) -> Outcome:
    """What would come now of what was kept unsaved: it is no answer, or another one is there."""
    try:
        value = typed.read(stored.question)
    except Refused as refused:
        return NoAnswer(str(refused))
    if same(value, stored.value) and typed.note == stored.note:
        return Unchanged()
    return Clash(stored.answer) if stored.answer else NoAnswer("This is not saved yet.")


def boxes_of(stored: Stored) -> Typed:
    return Typed.of_saved(stored.question, stored.value, note=stored.note, version=stored.version)


@dataclass(frozen=True, slots=True)
class Block:
    """A question by itself, or the rows of a grid."""

    fields: list[AnswerField]
    grid: Grid | None = None

    @property
    def heads(self) -> list[ChoiceBox]:
        return self.fields[0].choices


def blocks_of(fields: Sequence[AnswerField]) -> list[Block]:
    """The questions in order; those of one grid that follow one another together."""
    found: list[Block] = []
    for field in fields:
        grid = field.question.grid
        laid_out = grid if grid and field.question.type in GRID_TYPES else None
        if laid_out and found and found[-1].grid == laid_out:
            found[-1].fields.append(field)
        else:
            found.append(Block([field], laid_out))
    return found


def problems_of(fields: Sequence[AnswerField]) -> Iterator[tuple[str, str]]:
    """The links of the error summary."""
    for field in fields:
        for message in field.problems:
            yield field.input_id, message


def read_back(field: AnswerField, typed: Typed) -> str:
    """ " as 4 May 2025", where a day was typed in another way than the site writes it."""
    date = field.stored.value.date
    return f" as {words.day(date)}" if date and typed.values != field.boxes.values else ""


def saved_words(at: datetime.datetime) -> str:
    """ "Saved at 2:03pm", or the day if that was not today; by London's clocks."""
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return f"Saved at {words.clock(local)}"
    return f"Saved on {words.day(local)}"
