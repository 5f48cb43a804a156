"""What is left to do before a return can go to the director."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.answers.raised_checks import RaisedChecks, raised_checks_of
from surveys.models import Return, Signature, Step
from surveys.permissions import has_signatory

from .progress import SectionProgress, by_section
from .readiness import Readiness, asked_of, readiness_of


@dataclass(frozen=True, slots=True)
class Overview:
    """`names` are the questions' words by their keys."""

    names: Mapping[str, str]
    sections: Sequence[SectionProgress]
    raised_checks: RaisedChecks
    readiness: Readiness
    steps: Sequence[Step]
    receipts: Sequence[Signature]
    has_signatory: bool

    @property
    def answered(self) -> int:
        return sum(each.answered for each in self.sections)

    @property
    def asked(self) -> int:
        return sum(each.asked for each in self.sections)

    @property
    def sent_back(self) -> Step | None:
        """The director's reason, until the return is handed over again."""
        moves = [step for step in self.steps if not step.is_about_a_correction]
        last = moves[-1] if moves else None
        return last if last and last.kind in {Step.Kind.SENT_BACK, Step.Kind.REOPENED} else None


def overview_of(return_of: Return) -> Overview:
    """In a handful of queries, whatever the number of questions and sections."""
    asked, raised_checks = asked_of(return_of), raised_checks_of(return_of)
    readiness = readiness_of(return_of, raised_checks, asked)
    return Overview(
        names={question.key: question.short_text for question in asked},
        sections=by_section(asked, readiness),
        raised_checks=raised_checks,
        readiness=readiness,
        steps=list(return_of.steps.select_related("by")),
        receipts=list(return_of.signatures.select_related("signed_by").defer("answers")),
        has_signatory=has_signatory(return_of),
    )
