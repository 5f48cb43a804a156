"""Saving what was typed on a page: what is valid is saved though something else there is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from councils.models import User
from ppf_site.refused import Refused
from surveys.answers.fields import boxes_of
from surveys.answers.outcomes import Clash, Closed, NoAnswer, Outcome, Saved, Unchanged
from surveys.answers.stored import Stored
from surveys.answers.typed import LEAVE, Typed, same
from surveys.models import Return, Unsaved
from surveys.models.answers import value_of
from surveys.values import Value, read_note

from .saving import hold_open, save_answer


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of each answer, by its question's key, and why it stopped there, if it did."""

    outcomes: Mapping[str, Outcome]
    closed: str = ""


def save_typed(
    *, return_of: Return, stored: Sequence[Stored], typed: Mapping[str, Typed], by: User
) -> Filled:
    """Save each answer of a page that was typed and changed."""
    outcomes: dict[str, Outcome] = {}
    for each in stored:
        if each.key not in typed:
            continue
        outcome = save_one(return_of=return_of, stored=each, typed=typed[each.key], by=by)
        if isinstance(outcome, Closed):
            return Filled(outcomes, outcome.why)
        outcomes[each.key] = outcome
    return Filled(outcomes)


def save_one(
    *, return_of: Return, stored: Stored, typed: Typed, by: User, on_its_own: bool = False
) -> Saved | Clash | Closed | NoAnswer | Unchanged:
    """With the whole page, an answer that the person left as it came is no change of theirs,
    even if a colleague has changed it since. `on_its_own` it was certainly typed.

    What cannot be saved is kept as unsaved: nobody hands the return over without knowing of it.
    """
    question = stored.question
    if typed.keep in {LEAVE, "theirs"}:
        rows = Unsaved.objects.about(return_of, question)
        (rows if typed.keep == LEAVE else rows.filter(user=by)).delete()
        return Unchanged()
    try:
        value = typed.read(question)
        read_note(typed.note)
    except Refused as refused:
        return _unsaved(return_of, stored, typed, NoAnswer(str(refused)), by)
    if same(value, stored.value) and typed.note == stored.note:
        Unsaved.objects.of(by, return_of, question).delete()
        return Unchanged()
    if not on_its_own and _is_untouched(stored, typed, value):
        return Unchanged()
    outcome = save_answer(
        return_of=return_of,
        question=question,
        value=value,
        note=typed.note,
        by=by,
        version=typed.saves_over,
    )
    if isinstance(outcome, Clash):
        return _unsaved(return_of, stored, typed, outcome, by)
    return outcome


@transaction.atomic
def _unsaved(
    return_of: Return, stored: Stored, typed: Typed, outcome: NoAnswer | Clash, by: User
) -> NoAnswer | Clash | Closed:
    """Keep it, while the return is held: handing over, which waits for that, finds it."""
    closed = hold_open(return_of, stored.question, timezone.now())
    if closed:
        return closed
    Unsaved.objects.keep(
        return_of=return_of,
        question=stored.question,
        by=by,
        typed=typed.to_keep(),
        said=typed.words(stored.question),
        why=outcome.why if isinstance(outcome, NoAnswer) else "",
    )
    return outcome


def _is_untouched(stored: Stored, typed: Typed, value: Value) -> bool:
    """Whether it is as it stood in the version that the person had before them."""
    there = stored.answer
    if there is None or typed.keep or typed.version == there.version:
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


def carried_over(stored: Stored, typed: Typed | None) -> Typed:
    """Last round's answer as the person would have typed it; what they typed where it has none."""
    typed = typed or boxes_of(stored)
    if stored.last is None or not stored.can_carry:
        return typed
    last = Typed.of_saved(
        stored.question, stored.last.value, note=typed.note, version=typed.version
    )
    return replace(typed, values=last.values, reasons=last.reasons)
