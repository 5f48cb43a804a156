"""What a person typed about each question, and how the page shows it and what is wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from ppf_site import words
from surveys.models import Answer, Comparability, Grid, Question, Return
from surveys.models.returns import value_of
from surveys.sentences import given_words
from surveys.values import BLANK, REASONS, Refused, Value, read_value

from .findings import Findings
from .previous import COMPARABLE, Last
from .typed import REASON, Typed, as_typed, same

COMPARED = {
    Comparability.SAME: "",
    Comparability.WORDING: "It was worded differently.",
    Comparability.OPTIONS: "The answers to choose from were different.",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A radio button or a check box."""

    id: str
    value: str
    label: str
    checked: bool
    alone: bool = False
    is_reason: bool = False


@dataclass(kw_only=True)
class AnswerField:
    """One question on the page. What was typed is shown again until it is saved."""

    return_of: Return
    question: Question
    answer: Answer | None = None
    last: Last | None = None
    findings: Findings = field(default_factory=Findings)
    typed: Typed | None = None
    error: str = ""
    theirs: Answer | None = None

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def version(self) -> int:
        if self.typed is not None:
            return self.typed.version
        return self.answer.version if self.answer else 0

    @property
    def saved(self) -> Value:
        return value_of(self.answer) if self.answer else BLANK

    @property
    def note(self) -> str:
        if self.typed is not None:
            return self.typed.note
        return self.answer.note if self.answer else ""

    @property
    def is_choice(self) -> bool:
        return self.question.is_choice

    @property
    def is_multiple(self) -> bool:
        return self.question.type == "multiple"

    @property
    def values(self) -> tuple[str, ...]:
        """What stands in the boxes: as typed, or the saved value as a person would type it."""
        return self.typed.values if self.typed is not None else as_typed(self.saved)

    @property
    def reasons(self) -> tuple[str, ...]:
        if self.typed is not None:
            return self.typed.reasons
        return (self.saved.reason,) if self.saved.reason else ()

    @property
    def text(self) -> str:
        return next(iter(self.values), "")

    @cached_property
    def choices(self) -> list[Choice]:
        """Every option of a choice, then the reasons for none."""
        shown = [
            Choice(
                f"option-{self.key}-{number}",
                option.key,
                option.label,
                option.key in self.values,
                option.is_exclusive,
            )
            for number, option in enumerate(self.question.offered, 1)
        ]
        return [*shown, *self.reason_choices]

    @cached_property
    def reason_choices(self) -> list[Choice]:
        prefix = REASON if self.is_choice else ""
        return [
            Choice(
                f"{reason}-{self.key}", prefix + reason, label, reason in self.reasons, True, True
            )
            for reason, label in REASONS.items()
        ]

    @property
    def input_id(self) -> str:
        """Where a link to the field goes: the box, or the first of its choices."""
        if self.is_choice and self.choices:
            return self.choices[0].id
        return f"answer-{self.key}"

    @property
    def is_wrong(self) -> bool:
        return bool(self.error or self.theirs or self.findings.hard)

    @property
    def problems(self) -> list[str]:
        """For the error summary: where there are several questions, each says which it is."""
        name = self.question.short_text
        told = [f"{name}: {self.error[:1].lower()}{self.error[1:]}"] if self.error else []
        if self.theirs:
            told.append(f"{name}: somebody else has changed this answer. Choose which to keep")
        return told + [f"{name}: {one.message}" for one in self.findings.hard]

    @property
    def described_by(self) -> str:
        parts = [f"help-{self.key}"] if self.question.help_text or self.hint else []
        if self.last:
            parts.append(f"last-{self.key}")
        return " ".join([*parts, f"problem-{self.key}", f"findings-{self.key}"])

    @property
    def hint(self) -> str:
        return "For example, 31 March 2026." if self.question.type == "date" else ""

    @property
    def saved_words(self) -> str:
        return given_words(self.question, self.saved)

    @property
    def typed_words(self) -> str:
        """What this person has typed, in words: as a value where it is one."""
        try:
            return given_words(self.question, self.read()) or "Blank"
        except Refused:
            return ", ".join(self.values)

    @property
    def theirs_words(self) -> str:
        if self.theirs is None:
            return ""
        return given_words(self.question, value_of(self.theirs)) or "Blank"

    @property
    def last_words(self) -> str:
        if self.last is None:
            return ""
        return given_words(self.last.question, self.last.value)

    @property
    def last_compared(self) -> str:
        return COMPARED.get(Comparability(self.last.comparability), "") if self.last else ""

    @property
    def can_carry(self) -> bool:
        """Whether last round's answer is one of this question's, and not there already."""
        if self.last is None or self.last.question.type != self.question.type:
            return False
        if self.last.comparability not in COMPARABLE:
            return False
        value = self.last.value
        keys = {option.key for option in self.question.offered}
        fits = value.choices is None or set(value.choices) <= keys
        return fits and not value.is_blank and not same(value, self.saved)

    @property
    def status(self) -> str:
        if self.answer is None or self.typed is not None:
            return ""
        return saved_words(self.answer.updated_at)

    @property
    def saved_by(self) -> str:
        return str(self.answer.updated_by) if self.answer and self.answer.updated_by else ""

    def read(self) -> Value:
        """The value that was typed. Raises Refused with what to type."""
        typed = self.typed or Typed()
        reasons = set(typed.reasons)
        given = any(text.strip() for text in typed.values)
        if given and reasons:
            label = REASONS.get(min(reasons), "Not known")
            raise Refused(f"Give an answer or choose “{label}”, not both.")
        if len(reasons) > 1:
            raise Refused("Choose “Not known” or “Not applicable”, not both.")
        reason = next(iter(reasons), "")
        return read_value(self.question, typed.values, self.question.offered, reason=reason)

    def is_saved_already(self, value: Value) -> bool:
        typed = self.typed or Typed()
        return same(value, self.saved) and typed.note == (self.answer.note if self.answer else "")


@dataclass(frozen=True, slots=True)
class Block:
    """A question by itself, or the rows of a grid."""

    fields: list[AnswerField]
    grid: Grid | None = None

    @property
    def heads(self) -> list[Choice]:
        return self.fields[0].choices


def blocks_of(fields: Sequence[AnswerField]) -> list[Block]:
    """The questions in order; those of one grid that follow one another together."""
    found: list[Block] = []
    for one in fields:
        grid = one.question.grid
        laid_out = grid if grid and one.question.type in {"scale", "single", "yes_no"} else None
        if laid_out and found and found[-1].grid == laid_out:
            found[-1].fields.append(one)
        else:
            found.append(Block([one], laid_out))
    return found


def problems_of(fields: Sequence[AnswerField]) -> Iterator[tuple[str, str]]:
    """The links of the error summary."""
    for one in fields:
        for message in one.problems:
            yield one.input_id, message


def saved_words(at: datetime.datetime) -> str:
    """ "Saved 14:03", or the day if that was not today; by London's clocks."""
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return f"Saved {local:%H:%M}"
    return f"Saved on {words.day(local)}"
