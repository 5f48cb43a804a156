"""One question of a return, with what stands beside it: all that saving its answer has to know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import TextField
from django.db.models.expressions import RawSQL
from django.http import Http404

from councils.models import User
from ppf_site.rows import document_of, row_of
from surveys.models import Answer, Return, Section, Unsaved
from surveys.models.answers import columns_of
from surveys.permissions import filled_in_by

from .documents import QUESTION, question_of
from .looking import LOOKS, CheckLook, look_of
from .outcomes import Clash, Outcome, Saved, Unchanged
from .raised_checks import RaisedChecks
from .stored import Stored
from .typed import LEAVE, Typed

PERSON = "jsonb_build_object('id', u.id, 'name', u.name, 'email', u.email)"
ASKED = f"""(
    SELECT jsonb_build_object(
        'question', {QUESTION},
        'looks', (
            SELECT coalesce(jsonb_agg(look.document), '[]')
            FROM ({LOOKS.format(round="asked.round_id", questions="ARRAY[asked.id]")}) look
        ),
        'section', to_jsonb(s),
        'answer', (
            SELECT to_jsonb(a) || jsonb_build_object('by', {PERSON})
            FROM surveys_answer a LEFT JOIN councils_user u ON u.id = a.updated_by_id
            WHERE a.return_of_id = surveys_return.id AND a.question_id = q.id
        ),
        'unsaved', (
            SELECT coalesce(
                jsonb_agg(to_jsonb(n) || jsonb_build_object('by', {PERSON}) ORDER BY n.at), '[]')
            FROM surveys_unsaved n JOIN councils_user u ON u.id = n.user_id
            WHERE n.return_of_id = surveys_return.id AND n.question_id = q.id
        )
    )
    FROM surveys_question q JOIN surveys_section s ON s.id = q.section_id
    CROSS JOIN LATERAL (SELECT q.id, q.round_id) asked
    WHERE q.round_id = surveys_return.round_id AND q.derivation = '' AND q.key = %s
)"""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of a return as it is stored, and the checks to look at once it is saved."""

    return_of: Return
    stored: Stored
    looks: list[CheckLook]


def asked_or_404(person: User, pk: int, key: str) -> AskedQuestion:
    """Of a return that the person fills in, in one statement."""
    asked = RawSQL(ASKED, [key], output_field=TextField())  # noqa: S611 - a parameter
    found = filled_in_by(person).filter(pk=pk).told_about(asked).first()
    if found is None or found.asked_about is None:
        raise Http404
    document = document_of(found.asked_about)
    looks = [look_of(each) for each in document["looks"]]
    return AskedQuestion(found, _stored(found, document), looks)


def _stored(return_of: Return, document: Mapping[str, Any]) -> Stored:
    question = question_of(document["question"])
    question.round, question.section = return_of.round, row_of(Section, document["section"])
    return Stored(
        question=question,
        answer=_answer(document["answer"]),
        last=None,
        raised_checks=RaisedChecks(),
        unsaved=tuple(_unsaved(each) for each in document["unsaved"]),
    )


def _answer(document: Mapping[str, Any] | None) -> Answer | None:
    if document is None:
        return None
    answer = row_of(Answer, document)
    answer.updated_by = row_of(User, document["by"]) if answer.updated_by_id else None
    return answer


def _unsaved(document: Mapping[str, Any]) -> Unsaved:
    unsaved = row_of(Unsaved, document)
    unsaved.user = row_of(User, document["by"])
    return unsaved


def as_it_stands(stored: Stored, typed: Typed, outcome: Outcome, *, me: User) -> Stored:
    """After the person has saved, or not, as the outcome says: without reading it again."""
    answer = stored.answer
    if isinstance(outcome, Saved):
        value = columns_of(typed.read(stored.question))
        answer = Answer(**value, note=typed.note, version=outcome.version, updated_at=outcome.at)
    elif isinstance(outcome, Clash):
        answer = outcome.theirs
    return replace(stored, answer=answer, unsaved=tuple(_left(stored, typed, outcome, me)))


def _left(stored: Stored, typed: Typed, outcome: Outcome, me: User) -> Iterator[Unsaved]:
    """What is unsaved still: the person's own is over where an answer stands."""
    is_over = isinstance(outcome, Saved | Unchanged)
    for row in stored.unsaved:
        if typed.keep != LEAVE and not (is_over and row.user == me):
            yield row
