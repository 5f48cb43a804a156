"""What was asked and answered: rounds, returns, and the releases compiled from them."""

from .acceptances import Acceptance
from .answers import Answer
from .chasers import Chaser, ChaserLetter
from .checks import Check, RaisedCheck
from .chosen import ChosenCouncil
from .days import DayKind, RoundDay
from .figures import Figure
from .imports import ImportFile
from .letters import ReturnLetter
from .narrowings import Narrowing
from .previews import CorrectionPreview
from .public_requests import PublicRequest
from .queries import Query, QueryMessage
from .question_types import Comparability, Derivation, QuestionType
from .questions import Question
from .released import ReleasedAnswer, ReleasedReturn
from .releases import Release
from .reminders import Reminder
from .required import RequiredCouncil
from .reschedulings import Rescheduling
from .returns import Return
from .rounds import Round, Section
from .scales import Grid, Option, Scale
from .sealed import SealedPart
from .signing import Assignment, Presence, Signature, Step
from .totals import Total
from .unsaved import Unsaved
from .uploads import Upload
from .viewers import ReleaseViewer
from .widenings import Widening

__all__ = [
    "Acceptance",
    "Answer",
    "Assignment",
    "Chaser",
    "ChaserLetter",
    "Check",
    "ChosenCouncil",
    "Comparability",
    "CorrectionPreview",
    "DayKind",
    "Derivation",
    "Figure",
    "Grid",
    "ImportFile",
    "Narrowing",
    "Option",
    "Presence",
    "PublicRequest",
    "Query",
    "QueryMessage",
    "Question",
    "QuestionType",
    "RaisedCheck",
    "Release",
    "ReleaseViewer",
    "ReleasedAnswer",
    "ReleasedReturn",
    "Reminder",
    "RequiredCouncil",
    "Rescheduling",
    "Return",
    "ReturnLetter",
    "Round",
    "RoundDay",
    "Scale",
    "SealedPart",
    "Section",
    "Signature",
    "Step",
    "Total",
    "Unsaved",
    "Upload",
    "Widening",
]
