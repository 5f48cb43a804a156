"""When a round's returns were signed, and those of the round that came before it."""

import datetime

from django.db.models import F, Q
from django.utils import timezone

from councils.permissions import Person
from surveys.models import Round
from surveys.models.rounds import LONDON
from surveys.permissions import followed_returns

from .stats import ResponseCurve


def response_curves(round: Round, person: Person) -> list[ResponseCurve]:
    """Of the returns that the person follows; this round's first. Two queries.

    None of a round that was imported: its councils signed elsewhere, on days that nobody knows.
    """
    if round.asked_nobody:
        return []
    earlier = _last_before(round, person)
    rounds = [round, *([earlier] if earlier else [])]
    signed: dict[int, list[datetime.datetime | None]] = {each.pk: [] for each in rounds}
    returns = followed_returns(person).required().filter(round__in=signed)
    for pk, at in returns.values_list("round", "first_signed_at"):
        signed[pk].append(at)
    if not signed[round.pk]:
        return []
    return [_curve(each, signed[each.pk]) for each in rounds if signed[each.pk]]


def _last_before(round: Round, person: Person) -> Round | None:
    """Of the same sponsor, or with questions that its own follow; of whom the person follows."""
    asked = followed_returns(person).values("round")
    asked_here = Round.objects.opened().exclude(opened_at__date__gt=F("closes_on"))
    rounds = asked_here.filter(
        Q(sponsor=round.sponsor) | Q(pk__in=round.questions.values("follows__round")),
        pk__in=asked,
    )
    return rounds.filter(opens_on__lt=round.opens_on).order_by("-opens_on", "-pk").first()


def _curve(round: Round, signed: list[datetime.datetime | None]) -> ResponseCurve:
    """Up to its last day: what is signed later is not part of how it went."""
    end = min(timezone.localdate(), round.closes_on)
    days = [(at.astimezone(LONDON).date() - round.opens_on).days for at in signed if at]
    return ResponseCurve(round.short_title, len(signed), days, (end - round.opens_on).days)
