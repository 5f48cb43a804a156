"""What the columns of a round's file can be, and which cells name what its rows are about."""

from __future__ import annotations

from collections.abc import Callable

from surveys.models import Round

from . import totals_columns
from .columns import COUNCIL, ColumnChoices
from .councils import CouncilsByName
from .reading import asked_in, questions_of


def subject_of(round: Round) -> str:
    """What its rows are about."""
    return totals_columns.AREA if round.is_totals_only else COUNCIL


def choices_for(round: Round) -> ColumnChoices:
    if round.is_totals_only:
        return totals_columns.choices_of(
            totals_columns.slots_of(totals_columns.questions_of(round))
        )
    return ColumnChoices.of_councils(questions_of(round))


def is_named_in(round: Round) -> Callable[[str], bool]:
    """Whether a cell names a council that the round asks, or an area."""
    if round.is_totals_only:
        return totals_columns.NamedAreas().knows
    return CouncilsByName.of_round(asked_in(round)).knows
