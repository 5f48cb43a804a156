"""What was asked and answered: rounds, returns, and the releases compiled from them."""

from .releases import Figure, Release, ReleasedAnswer, ReleasedReturn
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
