"""What the same body answered last time: the signed answer to the question that is followed."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from councils.models import Council, Succession
from surveys.models import Answer, Comparability, Question, Return, Section


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


# Numbers of these can be set against each other; where the options changed, it can only be read.
COMPARABLE = (Comparability.SAME, Comparability.WORDING)
READABLE = (*COMPARABLE, Comparability.OPTIONS)


def last_answers(
    return_of: Return,
    *,
    section: Section | None = None,
    comparability: Sequence[str] = COMPARABLE,
) -> dict[int, Last]:
    """By question of this round (or one section): the last signed answer to what it follows."""
    following = Question.objects.filter(
        round=return_of.round_id, derivation="", comparability__in=comparability
    )
    if section is not None:
        following = following.filter(section=section)
    followers: dict[int, list[Question]] = {}
    for question in following.exclude(follows=None):
        followers.setdefault(question.follows_id or 0, []).append(question)
    answers = (
        Answer.objects.filter(
            question__in=followers,
            return_of__council__in=same_body_ids(return_of.council),
            return_of__state=Return.State.SIGNED,
        )
        .select_related("question__round", "question__scale")
        .prefetch_related("question__scale__options")
    )
    return {
        question.pk: Last(
            answer=answer,
            question=answer.question,
            round_title=answer.question.round.title,
            reference_date=answer.question.round.reference_date,
            comparability=question.comparability,
        )
        for answer in answers
        for question in followers[answer.question_id]
    }
