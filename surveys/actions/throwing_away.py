"""Throwing a draft away: nobody was asked in it, so nothing of any council goes with it."""

from collections.abc import Iterator

from django.db import models, transaction
from django.db.models import Q

from councils.models import User
from ppf_site.events import note
from ppf_site.refused import Refused
from surveys.models import Question, Round
from surveys.rounds.held import held_words
from surveys.rounds.linked import drop_links


@transaction.atomic
def throw_away(*, round: Round, by: User) -> None:
    """The draft with all that it asks and what its questions were to tell of. The history
    keeps what it was, and who threw it away."""
    held = Round.objects.select_for_update(of=["self"]).filter(pk=round.pk).first()
    if held is None:
        return
    if why := held_words(held):
        raise Refused(why)
    drop_links(held)
    for free in _questions_last_first(held):
        free.delete()
    held.checks.all().delete()
    held.sections.all().delete()
    held.scales.all().delete()
    held.delete()
    note("round", round=round.slug, thrown_away="yes", by=by.pk)


def _questions_last_first(round: Round) -> Iterator[models.QuerySet[Question]]:
    """What is worked out from others before those."""
    while round.questions.exists():
        ours = Question.objects.filter(round=round)
        used = Q(numerator_of__in=ours) | Q(denominator_of__in=ours) | Q(bands__in=ours)
        yield ours.exclude(pk__in=ours.filter(used).values("pk"))
