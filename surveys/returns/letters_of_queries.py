"""Who is told of a query about an answer, and the e-mail that tells it."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from councils.models import Role, User
from ppf_site.mail import compose, site_link
from surveys.models import Query, QueryMessage

from .letters import COUNCIL, holders

ASKERS = (Role.Kind.ANALYST, Role.Kind.ADMINISTRATOR)


def told_of_message(message: QueryMessage) -> list[User]:
    """A question: the council's people, or within it who fills in. An answer: who asked, or those
    in their place where they have left."""
    query = message.query
    if message.asks:
        kinds = (Role.Kind.CONTRIBUTOR,) if query.is_inside else COUNCIL
        people = holders(query.return_of, kinds)
    else:
        kinds = (Role.Kind.SIGNATORY,) if query.is_inside else ASKERS
        people = holders(query.return_of, kinds)
        people = [person for person in people if person.pk == query.by_id] or people
    return [person for person in people if person.pk != message.by_id]


def told_settled(query: Query) -> list[User]:
    """Who was asked: a council that was asked and did not answer is told that it need not."""
    kinds = (Role.Kind.CONTRIBUTOR,) if query.is_inside else COUNCIL
    people = holders(query.return_of, kinds)
    return [person for person in people if person.pk != query.settled_by_id]


def is_last_word(message: QueryMessage) -> bool:
    """Whether it is still for who is told to act: a letter may have waited for days."""
    last = message.query.messages.last()
    return not message.query.is_settled and last is not None and last.pk == message.pk


def letter_of_message(message: QueryMessage, to: User) -> EmailMultiAlternatives:
    template = "query_asked" if message.asks else "query_answered"
    context = {**_about(message.query, to), "message": message, "by": message.by}
    return compose(template, to=to.email, context=context)


def letter_settled(query: Query, to: User) -> EmailMultiAlternatives:
    context = {**_about(query, to), "by": query.settled_by}
    return compose("query_settled", to=to.email, context=context)


def _about(query: Query, to: User) -> dict[str, Any]:
    """With the page on which the person who is told has the query before them."""
    return_of, question = query.return_of, query.question
    page = reverse("return-query", args=[return_of.pk, query.pk])
    centre = reverse("manage-answer", args=[return_of.pk, question.key])
    return {
        "query": query,
        "question": question,
        "return_of": return_of,
        "round": return_of.round,
        "council": return_of.council,
        "to": to,
        "link": site_link(page),
        "centre_link": site_link(centre),
    }
