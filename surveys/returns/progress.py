"""How far a return is: what is answered, what is missing, section by section."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from surveys.models import Answer, Question, Return, Section


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


def given(return_of: Return) -> Exists:
    """Whether a question has a value or a reason in this return."""
    answers = Answer.objects.given().filter(question=OuterRef("pk"), return_of=return_of)
    return Exists(answers)


def missing_required(return_of: Return) -> Sequence[Question]:
    """Required questions without a value or a reason, in the order that they are asked."""
    return list(
        Question.objects.required_of(return_of).filter(~given(return_of)).select_related("section")
    )


def by_section(return_of: Return) -> list[SectionProgress]:
    """Five queries, whatever the number of sections."""
    questions = Question.objects.asked_in(return_of.round_id).annotate(is_given=given(return_of))
    required = set(Question.objects.required_of(return_of).values_list("pk", flat=True))
    rows = [
        (section, is_given, pk in required)
        for pk, section, is_given in questions.values_list("pk", "section", "is_given")
    ]
    raised_checks = dict(
        return_of.raised_checks.to_look_at()
        .values_list("question__section")
        .annotate(count=Count("pk"))
        .order_by()
    )
    unsaved = dict(
        return_of.unsaved.values_list("question__section").annotate(count=Count("pk")).order_by()
    )
    found = []
    for section in Section.objects.filter(round=return_of.round_id):
        mine = [(is_given, needed) for key, is_given, needed in rows if key == section.pk]
        if mine:
            found.append(
                SectionProgress(
                    section=section,
                    asked=len(mine),
                    answered=sum(is_given for is_given, _ in mine),
                    missing_required=sum(needed and not is_given for is_given, needed in mine),
                    raised_checks=raised_checks.get(section.pk, 0),
                    unsaved=unsaved.get(section.pk, 0),
                )
            )
    return found
