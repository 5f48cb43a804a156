"""What is left to do before a return can go to the director."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.models import Finding, Question, Return, Signature, Step
from surveys.permissions import has_signatory

from .progress import SectionProgress, missing_required


@dataclass(frozen=True, slots=True)
class Overview:
    answered: int
    asked: int
    missing: Sequence[Question]
    hard: Sequence[Finding]
    unexplained: Sequence[Finding]
    steps: Sequence[Step]
    receipts: Sequence[Signature]
    has_signatory: bool

    @property
    def is_ready(self) -> bool:
        return not (self.missing or self.hard or self.unexplained)

    @property
    def to_look_at(self) -> int:
        return len(self.hard) + len(self.unexplained)

    @property
    def sent_back(self) -> Step | None:
        """The director's reason, until the return is handed over again."""
        moves = [step for step in self.steps if step.kind != Step.Kind.CORRECTION_ASKED]
        last = moves[-1] if moves else None
        return last if last and last.kind in {Step.Kind.SENT_BACK, Step.Kind.REOPENED} else None


def overview_of(one: Return, progress: Sequence[SectionProgress]) -> Overview:
    findings = list(one.findings.listed())
    return Overview(
        answered=sum(each.answered for each in progress),
        asked=sum(each.asked for each in progress),
        missing=missing_required(one),
        hard=[each for each in findings if each.check_of.severity == "hard"],
        unexplained=[
            each for each in findings if each.check_of.severity == "soft" and not each.explanation
        ],
        steps=list(one.steps.select_related("by")),
        receipts=list(one.signatures.select_related("signed_by").defer("answers")),
        has_signatory=has_signatory(one),
    )
