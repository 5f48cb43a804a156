"""What a round's checks look with: their rules, and the numbers that they may look at."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from ppf_site import words
from surveys.models import Answer, Check, Figure, Release, Return

from .checks import CheckRule, Context
from .previous import last_answers


def rule_of(check: Check) -> CheckRule:
    return CheckRule(
        kind=check.kind,
        question=check.question,
        others=tuple(check.others.all()),
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


def check_context(return_of: Return, checks: Sequence[Check]) -> Context:
    """The numbers that the checks need: this return's, the last ones, and similar councils'."""
    answers = Answer.objects.filter(return_of=return_of)
    kinds = {check.kind for check in checks}
    previous = last_answers(return_of) if kinds & {"change", "pace"} else {}
    fences = fences_of(return_of, checks) if "peers" in kinds else {}
    return Context(
        answers={answer.question_id: answer for answer in answers},
        previous=previous,
        quartiles=fences,
        council_type=words.lower_first(return_of.council.get_type_display()),
        reference_date=return_of.round.reference_date,
        today=timezone.localdate(),
    )


def fences_of(return_of: Return, checks: Sequence[Check]) -> Mapping[int, Figure]:
    """By question: the quartiles of the same type of council, of the question that it follows.

    From the newest public release of that question's round.
    """
    followers = {
        check.question.follows_id: check.question_id
        for check in checks
        if check.kind == Check.Kind.PEERS and check.question.follows_id
    }
    figures = Figure.objects.filter(
        release__in=Release.objects.public().newest_of_each_round(),
        question__in=list(followers),
        option=None,
        area__council_type=return_of.council.type,
        lower_quartile__isnull=False,
    ).select_related("release__round")
    return {
        followers[figure.question_id]: figure
        for figure in figures
        if figure.question_id is not None
    }
