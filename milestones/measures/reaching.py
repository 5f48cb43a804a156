"""Who reached the target in rounds that do not count it: from councils' own rates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from councils.permissions import Person
from surveys.models import Question, Release
from surveys.permissions import reads_councils, sees_blurred
from surveys.releases.reached import is_of_many, reached_counts
from surveys.stats import Amount, Base, Reading

from .measured import OnBase, Rate
from .stats import sides_of_target


def may_count(person: Person, release: Release, question: Question) -> bool:
    """Whether the person reads councils' own rates as they are. For others only England's count is
    told, and if it is of many: of what a round did not ask its release has not decided whether it
    would tell of few."""
    is_blurred = sees_blurred(person, release) and question.may_be_of_people
    return reads_councils(person, release) and not is_blurred


def with_councils_counted(on_bases: Sequence[OnBase], person: Person) -> list[OnBase]:
    """The rounds that count it themselves as they are; of the others every area for whom
    `may_count`, and England where it is of many. One query at the most."""
    target = on_bases[0].target
    figures = [
        amount.figure_id
        for on_base in on_bases
        for rate in on_base.counted
        for amount in _counted_in(rate, person)
        if amount.figure_id is not None
    ]
    if target is None or not figures:
        return list(on_bases)
    higher = on_bases[0].measure.higher_is_better
    counts = reached_counts(figures, target, higher_is_better=higher)
    return [
        replace(
            on_base, counted=[_counted(on_base, rate, counts, person) for rate in on_base.counted]
        )
        for on_base in on_bases
    ]


def _counted_in(rate: Rate, person: Person) -> Iterator[Amount]:
    """The areas in which councils are counted for the person."""
    if rate.reached or rate.release.is_totals_only:
        return
    if may_count(person, rate.release, rate.question):
        yield from rate.amounts.values()
    elif rate.england is not None:
        yield rate.england


def _counted(
    on_base: OnBase, rate: Rate, counts: Mapping[int, tuple[int, int]], person: Person
) -> Rate:
    at_target, _ = sides_of_target(on_base.target, on_base.measure.higher_is_better)
    reached = dict(rate.reached)
    for slug, amount in rate.amounts.items():
        if (counted := counts.get(amount.figure_id or 0)) is not None:
            k, n = counted
            if not may_count(person, rate.release, rate.question) and not is_of_many(k, n):
                continue
            reached[slug] = Reading(None, amount.place, at_target, k, Base(n, amount.base.required))
    return replace(rate, reached=reached)
