"""Sets an uploaded return against the answers on the site, question by question."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db.models import prefetch_related_objects

from ppf_site import words
from ppf_site.refused import Refused
from ppf_site.workbook_limits import Unusable
from ppf_site.workbooks import SheetCell
from surveys.models import Answer, Question, QuestionType, Return
from surveys.models.answers import value_of
from surveys.opening import why_read_only
from surveys.values import BLANK, Unclear, Value, read_note, read_value

from .cells import (
    is_clear,
    quoted,
    read_cell,
    read_reason,
    read_yes_or_no,
    refuse_what_is_no_value,
    shown,
    text_of,
)
from .odd import odd_values
from .plan import FileLine, LineKind, UploadPlan
from .rows import print_of, questions_of, same_answer
from .upload import AGAIN, FileRow, ParsedFile, WrongCell

Read = TypeVar("Read")
# Rows that belong to no question may be a whole other table: as many as anybody reads are told.
MOST_LOOSE = 50
NOT_BOTH = (
    "Give an answer or a reason for none, not both. Empty this cell, or the cell of the answer."
)


def check(parsed: ParsedFile, return_of: Return) -> UploadPlan:
    """Nothing is changed by it. Raises Unusable for a file without any of the questions."""
    prefetch_related_objects([return_of], "reopened_sections")
    answers = {answer.question_id: answer for answer in return_of.answers.all()}
    questions = questions_of(return_of)
    closed = {
        section: why_read_only(return_of, section) for section in {q.section for q in questions}
    }
    lines: list[FileLine] = []
    known: set[tuple[str, str]] = set()
    for question in questions:
        reading = _Reading(question, answers.get(question.pk), parsed)
        known |= set(reading.keys)
        if reading.is_there:
            lines.append(reading.line(closed[question.section]))
    if not lines:
        raise Unusable(f"The file has none of the questions of this round. {AGAIN}")
    loose = [*parsed.strays, *_unknown(parsed, known)]
    problems = [*loose[:MOST_LOOSE], *(p for line in lines for p in line.problems)]
    notes = [*_told_of(questions, lines), *parsed.notes]
    if more := len(loose[MOST_LOOSE:]):
        notes.append(f"{words.plural(more, 'more row')} of the file cannot be saved either.")
    plan = UploadPlan(lines, problems, notes=notes)
    return UploadPlan(
        plan.lines, problems, odd_values(return_of, plan, answers, parsed), plan.notes
    )


def _told_of(questions: Sequence[Question], lines: Sequence[FileLine]) -> list[str]:
    told = []
    if missing := len(questions) - len(lines):
        what = (
            "question is not in the file and stays"
            if missing == 1
            else "questions are not in the file and stay"
        )
        told.append(f"{missing} {what} as on the site.")
    if overtaken := [line.question.short_text for line in lines if line.is_overtaken]:
        told.append(
            "Changed on the site since you downloaded the file, and left alone because you did "
            f"not change it: {', '.join(overtaken)}."
        )
    return told


def _unknown(parsed: ParsedFile, known: set[tuple[str, str]]) -> list[WrongCell]:
    return [
        WrongCell(
            row.answer.place,
            shown(row.answer),
            f"No question of this round has this row’s key, so it cannot be saved. {AGAIN}",
        )
        for key, rows in parsed.rows.items()
        for row in rows
        if key not in known and not row.is_empty
    ]


class _Reading:
    """One question: its rows in the file beside its answer on the site."""

    def __init__(self, question: Question, there: Answer | None, parsed: ParsedFile) -> None:
        self.question, self.there, self.parsed = question, there, parsed
        self.there_value = value_of(there) if there else BLANK
        self.problems: list[WrongCell] = []
        # A question about a cell, and the values that it may mean.
        self.asked, self.meanings = "", list[Value]()
        self.keys = [(question.key, "")]
        if question.type == QuestionType.MULTIPLE:
            self.keys = [(question.key, option.key) for option in self.question.offered]
        self.rows = [row for key in self.keys for row in parsed.rows.get(key, [])]

    @property
    def is_there(self) -> bool:
        return bool(self.rows)

    def line(self, closed: str) -> FileLine:
        value, note = self._said()
        kind, is_overtaken = LineKind.WRONG, False
        new_note = (self.there.note if self.there else "") if note is None else note
        new_value = self._settled(self.there_value if value is None else value, new_note)
        if not self.problems:
            kind, is_overtaken = self._kind(new_value, new_note)
            if closed and kind is not LineKind.SAME:
                kind = LineKind.WRONG
                self._wrong(self.rows[0].answer, closed)
        return FileLine(
            question=self.question,
            place=self.rows[0].answer.place,
            kind=kind,
            value=new_value,
            note=new_note,
            version=self.rows[0].version,
            there=self.there,
            there_value=self.there_value,
            problems=self.problems,
            is_overtaken=is_overtaken,
            asked=self.asked,
            meanings=self.meanings,
        )

    def _settled(self, value: Value, note: str) -> Value:
        """What is to be asked, asked no more where the answer is known."""
        if worked_out := [cell for cell in self._cells() if cell.is_formula]:
            self.asked = f"The file says {quoted(worked_out[0])}, worked out by a formula: take it?"
            self.meanings = self.meanings or [value]
        for meaning in self.meanings:
            is_downloaded = print_of(meaning, note) == self.rows[0].print
            if is_downloaded or same_answer(meaning, note, self.there_value, note):
                self.meanings, value = [], meaning
        return self.meanings[0] if len(self.meanings) == 1 else value

    def _cells(self) -> list[SheetCell]:
        return [cell for row in self.rows for cell in (row.answer, row.reason, row.note)]

    def _kind(self, value: Value, note: str) -> tuple[LineKind, bool]:
        """A clash is what changed on both sides since the download."""
        there_note = self.there.note if self.there else ""
        if len(self.meanings) > 1:
            return LineKind.ASKED, False
        if same_answer(value, note, self.there_value, there_note):
            return LineKind.SAME, False
        if print_of(value, note) == self.rows[0].print:
            return LineKind.SAME, True
        if self.meanings:
            return LineKind.ASKED, False
        if self.rows[0].version != (self.there.version if self.there else 0):
            return LineKind.CLASH, False
        return (LineKind.NEW if self.there_value.is_blank else LineKind.CHANGED), False

    def _said(self) -> tuple[Value | None, str | None]:
        """Value and note as the file has them; None leaves what is there alone."""
        if not self._each_row_once():
            return None, None
        first = self._first_row_with_reason_or_note()
        if self.question.type == QuestionType.MULTIPLE:
            value = self._choices()
        else:
            value = self._single(self.rows[0].answer)
        if value is None or value.is_blank:
            value = self._reason(first.reason, value)
        elif not first.reason.is_empty and not is_clear(first.reason):
            self._wrong(first.reason, NOT_BOTH)
        return value, self._note(first.note)

    def _each_row_once(self) -> bool:
        """Rows copied without a change are one. Rows that differ are asked about."""
        once: list[FileRow] = []
        for key in self.keys:
            rows = self.parsed.rows.get(key, [])
            if len({_texts(row) for row in rows}) > 1:
                places = " and ".join(row.answer.place for row in rows[:4])
                for row in rows[:4]:
                    self._wrong(
                        row.answer,
                        f"This question is there more than once ({places}). Keep one row.",
                    )
            once += rows[:1]
        self.rows = once
        if len(once) < len(self.keys) and any(not row.is_empty for row in once):
            missing = len(self.keys) - len(once)
            self._wrong(
                once[0].answer,
                f"{missing} of the {len(self.keys)} rows of this question are missing. {AGAIN}",
            )
        return not self.problems

    def _first_row_with_reason_or_note(self) -> FileRow:
        filled = [r for r in self.rows if not (r.reason.is_empty and r.note.is_empty)]
        for row in filled[1:]:
            self._wrong(
                row.note if row.reason.is_empty else row.reason,
                "Give the reason and the note once, in the question’s first row.",
            )
        return filled[0] if filled else self.rows[0]

    def _single(self, cell: SheetCell) -> Value | None:
        if cell.is_empty:
            return None
        if is_clear(cell):
            return BLANK
        return self._try(cell, lambda: read_cell(self.question, cell, self.parsed.epoch))

    def _choices(self) -> Value | None:
        """An option left empty is as on the site; there is none there yet: not chosen."""
        there = set(self.there_value.choices or ())
        filled = [row for row in self.rows if not row.answer.is_empty]
        said = {
            row.option: self._try(row.answer, _yes_reader(row))
            for row in filled
            if not is_clear(row.answer)
        }
        if not said:
            return BLANK if filled else None
        chosen = [key for _, key in self.keys if said.get(key, key in there)]
        if self.problems:
            return None
        if not chosen:
            self._wrong(
                filled[0].answer,
                "Say Yes to one answer at least; or empty all its cells and choose Not known or "
                "Not applicable.",
            )
            return None
        offered = self.question.offered
        return self._try(filled[0].answer, lambda: read_value(self.question, chosen, offered))

    def _reason(self, cell: SheetCell, value: Value | None) -> Value | None:
        if cell.is_empty or self.problems:
            return value
        if is_clear(cell):
            return BLANK
        reason = self._try(cell, lambda: read_reason(cell))
        if not reason:
            return value
        if self.meanings and Value(reason=reason) not in self.meanings:
            self._wrong(cell, NOT_BOTH)
        self.meanings = []
        return Value(reason=reason)

    def _note(self, cell: SheetCell) -> str | None:
        if cell.is_empty:
            return None
        if is_clear(cell):
            return ""
        return self._try(cell, lambda: _note_text(cell))

    def _try(self, cell: SheetCell, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except Unclear as unclear:
            self.asked, self.meanings = str(unclear), list(unclear.meanings)
            return None
        except Refused as refused:
            self._wrong(cell, str(refused))
            return None

    def _wrong(self, cell: SheetCell, expected: str) -> None:
        name = self.question.short_text
        self.problems.append(WrongCell(cell.place, shown(cell), expected, name))


def _yes_reader(row: FileRow) -> Callable[[], bool]:
    return lambda: read_yes_or_no(row.answer)


def _texts(row: FileRow) -> tuple[str, str, str]:
    return text_of(row.answer), text_of(row.reason), text_of(row.note)


def _note_text(cell: SheetCell) -> str:
    refuse_what_is_no_value(cell)
    return read_note(text_of(cell))
