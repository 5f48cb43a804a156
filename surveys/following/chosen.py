"""Councils chosen on the board: those ticked there, or all that its filter shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.http import QueryDict

from councils.models import User

from .board import BoardParams
from .rows import Followed

SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Of the returns that a person follows, those that something is to be done about."""

    rows: Sequence[Followed]

    @classmethod
    def from_params(cls, params: QueryDict, rows: Sequence[Followed]) -> Self:
        """`return` names each; with `who=shown` it is what the board's filter shows. Others that
        the person does not follow are as if they were not there."""
        if params.get("who") == SHOWN:
            return cls(BoardParams.from_params(params, rows).shown(rows))
        ticked = set(params.getlist("return"))
        return cls([row for row in rows if str(row.return_of.pk) in ticked])

    @property
    def addressed(self) -> list[Followed]:
        """Those that a letter goes to somebody of."""
        return [row for row in self.rows if row.addressees]

    @property
    def nothing_to_sign(self) -> list[Followed]:
        return [row for row in self.rows if not row.is_expected]

    @property
    def nobody_there(self) -> list[Followed]:
        return [row for row in self.rows if row.is_expected and not row.addressees]

    @property
    def people(self) -> list[tuple[Followed, User]]:
        return [(row, person) for row in self.addressed for person in row.addressees]
