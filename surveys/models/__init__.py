"""What was asked and answered: rounds, returns, and the releases compiled from them."""

from .figures import Figure
from .released import ReleasedAnswer, ReleasedReturn
from .releases import Release
from .returns import Answer, Return
from .rounds import (
    Comparability,
    Derivation,
    Grid,
    Option,
    Question,
    QuestionType,
    Round,
    Scale,
    Section,
    Total,
)

__all__ = [
    "Answer",
    "Comparability",
    "Derivation",
    "Figure",
    "Grid",
    "Option",
    "Question",
    "QuestionType",
    "Release",
    "ReleasedAnswer",
    "ReleasedReturn",
    "Return",
    "Round",
    "Scale",
    "Section",
    "Total",
]
