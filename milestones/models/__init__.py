"""What was promised, by when, and how it is told whether it came about."""

from .programme import (
    Expectation,
    ExpectationQuestion,
    Measure,
    MeasureBase,
    MeasureRate,
    Milestone,
    Programme,
)
from .reported import ReportedFigure

__all__ = [
    "Expectation",
    "ExpectationQuestion",
    "Measure",
    "MeasureBase",
    "MeasureRate",
    "Milestone",
    "Programme",
    "ReportedFigure",
]
