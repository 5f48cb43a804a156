"""How far a return is: what is answered, what is missing, section by section."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from surveys.models import Question, Section

from .readiness import Readiness


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """Of the questions of one section: answered, and required ones that are not."""

    section: Section
    asked: int
    answered: int
    missing_required: int
    raised_checks: int
    unsaved: int = 0

    @property
    def state(self) -> str:
        """In words, as the task list shows it."""
        if self.unsaved:
            return "Not saved"
        if self.raised_checks:
            return "To look at"
        if self.answered == 0:
            return "Not started"
        return "Complete" if not self.missing_required else "In progress"


def by_section(asked: Sequence[Question], readiness: Readiness) -> list[SectionProgress]:
    """In the order of the sections, of what has been read."""
    questions = Counter(each.section_id for each in asked)
    answered = Counter(each.section_id for each in asked if each.is_given)
    missing = Counter(each.section_id for each in readiness.missing)
    raised = [*readiness.hard, *readiness.unexplained]
    to_look_at = Counter(each.question.section_id for each in raised)
    unsaved = Counter(each.question.section_id for each in readiness.unsaved)
    return [
        SectionProgress(
            section=section,
            asked=questions[key],
            answered=answered[key],
            missing_required=missing[key],
            raised_checks=to_look_at[key],
            unsaved=unsaved[key],
        )
        for key, section in {each.section_id: each.section for each in asked}.items()
    ]
