"""What the same body answered last time: the signed answer to the question that is followed."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from councils.models import Council, Succession
from surveys.models import Answer, Comparability, Question, Return, Section, Signature
from surveys.models.answers import value_of
from surveys.models.signing import signed_value
from surveys.values import Value


@dataclass(frozen=True, slots=True)
class Last:
    """A signed answer of an earlier round, and the day that it describes."""

    value: Value
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
    asked = Question.objects.filter(pk__in=followers).select_related("round").with_options()
    standing = _standing_values(list(asked), same_body_ids(return_of.council))
    return {
        question.pk: Last(
            value=value,
            question=followed,
            round_title=followed.round.title,
            reference_date=followed.round.reference_date,
            comparability=question.comparability,
        )
        for followed, value in standing
        for question in followers[followed.pk]
    }


def _standing_values(
    questions: Sequence[Question], councils: Collection[int]
) -> list[tuple[Question, Value]]:
    """Of a signed return its answers; of a reopened one those of the version signed last."""
    by_key = {(question.round_id, question.key): question for question in questions}
    by_pk = {question.pk: question for question in questions}
    signed = Answer.objects.filter(
        question__in=questions,
        return_of__council__in=councils,
        return_of__state=Return.State.SIGNED,
    )
    found = [(by_pk[answer.question_id], value_of(answer)) for answer in signed]
    reopened = Signature.objects.of_reopened(
        Return.objects.filter(council__in=councils, round__in={key[0] for key in by_key})
    )
    for signature in reopened:
        for kept in signature.answers:
            question = by_key.get((signature.return_of.round_id, kept["key"]))
            value = signed_value(kept)
            if question is not None and not value.is_blank:
                found.append((question, value))
    return found
