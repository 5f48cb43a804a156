"""An uploaded return: from the file to its rows, matched by key and not by place."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from councils.models import Council
from ppf_site.apart import apart
from ppf_site.workbook_limits import Unusable
from ppf_site.workbooks import SheetCell, SheetTable, read_workbook
from surveys.models import Return, Round

from .cells import text_of
from .rows import (
    ABOUT,
    ANSWER,
    ANSWERS,
    HEADERS,
    INSTRUCTIONS,
    KEY,
    LAYOUT,
    LISTS,
    NOTE,
    OPTION,
    PRINT,
    QUESTION,
    REASON,
    VERSION,
    council_code,
    identification,
)

AGAIN = "Download the spreadsheet of this return and copy your answers into it."
OWN_SHEETS = {ABOUT, ANSWERS, INSTRUCTIONS, LISTS}
NEEDED = (ANSWER, REASON, NOTE, KEY, OPTION, VERSION, PRINT)
# The heading is the first row, unless somebody wrote a few lines above it.
LAST_HEADING_ROW = 20


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of the sheet that belongs to a question or an option."""

    key: str
    option: str
    answer: SheetCell
    reason: SheetCell
    note: SheetCell
    version: int
    print: str

    @property
    def is_empty(self) -> bool:
        return self.answer.is_empty and self.reason.is_empty and self.note.is_empty


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that is wrong: where, what stands there, what is expected."""

    cell: str
    value: str
    expected: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class ParsedFile:
    rows: Mapping[tuple[str, str], Sequence[FileRow]]
    epoch: datetime.datetime
    strays: Sequence[WrongCell] = ()
    notes: Sequence[str] = field(default_factory=list)


def parse(content: bytes, return_of: Return) -> ParsedFile:
    """The file's rows by question and option. Raises Unusable, a sentence for the person."""
    book = apart(read_workbook, content, [ABOUT, ANSWERS])
    if ABOUT not in book.tables:
        raise Unusable(f"This is not a spreadsheet that was downloaded here. {AGAIN}")
    refuse_of_another(_pairs(book.tables[ABOUT]), return_of)
    if ANSWERS not in book.tables:
        raise Unusable(f"The sheet “{ANSWERS}” is missing or has another name. {AGAIN}")
    table = book.tables[ANSWERS]
    heading, columns = _columns(table)
    strays: list[WrongCell] = []
    rows: dict[tuple[str, str], list[FileRow]] = {}
    for row in _file_rows(table, heading, columns):
        if row.key:
            rows.setdefault((row.key, row.option), []).append(row)
        elif not row.is_empty:
            strays.append(_stray(row))
    others = [name for name in book.names if name not in OWN_SHEETS]
    notes = [f"The sheet “{name}” was not read: only “{ANSWERS}” is." for name in others]
    return ParsedFile(rows, book.epoch, strays, notes)


def refuse_of_another(said: Mapping[str, str], return_of: Return) -> None:
    """An old round's, another council's or an older layout's file, recognised as such."""
    expected = identification(return_of)
    if not set(expected) <= set(said):
        raise Unusable(f"The hidden sheet that says which return this is has changed. {AGAIN}")
    if said["Round"] != expected["Round"]:
        other = Round.objects.opened().filter(slug=said["Round"]).first()
        which = f"another round, “{other.title}”" if other else "another round"
        raise Unusable(
            f"This is the spreadsheet of {which}. You are filling in “{return_of.round.title}”. "
            f"{AGAIN}"
        )
    own = {expected["Council"], *return_of.council.codes.values_list("code", flat=True)}
    if said["Council"] not in own:
        council = Council.objects.with_code(said["Council"]).first()
        whose = f"of {council.name}" if council else "of another council"
        raise Unusable(
            f"This is the spreadsheet {whose}. You are filling in the return of "
            f"{return_of.council.name} ({council_code(return_of)}). {AGAIN}"
        )
    if said["Return"] != expected["Return"]:
        raise Unusable(f"This spreadsheet belongs to another return. {AGAIN}")
    if said["Layout"] != LAYOUT:
        raise Unusable(f"This spreadsheet has an older layout than the site has now. {AGAIN}")


def _pairs(table: SheetTable) -> dict[str, str]:
    return {text_of(row[0]): text_of(row[1]) for row in table.rows if len(row) > 1}


def _columns(table: SheetTable) -> tuple[int, dict[int, int]]:
    """The row of the headings, and where each column that is read is now."""
    by_name = {name.casefold(): column for column, name in enumerate(HEADERS)}
    for number, row in enumerate(table.rows[:LAST_HEADING_ROW]):
        places: dict[int, int] = {}
        for place, cell in enumerate(row):
            column = by_name.get(text_of(cell).casefold())
            if column is not None:
                places.setdefault(column, place)
        if KEY in places or {QUESTION, ANSWER} <= set(places):
            missing = [HEADERS[column] for column in NEEDED if column not in places]
            if not missing:
                return number, places
            raise Unusable(
                f"Columns of the sheet “{ANSWERS}” are missing: {', '.join(missing)}. Some of "
                f"them are hidden, and say which row is which question. {AGAIN}"
            )
    raise Unusable(f"The headings of the sheet “{ANSWERS}” are missing. {AGAIN}")


def _file_rows(table: SheetTable, heading: int, columns: Mapping[int, int]) -> Iterator[FileRow]:
    for row in table.rows[heading + 1 :]:
        cells = {column: row[place] for column, place in columns.items()}
        version = text_of(cells[VERSION])
        yield FileRow(
            key=text_of(cells[KEY]),
            option=text_of(cells[OPTION]),
            answer=cells[ANSWER],
            reason=cells[REASON],
            note=cells[NOTE],
            # What is no number never matches: the answer is then asked about, not overwritten.
            version=int(version)
            if version.isascii() and version.isdigit() and len(version) < 9
            else -1,
            print=text_of(cells[PRINT]),
        )


def _stray(row: FileRow) -> WrongCell:
    filled = next(cell for cell in (row.answer, row.reason, row.note) if not cell.is_empty)
    return WrongCell(
        filled.place,
        text_of(filled)[:80],
        "This row belongs to no question, so it cannot be saved. Type in the question’s own row.",
    )
