"""What is doubtful of a round before a release of it is compiled: told, and accepted one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from ppf_site import words
from surveys.models import Query, RaisedCheck, Return, Round, Step
from surveys.stats import FEWEST


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence, which is what is accepted: where it reads otherwise it is asked again. With the
    page on which it can be put right, if there is one."""

    words: str
    url: str = ""


def doubts_of(round: Round) -> list[Doubt]:
    """In the order in which they are looked at. A handful of queries."""
    if round.is_totals_only:
        return list(_of_words(round))
    return [*_of_returns(round), *_of_answers(round), *_of_words(round)]


def _of_returns(round: Round) -> Iterator[Doubt]:
    board = reverse("manage-returns", args=[round.slug])
    if timezone.localdate() <= round.closes_on:
        day = words.day(round.closes_on)
        yield Doubt(
            f"The round is open until the end of {day}: returns signed after this are not in the "
            "release.",
            board,
        )
    required = round.returns.required()
    unsigned = required.exclude(state=Return.State.SIGNED).count()
    if unsigned:
        are = "is" if unsigned == 1 else "are"
        told = words.plural(unsigned, "required return")
        yield Doubt(f"{told} {are} not signed.", board)
    few = [] if round.names_councils else round.returns.regions_with_few(FEWEST)
    if few:
        yield Doubt(
            f"Fewer than {FEWEST} councils have signed in {words.join_words(few)}: what they said "
            "is hidden from the public, and some other areas with it.",
            board,
        )


def _of_answers(round: Round) -> Iterator[Doubt]:
    queries = reverse("manage-queries", args=[round.slug])
    unsettled = Query.objects.of_the_centre().unsettled().filter(return_of__round=round).count()
    if unsettled:
        are = "is" if unsettled == 1 else "are"
        yield Doubt(
            f"{words.plural(unsettled, 'query', 'queries')} about answers {are} not settled.",
            queries,
        )
    asked = Step.objects.corrections_to_answer().filter(return_of__round=round).count()
    if asked:
        wait = "waits" if asked == 1 else "wait"
        yield Doubt(f"{words.plural(asked, 'correction')} asked for {wait} for an answer.", queries)
    raised = RaisedCheck.objects.soft().to_look_at()
    odd = raised.filter(return_of__in=round.returns.standing()).count()
    if odd:
        are = "is" if odd == 1 else "are"
        yield Doubt(
            f"{words.plural(odd, 'odd value')} in returns that count {are} not explained.",
            reverse("manage-odd", args=[round.slug]),
        )


def _of_words(round: Round) -> Iterator[Doubt]:
    change = reverse("admin:surveys_round_change", args=[round.pk])
    for name, text in (("how it was asked (method)", round.method), ("caveats", round.caveats)):
        if not text.strip():
            yield Doubt(f"Readers are told nothing of {name}.", change)
