"""What each column of a file is taken for: guessed from its heading, then said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import escape

from ppf_site.table_files import FileTable
from surveys.models import Question
from surveys.spreadsheet.cells import text_of

COUNCIL, LEFT_OUT = "council", ""
# What a form says of a column that is left out.
NONE = "none"
# A question's column is known by this and the question's key.
ASKS = "question:"


@dataclass(frozen=True, slots=True)
class ColumnChoices:
    """What a column can be: what the rows are about, or one of the others, each with its words.

    `headings` are, in small letters, how the others may be headed.
    """

    subject: str
    told: str
    others: Sequence[tuple[str, str]]
    headings: Mapping[str, str]
    none_chosen: str

    @classmethod
    def of_councils(cls, questions: Sequence[Question]) -> ColumnChoices:
        headings: dict[str, str] = {}
        for question in questions:
            for said in (question.key, question.short_text, question.text):
                headings.setdefault(folded(said), f"{ASKS}{question.key}")
        return cls(
            COUNCIL,
            "The council",
            [(f"{ASKS}{each.key}", each.short_text) for each in questions],
            headings,
            "Say for one column at least which question it answers.",
        )


def guess(
    table: FileTable, is_named: Callable[[str], bool], choices: ColumnChoices
) -> dict[str, str]:
    """By column: the one in which most rows name something, and those with a known heading."""
    named = {
        column.letter: sum(is_named(text_of(row.cells[column.letter])) for row in table.rows)
        for column in table.columns
    }
    subject = max(named, key=lambda letter: named[letter], default="")
    found, taken = {}, set[str]()
    for column in table.columns:
        meant = choices.headings.get(folded(column.title), LEFT_OUT)
        if column.letter == subject and named[subject]:
            meant = choices.subject
        elif meant in taken:
            meant = LEFT_OUT
        found[column.letter] = meant
        taken.add(meant)
    return found


def folded(text: str) -> str:
    words = text.casefold().replace("_", " ").replace("-", " ").split()
    return " ".join(words).strip(" ?.:")


class ColumnsForm(forms.Form):
    """A choice for each column."""

    def __init__(self, *args: Any, table: FileTable, choices: ColumnChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letters = [column.letter for column in table.columns]
        self.offered = choices
        offered = [(NONE, "Leave it out"), (choices.subject, choices.told), *choices.others]
        first: dict[str, str] = {}
        for column in table.columns:
            title = f": {column.title}" if column.title else ""
            such = f"Such as {', '.join(column.samples)}" if column.samples else "It is empty."
            before = first.setdefault(folded(column.title), column.letter)
            if column.title and before != column.letter:
                such += f". Column {before} is headed the same: only one of them is read."
            self.fields[name_of(column.letter)] = forms.ChoiceField(
                label=f"Column {column.letter}{title}",
                help_text=escape(such),
                choices=offered,
            )

    @property
    def matching(self) -> dict[str, str]:
        said = {at: self.cleaned_data.get(name_of(at), LEFT_OUT) for at in self.letters}
        return {at: LEFT_OUT if meant == NONE else meant for at, meant in said.items()}

    def clean(self) -> dict[str, Any]:
        first: dict[str, str] = {}
        for letter, meant in self.matching.items():
            if meant == LEFT_OUT:
                continue
            if meant in first:
                self.add_error(name_of(letter), f"Column {first[meant]} has this already.")
            first.setdefault(meant, letter)
        subject = self.offered.subject
        if subject not in first:
            self.add_error(None, f"Say which column has the {subject}, by its code or its name.")
        if not first.keys() - {subject}:
            self.add_error(None, self.offered.none_chosen)
        return self.cleaned_data


def as_said(columns: Mapping[str, str]) -> dict[str, str]:
    """As the form has them, by its fields."""
    return {name_of(letter): meant or NONE for letter, meant in columns.items()}


def name_of(letter: str) -> str:
    return f"column-{letter}"
