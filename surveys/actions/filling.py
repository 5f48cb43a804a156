"""Saving what was typed on a page: what is valid is saved though something else there is not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.apps import apps

from councils.models import User
from ppf_site.refused import Refused
from surveys.answers.company import note_presence
from surveys.answers.fields import boxes_of
from surveys.answers.looking import CheckLook
from surveys.answers.outcomes import Clash, NoAnswer, Outcome, Unchanged
from surveys.answers.raised_checks import RaisedChecks
from surveys.answers.stored import Stored
from surveys.answers.typed import LEAVE, Typed, same
from surveys.models import Return, Unsaved
from surveys.models.answers import value_of
from surveys.values import Value, read_note

from .keeping import KeptTyping, keep_unsaved
from .saving import Given, save_answers


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of each answer, by its question's key; what the checks now say beside which
    questions, where they were asked; and why nothing was saved, if the return is closed."""

    outcomes: Mapping[str, Outcome]
    raised_checks: Mapping[str, RaisedChecks] = field(default_factory=dict)
    closed: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether all that was typed is saved now, or was there already."""
        unsaved = (isinstance(each, NoAnswer | Clash) for each in self.outcomes.values())
        return not self.closed and not any(unsaved)


def save_typed(
    *,
    return_of: Return,
    stored: Sequence[Stored],
    typed: Mapping[str, Typed],
    by: User,
    on_its_own: bool = False,
    seen_in: str | None = None,
    looks: Sequence[CheckLook] | None = None,
) -> Filled:
    """Save each answer of a section that was typed and changed; `seen_in` and `looks` are as in
    `save_answers`.

    With the whole page, an answer that the person left as it came is no change of theirs, even if
    a colleague has changed it since. `on_its_own` it was certainly typed.

    What cannot be saved is kept as unsaved: nobody hands the return over without knowing of it.
    """
    given = {each.key: each for each in stored if each.key in typed}
    read = {key: _read(each, typed[key]) for key, each in given.items()}
    _forget_what_was_decided(given, typed, read, by)
    if not on_its_own:
        read |= _untouched(given, typed, read)
    new = _to_save(given, typed, read)
    saved = save_answers(return_of=return_of, given=new, by=by, seen_in=seen_in, looks=looks)
    outcomes: dict[str, Outcome] = {
        key: saved.outcomes[given[key].question.pk] if isinstance(value, Value) else value
        for key, value in ({} if saved.closed else read).items()
    }
    unsaved = [
        KeptTyping(given[key].question, typed[key], outcome)
        for key, outcome in outcomes.items()
        if isinstance(outcome, NoAnswer | Clash)
    ]
    closed = saved.closed or keep_unsaved(return_of, unsaved, by=by)
    if not closed and not new and stored:
        note_presence(return_of, stored[0].question.section_id, by, seen_in)
    return Filled({} if closed else outcomes, saved.raised_checks, closed)


def _to_save(
    given: Mapping[str, Stored],
    typed: Mapping[str, Typed],
    read: Mapping[str, Value | NoAnswer | Unchanged],
) -> list[Given]:
    return [
        Given(given[key].question, value, typed[key].note, typed[key].saves_over)
        for key, value in read.items()
        if isinstance(value, Value)
    ]


def _forget_what_was_decided(
    given: Mapping[str, Stored],
    typed: Mapping[str, Typed],
    read: Mapping[str, Value | NoAnswer | Unchanged],
    by: User,
) -> None:
    """Where the saved answer is to stand, what the person typed over it is over; so is what
    colleagues typed, if it is to stand whatever they did."""
    rows = [
        row.pk
        for key, stored in given.items()
        if isinstance(read[key], Unchanged)
        for row in stored.unsaved
        if typed[key].keep == LEAVE or row.user == by
    ]
    if rows:
        Unsaved.objects.filter(pk__in=rows).delete()


def _read(stored: Stored, typed: Typed) -> Value | NoAnswer | Unchanged:
    """The value to save, or why there is none."""
    if typed.keep in {LEAVE, "theirs"}:
        return Unchanged()
    try:
        value = typed.read(stored.question)
        read_note(typed.note)
    except Refused as refused:
        return NoAnswer(str(refused))
    is_there = same(value, stored.value) and typed.note == stored.note
    return Unchanged() if is_there else value


def _untouched(
    given: Mapping[str, Stored],
    typed: Mapping[str, Typed],
    read: Mapping[str, Value | NoAnswer | Unchanged],
) -> dict[str, Unchanged]:
    """Those that are as they stood in the version that the person had before them."""
    found: dict[str, Unchanged] = {}
    before: dict[tuple[int, int], str] = {}
    for key, value in read.items():
        there, said = given[key].answer, typed[key]
        if not isinstance(value, Value) or there is None:
            continue
        if said.keep or said.version == there.version:
            continue
        if said.version:
            before[there.pk, said.version] = key
        elif value.is_blank and not said.note:
            found[key] = Unchanged()
    events = apps.get_model("surveys", "AnswerEvent").objects.filter(
        pgh_obj__in=[answer for answer, _ in before],
        version__in=[version for _, version in before],
    )
    for event in events.order_by("pgh_id") if before else []:
        key = before.get((event.pgh_obj_id, event.version), "")
        then = read.get(key)
        is_as_then = isinstance(then, Value) and same(value_of(event), then)
        if is_as_then and event.note == typed[key].note:
            found[key] = Unchanged()
    return found


def carried_over(stored: Stored, typed: Typed | None) -> Typed:
    """Last round's answer as the person would have typed it; what they typed where it has none."""
    typed = typed or boxes_of(stored)
    if stored.last is None or not stored.can_carry:
        return typed
    last = Typed.of_saved(
        stored.question, stored.last.value, note=typed.note, version=typed.version
    )
    return replace(typed, values=last.values, reasons=last.reasons)
