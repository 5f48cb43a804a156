"""What was sent to a person: about returns and roles, reminders, invitations of the address."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from councils.models import Invitation, Role, RoleNotice, User
from ppf_site import words
from ppf_site.acts.found import ActsAsked
from surveys.models import ChaserLetter, Reminder, ReturnLetter

MOST = 30
INVITED, OF_RETURNS = "people", "returns"


@dataclass(frozen=True, slots=True)
class Sent:
    """`url` is where what it is about stands; "" where that has no page."""

    at: datetime.datetime
    to: str
    what: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class AllSent:
    """The newest. `kinds` says what was looked for: what else goes out is not among it."""

    rows: Sequence[Sent]
    kinds: str
    is_cut: bool


def sent_to(asked: ActsAsked) -> AllSent | None:
    """To the people who were asked for. Six queries at most."""
    if not asked.users:
        return None
    found: list[Sent] = []
    kinds: list[str] = []
    if OF_RETURNS in asked.groups:
        found += [*_letters(asked), *_about_returns(asked), *_reminders(asked)]
        kinds += ["letters to whoever is awaited", "receipts", "hand-overs", "queries", "reminders"]
    if INVITED in asked.groups and not asked.round:
        found += [*_invitations(asked), *_about_roles(asked)]
        kinds += ["invitations", "notices of roles"]
    newest = sorted(found, key=lambda each: each.at, reverse=True)
    return AllSent(newest[:MOST], words.capital(words.join_words(kinds)), len(newest) > MOST)


def _letters(asked: ActsAsked) -> list[Sent]:
    rows = ChaserLetter.objects.with_all().filter(to__in=asked.users, sent_at__isnull=False)
    rows = rows.filter(_within(asked, "sent_at", "return_of__council", "return_of__round"))
    return [
        Sent(
            row.sent_at,
            str(row.to),
            f"“{row.chaser.subject}”, about {_about(row)}",
            f"{reverse('manage-return', args=[row.return_of_id])}#letters",
        )
        for row in rows.order_by("-sent_at")[: MOST + 1]
        if row.sent_at
    ]


def _about_returns(asked: ActsAsked) -> list[Sent]:
    """Receipts, hand-overs and queries, since it is kept that they went."""
    rows = ReturnLetter.objects.with_return().filter(to__in=asked.users)
    rows = rows.filter(_within(asked, "sent_at", "return_of__council", "return_of__round"))
    return [
        Sent(
            row.sent_at,
            str(row.to),
            f"“{row.subject}”",
            reverse("manage-return", args=[row.return_of_id]),
        )
        for row in rows.order_by("-sent_at")[: MOST + 1]
    ]


def _about_roles(asked: ActsAsked) -> list[Sent]:
    """Of a role that somebody was given, or whose end was set."""
    rows = RoleNotice.objects.select_related("to").filter(to__in=asked.users)
    rows = rows.filter(_within(asked, "sent_at", "council", ""))
    return [
        Sent(row.sent_at, str(row.to), f"“{row.subject}”")
        for row in rows.order_by("-sent_at")[: MOST + 1]
    ]


def _reminders(asked: ActsAsked) -> list[Sent]:
    """They go to whoever works for the council on the day."""
    then = Q(ends_on=None) | Q(ends_on__gte=OuterRef("sent_at__date"))
    works = (Role.Kind.CONTRIBUTOR, Role.Kind.SIGNATORY)
    roles = Role.objects.filter(then, kind__in=works, user__in=asked.users)
    roles = roles.filter(
        council=OuterRef("return_of__council"), starts_on__lte=OuterRef("sent_at__date")
    )
    rows = Reminder.objects.with_return().filter(Exists(roles), sent_at__isnull=False)
    rows = rows.filter(_within(asked, "sent_at", "return_of__council", "return_of__round"))
    return [
        Sent(
            row.sent_at,
            f"Who worked for {row.return_of.council} that day",
            f"A reminder ({str(row.get_kind_display()).lower()}) of {_about(row)}",
            reverse("manage-return", args=[row.return_of_id]),
        )
        for row in rows.order_by("-sent_at")[: MOST + 1]
        if row.sent_at
    ]


def _invitations(asked: ActsAsked) -> list[Sent]:
    emails = [each.lower() for each in _addresses(asked.users or ())]
    rows = Invitation.objects.filter(email__in=emails).select_related("council", "region")
    rows = rows.filter(_within(asked, "invited_at", "council", ""))
    return [
        Sent(row.invited_at, row.email, f"An invitation: {row}")
        for row in rows.order_by("-invited_at")[: MOST + 1]
    ]


def _addresses(users: Collection[int]) -> list[str]:
    return list(User.objects.filter(pk__in=list(users)).values_list("email", flat=True))


def _within(asked: ActsAsked, moment: str, council: str, round: str) -> Q:
    """As the acts are narrowed."""
    found = Q()
    if asked.since:
        found &= Q(**{f"{moment}__gte": asked.since})
    if asked.until:
        found &= Q(**{f"{moment}__lt": asked.until})
    if asked.council:
        found &= Q(**{council: asked.council})
    if asked.round and round:
        found &= Q(**{round: asked.round})
    return found


def _about(row: ChaserLetter | Reminder) -> str:
    return f"{row.return_of.council}’s return to {row.return_of.round}"
