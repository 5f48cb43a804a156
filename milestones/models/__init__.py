"""What was promised, by when, and how it is told whether it came about."""

from .commentary import Commentary
from .measures import Measure, MeasureBase, MeasureRate
from .programme import Expectation, ExpectationQuestion, Milestone, Programme
from .reported import ReportedFigure, Statement

__all__ = [
    "Commentary",
    "Expectation",
    "ExpectationQuestion",
    "Measure",
    "MeasureBase",
    "MeasureRate",
    "Milestone",
    "Programme",
    "ReportedFigure",
    "Statement",
]
