"""What people type, understood as a value of a question, or refused in words that help."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from ppf_site import words
from ppf_site.days import read_day
from ppf_site.lengths import LONGEST_TEXT
from ppf_site.pasted import tidy
from ppf_site.refused import Refused

LARGEST = Decimal(10) ** 13
# Room for any number with its sign, unit and spaces. What is longer is not even looked at.
LONGEST_NUMBER = 40
# Whatever kind of space it was: `_plain` has made a plain one of it.
BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[, ](?=\d{3}(?:\D|$))")


@dataclass(frozen=True, slots=True)
class Value:
    """An answer's value, or its reason for none. All empty: blank, not answered yet."""

    choices: tuple[str, ...] | None = None
    number: Decimal | None = None
    date: datetime.date | None = None
    text: str | None = None
    reason: str = ""

    @property
    def is_blank(self) -> bool:
        return self == BLANK

    @classmethod
    def kept(
        cls, *, choices: Sequence[str] | None, number: Any, date: Any, text: Any, reason: Any
    ) -> Value:
        """From JSON, as receipts and releases have it."""
        return cls(
            choices=tuple(choices) if choices else None,
            number=None if number is None else Decimal(str(number)),
            date=datetime.date.fromisoformat(date) if date else None,
            text=text,
            reason=reason or "",
        )


BLANK = Value()
REASONS = {"not_known": "Not known", "not_applicable": "Not applicable"}


class Unclear(Refused):
    """It may mean one of several values: a question, which the person who typed answers."""

    def __init__(self, question: str, meanings: Sequence[Value]) -> None:
        super().__init__(question)
        self.meanings = tuple(meanings)

    def meant(self, key: str) -> Value | None:
        """The meaning of that key, as a form has it."""
        return next((value for value in self.meanings if key_of(value) == key), None)


def key_of(value: Value) -> str:
    """Names a value among the few that something may mean."""
    if value.number is not None:
        return f"{value.number.normalize():f}"
    if value.date is not None:
        return value.date.isoformat()
    return value.reason or ".".join(value.choices or ("text",))


NOT_KNOWN, NOT_APPLICABLE, ZERO = (
    Value(reason="not_known"),
    Value(reason="not_applicable"),
    Value(number=Decimal(0)),
)
UNKNOWN = (NOT_KNOWN, NOT_APPLICABLE)
INAPPLICABLE = (NOT_APPLICABLE, NOT_KNOWN)
NOTHING = (ZERO, NOT_KNOWN, NOT_APPLICABLE)
KINDS = {"number": "a number", "percentage": "a number", "date": "a date"}
# What people write for no number, without its stops and strokes; what they mean first.
INSTEAD_OF_A_VALUE: Mapping[str, Sequence[Value]] = {
    **dict.fromkeys(("not known", "unknown", "nk", "dont know", "do not know", "dk"), UNKNOWN),
    **dict.fromkeys(("not available", "no data", "tbc", "?"), UNKNOWN),
    **dict.fromkeys(("na", "not applicable", "does not apply"), INAPPLICABLE),
    **dict.fromkeys(("nil", "none", "zero", "nought", "nothing", "-"), NOTHING),
}


class OptionLike(Protocol):
    key: str
    label: str
    is_exclusive: bool


class QuestionLike(Protocol):
    """What reading a value needs to know of a question."""

    type: str
    unit: str


def read_value(
    question: QuestionLike,
    typed: Sequence[str],
    options: Sequence[OptionLike] = (),
    *,
    reason: str = "",
) -> Value:
    """The value of what was typed. A value wins over a reason; neither is blank.

    Raises Refused with a sentence for the person who typed.
    """
    given = [text.strip() for text in typed if tidy(text).strip()]
    if not given:
        if reason and reason not in REASONS:
            raise Refused("Choose “Not known” or “Not applicable”, or give an answer.")
        return Value(reason=reason)
    if question.type in {"scale", "single", "yes_no", "multiple"}:
        return Value(choices=_choices(question, given, options))
    if question.type in {"number", "percentage"}:
        _ask_what_stands_for_no_value(question, given[0])
        return Value(number=read_number(question, given[0]))
    if question.type == "date":
        _ask_what_stands_for_no_value(question, given[0])
        return Value(date=read_day(_plain(given[0])))
    return Value(text=_text("\n".join(given)))


def _ask_what_stands_for_no_value(question: QuestionLike, typed: str) -> None:
    """ "n/a" and "nil" where a value is expected: asked which reason, or zero, is meant."""
    said = re.sub(r"[/.'’\\]", "", _plain(typed).casefold())
    said = "-" if said and not said.strip("-–— ") else " ".join(said.split())
    meanings = INSTEAD_OF_A_VALUE.get(said, ())
    kind = KINDS.get(question.type, "one of the answers")
    if question.type not in {"number", "percentage"}:
        meanings = [meaning for meaning in meanings if meaning != ZERO]
    if meanings:
        raise Unclear(f"“{tidy(typed).strip()[:40]}” is not {kind}. What do you mean?", meanings)


PER_CENT = re.compile(r"\s*(%|per\s?cent)$", re.I)


def read_number(question: QuestionLike, typed: str) -> Decimal:
    """1,234 and £1,234, 45% and 45 per cent as people type or paste them, on pages and in files.

    1.2m is refused with what to type.
    """
    text = _plain(typed)
    if len(text) > LONGEST_NUMBER:
        raise Refused(f"This is too long for a number. {_what_to_type(question)}")
    if question.unit == "pounds":
        text = text.removeprefix("£").strip()
    has_sign = question.type == "percentage" and bool(PER_CENT.search(text))
    if has_sign:
        text = PER_CENT.sub("", text)
    if re.fullmatch(r"-?[\d.,]+e[+-]?\d+", text, re.I):
        raise Refused(f"Write the number out, without an exponent. {_what_to_type(question)}")
    shortened = re.fullmatch(r"([\d.,]+)\s*(k|m|mn|bn|thousand|million|billion)", text, re.I)
    if shortened:
        raise Refused(f"Enter the whole number without letters{_spelled_out(*shortened.groups())}.")
    text = BETWEEN_THOUSANDS.sub("", text)
    if not re.fullmatch(r"-?\d+(\.\d*)?|-?\.\d+", text):
        raise Refused(_what_to_type(question))
    try:
        number = Decimal(text)
    except InvalidOperation as error:  # pragma: no cover - the pattern has let it through
        raise Refused(_what_to_type(question)) from error
    number = _in_range(question, number)
    if question.type == "percentage" and 0 < number < 1 and not has_sign:
        _ask_whether_a_share_is_meant(number)
    return number


def _ask_whether_a_share_is_meant(number: Decimal) -> None:
    """0.12 may be twelve per cent as a spreadsheet stores it. 0.12% says what it is."""
    hundredfold = (number * 100).normalize() + 0
    raise Unclear(
        f"Do you mean {words.number(hundredfold)}%, or {words.number(number)}%?",
        [Value(number=hundredfold), Value(number=number)],
    )


def _plain(typed: str) -> str:
    """Without what nobody sees, and without the mark by which a spreadsheet keeps text as text."""
    return tidy(typed).strip().lstrip("'’").strip()


def _in_range(question: QuestionLike, number: Decimal) -> Decimal:
    if number < 0:
        raise Refused("Enter a number that is zero or more.")
    if question.type == "percentage":
        if number > 100:
            raise Refused("Enter a percentage between 0 and 100.")
        return number.quantize(Decimal("0.0001")).normalize() + 0
    if number != number.to_integral_value():
        raise Refused(f"Enter a whole number, without decimals, such as {round(number):,}.")
    if number > LARGEST:
        raise Refused("This number is too large. Check that it is in the unit asked for.")
    return number.to_integral_value() + 0  # no minus before a zero


def _spelled_out(digits: str, scale: str) -> str:
    power = {"k": 3, "t": 3, "m": 6, "b": 9}[scale[0].lower()]
    try:
        whole = Decimal(digits.replace(",", "")).scaleb(power)
    except InvalidOperation:
        return ""
    return f", such as {int(whole):,}" if whole == whole.to_integral_value() else ""


def _what_to_type(question: QuestionLike) -> str:
    if question.type == "percentage":
        return "Enter a percentage between 0 and 100, in figures, such as 45 or 12.5."
    unit = f" of {question.unit}" if question.unit else ""
    return f"Enter a whole number{unit} in figures, such as 1,234."


def _choices(
    question: QuestionLike, given: Sequence[str], options: Sequence[OptionLike]
) -> tuple[str, ...]:
    """Keys in the order of the options. Labels are understood too, as spreadsheets have them."""
    by_name = {option.key: option.key for option in options}
    by_name |= {option.label.lower(): option.key for option in options}
    unknown = [text for text in given if text not in by_name and text.lower() not in by_name]
    if unknown:
        _ask_what_stands_for_no_value(question, unknown[0])
        # Labels have commas of their own.
        labels = "; ".join(option.label for option in options)
        raise Refused(f"“{unknown[0][:60]}” is not one of the answers. Choose from: {labels}.")
    chosen = {by_name.get(text) or by_name[text.lower()] for text in given}
    if question.type != "multiple" and len(chosen) > 1:
        raise Refused("Choose one answer only.")
    alone = [option for option in options if option.is_exclusive and option.key in chosen]
    if alone and len(chosen) > 1:
        raise Refused(f"“{alone[0].label}” cannot be chosen together with other answers.")
    return tuple(option.key for option in options if option.key in chosen)


def _text(typed: str) -> str:
    text = typed.replace("\x00", "").strip()
    if len(text) > LONGEST_TEXT:
        raise Refused(f"Shorten the text to {LONGEST_TEXT:,} characters. It has {len(text):,}.")
    return text


def read_note(typed: str) -> str:
    """A note beside an answer. Raises Refused where it is too long."""
    if len(typed) > LONGEST_TEXT:
        raise Refused(f"Shorten the note to {LONGEST_TEXT:,} characters. It has {len(typed):,}.")
    return typed
