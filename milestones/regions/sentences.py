"""What the page of one region says, from the same values as its charts and tables."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from milestones.glance.findings import Glance
from milestones.measures.measured import OnBase
from milestones.measures.sentences import month, rate_words
from milestones.sentences import claim, ends_shown, of_those_shown, spelled
from milestones.sentences_overview import expectations_shown, not_apart, region_title
from milestones.stats import Outlook, furthest_of
from ppf_site import words
from surveys.models import Release, ReleasedReturn
from surveys.sentences import source_line
from surveys.sentences_values import not_shown, silent_by_standing
from surveys.stats import Breakdown, Reading
from surveys.stats_compare import Comparison

Pairs = Sequence[tuple[Outlook, Comparison]]


def page_title(name: str, slug: str, pairs: Pairs, glance: Glance) -> str:
    """What the region foretold of the main expectation and what came; else what stands out, or
    what was counted. A name may stand for the region's own."""
    before, after = glance.sides_in(slug)
    if glance.ends is None or before is None or not _is_counted(before.top):
        if glance.main and not pairs:
            on_base, _ = glance.main
            what = words.lower_first(on_base.measure.title)
            return trend_title(on_base, slug, f"{name}, {what}")
        return standing_out(name, pairs)
    told = f"{name}: {_counts(before.top)} {claim(glance.ends.expectation, before.top)}"
    if after is None or not _is_counted(after.top):
        return told
    return f"{told}; {came_words(after.top)}{glance.ends.for_whom}"


def _is_counted(reading: Reading) -> bool:
    return reading.k is not None and bool(reading.n)


def _counts(reading: Reading) -> str:
    return f"{words.number(reading.k)} of {words.number(reading.n)}"


def came_words(top: Reading) -> str:
    """ "5 of 8 reporting met it": others may have reported than had foretold it. So short that the
    title has room for the base."""
    if top.n == 1:
        return f"the only one reporting {'met it' if top.k else 'did not meet it'}"
    if top.k == top.n:
        every = "both" if top.n == 2 else f"all {words.number(top.n)}"
        return f"{every} reporting met it"
    return f"{words.number(top.k) if top.k else 'none'} of {words.number(top.n)} reporting met it"


def on_other_bases(slug: str, glance: Glance) -> str:
    """ "Of all service users, 3 of 8 met it.": where the title says on one base what came, and
    another has a verdict of its own. A title that does not name its base is told it first."""
    before, after = glance.sides_in(slug)
    if glance.ends is None or not before or not after:
        return ""
    if not (_is_counted(before.top) and _is_counted(after.top)):
        return ""
    banded = glance.ends.outcome.question.banded_id
    told = [
        (on_base, rate.question.pk == banded, rate.reached.get(slug))
        for on_base, rate in glance.latest
        if rate.release == glance.ends.outcome_release
    ]
    own = [on_base.base.name for on_base, is_own, _ in told if is_own]
    others = [
        f"of {words.lower_first(on_base.base.name)}, {_counts(reading)} met it"
        for on_base, is_own, reading in told
        if not is_own and reading and _is_counted(reading)
    ]
    if not own or not others:
        return ""
    told_others = words.join_words(others)
    if glance.ends.outcome.basis:
        return f"{words.capital(told_others)}."
    return f"The title counts {words.lower_first(own[0])}; {told_others}."


def standing_out(name: str, pairs: Pairs) -> str:
    """The widest robust gap on either side, by its expectation; else how many there are."""
    far = furthest_of(pairs)
    parts = [
        f"furthest {side} the rest of England on “{outlook.label}” ({_counts(pair.left)})"
        for side, widest in (("above", far.above), ("below", far.below))
        for outlook, pair in widest[:1]
    ]
    if not parts:
        return region_title(name, pairs)
    shown = ends_shown([pair.left for _, pair in pairs], "expectation")
    return f"{name}: {words.join_words(parts)}{shown}"


def source_of_both(release: Release, response: Sequence[Reading], slug: str) -> str:
    """The source line of what is set against the rest of England, with who answered on either
    side."""
    here = next((reading for reading in response if reading.place.slug == slug), None)
    england = next((reading for reading in response if reading.place.kind == "england"), None)
    if here is None:
        return source_line(release)
    if england is None or not _is_counted(england) or not _is_counted(here):
        return source_line(release, here.answered)
    k, n = (england.k or 0) - (here.k or 0), (england.n or 0) - (here.n or 0)
    rest = f"{words.number(k)} of {words.number(n)} in the rest of England"
    where = words.the(here.place.name)
    return source_line(release, here.answered, f"answered in {where}, and {rest}")


def response_words(day: datetime.date, required: Sequence[ReleasedReturn]) -> str:
    """ "March 2011: 8 of 9 councils answered; no return: Nottinghamshire."."""
    answered = sum(each.is_answered for each in required)
    told = f"{day:%B %Y}: {words.number(answered)} of {words.plural(len(required), 'council')}"
    silent = [
        f"{words.lower_first(standing)}: {words.join_words([each.name for each in councils])}"
        for standing, councils in silent_by_standing(required)
    ]
    return f"{'; '.join([f'{told} answered', *silent])}."


def hidden_note(name: str, answers: Sequence[tuple[Outlook, Breakdown]]) -> str:
    """Which of the region's answers are hidden from this reader and why; "" where none is."""
    hidden: dict[str, list[str]] = {}
    for outlook, here in answers:
        if here.top.withheld:
            hidden.setdefault(here.top.withheld, []).append(f"“{outlook.label}”")
    return " ".join(
        f"What {name} councils answered on {words.join_words(labels)} is {not_shown(because)}."
        for because, labels in hidden.items()
    )


def against_title(pairs: Pairs, name: str) -> str:
    """How many gaps are robust, on either side."""
    told = [each for each in pairs if each[1].gap is not None]
    higher = sum(pair.is_robust and pair.verdict == "higher" for _, pair in told)
    lower = sum(pair.is_robust and pair.verdict == "lower" for _, pair in told)
    counts = [(count, side) for count, side in ((higher, "above"), (lower, "below")) if count]
    names = ("the rest of England", "it")
    sides = [
        f"{side} {of} on {words.number(count)}"
        for (count, side), of in zip(counts, names, strict=False)
    ]
    if not sides:
        return not_apart(f"{name} councils", told)
    if len(told) == 1:
        side = "above" if higher else "below"
        label = told[0][0].label
        return f"{name} councils are clearly {side} the rest of England on “{label}”"
    every = expectations_shown(pairs)
    return f"{name} councils are clearly {words.join_words(sides)} of {every}"


def against_summary(pairs: Pairs, name: str) -> str:
    """The highest and the lowest share of the region, all that have it where several do."""
    told = [each for each in pairs if _is_counted(each[1].left)]
    shown = of_those_shown([pair.left for _, pair in pairs], "expectation")
    of_them = f",{shown}" if shown else ""
    shares = [pair.left.share or 0 for _, pair in told]
    if len(told) == 1:
        [(outlook, pair)] = told
        return f"{name}: {_counts(pair.left)} on “{outlook.label}”."
    if max(shares) == min(shares):
        every = f"each{shown}" if shown else "every expectation"
        return f"{name}: the same share on {every}, {_each(told)}."
    return (
        f"{name}: the highest share on {_at_share(told, max(shares))}; the lowest on "
        f"{_at_share(told, min(shares))}{of_them}."
    )


def _at_share(told: Pairs, share: float) -> str:
    """ "“Savings”, 2 of 15", "three expectations, 2 of 15 each"."""
    level = [each for each in told if (each[1].left.share or 0) == share]
    if len(level) == 1:
        [(outlook, pair)] = level
        return f"“{outlook.label}”, {_counts(pair.left)}"
    return f"{spelled(len(level))} expectations, {_each(level)}"


def _each(level: Pairs) -> str:
    """What those that are level have; their share where its counts differ."""
    counts = {_counts(pair.left) for _, pair in level}
    return (
        f"{counts.pop()} each" if len(counts) == 1 else words.share_percent(level[0][1].left.share)
    )


def trend_title(on_base: OnBase, slug: str, name: str) -> str:
    told = [
        (rate, amount.pooled)
        for rate in on_base.counted
        if (amount := rate.amounts.get(slug)) and amount.pooled is not None
    ]
    if not told:
        return f"{name}: the share of {on_base.base.name} is not told"
    (first, before), (last, after) = told[0], told[-1]
    # Unless the measure that stands before it has named its base.
    of_what = "" if on_base.base.name in name else f" of {on_base.base.name}"
    if first is last:
        return f"{name}: {rate_words(after)}{of_what} in {month(last)}"
    return (
        f"{name}: from {rate_words(before)}{of_what} in {month(first)} to "
        f"{rate_words(after)} in {month(last)}"
    )


@dataclass(frozen=True, slots=True)
class RegionsEnd:
    """Three expectations at one end of a region's answers, and how many more are level with the
    last of them."""

    told: Sequence[tuple[Outlook, Reading]]
    level: int

    @classmethod
    def of(cls, ordered: Sequence[tuple[Outlook, Reading]]) -> Self:
        told = ordered[:3]
        return cls(told, sum(each[1].share == told[-1][1].share for each in ordered[3:]))

    @property
    def more(self) -> str:
        """ "two more": those that are level and not listed; "" without any."""
        return f"{spelled(self.level)} more" if self.level else ""


def surest(pairs: Pairs) -> RegionsEnd:
    """The expectations that most of the region's councils were sure of, the first first."""
    return RegionsEnd.of(sorted(_told(pairs), key=lambda each: -(each[1].share or 0)))


def least_sure(pairs: Pairs) -> RegionsEnd:
    return RegionsEnd.of(sorted(_told(pairs), key=lambda each: each[1].share or 0))


def _told(pairs: Pairs) -> list[tuple[Outlook, Reading]]:
    return [(outlook, pair.left) for outlook, pair in pairs if pair.left.share is not None]
