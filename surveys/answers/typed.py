"""What came with a form about one question, and a saved value as a person would type it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from ppf_site import words
from ppf_site.refused import Refused
from surveys.models import Question, QuestionType
from surveys.sentences_values import given_words
from surveys.values import REASONS, Unclear, Value, read_value

# An option's key is a slug and has no dot, so a reason can stand among the options.
REASON = "reason."
# What is kept where the saved answer is to stand, whatever was typed over it by whom.
LEAVE = "saved"
# A box takes any length; of what is refused for its length the beginning tells which it was.
LONGEST_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Typed:
    """What came with the form about one question. `version` is the one that was on the page."""

    values: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    note: str = ""
    version: int = 0
    keep: str = ""
    over: int = 0
    # Which of several meanings the person has chosen.
    meant: str = ""

    @classmethod
    def from_post(cls, key: str, data: QueryDict) -> Typed | None:
        """None where the form did not have the question."""
        if f"{key}.version" not in data:
            return None
        given = [_lines(text) for text in data.getlist(key)]
        reasons = [text.removeprefix(REASON) for text in given if text.startswith(REASON)]
        return cls(
            values=tuple(text for text in given if not text.startswith(REASON)),
            reasons=(*reasons, *data.getlist(f"{key}.reason")),
            note=_lines(data.get(f"{key}.note", "")).strip(),
            version=_count(data.get(f"{key}.version", "")),
            keep=data.get(f"{key}.keep", ""),
            over=_count(data.get(f"{key}.over", "")),
            meant=data.get(f"{key}.meant", ""),
        )

    @classmethod
    def of_saved(cls, question: Question, value: Value, *, note: str, version: int) -> Typed:
        """A saved answer as a person would have typed it."""
        reasons = (value.reason,) if value.reason else ()
        return cls(values=as_typed(question, value), reasons=reasons, note=note, version=version)

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> Typed:
        """As `to_keep` wrote it."""
        return cls(
            values=tuple(kept["values"]),
            reasons=tuple(kept["reasons"]),
            note=kept["note"],
            version=kept["version"],
        )

    def to_keep(self) -> dict[str, Any]:
        """What stood in the boxes, over which version."""
        return {
            "values": [text[:LONGEST_KEPT] for text in self.values],
            "reasons": list(self.reasons),
            "note": self.note[:LONGEST_KEPT],
            "version": self.version,
        }

    @property
    def text(self) -> str:
        return next(iter(self.values), "")

    def read(self, question: Question) -> Value:
        """The value that was typed. Raises Refused with what to type."""
        if any(text.strip() for text in self.values) and self.reasons:
            label = REASONS.get(min(self.reasons), "Not known")
            raise Refused(f"Give an answer or choose “{label}”, not both.")
        if len(set(self.reasons)) > 1:
            raise Refused("Choose “Not known” or “Not applicable”, not both.")
        reason = next(iter(self.reasons), "")
        try:
            return read_value(question, self.values, question.offered, reason=reason)
        except Unclear as unclear:
            chosen = unclear.meant(self.meant)
            if chosen is None:
                raise
            return chosen

    def meanings(self, question: Question) -> Sequence[Value]:
        """What was typed may be any of these; empty where it is clear, or no answer at all."""
        try:
            self.read(question)
        except Unclear as unclear:
            return unclear.meanings
        except Refused:
            pass
        return ()

    def words(self, question: Question) -> str:
        """What stands in the boxes, in words: as a value where it is one."""
        try:
            return given_words(question, self.read(question)) or "Blank"
        except Refused:
            labels = {option.key: option.label for option in question.offered} | REASONS
            return ", ".join(labels.get(text, text) for text in (*self.values, *self.reasons))

    @property
    def saves_over(self) -> int:
        """The version that this may replace: after a clash, the one that was shown beside it."""
        return self.over if self.keep == "mine" else self.version


def _lines(text: str) -> str:
    """Browsers send every line's end as two characters; a saved text has one."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def as_typed(question: Question, value: Value) -> tuple[str, ...]:
    if value.choices:
        return value.choices
    if value.number is not None:
        # With its sign it is clear that it is less than one per cent.
        is_small = question.type == QuestionType.PERCENTAGE and 0 < value.number < 1
        return (f"{words.number(value.number)}{'%' if is_small else ''}",)
    if value.date is not None:
        return (words.day(value.date),)
    return (value.text,) if value.text else ()


def same(value: Value, other: Value) -> bool:
    """The order in which choices were written down says nothing."""
    return _sorted(value) == _sorted(other)


def _sorted(value: Value) -> Value:
    return replace(value, choices=tuple(sorted(value.choices))) if value.choices else value
