"""What a round's checks look with: their rules, and the numbers that they may look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from councils.models import CouncilPlace, CouncilType
from ppf_site import words
from surveys.models import Answer, Check, Figure, Question, Release, Return, Round

from .checks import CheckRule, Context
from .previous import last_answers, last_answers_of


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
        council_type=next(
            (_in_a_sentence(figure.area.council_type) for figure in fences.values()), ""
        ),
        reference_date=return_of.round.reference_date,
        today=timezone.localdate(),
    )


def _in_a_sentence(type: str) -> str:
    return words.lower_first(str(CouncilType(type).label))


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
    places = CouncilPlace.objects.filter(council=return_of.council_id)
    type_then = Subquery(places.on(return_of.round.reference_date).values("type")[:1])
    found = _fences(rules, area__council_type=type_then)
    return next(iter(found.values()), {})


def contexts_of(
    round: Round, rules: Sequence[CheckRule], given: Mapping[int, Mapping[int, Answer]]
) -> dict[int, Context]:
    """The same for the answers of many councils of the round, by council, in three queries."""
    compared = _compared_with_the_past(rules)
    last = last_answers_of(round.pk, given, questions=compared) if compared else {}
    fences = _fences(rules)
    types = _types_of(round, given) if fences else {}
    return {
        council: Context(
            answers=answers,
            previous=last.get(council, {}),
            quartiles=fences.get(types.get(council, ""), {}),
            council_type=_in_a_sentence(types[council]) if council in types else "",
            reference_date=round.reference_date,
            today=timezone.localdate(),
        )
        for council, answers in given.items()
    }


def _types_of(round: Round, councils: Iterable[int]) -> dict[int, str]:
    """On the reference date."""
    then = CouncilPlace.objects.filter(council__in=list(councils)).on(round.reference_date)
    # The one of that day comes first, and has the last word.
    return {place.council_id: place.type for place in reversed(list(then))}


def _fences(rules: Iterable[CheckRule], **which: Any) -> dict[str, dict[int, Figure]]:
    """By type of council and question."""
    followers = {
        rule.question.follows_id: rule.question.pk
        for rule in rules
        if rule.kind == Check.Kind.PEERS and rule.question.follows_id
    }
    if not followers:
        return {}
    newest = Release.objects.public().newest_of(OuterRef("question__round"))
    figures = (
        Figure.objects.filter(release=Subquery(newest.values("pk")))
        .filter(question__in=list(followers), option=None)
        .filter(lower_quartile__isnull=False, **which)
        .exclude(area__council_type="")
        .select_related("release__round", "area")
        .only(
            "question",
            "lower_quartile",
            "upper_quartile",
            "release__round__title",
            "area__council_type",
        )
    )
    found: dict[str, dict[int, Figure]] = defaultdict(dict)
    for figure in figures:
        if figure.question_id is not None:
            found[figure.area.council_type][followers[figure.question_id]] = figure
    return found
