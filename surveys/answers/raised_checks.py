"""What the checks say of a return, by what is to be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.models import Question, RaisedCheck, Return, Section


@dataclass(frozen=True, slots=True)
class RaisedChecks:
    """In the order of the questions. Hard ones are put right, soft ones explained."""

    listed: tuple[RaisedCheck, ...] = ()

    @property
    def hard(self) -> list[RaisedCheck]:
        return [raised for raised in self.listed if raised.is_hard]

    @property
    def soft(self) -> list[RaisedCheck]:
        return [raised for raised in self.listed if not raised.is_hard]

    @property
    def unexplained(self) -> list[RaisedCheck]:
        return [raised for raised in self.soft if not raised.is_explained]

    @property
    def explained(self) -> list[RaisedCheck]:
        return [raised for raised in self.soft if raised.is_explained]

    @property
    def to_look_at(self) -> int:
        """How many keep the return from being signed."""
        return len(self.hard) + len(self.unexplained)

    def by_question(self) -> dict[int, RaisedChecks]:
        found: dict[int, list[RaisedCheck]] = {}
        for raised in self.listed:
            found.setdefault(raised.question_id, []).append(raised)
        return {question: RaisedChecks(tuple(each)) for question, each in found.items()}


def raised_checks_of(return_of: Return, section: Section | None = None) -> RaisedChecks:
    """Of the whole return, or of the questions of one section."""
    found = return_of.raised_checks.listed()
    return RaisedChecks(tuple(found.filter(question__section=section) if section else found))


def raised_checks_beside(return_of: Return, question: Question) -> RaisedChecks:
    return RaisedChecks(tuple(return_of.raised_checks.listed().filter(question=question)))
