"""The one thing that whoever runs a round does next, found in what there is of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from ppf_site import words
from surveys.models import Query, Release, Return, Round, Step
from surveys.models.releases import Stage
from surveys.rounds.running import CLOSED, OPEN, RELEASED, TO_COME, TOTALS, Running


@dataclass(frozen=True, slots=True)
class NextAct:
    """`words`, then the link `act`, to the page `page` of the round: of its release `number`."""

    words: str
    act: str
    page: str
    query: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many returns are awaited, of them not started or reopened; those that came on paper and
    are not entered; queries, corrections, and totals that are held."""

    awaited: int = 0
    not_started: int = 0
    reopened: int = 0
    on_paper: int = 0
    to_settle: int = 0
    with_councils: int = 0
    corrections: int = 0
    totals: int = 0


def waiting_of(round: Round) -> Waiting:
    """Three queries at most."""
    if round.is_totals_only:
        return Waiting(totals=round.totals.count())
    asked = Return.objects.asked().filter(round=round).exclude(state=Return.State.SIGNED)
    awaited = Q(requirement=Return.Requirement.REQUIRED)
    returns = asked.aggregate(
        awaited=Count("pk", filter=awaited),
        not_started=Count("pk", filter=awaited & Q(state=Return.State.NOT_STARTED)),
        reopened=Count("pk", filter=awaited & Q(reopened_until__gte=timezone.localdate())),
        on_paper=Count("pk", filter=Q(requirement=Return.Requirement.ON_PAPER)),
    )
    queries = Query.objects.of_the_centre().filter(return_of__round=round)
    said = queries.aggregate(
        to_settle=Count("pk", filter=Q(state=Query.State.ANSWERED)),
        with_councils=Count("pk", filter=Q(state=Query.State.OPEN)),
    )
    corrections = Step.objects.corrections_to_answer().filter(return_of__round=round)
    return Waiting(**returns, **said, corrections=corrections.count())


def act_for_draft(round: Round, missing: Sequence[object]) -> NextAct:
    if round.is_over and not round.is_totals_only:
        return NextAct("It is of the past:", "import what councils answered", "manage-import")
    if missing:
        lacks = words.plural(len(missing), "thing is", "things are")
        told = f"{words.capital(lacks)} missing before it can be opened:"
        return NextAct(told, "see what", "manage-round", "#missing")
    act = "open it" if round.is_totals_only else "open it to the councils"
    return NextAct("Nothing is missing:", act, "manage-open")


def next_act(running: Running, waiting: Waiting) -> NextAct:
    """The first that there is, of what waits for the reader, then for councils, then to be told."""
    found = [*_in_hand(waiting), *_of_returns(running, waiting), *_of_releases(running, waiting)]
    return found[0]


def _in_hand(waiting: Waiting) -> Iterator[NextAct]:
    if waiting.corrections:
        ask = words.plural(waiting.corrections, "council asks", "councils ask")
        told = f"{words.capital(ask)} to put right what is signed:"
        yield NextAct(told, "answer", "manage-queries")
    if waiting.to_settle:
        are = words.plural(waiting.to_settle, "query is", "queries are")
        yield NextAct(f"{words.capital(are)} answered:", "settle", "manage-queries")
    if waiting.on_paper:
        came = words.plural(waiting.on_paper, "return came", "returns came")
        told = f"{words.capital(came)} on paper, not entered yet:"
        yield NextAct(told, "enter", "manage-returns", "?status=on_paper")


def _of_returns(running: Running, waiting: Waiting) -> Iterator[NextAct]:
    if running.phase == TO_COME:
        told = f"Councils can begin on {words.day(running.round.opens_on)}:"
        yield NextAct(told, "see who is asked", "manage-returns")
    can_begin = running.round.stops_new_on >= timezone.localdate()
    if running.phase == OPEN and waiting.not_started and can_begin:
        have = words.plural(waiting.not_started, "council has", "councils have")
        told = f"{words.capital(have)} not started:"
        yield NextAct(told, "see who to remind", "manage-returns", "?status=not_started")
    if running.phase in {OPEN, CLOSED, RELEASED} and waiting.with_councils:
        are = words.plural(waiting.with_councils, "query is", "queries are")
        yield NextAct(f"{words.capital(are)} open:", "see what councils say", "manage-queries")
    if running.phase == OPEN and waiting.awaited:
        have = words.plural(waiting.awaited, "council has", "councils have")
        told = f"{words.capital(have)} not signed:"
        yield NextAct(told, "see how far they are", "manage-returns", "?sort=status")
    if running.phase in {CLOSED, RELEASED} and waiting.reopened:
        are = words.plural(waiting.reopened, "return is", "returns are")
        told = f"{words.capital(are)} reopened and not signed again:"
        yield NextAct(told, "see how far", "manage-returns", "?sort=status")
    if running.phase == OPEN:
        is_all = running.signed and running.signed.k == running.signed.n
        told = "All have signed:" if is_all else "No return is awaited any more:"
        yield NextAct(told, "close the round", "manage-dates")


def _of_releases(running: Running, waiting: Waiting) -> Iterator[NextAct]:
    newest = next(reversed(running.releases), None)
    if newest is not None:
        yield _of_newest(newest)
    elif running.phase == TOTALS and not waiting.totals:
        yield NextAct("It holds no totals yet:", "import totals", "manage-import")
    elif running.phase == TOTALS:
        hold = words.plural(waiting.totals, "total")
        yield NextAct(f"It holds {hold}:", "release it", "manage-release")
    elif running.signed and running.signed.k:
        told = f"{running.signed_words}, and nothing is released:"
        yield NextAct(told, "release it", "manage-release")
    elif running.round.asked_nobody:
        told = "Nothing came in by import yet:"
        yield NextAct(told, "import a file", "manage-import")
    else:
        told = "It closed and no return is signed, so there is nothing to release:"
        yield NextAct(told, "move its last day, or leave it", "manage-dates")


def _of_newest(release: Release) -> NextAct:
    """How it goes on from the stage that it is at, unless a time is set for it."""
    stage, page = release.stage, "manage-release-number"
    name = f"Release {release.number}"
    if release.taken_back_at:
        told = f"{name} was taken back from the public:"
        return NextAct(told, "compile a correction", "manage-release")
    if stage == Stage.PUBLIC:
        return NextAct(f"{name} is public:", "see it as readers do", "round")
    if release.public_at or (release.sector_at and stage == Stage.PREVIEW):
        return NextAct(f"{name} opens by itself:", "see when", page, number=release.number)
    if stage == Stage.SECTOR:
        told = f"{name} is open to the sector alone:"
        return NextAct(told, "make it public", page, number=release.number)
    # People who are named on it may read it under embargo.
    told = f"{name} is not open yet:"
    return NextAct(told, "open it to the sector or to everybody", page, number=release.number)
