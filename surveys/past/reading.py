"""Reads a file of councils × questions against the round and the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from councils.models import Council
from ppf_site import words
from ppf_site.refused import Refused
from ppf_site.table_files import FileTable, TableRow
from ppf_site.workbooks import SheetCell
from surveys.models import Answer, Question, Return, Round
from surveys.models.answers import value_of
from surveys.models.statuses import Status
from surveys.spreadsheet.cells import read_answer, shown, text_of
from surveys.spreadsheet.upload import WrongCell
from surveys.values import BLANK, Unclear, Value

from .asking import askings_of
from .columns import ASKS, COUNCIL
from .councils import CouncilsByName
from .odd import odd_in
from .plan import CellKind, OddInRow, PastCell, PastPlan


def why_not_imported(round: Round) -> str:
    """Why no answers are imported into the round; "" where they are."""
    if round.is_over or round.is_totals_only:
        return ""
    return (
        f"It closes on {words.day(round.closes_on)}, so its councils answer it themselves. Only a "
        "round whose last day has passed is imported."
    )


def questions_of(round: Round) -> list[Question]:
    return list(Question.objects.asked_in(round).with_options())


def asked_in(round: Round) -> set[int]:
    """The councils that have a return; of a draft those that get one when it is imported."""
    if round.is_draft:
        return set(round.councils_to_ask().values_list("pk", flat=True))
    return set(round.returns.values_list("council", flat=True))


def plan_of(
    round: Round, table: FileTable, matching: Mapping[str, str], questions: Sequence[Question]
) -> PastPlan:
    """Nothing is changed by it."""
    returns = list(round.returns.select_related("council").order_by("council__name"))
    asked = {each.council_id for each in returns} if returns else asked_in(round)
    reading = _PastReading(table, matching, questions, CouncilsByName.of_round(asked))
    reading.read(returns)
    absent = [c for c in reading.councils.asked.all if c not in reading.rows]
    return PastPlan(
        cells=reading.cells,
        rows={council: row.number for council, row in reading.taken.items()},
        problems=reading.problems,
        asked=askings_of(cell for cell in reading.cells if cell.kind == CellKind.ASKED),
        odd=[OddInRow(council, odd) for council, odd in odd_in(round, questions, reading.cells)],
        held=reading.held,
        absent=sorted(absent, key=lambda council: council.name),
        returns={each.council: each for each in returns if each.council in reading.taken},
    )


def why_held(return_of: Return, answers: Mapping[int, Answer]) -> str:
    """Why nothing is imported into the return: it is the council's own; "" where it may be."""
    if return_of.requirement != Return.Requirement.REQUIRED:
        return f"{return_of.get_requirement_display()}: {return_of.requirement_reason}"
    if return_of.state == Return.State.NOT_STARTED and not answers:
        if return_of.is_open_at(timezone.now()):
            return f"It may still be answered here until {words.day(return_of.last_day)}."
        return ""
    if return_of.state == Return.State.SIGNED and return_of.last_step == Status.IMPORTED:
        return ""
    return f"It has a return of its own here: {words.lower_first(return_of.get_state_display())}."


@dataclass(slots=True)
class _PastReading:
    table: FileTable
    matching: Mapping[str, str]
    questions: Sequence[Question]
    councils: CouncilsByName
    # Every row that names a council of the round, and those whose answers are taken.
    rows: dict[Council, TableRow] = field(default_factory=dict)
    taken: dict[Council, TableRow] = field(default_factory=dict)
    cells: list[PastCell] = field(default_factory=list)
    problems: list[WrongCell] = field(default_factory=list)
    held: list[tuple[Council, str]] = field(default_factory=list)

    def read(self, returns: Sequence[Return]) -> None:
        by_key = {question.key: question for question in self.questions}
        asked = [
            (letter, by_key[meant.removeprefix(ASKS)])
            for letter, meant in self.matching.items()
            if meant.startswith(ASKS) and meant.removeprefix(ASKS) in by_key
        ]
        self._find_councils()
        there = _answers(returns)
        own = {each.council: each for each in returns}
        for council, row in self.rows.items():
            return_of = own.get(council)
            answers = there[return_of.pk] if return_of else {}
            if return_of and (why := why_held(return_of, answers)):
                self.held.append((council, why))
                continue
            self.taken[council] = row
            for letter, question in asked:
                self._read_cell(council, question, row.cells[letter], answers.get(question.pk))

    def _find_councils(self) -> None:
        letter = next(at for at, meant in self.matching.items() if meant == COUNCIL)
        for row in self.table.rows:
            cell = row.cells[letter]
            council = self.councils.find(text_of(cell))
            if cell.is_empty:
                self._wrong(cell, "This row names no council. Write its code or name here.")
            elif council is None:
                self._wrong(cell, self.councils.why_not(text_of(cell)))
            elif council in self.rows:
                first = self.rows[council].number
                self._wrong(
                    cell, f"{council.name} is in row {first} already, which is read. Keep one row."
                )
            else:
                self.rows[council] = row

    def _read_cell(
        self, council: Council, question: Question, cell: SheetCell, there: Answer | None
    ) -> None:
        """An empty cell says nothing: it leaves what is there."""
        if cell.is_empty:
            return
        before = value_of(there) if there else BLANK
        kind, value, asked, meanings = CellKind.WRONG, BLANK, "", list[Value]()
        try:
            value = read_answer(question, cell, self.table.epoch)
        except Unclear as unclear:
            # Asked no more where one of the meanings has come in.
            kind, asked, meanings = CellKind.ASKED, str(unclear), list(unclear.meanings)
            if before in meanings:
                kind, value = CellKind.SAME, before
        except Refused as refused:
            self._wrong(cell, str(refused), question, council)
        else:
            kind = _kind(value, before)
            if cell.is_formula and kind != CellKind.SAME:
                meanings, kind = [value], CellKind.ASKED
        self.cells.append(PastCell(council, question, cell, kind, value, before, asked, meanings))

    def _wrong(
        self,
        cell: SheetCell,
        expected: str,
        question: Question | None = None,
        council: Council | None = None,
    ) -> None:
        about = f"{council.name}, {question.short_text}" if question and council else ""
        self.problems.append(WrongCell(cell.place, shown(cell), expected, about))


def _kind(value: Value, before: Value) -> CellKind:
    if value == before:
        return CellKind.SAME
    return CellKind.NEW if before.is_blank else CellKind.CHANGED


def _answers(returns: Iterable[Return]) -> Mapping[int, dict[int, Answer]]:
    found: dict[int, dict[int, Answer]] = defaultdict(dict)
    ids = [each.pk for each in returns]
    for answer in Answer.objects.filter(return_of__in=ids) if ids else []:
        found[answer.return_of_id][answer.question_id] = answer
    return found
