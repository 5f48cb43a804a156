"""What a council has answered so far, as those read it who follow its return."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import OuterRef, Subquery

from surveys.models import Answer, Query, Question, Return, Section
from surveys.models.answers import value_of
from surveys.sentences_values import given_words


@dataclass(frozen=True, slots=True)
class FollowedAnswer:
    question: Question
    answer: Answer | None
    said: str
    asked: str = ""  # the state of what those who run the round ask about it, until it is settled

    @property
    def asked_words(self) -> str:
        return f"Query {Query.State(self.asked).label.lower()}" if self.asked else ""


@dataclass(frozen=True, slots=True)
class FollowedSection:
    section: Section
    lines: Sequence[FollowedAnswer]


def answers_of(return_of: Return) -> list[FollowedSection]:
    """In the order that they are asked. Three queries."""
    queries = return_of.queries.of_the_centre().unsettled().filter(question=OuterRef("pk"))
    questions = (
        Question.objects.asked_in(return_of.round_id)
        .with_options()
        .annotate(asked=Subquery(queries.order_by().values("state")))
    )
    answers = return_of.answers.select_related("updated_by")
    given = {answer.question_id: answer for answer in answers}
    lines = [_line(question, given.get(question.pk)) for question in questions]
    by_section = groupby(lines, key=lambda line: line.question.section)
    return [FollowedSection(section, list(listed)) for section, listed in by_section]


def _line(question: Question, answer: Answer | None) -> FollowedAnswer:
    said = given_words(question, value_of(answer)) if answer else ""
    return FollowedAnswer(question, answer, said, vars(question)["asked"] or "")
