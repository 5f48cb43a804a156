"""What an uploaded return would change, worked out before anything is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from surveys.models import Answer, Question, Section
from surveys.sentences_values import given_words
from surveys.values import BLANK, Value

from .upload import WrongCell

BLANK_WORDS = "Not answered"


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class FileLine:
    """One question of the file: what it says, and what the site has."""

    question: Question
    place: str
    kind: Kind
    value: Value
    note: str
    version: int
    there: Answer | None = None
    there_value: Value = BLANK
    problems: Sequence[WrongCell] = ()
    # Left as downloaded, while a colleague changed it on the site: the site's stays.
    is_overtaken: bool = False

    @property
    def field_name(self) -> str:
        return f"clash-{self.question.key}"

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
    counts: Mapping[Kind, int]


@dataclass(frozen=True, slots=True)
class Plan:
    lines: Sequence[FileLine]
    problems: Sequence[WrongCell] = ()
    odd: Sequence[Odd] = ()
    notes: Sequence[str] = field(default_factory=list)

    @property
    def to_put_right(self) -> list[Odd]:
        """Saved all the same, and in the way of signing until they are."""
        return [each for each in self.odd if each.is_hard]

    @property
    def to_explain(self) -> list[Odd]:
        return [each for each in self.odd if not each.is_hard]

    def of_kind(self, *kinds: Kind) -> list[FileLine]:
        return [line for line in self.lines if line.kind in kinds]

    @property
    def to_save(self) -> list[FileLine]:
        return self.of_kind(Kind.NEW, Kind.CHANGED)

    @property
    def clashes(self) -> list[FileLine]:
        return self.of_kind(Kind.CLASH)

    @property
    def by_section(self) -> list[SectionCount]:
        """In the order of the round, only sections that the file has questions of."""
        found: dict[int, tuple[Section, dict[Kind, int]]] = {}
        for line in self.lines:
            section = line.question.section
            counts = found.setdefault(section.pk, (section, dict.fromkeys(Kind, 0)))[1]
            counts[line.kind] += 1
        return [SectionCount(section, counts) for section, counts in found.values()]
