"""What an import of a past round would bring, worked out before anything is saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from councils.models import Council
from ppf_site.workbooks import SheetCell
from surveys.models import Question, Return
from surveys.sentences_values import given_words
from surveys.spreadsheet.cells import shown
from surveys.spreadsheet.plan import Odd
from surveys.spreadsheet.upload import WrongCell
from surveys.values import BLANK, Value

from .asking import Asking


class CellKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, eq=False)
class PastCell:
    """One answer of the file, and what was imported before."""

    council: Council
    question: Question
    cell: SheetCell
    kind: CellKind
    value: Value = BLANK
    there: Value = BLANK
    asked: str = ""
    meanings: Sequence[Value] = ()

    @property
    def words(self) -> str:
        return given_words(self.question, self.value) or shown(self.cell)

    @property
    def there_words(self) -> str:
        return given_words(self.question, self.there)


@dataclass(frozen=True, slots=True)
class OddInRow:
    """An odd value, and of which council."""

    council: Council
    odd: Odd


@dataclass(frozen=True, slots=True)
class CouncilCount:
    council: Council
    row: int
    counts: Mapping[CellKind, int]
    odd: int

    @property
    def numbers(self) -> list[int]:
        """In the order of the table's columns."""
        kinds = (CellKind.NEW, CellKind.SAME, CellKind.CHANGED, CellKind.ASKED, CellKind.WRONG)
        return [*(self.counts[kind] for kind in kinds), self.odd]


@dataclass(frozen=True, slots=True)
class PastPlan:
    """`returns` are by council those that it would change; a draft has none yet. `held` keep what
    the council has there, and `absent` are asked and not in the file."""

    cells: Sequence[PastCell] = ()
    rows: Mapping[Council, int] = field(default_factory=dict)
    problems: Sequence[WrongCell] = ()
    asked: Sequence[Asking[PastCell]] = ()
    odd: Sequence[OddInRow] = ()
    held: Sequence[tuple[Council, str]] = ()
    absent: Sequence[Council] = ()
    returns: Mapping[Council, Return] = field(default_factory=dict)

    def of_kind(self, *kinds: CellKind) -> list[PastCell]:
        return [cell for cell in self.cells if cell.kind in kinds]

    @property
    def new(self) -> list[PastCell]:
        return self.of_kind(CellKind.NEW)

    @property
    def brings_to(self) -> int:
        """How many councils have a new answer in it."""
        return len({cell.council for cell in self.new})

    @property
    def changed(self) -> list[PastCell]:
        return self.of_kind(CellKind.CHANGED)

    @property
    def councils(self) -> list[CouncilCount]:
        """In the order of the file, those whose answers it has."""
        counts: dict[Council, Counter[CellKind]] = {council: Counter() for council in self.rows}
        for cell in self.cells:
            counts[cell.council][cell.kind] += 1
        odd = Counter(each.council for each in self.odd)
        return [
            CouncilCount(council, self.rows[council], counts[council], odd[council])
            for council in self.rows
        ]

    @property
    def has_anything(self) -> bool:
        return bool(self.new or self.changed or self.asked)

    def of_council(self, slug: str) -> list[PastCell]:
        return [cell for cell in self.cells if cell.council.slug == slug]

    def to_save(self, decided: Mapping[str, str], *, replace: bool) -> dict[PastCell, Value]:
        """What is new, with what was decided; and what differs, where it is to replace."""
        taken = {cell: cell.value for cell in self.new}
        differs = {cell: cell.value for cell in self.changed}
        for asking in self.asked:
            for cell, value in asking.decided(decided.get(asking.name, "")).items():
                if value != cell.there:
                    (taken if cell.there.is_blank else differs)[cell] = value
        return taken | (differs if replace else {})
