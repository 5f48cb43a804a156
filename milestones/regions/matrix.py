"""Councils by expectations: what each said as a letter in its colour, for those who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from milestones.models import ExpectationQuestion
from milestones.stats import Outlook
from ppf_site.pages import Within
from surveys.models import ReleasedReturn
from surveys.stats import Choice
from surveys.tables import MOST_OPEN


@dataclass(frozen=True, slots=True)
class Said:
    """One council on one expectation. `kind` is a class of the style sheet."""

    letters: str
    kind: str
    words: str
    label: str


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A council, what it said of each expectation, and of how many it said that it was unlikely."""

    name: str
    url: str
    cells: tuple[Said, ...]
    unlikely: int

    @property
    def doubted(self) -> list[Said]:
        """What the council is not sure of: the list on a phone."""
        return [cell for cell in self.cells if cell.kind in {"tone--1", "tone--2"}]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The councils with the most doubts first; columns are numbered, the key says what they are."""

    lines: tuple[MatrixLine, ...]
    columns: tuple[Outlook, ...]
    key: tuple[Said, ...]

    @property
    def foremost(self) -> tuple[MatrixLine, ...]:
        """Those that are on the page at once; one or two more are not worth folding."""
        is_long = len(self.lines) > MOST_OPEN + 2
        return self.lines[:MOST_OPEN] if is_long else self.lines

    @property
    def others(self) -> tuple[MatrixLine, ...]:
        return self.lines[len(self.foremost) :]


def matrix_of(
    returns: Sequence[ReleasedReturn],
    outlooks: Sequence[Outlook],
    links: Sequence[ExpectationQuestion],
    within: Within,
) -> Matrix | None:
    """None where the person may not see what councils said."""
    if not outlooks or not any(return_of.given for return_of in returns):
        return None
    questions = {link.expectation.slug: link.question_id for link in links}
    lines = [_line(row, outlooks, questions, within) for row in returns if row.is_required]
    lines.sort(key=lambda line: (-line.unlikely, line.name))
    choices = [reading.choice for reading in outlooks[0].regions[0].readings]
    key = tuple(_said(choice, "") for choice in choices)
    return Matrix(tuple(lines), tuple(outlooks), key)


def _line(
    row: ReleasedReturn, outlooks: Sequence[Outlook], questions: dict[str, int], within: Within
) -> MatrixLine:
    given = {answer["question"]: (answer["choices"] or [""])[0] for answer in row.given}
    cells = []
    for outlook in outlooks:
        choices = {reading.choice.key: reading.choice for reading in outlook.regions[0].readings}
        said = choices.get(given.get(questions[outlook.slug], ""))
        cells.append(_said(said, outlook.label) if said else _silent(row, outlook))
    unlikely = sum(cell.kind in {"tone--1", "tone--2"} for cell in cells)
    return MatrixLine(
        row.council.name, within.to(row.council.get_absolute_url()), tuple(cells), unlikely
    )


def _said(choice: Choice, label: str) -> Said:
    letters = "".join(word[0] for word in choice.label.split()).upper()
    return Said(letters, f"tone-{choice.tone}", choice.label, label)


def _silent(row: ReleasedReturn, outlook: Outlook) -> Said:
    words = "No value" if row.is_answered else row.standing
    return Said("\N{EN DASH}", "tone-missing", words, outlook.label)
