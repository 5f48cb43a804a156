"""What a cell of an uploaded return says, as a value of its question."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from openpyxl.utils.datetime import from_excel

from ppf_site import words
from ppf_site.pasted import tidy
from ppf_site.refused import Refused
from ppf_site.workbooks import SheetCell
from surveys.models import Option, Question, QuestionType
from surveys.values import LARGEST, REASONS, Value, read_value

from .rows import CLEAR

# Days that spreadsheets count to 1950 and 2100: a plain number outside is no date.
SERIALS = range(18_264, 73_416)
# A share of a person is none: what arithmetic of a spreadsheet leaves behind the decimal point.
NEARLY = 1e-6
ANSWERS_OF_A_BOOLEAN = {True: "yes", False: "no"}
SPOKEN = {"y": "yes", "n": "no", "true": "yes", "false": "no"}


def read_cell(question: Question, cell: SheetCell, epoch: datetime.datetime) -> Value:
    """The value in the answer cell. Raises Refused with what is expected there."""
    refuse_what_is_no_value(cell)
    if question.is_choice:
        return read_value(question, [_option_key(cell, question.offered)], question.offered)
    if question.is_number:
        return read_value(question, [_number_text(question, cell)])
    if question.type == QuestionType.DATE:
        return read_value(question, [_date_text(cell, epoch)])
    return read_value(question, [text_of(cell)])


def read_answer(question: Question, cell: SheetCell, epoch: datetime.datetime) -> Value:
    """Value or reason, where one cell has both; several answers with a semicolon between them.

    Raises Refused as `read_cell` does.
    """
    refuse_what_is_no_value(cell)
    reason = _reason_named(cell)
    offered = {_fold(option.label) for option in question.offered} if question.is_choice else set()
    if reason and question.type != QuestionType.TEXT and _fold(text_of(cell)) not in offered:
        return Value(reason=reason)
    if question.type != QuestionType.MULTIPLE:
        return read_cell(question, cell, epoch)
    parts = [part for part in re.split(r"[;\n]", text_of(cell)) if part.strip()]
    keys = [_option_key(replace(cell, value=part), question.offered) for part in parts]
    return read_value(question, keys, question.offered)


def _reason_named(cell: SheetCell) -> str:
    """The reason for no value that the cell gives; "" where it gives none."""
    by_name = {_fold(label): key for key, label in REASONS.items()}
    return by_name.get(_fold(text_of(cell)).replace("_", " "), "")


def refuse_what_is_no_value(cell: SheetCell) -> None:
    if cell.is_formula and text_of(cell).casefold() in {"", CLEAR}:
        raise Refused(
            "This cell holds a formula, and the file has no result of it that can be taken. Type "
            "the answer itself."
        )
    if cell.merged:
        raise Refused(
            f"This cell is merged with others ({cell.merged}). Unmerge them and give each "
            "question its own answer."
        )
    if cell.is_error:
        raise Refused("This cell holds an error of the spreadsheet. Type the answer itself.")


def text_of(cell: SheetCell) -> str:
    """The cell as a person reads it."""
    value = cell.value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return f"{_plain(_hundredfold(value))}%" if cell.is_percent else _plain(value)
    if isinstance(value, datetime.datetime | datetime.date):
        return words.day(_day(value))
    return tidy(str(value)).replace("\r\n", "\n").replace("\r", "\n").strip()


def shown(cell: SheetCell) -> str:
    """The cell's value quoted back in a message, short; of a formula its result."""
    text = text_of(cell)
    return f"{text[:80]}…" if len(text) > 80 else text


def quoted(cell: SheetCell) -> str:
    """As a sentence quotes it: 5,338 where the cell holds 5338."""
    value = cell.value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and not cell.is_percent and abs(float(str(value))) <= LARGEST:
        return words.number(Decimal(shown(cell)))
    return shown(cell)


def is_clear(cell: SheetCell) -> bool:
    """What a formula comes to clears nothing: the cell is then refused as what it is."""
    return text_of(cell).casefold() == CLEAR and not (cell.is_formula or cell.merged)


def read_yes_or_no(cell: SheetCell) -> bool:
    """For an option of a question that takes several."""
    refuse_what_is_no_value(cell)
    said = _fold(text_of(cell))
    said = SPOKEN.get(said, said)
    if said not in {"yes", "no"}:
        raise Refused("Enter Yes or No.")
    return said == "yes"


def read_reason(cell: SheetCell) -> str:
    refuse_what_is_no_value(cell)
    reason = _reason_named(cell)
    if not reason:
        raise Refused("Choose Not known or Not applicable, or leave the cell empty.")
    return reason


def _option_key(cell: SheetCell, options: Sequence[Option]) -> str:
    """The option that the cell names, however its quotes, dashes and capitals came out."""
    if isinstance(cell.value, bool):
        return ANSWERS_OF_A_BOOLEAN[cell.value]
    by_name = {_fold(option.key): option.key for option in options}
    by_name |= {_fold(option.label): option.key for option in options}
    said = _fold(text_of(cell))
    return by_name.get(said) or by_name.get(SPOKEN.get(said, said)) or text_of(cell)


def _fold(text: str) -> str:
    for curly, straight in {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"}.items():
        text = text.replace(curly, straight)
    return " ".join(text.casefold().split()).strip("'\".")


def _number_text(question: Question, cell: SheetCell) -> str:
    value = cell.value
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        raise Refused(
            "This cell is formatted as a date or time. Format it as a number and type the "
            f"answer again: {_kind(question)}."
        )
    if isinstance(value, bool) or not isinstance(value, int | float):
        return text_of(cell)
    if not abs(value) <= LARGEST * 10:
        raise Refused("This number is too large. Check that it is in the unit asked for.")
    if not cell.is_percent:
        return _plain(_settled(value))
    if question.type == QuestionType.PERCENTAGE:
        return f"{_plain(_settled(_hundredfold(value)))}%"
    raise Refused(
        f"This cell is formatted as a percentage. Format it as a number and type {_kind(question)}."
    )


def _kind(question: Question) -> str:
    if question.type == QuestionType.PERCENTAGE:
        return "a percentage between 0 and 100, such as 45"
    return f"a whole number{f' of {question.unit}' if question.unit else ''}, such as 1234"


def _date_text(cell: SheetCell, epoch: datetime.datetime) -> str:
    value = cell.value
    if isinstance(value, datetime.datetime | datetime.date):
        return _day(value).isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        # A date whose cell has lost its format: the number of days since the epoch.
        is_day = SERIALS.start <= value < SERIALS.stop
        if is_day and (found := from_excel(int(value), epoch)):
            return _day(found).isoformat()
        raise Refused(
            "This is a number, not a date. Enter day, month and year, such as 31 March 2026."
        )
    return text_of(cell)


def _day(value: datetime.date) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _hundredfold(value: float) -> float:
    """0.45 is shown as 45%: the product in decimal, where it is exact."""
    return float(Decimal(repr(value)) * 100)


def _settled(value: float) -> float:
    """1234.0000000001 as it was meant, and as the cell shows it."""
    return round(value) if abs(value - round(value)) < NEARLY else value


def _plain(value: float) -> str:
    """As a cell shows it: of 15 digits, without an exponent and without a point for nothing."""
    text = f"{Decimal(f'{value:.15g}' if isinstance(value, float) else value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
