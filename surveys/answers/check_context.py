"""What a round's checks look with: their rules, and the numbers that they may look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from councils.models import CouncilPlace, CouncilType
from ppf_site import words
from ppf_site.rows import document_of, row_of
from surveys.models import Answer, Check, Figure, Question, RaisedCheck, Release, Return
from surveys.models.checks import TOUCHES

from .checks import CheckRule, Context, Told
from .documents import QUESTION, question_of
from .previous import last_answers

# Of a check `c`: the questions beside its own, and what the rates among them are made of.
OTHERS = "surveys_check_others t JOIN surveys_question q ON q.id = t.question_id"
CONCERNED = f"(%(questions)s::bigint[] IS NULL OR {TOUCHES.format(questions='%(questions)s')})"
# Everything that is told beside the questions of these checks, and whether it is one of them.
# Numbers are those of this statement's moment.
LOOK = f"""
SELECT {CONCERNED}, to_jsonb(c), {QUESTION},
    (
        SELECT coalesce(jsonb_agg({QUESTION} ORDER BY s.position, q.position), '[]')
        FROM {OTHERS} JOIN surveys_section s ON s.id = q.section_id WHERE t.check_id = c.id
    ),
    (
        SELECT coalesce(jsonb_agg(to_jsonb(a)), '[]') FROM surveys_answer a
        WHERE a.return_of_id = %(return)s AND a.question_id IN (
            SELECT c.question_id
            UNION ALL
            SELECT unnest(ARRAY[q.id, q.numerator_id, q.denominator_id])
            FROM {OTHERS} WHERE t.check_id = c.id
        )
    ),
    (
        SELECT to_jsonb(f) FROM surveys_finding f
        WHERE f.check_of_id = c.id AND f.return_of_id = %(return)s
    )
FROM surveys_check c
JOIN surveys_question q ON q.id = c.question_id
JOIN surveys_section s ON s.id = q.section_id
WHERE c.round_id = %(round)s AND c.question_id IN (
    SELECT c.question_id FROM surveys_check c WHERE c.round_id = %(round)s AND {CONCERNED}
)
ORDER BY s.position, q.position, c.key
"""


@dataclass(frozen=True, slots=True)
class Look:
    """A check, the answers that it is about, and what it has raised before, if anything.

    One that is not concerned is not worked out again: what it said before stands.
    """

    is_concerned: bool
    check: Check
    rule: CheckRule
    answers: Sequence[Answer]
    raised: RaisedCheck | None

    def says_other_than(self, told: Told) -> bool:
        before = self.raised
        return before is None or (before.values, before.message) != (told.values, told.message)

    @property
    def before(self) -> Told | None:
        return Told(self.raised.message, self.raised.values) if self.raised else None

    def raised_as(self, told: Told) -> RaisedCheck:
        """As it stands then: an explanation is of the numbers that it was given for."""
        before = self.raised
        is_same = before is not None and before.values == told.values
        return RaisedCheck(
            check_of=self.check,
            question=self.check.question,
            message=told.message,
            values=told.values,
            explanation=before.explanation if before and is_same else "",
        )


def looks_of(return_of: Return, questions: Iterable[int] | None = None) -> list[Look]:
    """All checks of the round; or those that these questions concern, and what else is told
    beside the same ones."""
    about: dict[str, Any] = {
        "return": return_of.pk,
        "round": return_of.round_id,
        "questions": None if questions is None else list(questions),
    }
    with connection.cursor() as cursor:
        cursor.execute(LOOK, about)
        return [
            _look_of(is_concerned, *[document_of(each) if each else None for each in documents])
            for is_concerned, *documents in cursor
        ]


def _look_of(is_concerned: bool, *documents: Any) -> Look:
    check, question, others, answers, raised = documents
    check_of = row_of(Check, check)
    check_of.question = question_of(question)
    return Look(
        is_concerned=is_concerned,
        check=check_of,
        rule=rule_of(check_of, [question_of(each) for each in others]),
        answers=[row_of(Answer, each) for each in answers],
        raised=row_of(RaisedCheck, raised) if raised else None,
    )


def rule_of(check: Check, others: Iterable[Question]) -> CheckRule:
    return CheckRule(
        kind=check.kind,
        question=check.question,
        others=tuple(others),
        minimum=check.minimum,
        maximum=check.maximum,
        percent=check.percent,
        due_on=check.due_on,
        surest=surest_of(check) if check.kind == Check.Kind.PACE else "",
    )


def surest_of(check: Check) -> str:
    """The key of the scale's best answer."""
    offered = check.question.offered
    return max(offered, key=lambda option: option.tone).key if offered else ""


def check_context(
    return_of: Return, rules: Sequence[CheckRule], answers: Mapping[int, Answer]
) -> Context:
    """The numbers that the checks need: these answers, the last ones, and similar councils'."""
    compared = _compared_with_the_past(rules)
    fences = fences_of(return_of, rules)
    return Context(
        answers=answers,
        previous=last_answers(return_of, questions=compared) if compared else {},
        quartiles=fences,
        council_type=next((_type_words(figure) for figure in fences.values()), ""),
        reference_date=return_of.round.reference_date,
        today=timezone.localdate(),
    )


def _type_words(figure: Figure) -> str:
    return words.lower_first(str(CouncilType(figure.area.council_type).label))


def _compared_with_the_past(rules: Iterable[CheckRule]) -> set[int]:
    found: set[int] = set()
    for rule in rules:
        if rule.kind == Check.Kind.CHANGE:
            found.add(rule.question.pk)
        elif rule.kind == Check.Kind.PACE:
            parts = [(rate.numerator_id, rate.denominator_id) for rate in rule.others]
            found |= {part for both in parts for part in both if part is not None}
    return found


def fences_of(return_of: Return, rules: Iterable[CheckRule]) -> Mapping[int, Figure]:
    """By question: the quartiles of the type of council that it was on the reference date, of the
    question that it follows.

    From the newest public release of that question's round.
    """
    followers = {
        rule.question.follows_id: rule.question.pk
        for rule in rules
        if rule.kind == Check.Kind.PEERS and rule.question.follows_id
    }
    if not followers:
        return {}
    newest = Release.objects.public().newest_of(OuterRef("question__round"))
    places = CouncilPlace.objects.filter(council=return_of.council_id)
    type_then = places.on(return_of.round.reference_date).values("type")[:1]
    figures = (
        Figure.objects.filter(release=Subquery(newest.values("pk")))
        .filter(question__in=list(followers), option=None)
        .filter(area__council_type=Subquery(type_then), lower_quartile__isnull=False)
        .select_related("release__round", "area")
        .only(
            "question",
            "lower_quartile",
            "upper_quartile",
            "release__round__title",
            "area__council_type",
        )
    )
    return {
        followers[figure.question_id]: figure
        for figure in figures
        if figure.question_id is not None
    }
