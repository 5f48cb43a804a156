"""Looking at a return's answers with the round's checks, and keeping what they find."""

from collections.abc import Iterable

from django.db import connection

from surveys.answers.check_context import check_context, rule_of
from surveys.answers.checks import Told, look
from surveys.models import Check, RaisedCheck, Return

# Tells these locks from any others that use the same numbers.
TURNS = 20_110_331


def refresh_raised_checks(return_of: Return, questions: Iterable[int] | None = None) -> None:
    """Work out again what the checks raise: all, or those that these questions are part of.

    A raised check about the same numbers keeps its explanation; about others it asks again.
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
    context = check_context(return_of, checks)
    told = {check.pk: look(rule_of(check), context) for check in checks}
    there = {
        raised.check_of_id: raised for raised in RaisedCheck.objects.filter(return_of=return_of)
    }
    for check in checks:
        _keep(return_of, check, told[check.pk], there.get(check.pk))


def _take_turns(return_of: Return) -> None:
    """Until the transaction ends: who looks second sees what the first has saved, and the two
    halves of a check that are saved at once are looked at together by one of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TURNS, return_of.pk % 2**31])


def _keep(return_of: Return, check: Check, told: Told | None, there: RaisedCheck | None) -> None:
    if told is None:
        if there is not None:
            there.delete()
        return
    if there is not None and there.values == told.values:
        if there.message != told.message:
            RaisedCheck.objects.filter(pk=there.pk).update(message=told.message)
        return
    RaisedCheck.objects.update_or_create(
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
