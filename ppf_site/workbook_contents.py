"""Counts what an uploaded workbook holds, part by part, before anything reads it as a workbook."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from typing import NoReturn
from xml.parsers import expat

MOST_CELLS = 50_000
# A single value in a far corner makes a reader fill the whole sheet up to it.
LARGEST_AREA = 200_000
# A text is held once in the file, and read into every cell that refers to it.
MOST_TEXT = 20_000_000
# Readers work out a shared formula anew for each of its cells.
MOST_SHARED_FORMULA = 500_000
# Of everything but cells and their texts: elements, attributes and the words in them.
MOST_ELSEWHERE = 60_000

OF_CELLS = {
    "row": MOST_CELLS,
    "c": MOST_CELLS,
    "v": MOST_CELLS,
    "f": MOST_CELLS,
    "is": MOST_CELLS,
    "si": MOST_CELLS,
    "t": 2 * MOST_CELLS,
}
ATTRIBUTES_OF_A_CELL = 16
# For each of these readers look through others of its kind, or read another part.
MOST = {
    "sheet": 50,
    "tablePart": 50,
    "cellStyle": 2_000,
    "numFmt": 2_000,
    "definedName": 2_000,
    "Relationship": 2_000,
    "hyperlink": 5_000,
    "mergeCell": 5_000,
    "xf": 20_000,
}
# Far longer than programs write them. Readers try patterns on them that take ever longer.
LONGEST_TEXT = {"f": 10_000, "definedName": 500} | {
    f"{pages}{place}": 500 for pages in ("odd", "even", "first") for place in ("Header", "Footer")
}
LONGEST_FORMAT = 1_000
LONGEST_NAMESPACE = 500
LONGEST_TAG = 128 * 1024
DEEPEST = 100
AT_ONCE = 64 * 1024
WITHOUT_PARTS = {"v", "f", "t", *LONGEST_TEXT}

TOO_MANY_CELLS = (
    f"The file has more than {MOST_CELLS:,} cells or rows, or cells far outside the table. Delete "
    "the other sheets and everything outside the table, or download the spreadsheet again."
)
TOO_MUCH_ELSE = (
    "The file holds far more formats, drop-downs, names or comments than a return needs. "
    "Download the spreadsheet again and copy your answers into it, as values."
)
TOO_MUCH_TEXT = (
    "The file repeats long texts or formulas in too many cells. Download the spreadsheet again "
    "and copy your answers into it, as values."
)
PIVOTS = (
    "The file holds a pivot table. Delete the sheets with pivot tables, or copy your answers into "
    "a new download, and upload that."
)
STRANGE = (
    "The file is damaged, or made as no spreadsheet program makes it. Open it in your spreadsheet "
    "program, save it again as an Excel workbook (.xlsx) and upload that."
)


class Unusable(Exception):
    """Nothing can be read from the file; the message says why and what to do."""


def refuse_too_much(parts: Mapping[str, bytes]) -> None:
    """Stops at the first limit. Any part may be XML, whatever its name. Raises Unusable."""
    whole = _Whole()
    for name, part in parts.items():
        _Part(name, whole).count(part)
    whole.refuse_what_is_read_often()


def is_plain_xml(part: bytes) -> bool:
    """XML to a lenient reader too, and in the encoding in which it was counted."""
    return b"\x00" not in part and part.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


@dataclass
class _Whole:
    """What all parts have together."""

    kinds: Counter[str] = field(default_factory=Counter)
    elsewhere: int = 0
    area: int = 0
    shared_formula: int = 0
    # How long each shared text is, and how many cells refer to it.
    texts: list[int] = field(default_factory=list)
    mentions: Counter[str] = field(default_factory=Counter)
    xml: set[str] = field(default_factory=set)
    targets: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, attributes: Mapping[str, str]) -> None:
        self.kinds[kind] += 1
        if kind in OF_CELLS:
            self.elsewhere += max(0, len(attributes) - ATTRIBUTES_OF_A_CELL)
            if self.kinds[kind] > OF_CELLS[kind]:
                raise Unusable(TOO_MANY_CELLS)
        else:
            # Some are lists of places: "A1 B2:B9".
            self.elsewhere += 1 + sum(len(value.split()) or 1 for value in attributes.values())
        if self.elsewhere > MOST_ELSEWHERE or self.kinds[kind] > MOST.get(kind, MOST_ELSEWHERE):
            raise Unusable(TOO_MUCH_ELSE)

    def add_area(self, area: int) -> None:
        self.area += area
        if self.area > LARGEST_AREA:
            raise Unusable(TOO_MANY_CELLS)

    def add_shared_formula(self, length: int) -> None:
        self.shared_formula += length
        if self.shared_formula > MOST_SHARED_FORMULA:
            raise Unusable(TOO_MUCH_TEXT)

    def refuse_what_is_read_often(self) -> None:
        longest = max(self.texts, default=0)
        lengths = {str(number): length for number, length in enumerate(self.texts)}
        if (
            sum(lengths.get(text, longest) * often for text, often in self.mentions.items())
            > MOST_TEXT
        ):
            raise Unusable(TOO_MUCH_TEXT)
        if any(often > 1 and name in self.xml for name, often in self.targets.items()):
            raise Unusable(STRANGE)


class _Part:
    """One part: where in it the parser is, and what that adds to the whole."""

    def __init__(self, name: str, whole: _Whole) -> None:
        self.name, self.whole = name, whole
        self.path: list[str] = []
        self.text, self.length, self.length_of_string = "", 0, 0
        self.row = self.column = self.far_row = self.far_column = 0
        self.is_mention = False
        self.formula: str | None = None
        self.formulas: dict[str, int] = {}
        self.parts_read: set[tuple[str, str]] = set()

    def count(self, part: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        # No spreadsheet program writes one; it is how XML is made to explode.
        parser.StartDoctypeDeclHandler = _refuse
        try:
            for start in range(0, len(part), AT_ONCE):
                parser.Parse(part[start : start + AT_ONCE], False)
                # Tags, comments and instructions are held back until their end is there.
                if start + AT_ONCE - parser.CurrentByteIndex > LONGEST_TAG:
                    _refuse()
            parser.Parse(b"", True)
        except expat.ExpatError:
            # Pictures are no XML. Old drawings (.vml) are not quite; nobody reads either as XML.
            if is_plain_xml(part) and not self.name.lower().endswith(".vml"):
                _refuse()
        else:
            self.whole.xml.add(self.name)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        parent = self.path[-1] if self.path else ""
        self.path.append(kind)
        self.text, self.length = "", 0
        if len(self.path) > DEEPEST or parent in WITHOUT_PARTS:
            _refuse()
        self.whole.add(kind, attributes)
        if attributes:
            _refuse_long(attributes)
        if kind in OF_CELLS or kind in {"sheetData", "sst"}:
            self._start_of_cells(kind, attributes, parent)
        else:
            self._start_elsewhere(kind, attributes)

    def _start_of_cells(self, kind: str, attributes: Mapping[str, str], parent: str) -> None:
        if kind == "sheetData":
            self.row = self.column = self.far_row = self.far_column = 0
        elif kind == "row":
            self.row, self.column = _number(attributes.get("r"), self.row + 1), 0
        elif kind == "c":
            self._cell(attributes.get("r", ""))
            self.is_mention = attributes.get("t") == "s"
        elif kind == "f":
            self.formula = attributes.get("si", "") if attributes.get("t") == "shared" else None
        elif kind == "si":
            self.length_of_string = 0
        # Texts are known by their number: there is one list of them, and nothing around a text.
        if (kind == "sst" and self.whole.kinds["sst"] > 1) or (kind == "si" and parent != "sst"):
            _refuse()

    def _start_elsewhere(self, kind: str, attributes: Mapping[str, str]) -> None:
        if kind in {"mergeCell", "hyperlink", "comment"} and ":" in attributes.get("ref", ""):
            self.whole.add_area(_area_of(attributes["ref"]))
        elif kind in {"sheet", "chart", "tablePart"}:
            for key, value in attributes.items():
                if key.endswith(":id"):
                    self._read_once(kind, value)
        elif kind == "Relationship" and attributes.get("TargetMode") != "External":
            folder = dirname(dirname(self.name))
            target = normpath(join("/", folder, attributes.get("Target", "")))
            self.whole.targets[target.lstrip("/")] += 1
        elif kind in {"pivotCaches", "pivotCacheDefinition", "pivotTableDefinition"}:
            raise Unusable(PIVOTS)

    def _read_once(self, kind: str, key: str) -> None:
        if (kind, key) in self.parts_read:
            _refuse()
        self.parts_read.add((kind, key))

    def _cell(self, place: str) -> None:
        row, column = _place(place) or (self.row, self.column + 1)
        self.row, self.column = row, column
        before = self.far_row * self.far_column
        self.far_row, self.far_column = max(self.far_row, row), max(self.far_column, column)
        self.whole.add_area(self.far_row * self.far_column - before)

    def characters(self, text: str) -> None:
        self.length += len(text)
        self.length_of_string += len(text)
        kind = self.path[-1]
        if kind == "v":
            self.text = (self.text + text)[:20]
        if kind in LONGEST_TEXT and self.length > LONGEST_TEXT[kind]:
            raise Unusable(TOO_MUCH_TEXT)

    def end(self, _: str) -> None:
        kind = self.path.pop()
        if kind == "v" and self.is_mention:
            self.whole.mentions[self.text.strip()] += 1
        elif kind == "si":
            self.whole.texts.append(self.length_of_string)
        elif kind == "f" and self.formula is not None:
            # The first that is not empty has the formula; those that follow refer to it.
            length = self.formulas.get(self.formula) or self.length
            self.formulas[self.formula] = length
            self.whole.add_shared_formula(length)


def _refuse(*_: object) -> NoReturn:
    raise Unusable(STRANGE)


def _refuse_long(attributes: Mapping[str, str]) -> None:
    if len(attributes.get("formatCode", "")) > LONGEST_FORMAT:
        _refuse()
    # A reader writes the whole name of it before the name of every element.
    if any(len(v) > LONGEST_NAMESPACE for k, v in attributes.items() if k.startswith("xmlns")):
        _refuse()


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _place(text: str) -> tuple[int, int] | None:
    """Row and column of "E14"."""
    found = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,8})", text)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _area_of(text: str) -> int:
    ends = [_place(end) for end in text.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return LARGEST_AREA + 1
    (top, left), (bottom, right) = ends[0], ends[1]
    return (abs(bottom - top) + 1) * (abs(right - left) + 1)
