"""What the same body answered last time: the signed answer to the question that is followed."""

import datetime
from dataclasses import dataclass

from councils.models import Council, Succession

from .models import Answer, Comparability, Question, Return


@dataclass(frozen=True, slots=True)
class Last:
    """A signed answer of an earlier round, and the day that it describes."""

    answer: Answer
    question: Question
    round_title: str
    reference_date: datetime.date
    comparability: str


def same_body_ids(council: Council) -> set[int]:
    """The council and those that it continues one to one: never one that split or merged."""
    before: dict[int, set[int]] = {}
    carrying = [Succession.Kind.CONTINUES, Succession.Kind.SAME_AREA]
    for older, newer in Succession.objects.filter(kind__in=carrying).values_list(
        "predecessor", "successor"
    ):
        before.setdefault(newer, set()).add(older)
    found, new = {council.pk}, {council.pk}
    while new:
        new = {older for newer in new for older in before.get(newer, set())} - found
        found |= new
    return found


def last_answers(return_of: Return) -> dict[int, Last]:
    """By question of this round: the last signed answer, where the questions can be compared."""
    followers = {
        question.follows_id: question
        for question in Question.objects.filter(
            round=return_of.round_id,
            follows__isnull=False,
            derivation="",
            comparability__in=[Comparability.SAME, Comparability.WORDING],
        )
    }
    answers = Answer.objects.filter(
        question__in=[key for key in followers if key],
        return_of__council__in=same_body_ids(return_of.council),
        return_of__state=Return.State.SIGNED,
    ).select_related("question__round", "question__scale")
    return {
        followers[answer.question_id].pk: Last(
            answer=answer,
            question=answer.question,
            round_title=answer.question.round.title,
            reference_date=answer.question.round.reference_date,
            comparability=followers[answer.question_id].comparability,
        )
        for answer in answers
    }
