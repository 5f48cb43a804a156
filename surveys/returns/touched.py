"""What a change of the register touches: returns, rounds and people of councils that end."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from councils.models import Council, Invitation, Role
from ppf_site import words
from surveys.models import Return, Round

from .standing import due_words


@dataclass(frozen=True, slots=True)
class Touched:
    """`returns` are still to be signed, `asked_after` are asked for a day on which their council
    is gone; of rounds to come `as_before` ask those that end, `as_after` those that follow, and
    `to_choose` have chosen those that end for a day on which they are gone."""

    returns: tuple[Return, ...]
    asked_after: tuple[Return, ...]
    as_before: tuple[Round, ...]
    as_after: tuple[Round, ...]
    to_choose: tuple[tuple[Round, tuple[Council, ...]], ...]
    people: int
    invitations: int = 0

    @property
    def in_words(self) -> list[str]:
        """A sentence for each thing; nothing that is not there is named."""
        told = [
            f"{each.council}: its open return in {each.round} stays its own, {due_words(each)}."
            for each in self.returns
        ]
        told += [
            f"{each.round} asks {each.council} about {words.day(each.round.reference_date)}, when "
            "it is gone. Say at its return that it is no longer required, and ask who follows."
            for each in self.asked_after
        ]
        told += [f"{round}, a draft, will ask the councils that end." for round in self.as_before]
        told += [f"{round}, a draft, will ask the councils that follow." for round in self.as_after]
        told += [
            f"{round}, a draft, has chosen {words.join_words([str(each) for each in chosen])}, "
            f"gone by {words.day(round.reference_date)}: choose what follows instead."
            for round, chosen in self.to_choose
        ]
        if self.people:
            have = "role is" if self.people == 1 else "roles are"
            told.append(
                f"{self.people} {have} held at the councils that end. They stay, so that returns "
                "of theirs can still be signed."
            )
        if self.invitations:
            told.append(
                f"{words.plural(self.invitations, 'invitation')} to the councils that end "
                f"{'is' if self.invitations == 1 else 'are'} open. Whoever accepts works for the "
                "council that ends: invite them to what follows too."
            )
        return told


def touched_by(ending: Sequence[Council], day: datetime.date) -> Touched:
    """Five queries. `day` is the first on which the councils are gone."""
    asked = Return.objects.of_opened_rounds().expected().filter(council__in=ending)
    returns = asked.select_related("round", "council").order_by("round", "council__name")
    today = timezone.localdate()
    drafts = list(
        Round.objects.drafts().filter(is_totals_only=False).prefetch_related("chosen__council")
    )
    chosen = {draft: [each.council for each in draft.chosen.all()] for draft in drafts}
    gone = {draft: tuple(each for each in chosen[draft] if each in ending) for draft in drafts}
    # One with a list of its own asks those on it, and nobody else.
    asks = [draft for draft in drafts if gone[draft] or not chosen[draft]]
    roles = Role.objects.filter(council__in=ending).exclude(ends_on__lt=day)
    return Touched(
        returns=tuple(r for r in returns if r.round.reference_date < day and r.last_day >= today),
        asked_after=tuple(each for each in returns if each.round.reference_date >= day),
        as_before=tuple(each for each in asks if each.reference_date < day),
        as_after=tuple(each for each in asks if each.reference_date >= day and not chosen[each]),
        to_choose=tuple(
            (each, gone[each]) for each in asks if each.reference_date >= day and gone[each]
        ),
        people=roles.count(),
        invitations=Invitation.objects.open().filter(council__in=ending).count(),
    )


def asked_otherwise(council: Council, day: datetime.date) -> list[str]:
    """A sentence for each round about the day or later that asks the council, signed or not, which
    is otherwise from the day on. Two queries."""
    asked = Return.objects.of_opened_rounds().required().filter(council=council)
    later = asked.filter(round__reference_date__gte=day).select_related("round")
    drafts = Round.objects.drafts().filter(is_totals_only=False, reference_date__gte=day)
    told = [
        f"{each.round}, about {words.day(each.round.reference_date)}: its next release has the new."
        for each in later.order_by("round")
    ]
    return told + [
        f"{each}, a draft about {words.day(each.reference_date)}, asks it as it is then."
        for each in drafts.filter(Q(chosen=None) | Q(chosen__council=council)).distinct()
    ]


def asked_or_not(day: datetime.date | None) -> list[str]:
    """A sentence for each round that could ask a council which begins on the day, and nobody else
    knew of: those that councils answer now, and drafts. Two queries. None: it was always there."""
    first = day or datetime.date.min
    opened = Round.objects.opened().filter(is_totals_only=False, reference_date__gte=first)
    rounds = list(opened.order_by("reference_date"))
    told = [
        f"{each} was opened without it, and asks the councils that it was opened with."
        for each in rounds
        if not each.is_over
    ]
    if over := sum(each.is_over for each in rounds):
        told.append(
            f"{words.plural(over, 'round')}{' about that time or later' if day else ''}, which "
            f"{'is' if over == 1 else 'are'} over, did not ask it: what was released stays."
        )
    return told + [
        f"{each}, a draft about {words.day(each.reference_date)}, {_asks(each, first)}."
        for each in Round.objects.drafts().filter(is_totals_only=False).with_what_opens()
    ]


def _asks(draft: Round, first: datetime.date) -> str:
    if draft.reference_date < first:
        return "does not ask it: it has not begun by then"
    if vars(draft)["has_chosen"]:
        return "has chosen whom it asks: choose it too, if it is to answer"
    return "will ask it"
