"""When a return can be handed over and signed, in SQL and in words: the only place that decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from ppf_site import words
from surveys.answers.raised_checks import RaisedChecks
from surveys.models import Answer, Question, RaisedCheck, Return, Unsaved
from surveys.models.questions import REQUIRED_SQL

# Conditions on a return `r`, for the statement that signs. Each says what keeps it from that.
MISSING_REQUIRED = f"""
    SELECT FROM surveys_question q
    LEFT JOIN surveys_answer a ON a.question_id = q.id AND a.return_of_id = r.id
        AND (num_nonnulls(a.choices, a.number, a.date, a.text) = 1 OR a.reason <> '')
    WHERE q.round_id = r.round_id AND {REQUIRED_SQL} AND a.id IS NULL
"""
TO_LOOK_AT = """
    SELECT FROM surveys_finding f JOIN surveys_check c ON c.id = f.check_of_id
    WHERE f.return_of_id = r.id AND (c.severity = 'hard' OR f.explanation = '')
"""
UNSAVED = "SELECT FROM surveys_unsaved n WHERE n.return_of_id = r.id"
IS_READY = f"""
    r.state <> '{Return.State.NOT_STARTED}'
    AND NOT EXISTS ({UNSAVED})
    AND NOT EXISTS ({MISSING_REQUIRED})
    AND NOT EXISTS ({TO_LOOK_AT})
"""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What keeps an open return from being handed over and signed.

    Where nothing is required it is ready once it has been begun: nobody signs an untouched one.
    """

    is_begun: bool
    missing: Sequence[Question]
    hard: Sequence[RaisedCheck]
    unexplained: Sequence[RaisedCheck]
    # Typed by somebody over what is saved, and neither saved nor taken back.
    unsaved: Sequence[Unsaved] = ()

    @property
    def is_whole(self) -> bool:
        return not (self.unsaved or self.missing or self.hard or self.unexplained)

    @property
    def is_ready(self) -> bool:
        return self.is_begun and self.is_whole

    @property
    def is_only_to_begin(self) -> bool:
        return self.is_whole and not self.is_begun

    @property
    def why_not(self) -> str:
        """The first thing to do, for the person who tries; "" where it is ready."""
        if self.unsaved:
            typed = words.plural(len(self.unsaved), "typed answer is", "typed answers are")
            return f"{typed} not saved. Decide first what is to stand."
        if self.missing:
            asked = words.plural(
                len(self.missing), "required question is", "required questions are"
            )
            return f"{asked} not answered yet."
        if self.hard:
            return "A hard problem is still open: put the answer right before you sign."
        if self.unexplained:
            return "An odd value has not been explained yet."
        return "" if self.is_begun else "Nothing has been filled in yet."


def asked_of(return_of: Return) -> list[Question]:
    """The questions in their order, each with its section and whether it has a value or a reason
    in this return: `is_given`."""
    answers = Answer.objects.given().filter(question=OuterRef("pk"), return_of=return_of)
    asked = Question.objects.asked_in(return_of.round_id).select_related("section")
    return list(asked.told_whether(Exists(answers)))


def missing_required(return_of: Return, asked: Iterable[Question]) -> list[Question]:
    """Required questions without a value or a reason, in the order that they are asked."""
    return [each for each in asked if not each.is_given and return_of.requires(each)]


def readiness_of(
    return_of: Return, raised_checks: RaisedChecks, asked: Sequence[Question] | None = None
) -> Readiness:
    """As the statement that signs would decide. `asked` is as `asked_of` gives it."""
    asked = asked_of(return_of) if asked is None else asked
    return Readiness(
        is_begun=return_of.state != Return.State.NOT_STARTED,
        missing=missing_required(return_of, asked),
        hard=raised_checks.hard,
        unexplained=raised_checks.unexplained,
        unsaved=list(return_of.unsaved.listed()),
    )
