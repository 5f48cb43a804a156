"""Looking at a return's answers with the round's checks, and keeping what they find."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from ppf_site import words
from surveys.answers.checks import CheckRule, Context, Told, look
from surveys.answers.previous import last_answers
from surveys.models import Answer, Check, Figure, Finding, Release, Return

# Tells these locks from any others that use the same numbers.
TURNS = 20_110_331


def refresh_findings(return_of: Return, questions: Iterable[int] | None = None) -> None:
    """Work the findings out again: all, or those of checks that these questions are part of.

    A finding about the same numbers keeps its explanation; about others it asks again.
    """
    checks = list(
        Check.objects.filter(round=return_of.round_id)
        .touching(questions)
        .select_related("question__scale")
        .prefetch_related("others")
    )
    if not checks:
        return
    _take_turns(return_of)
    context = _context(return_of, checks)
    told = {check.pk: look(_rule(check), context) for check in checks}
    there = {one.check_of_id: one for one in Finding.objects.filter(return_of=return_of)}
    for check in checks:
        _keep(return_of, check, told[check.pk], there.get(check.pk))


def _take_turns(return_of: Return) -> None:
    """Until the transaction ends: who looks second sees what the first has saved, and the two
    halves of a check that are saved at once are looked at together by one of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TURNS, return_of.pk % 2**31])


def _keep(return_of: Return, check: Check, told: Told | None, there: Finding | None) -> None:
    if told is None:
        if there is not None:
            there.delete()
        return
    if there is not None and there.values == told.values:
        if there.message != told.message:
            Finding.objects.filter(pk=there.pk).update(message=told.message)
        return
    Finding.objects.update_or_create(
        return_of=return_of,
        check_of=check,
        defaults={
            "question": check.question,
            "message": told.message,
            "values": told.values,
            "explanation": "",
            "explained_by": None,
            "explained_at": None,
        },
    )


def _rule(check: Check) -> CheckRule:
    return CheckRule(
        kind=check.kind,
        question=check.question,
        others=tuple(check.others.all()),
        minimum=check.minimum,
        maximum=check.maximum,
        percent=check.percent,
        due_on=check.due_on,
        surest=_surest(check) if check.kind == Check.Kind.PACE else "",
    )


def _surest(check: Check) -> str:
    """The key of the scale's best answer."""
    options = check.question.scale.options.all() if check.question.scale else []
    return max(options, key=lambda option: option.tone).key if options else ""


def _context(return_of: Return, checks: Sequence[Check]) -> Context:
    """The numbers that the checks need: this return's, the last ones, and similar councils'."""
    answers = Answer.objects.filter(return_of=return_of)
    kinds = {check.kind for check in checks}
    previous = last_answers(return_of) if kinds & {"change", "pace"} else {}
    fences = _fences(return_of, checks) if "peers" in kinds else {}
    return Context(
        answers={answer.question_id: answer for answer in answers},
        previous=previous,
        quartiles=fences,
        council_type=words.lower_first(return_of.council.get_type_display()),
        reference_date=return_of.round.reference_date,
    )


def _fences(return_of: Return, checks: Sequence[Check]) -> Mapping[int, Figure]:
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
