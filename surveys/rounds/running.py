"""Where a round is in its life, and what whoever runs it does next."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from councils.permissions import Person, access_of
from ppf_site import words
from surveys.models import Release, Return, Round
from surveys.models.releases import Stage


class Signed(NamedTuple):
    """k returns signed of the n required."""

    k: int
    n: int


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a round's life; `tag` is the colour that its name is shown in."""

    label: str
    tag: str


DRAFT = Phase("Draft", "draft")
TO_COME = Phase("Opens soon", "preview")
OPEN = Phase("Open", "open")
CLOSED = Phase("Closed", "closed")
RELEASED = Phase("Released", "signed")
TOTALS = Phase("Totals only", "sector")


@dataclass(frozen=True, slots=True)
class Running:
    """A round as whoever runs or follows it sees it.

    `signed` is of the person's own region alone for its lead; None where no council is asked or the
    round is a draft. `releases` are the one that readers or the sector have, and one that is yet to
    open after it.
    """

    round: Round
    phase: Phase
    signed: Signed | None
    releases: Sequence[Release]

    @property
    def released(self) -> str:
        """ "Release 1: public; release 2: preview."; "" where there is none yet."""
        told = [f"release {each.number}: {stage_words(each)}" for each in self.releases]
        return f"{words.capital('; '.join(told))}." if told else ""

    @property
    def signed_words(self) -> str:
        """Nobody signed what was imported. "" where no council is asked."""
        if self.signed is None:
            return ""
        k, n = self.signed
        are = "is" if n == 1 else "are"
        how = "came in by import" if self.round.asked_nobody else f"{are} signed"
        return f"{words.count_of(k, n, 'return')} {how}"

    @property
    def when(self) -> str:
        """The day that comes next, or the last that passed."""
        if self.phase == DRAFT and self.round.is_over:
            return f"is a draft whose last day, {words.day(self.round.closes_on)}, is over"
        if self.phase == DRAFT:
            return f"is to open on {words.day(self.round.opens_on)}"
        if self.phase == TO_COME:
            return f"opens on {words.day(self.round.opens_on)}"
        if self.phase == OPEN:
            return f"is open until the end of {words.day(self.round.closes_on)}"
        return f"closed at the end of {words.day(self.round.closes_on)}"


def stage_words(release: Release) -> str:
    """ "public", "open to the sector", "preview"; of one that was taken back, that it was."""
    if release.taken_back_at:
        return "taken back from the public"
    return words.lower_first(release.stage.label)


def phase_of(round: Round, release: Release | None, today: datetime.date) -> Phase:
    if round.is_draft:
        return DRAFT
    if round.is_totals_only:
        return TOTALS
    if release is not None and release.stage != Stage.PREVIEW and today > round.closes_on:
        return RELEASED
    if today < round.opens_on:
        return TO_COME
    return OPEN if today <= round.closes_on else CLOSED


# Who is busy with a round comes before who is done with it.
ORDER = (OPEN, TO_COME, DRAFT, CLOSED, RELEASED, TOTALS)


def runnings(rounds: Iterable[Round], person: Person) -> list[Running]:
    """Each round with where it is, the busiest first. Three queries."""
    found = list(rounds)
    signed = _signed(found, person)
    releases = _releases(found, person)
    today = timezone.localdate()
    made = [
        Running(
            round,
            phase_of(round, next(iter(releases[round.pk]), None), today),
            signed.get(round.pk),
            releases[round.pk],
        )
        for round in found
    ]
    national = access_of(person).is_national
    # A lead is asked nothing about rounds that ask none of the region's councils.
    followed = [running for running in made if national or running.signed]
    return sorted(followed, key=lambda running: ORDER.index(running.phase))


def running_of(round: Round, person: Person) -> Running | None:
    """The one round; None where the person follows none of its returns."""
    return next(iter(runnings([round], person)), None)


def title_of(runnings: Iterable[Running]) -> str:
    """What a person should know first: which rounds are open, and how far they are."""
    busy = [running for running in runnings if running.phase == OPEN]
    if not busy:
        return "No round is open"
    if len(busy) > 1:
        return f"{len(busy)} rounds are open"
    told = busy[0].signed_words
    return f"{busy[0].round.short_title} is open{f': {told}' if told else ''}"


def _releases(rounds: Iterable[Round], person: Person) -> Mapping[int, Sequence[Release]]:
    """Of each round the newest that is open to others, and the newest of all after it."""
    told: defaultdict[int, list[Release]] = defaultdict(list)
    visible = Release.objects.visible_to(person).filter(round__in=[each.pk for each in rounds])
    for release in visible.order_by("-number"):
        own = told[release.round_id]
        is_open = release.stage != Stage.PREVIEW
        if not own or (is_open and own[-1].stage == Stage.PREVIEW):
            own.append(release)
    return defaultdict(list, {pk: own[::-1] for pk, own in told.items()})


def _signed(rounds: Iterable[Round], person: Person) -> dict[int, Signed]:
    ids = [round.pk for round in rounds if not round.is_draft]
    counted = (
        Return.objects.visible_to(person)
        .required()
        .filter(round__in=ids)
        .values("round")
        .annotate(n=Count("pk"), k=Count("pk", filter=Q(state=Return.State.SIGNED)))
        .order_by()
    )
    return {row["round"]: Signed(row["k"], row["n"]) for row in counted}
