"""Saving what was typed on a page: what is valid is saved though something else there is not."""

from collections.abc import Iterable
from dataclasses import replace

from django.apps import apps

from councils.models import User
from surveys.answers.fields import AnswerField
from surveys.answers.typed import Typed, as_typed, same
from surveys.models import Answer, Return
from surveys.models.returns import value_of
from surveys.values import Refused, Value

from .saving import Clash, Closed, Saved, save_answer


def save_fields(*, return_of: Return, fields: Iterable[AnswerField], by: User) -> str:
    """Save each answer that was typed and changed; the fields then say what came of it.

    Returns why nothing could be saved, where the return cannot be changed; else "".
    """
    for one in fields:
        outcome = save_field(return_of=return_of, field=one, by=by)
        if isinstance(outcome, Closed):
            return outcome.why
    return ""


def save_field(
    *, return_of: Return, field: AnswerField, by: User, on_its_own: bool = False
) -> Saved | Clash | Closed | None:
    """None where there was nothing to save, or what was typed is no answer (`field.error`).

    With the whole page, an answer that the person left as it came is no change of theirs, even
    if a colleague has changed it since. `on_its_own` it was certainly typed.
    """
    typed = field.typed
    if typed is None:
        return None
    if typed.keep == "theirs":
        field.typed = None
        return None
    try:
        value = field.read()
    except Refused as refused:
        field.error = str(refused)
        return None
    if field.is_saved_already(value) or (not on_its_own and _is_untouched(field, value)):
        field.typed = None
        return None
    outcome = save_answer(
        return_of=return_of,
        question=field.question,
        value=value,
        note=typed.note,
        by=by,
        version=typed.saves_over,
    )
    _tell(field, outcome)
    return outcome


def _tell(field: AnswerField, outcome: Saved | Clash | Closed) -> None:
    if isinstance(outcome, Clash):
        field.theirs = outcome.theirs
    elif isinstance(outcome, Saved):
        field.typed = None
        field.answer = Answer.objects.select_related("updated_by").get(
            return_of=field.return_of, question=field.question
        )


def _is_untouched(field: AnswerField, value: Value) -> bool:
    """Whether it is as it stood in the version that the person had before them."""
    typed, there = field.typed, field.answer
    if typed is None or there is None or typed.keep or typed.version == there.version:
        return False
    if typed.version == 0:
        return value.is_blank and not typed.note
    event = (
        apps.get_model("surveys", "AnswerEvent")
        .objects.filter(pgh_obj=there.pk, version=typed.version)
        .order_by("pgh_id")
        .last()
    )
    return event is not None and same(value_of(event), value) and event.note == typed.note


def carry_over(field: AnswerField) -> None:
    """Put last round's answer where the person would have typed it."""
    if field.last is None or not field.can_carry:
        return
    value = field.last.value
    typed = field.typed or Typed(version=field.version, note=field.note)
    reasons = (value.reason,) if value.reason else ()
    field.typed = replace(typed, values=as_typed(value), reasons=reasons)
