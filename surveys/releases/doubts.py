"""What is doubtful of a round before a release of it is compiled: told, and accepted one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils import timezone

from ppf_site import words
from surveys.models import Query, RaisedCheck, Return, Round, Step
from surveys.rounds.followed import unsaid
from surveys.rounds.ready import untold_of
from surveys.stats import FEWEST


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sentence, which is what is accepted: where it reads otherwise it is asked again. With the
    page on which it can be put right, if there is one."""

    words: str
    url: str = ""


# What others doubt of a round that is to be compiled.
Wonder = Callable[[Round], list[Doubt]]
_wonderers: list[Wonder] = []


def also_doubt(wonder: Wonder) -> None:
    """An app to the right says what is doubtful of a round in what it knows of it."""
    _wonderers.append(wonder)


def doubts_of(round: Round) -> list[Doubt]:
    """In the order in which they are looked at. A handful of queries."""
    told = [*_of_words(round), *_of_questions(round)]
    told += [doubt for wonder in _wonderers for doubt in wonder(round)]
    if round.is_totals_only:
        return told
    counts, few = _counts(round)
    return [*_of_returns(round, counts["unsigned"], few), *_of_answers(round, counts), *told]


def _counts(round: Round) -> tuple[dict[str, int], list[str]]:
    """What is not done yet, and where few have signed, in one query."""
    required, standing = round.returns.required(), round.returns.standing()
    raised = RaisedCheck.objects.soft().to_look_at()
    undone: dict[str, QuerySet[Any]] = {
        "unsigned": required.exclude(state=Return.State.SIGNED),
        "unsettled": Query.objects.of_the_centre().unsettled().filter(return_of__round=round),
        "asked": Step.objects.corrections_to_answer().filter(return_of__round=round),
        "odd": raised.filter(return_of__in=standing),
    }
    counted = {name: Subquery(_counted(rows)) for name, rows in undone.items()}
    answered = ArraySubquery(round.returns.regions_that_answered())
    found = Round.objects.filter(pk=round.pk).order_by()
    [(*row, regions)] = found.values_list(*counted.values(), answered)
    few = [region for region, signed in Counter(regions).items() if signed < FEWEST]
    return {name: count or 0 for name, count in zip(counted, row, strict=True)}, few


def _counted(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Their number, as a subquery: none where there are none."""
    grouped = rows.order_by().annotate(all_of_them=Value(1)).values("all_of_them")
    counted: QuerySet[Any] = grouped.annotate(count=Count("pk", distinct=True)).values("count")
    return counted


def _of_returns(round: Round, unsigned: int, few: Sequence[str]) -> Iterator[Doubt]:
    board = reverse("manage-returns", args=[round.slug])
    if timezone.localdate() <= round.closes_on:
        day = words.day(round.closes_on)
        yield Doubt(
            f"The round is open until the end of {day}: returns signed after this are not in the "
            "release.",
            reverse("manage-dates", args=[round.slug]),
        )
    if unsigned:
        are = "is" if unsigned == 1 else "are"
        told = words.plural(unsigned, "required return")
        yield Doubt(f"{told} {are} not signed.", board)
    if few and not round.names_councils:
        yield Doubt(
            f"Fewer than {FEWEST} councils have signed in {words.join_words(few)}: what they said "
            "is hidden from the public, and some other areas with it.",
            board,
        )


def _of_answers(round: Round, counts: Mapping[str, int]) -> Iterator[Doubt]:
    queries = reverse("manage-queries", args=[round.slug])
    unsettled, asked, odd = counts["unsettled"], counts["asked"], counts["odd"]
    if unsettled:
        are = "is" if unsettled == 1 else "are"
        yield Doubt(
            f"{words.plural(unsettled, 'query', 'queries')} about answers {are} not settled.",
            queries,
        )
    if asked:
        wait = "waits" if asked == 1 else "wait"
        yield Doubt(f"{words.plural(asked, 'correction')} asked for {wait} for an answer.", queries)
    if odd:
        are = "is" if odd == 1 else "are"
        yield Doubt(
            f"{words.plural(odd, 'odd value')} in returns that count {are} not explained.",
            reverse("manage-odd", args=[round.slug]),
        )


def _of_words(round: Round) -> Iterator[Doubt]:
    page = f"{reverse('manage-details', args=[round.slug])}?for=release"
    for field, told in untold_of(round):
        yield Doubt(told, f"{page}#id_{field}")


def _of_questions(round: Round) -> Iterator[Doubt]:
    found = list(unsaid(round))
    names = [f"“{each.short_text}”" for each in found]
    if names:
        # The first of them, where it is said of an opened round.
        page = reverse("manage-compared", args=[round.slug, found[0].key])
        asked = "A question was" if len(names) == 1 else f"{len(names)} questions were"
        yield Doubt(
            f"{asked} asked in an earlier round too, and it is not said how comparable they are: "
            f"{words.join_words(names)}.",
            page,
        )
