"""What the checks say of a return, by what is to be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.models import Finding, Return, Section


@dataclass(frozen=True, slots=True)
class Findings:
    """In the order of the questions. Hard ones are put right, soft ones explained."""

    listed: tuple[Finding, ...] = ()

    @property
    def hard(self) -> list[Finding]:
        return [finding for finding in self.listed if finding.is_hard]

    @property
    def soft(self) -> list[Finding]:
        return [finding for finding in self.listed if not finding.is_hard]

    @property
    def unexplained(self) -> list[Finding]:
        return [finding for finding in self.soft if not finding.is_explained]

    @property
    def explained(self) -> list[Finding]:
        return [finding for finding in self.soft if finding.is_explained]

    @property
    def to_look_at(self) -> int:
        """How many keep the return from being signed."""
        return len(self.hard) + len(self.unexplained)

    def by_question(self) -> dict[int, Findings]:
        found: dict[int, list[Finding]] = {}
        for finding in self.listed:
            found.setdefault(finding.question_id, []).append(finding)
        return {question: Findings(tuple(each)) for question, each in found.items()}


def findings_of(return_of: Return, section: Section | None = None) -> Findings:
    """Of the whole return, or of the questions of one section."""
    found = return_of.findings.listed()
    return Findings(tuple(found.filter(question__section=section) if section else found))
