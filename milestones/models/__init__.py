"""What was promised, by when, and how it is told whether it came about."""

from .commentary import Commentary
from .measures import Measure, MeasureBase, MeasureRate
from .programme import Expectation, ExpectationQuestion, Milestone, Programme
from .reported import ReportedFigure, Statement
from .subscriptions import Announcement, Subscription

__all__ = [
    "Announcement",
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
    "Subscription",
]
