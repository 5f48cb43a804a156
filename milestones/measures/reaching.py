"""Who reached the target in rounds that do not count it: from councils' own rates."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from councils.permissions import Person
from surveys.models import Release
from surveys.permissions import reads_councils, sees_blurred
from surveys.releases.reached import reached_counts
from surveys.stats import Base, Reading

from .measured import OnBase, Rate
from .stats import sides_of_target


def may_count(person: Person, release: Release) -> bool:
    """Whether the person reads councils' own rates as they are. For nobody else are they counted:
    of what a round did not ask its release has not decided whether it would tell of few."""
    return reads_councils(person, release) and not sees_blurred(person, release)


def with_councils_counted(on_bases: Sequence[OnBase], person: Person) -> list[OnBase]:
    """The rounds that count it themselves as they are; the others for whom `may_count`. One query
    at the most."""
    target = on_bases[0].target
    figures = [
        amount.figure_id
        for on_base in on_bases
        for rate in on_base.counted
        if not rate.reached and may_count(person, rate.release)
        for amount in rate.amounts.values()
        if amount.figure_id is not None
    ]
    if target is None or not figures:
        return list(on_bases)
    higher = on_bases[0].measure.higher_is_better
    counts = reached_counts(figures, target, higher_is_better=higher)
    return [
        replace(on_base, counted=[_counted(on_base, rate, counts) for rate in on_base.counted])
        for on_base in on_bases
    ]


def _counted(on_base: OnBase, rate: Rate, counts: Mapping[int, tuple[int, int]]) -> Rate:
    at_target, _ = sides_of_target(on_base.target, on_base.measure.higher_is_better)
    reached = dict(rate.reached)
    for slug, amount in rate.amounts.items():
        if (counted := counts.get(amount.figure_id or 0)) is not None:
            k, n = counted
            reached[slug] = Reading(None, amount.place, at_target, k, Base(n, amount.base.required))
    return replace(rate, reached=reached)
