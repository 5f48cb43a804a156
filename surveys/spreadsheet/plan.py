"""What an uploaded return would change, worked out before anything is saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from surveys.models import Answer, Question, Section
from surveys.sentences_values import given_words
from surveys.values import BLANK, Value, key_of

from .upload import WrongCell

BLANK_WORDS = "Not answered"


class LineKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"
    CLASH = "clash"
    ASKED = "asked"


# What each is counted as: both kinds that the person decides are counted together.
COUNTED = {
    LineKind.NEW: "New",
    LineKind.CHANGED: "Changed",
    LineKind.SAME: "Same",
    LineKind.WRONG: "Wrong",
    LineKind.CLASH: "To decide",
    LineKind.ASKED: "To decide",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """A value of the file, and the version on the site that the person saw and saves over."""

    version: int
    value: Value


@dataclass(frozen=True, slots=True)
class FileLine:
    """One question of the file: what it says, and what the site has."""

    question: Question
    place: str
    kind: LineKind
    value: Value
    note: str
    version: int
    there: Answer | None = None
    there_value: Value = BLANK
    problems: Sequence[WrongCell] = ()
    # Left as downloaded, while a colleague changed it on the site: the site's stays.
    is_overtaken: bool = False
    # A question about the cell, and what it may mean.
    asked: str = ""
    meanings: Sequence[Value] = ()

    @property
    def field_name(self) -> str:
        return f"{self.kind}-{self.question.key}"

    @property
    def options(self) -> list[tuple[str, str]]:
        """What the cell may mean, for a form: over which version it is taken, and in words."""
        return [
            (f"{self.site_version} {key_of(value)}", self._words(value, self.note))
            for value in self.meanings
        ]

    def decided(self, said: str) -> Decision | None:
        """What a form says of it; None keeps what is on the site."""
        version, _, key = said.partition(" ")
        values = {key_of(value): value for value in self.meanings} or {key: self.value}
        if not (version.isascii() and version.isdecimal() and len(version) < 10):
            return None
        return Decision(int(version), values[key]) if key in values else None

    @property
    def file_words(self) -> str:
        return self._words(self.value, self.note)

    @property
    def site_words(self) -> str:
        return self._words(self.there_value, self.there.note if self.there else "")

    @property
    def site_version(self) -> int:
        return self.there.version if self.there else 0

    def _words(self, value: Value, note: str) -> str:
        told = given_words(self.question, value) or BLANK_WORDS
        return f"{told} (note: {note})" if note else told


@dataclass(frozen=True, slots=True)
class Odd:
    """A value that looks odd. It can be saved; it is asked about, or must be put right, later."""

    place: str
    question: Question
    message: str
    is_hard: bool = False


@dataclass(frozen=True, slots=True)
class SectionCount:
    section: Section
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class UploadPlan:
    lines: Sequence[FileLine]
    problems: Sequence[WrongCell] = ()
    odd: Sequence[Odd] = ()
    notes: Sequence[str] = field(default_factory=list)
    # Of a file whose valid part is saved: wrong in it, and answered on the site since.
    put_right: Sequence[FileLine] = ()

    @property
    def to_put_right(self) -> list[Odd]:
        """Saved all the same, and in the way of signing until they are."""
        return [each for each in self.odd if each.is_hard]

    @property
    def to_explain(self) -> list[Odd]:
        return [each for each in self.odd if not each.is_hard]

    def of_kind(self, *kinds: LineKind) -> list[FileLine]:
        return [line for line in self.lines if line.kind in kinds]

    @property
    def to_save(self) -> list[FileLine]:
        return self.of_kind(LineKind.NEW, LineKind.CHANGED)

    @property
    def clashes(self) -> list[FileLine]:
        return self.of_kind(LineKind.CLASH)

    @property
    def asked(self) -> list[FileLine]:
        return self.of_kind(LineKind.ASKED)

    @property
    def to_decide(self) -> list[FileLine]:
        return self.of_kind(LineKind.ASKED, LineKind.CLASH)

    @property
    def by_section(self) -> list[SectionCount]:
        """In the order of the round, only sections that the file has questions of."""
        found: dict[int, tuple[Section, dict[str, int]]] = {}
        for line in self.lines:
            section = line.question.section
            counts = found.setdefault(section.pk, (section, dict.fromkeys(COUNTED.values(), 0)))[1]
            counts[COUNTED[line.kind]] += 1
        return [SectionCount(section, counts) for section, counts in found.values()]

    @property
    def left_wrong(self) -> dict[str, int]:
        """By question, the version on the site of what cannot be saved; "" for loose rows."""
        left = {line.question.key: line.site_version for line in self.of_kind(LineKind.WRONG)}
        return {**left, "": 0} if self._loose else left

    @property
    def _loose(self) -> list[WrongCell]:
        return [problem for problem in self.problems if not problem.question]

    def rest(self, left_wrong: Collection[str], put_right: Collection[str]) -> UploadPlan:
        """Once the valid part is saved the file is about what was wrong in it, and still is."""
        left = [line for line in self.lines if line.question.key in left_wrong]
        still = [line for line in left if line.question.key not in put_right]
        questions = [line.question for line in still]
        return replace(
            self,
            lines=still,
            problems=[*self._loose, *(p for line in still for p in line.problems)],
            odd=[each for each in self.odd if each.question in questions],
            put_right=[line for line in left if line.question.key in put_right],
        )
