"""A query about one answer: asked, answered in words, settled, or the return reopened for it."""

import datetime

from django.db import transaction
from django.utils import timezone

from councils.models import User
from ppf_site.lengths import LONGEST_TEXT
from ppf_site.refused import Refused
from surveys.jobs import tell_of_message, tell_settled
from surveys.models import Query, QueryMessage, Question, Return

from .signing import lock, read_reason, reopen

ASK = "Write what you want to know."
ANSWER = "Write your answer."
SETTLED = "This query is settled."


@transaction.atomic
def ask(*, return_of: Return, question: Question, by: User, text: str, inside: bool) -> Query:
    """Of the council, by who runs the round; or `inside` it, by who signs, of colleagues.

    Where it was asked about this answer already it goes on there. The same again is once.
    """
    words = read_reason(text, ASK)
    return_of = lock(return_of)
    if inside and return_of.state == Return.State.SIGNED:
        raise Refused("This return is signed. What is wrong in it, ask a correction of.")
    query = Query.objects.unsettled().filter(
        return_of=return_of, question=question, is_inside=inside
    ).first() or Query.objects.create(
        return_of=return_of, question=question, is_inside=inside, by=by
    )
    _say(query, by, words, asks=True)
    return query


@transaction.atomic
def answer(*, query: Query, by: User, text: str) -> None:
    """In words: the answer itself is changed where it stands. The same again is once."""
    words = read_reason(text, ANSWER)
    query = _unsettled(query)
    _say(query, by, words, asks=False)


@transaction.atomic
def settle(*, query: Query, by: User) -> None:
    """The answer stands as it is. Twice is once."""
    locked = _locked(query)
    if not locked.is_settled:
        _settled(locked, by, Query.Outcome.STANDS)
        tell_settled(locked)


@transaction.atomic
def reopen_for(*, query: Query, by: User, until: datetime.date, reason: str) -> None:
    """The signed return is open again for the answer's section, and the query is settled."""
    why = read_reason(reason, "Say why it is reopened.")
    query = _unsettled(query)
    return_of = lock(query.return_of)
    if return_of.state != Return.State.SIGNED:
        raise Refused("This return is not signed: the council can change the answer as it is.")
    about = f"About “{query.question.short_text}”: {why}"
    if len(about) > LONGEST_TEXT:
        raise Refused(f"Shorten the reason to {LONGEST_TEXT - 100:,} characters.")
    section = query.question.section
    reopen(return_of=return_of, by=by, until=until, reason=about, sections=[section])
    _settled(query, by, Query.Outcome.REOPENED)


def _locked(query: Query) -> Query:
    locked = Query.objects.select_for_update(of=["self"])
    return locked.select_related("return_of", "question__section").get(pk=query.pk)


def _unsettled(query: Query) -> Query:
    locked = _locked(query)
    if locked.is_settled:
        raise Refused(SETTLED)
    return locked


def _say(query: Query, by: User, text: str, *, asks: bool) -> None:
    last = query.messages.last()
    if last is not None and (last.by_id, last.asks, last.text) == (by.pk, asks, text):
        return
    state = Query.State.OPEN if asks else Query.State.ANSWERED
    Query.objects.filter(pk=query.pk).update(state=state)
    tell_of_message(QueryMessage.objects.create(query=query, by=by, asks=asks, text=text))


def _settled(query: Query, by: User, outcome: str) -> None:
    query.state, query.outcome = Query.State.SETTLED, outcome
    query.settled_by, query.settled_at = by, timezone.now()
    query.save(update_fields=["state", "outcome", "settled_by", "settled_at"])
