"""What the opening page says: built from the same figures as its charts."""

from collections.abc import Callable, Sequence

from milestones.measures.measured import OnBase, Rate
from milestones.measures.sentences import goal, month, of_base, page_title, rate_words
from milestones.sentences import aim, ends_shown, lowest, of_those_shown, spelled
from milestones.stats import Furthest, Outlook
from ppf_site import words
from surveys.stats import Reading, highest
from surveys.stats_compare import Comparison

from .findings import Glance

Gaps = Sequence[tuple[Outlook, Comparison]]


def title(glance: Glance) -> str:
    """The finding of today, dated, on every base: councils at the target, where they are not told
    the shares themselves; "" where no outcome has been counted."""
    told, main = _told(glance), glance.main
    if main is None:
        return ""
    if not told:
        return page_title(glance.bases, main[1].round.slug)
    (first_base, first), *others = sorted(told, key=lambda each: each[0] is not main[0])
    return (
        f"{_of_councils(first)} {target_words(first_base)} by {month(main[1])}"
        f"{''.join(f'; counting {other.base.name}, {_k(reading)}' for other, reading in others)}"
    )


def _told(glance: Glance) -> list[tuple[OnBase, Reading]]:
    found = [(on_base, rate.reached.get("england")) for on_base, rate in glance.latest]
    return [(on_base, reading) for on_base, reading in found if reading and reading.k is not None]


def _reached(reading: Reading) -> str:
    return f"{words.number(reading.k)} of {words.number(reading.n)}"


def _of_councils(reading: Reading) -> str:
    return words.count_of(reading.k or 0, reading.n or 0, "council")


def _k(reading: Reading) -> str:
    return words.number(reading.k) if reading.k else "none"


def lede(glance: Glance) -> str:
    """The pooled rates of the same day, with their verdicts; "" where the title says them."""
    if not _told(glance):
        return ""
    parts = [_rate(on_base, rate) for on_base, rate in glance.latest]
    measure = glance.latest[0][0].measure
    return f"{measure.title}: {'; '.join(parts)}."


def _rate(on_base: OnBase, rate: Rate) -> str:
    is_high = on_base.measure.higher_is_better
    target = f"the {words.number(on_base.target)}% target" if is_high else goal(on_base)
    found = on_base.told_of(rate, rate.pooled)
    return f"{rate_words(rate.pooled)} {of_base(on_base)}{f', {target} {found}' if found else ''}"


def slope_title(bases: Sequence[OnBase]) -> str:
    """From the first count to the last, on the base that came furthest."""
    told = [
        (on_base, [rate for rate in on_base.counted if rate.pooled is not None])
        for on_base in bases
    ]
    ends = [(on_base, rates[0], rates[-1]) for on_base, rates in told if rates]
    if not ends:
        return ""
    on_base, first, last = max(ends, key=lambda each: each[2].pooled or 0)
    of_what = _of_what(on_base)
    ends_told = (
        f"{rate_words(last.pooled)}{of_what} in {month(last)}"
        if first is last
        else f"from {rate_words(first.pooled)}{of_what} in {month(first)} to "
        f"{rate_words(last.pooled)} in {month(last)}"
    )
    return words.capital(ends_told) if of_what else f"{on_base.measure.title}: {ends_told}"


def target_words(on_base: OnBase) -> str:
    """What councils at the target did: "met the 30% for all users", or "kept vacant posts in care
    teams to at most 8%"."""
    measure, name = on_base.measure, on_base.base.name
    if measure.expectation is not None:
        return f"met {aim(on_base.target, name) or f'“{measure.expectation.label}”'}"
    end = f"{words.number(on_base.target)}%{_of_what(on_base)}"
    if measure.higher_is_better:
        return f"reached {end} on “{measure.title}”"
    return f"kept {words.lower_first(measure.title)} to at most {end}"


def _of_what(on_base: OnBase) -> str:
    """ " of all users": the base of a share, unless what is measured has named it."""
    base = words.lower_first(on_base.base.name)
    return "" if base in words.lower_first(on_base.measure.title) else f" of {base}"


def map_title(what: str, readings: Sequence[Reading]) -> str:
    """The ends of the range of regions."""
    told = [reading for reading in readings if reading.k is not None and reading.n]
    if not told:
        return words.capital(what)
    best, worst = highest(told), lowest(told)
    shown, tail = of_those_shown(readings), ends_shown(readings)
    if len(told) == 1:
        return f"{words.capital(what)}: {_end(best, _of_councils)}{tail}"
    if len(best) == len(told):
        every = f"each{shown}" if shown else "every region"
        return f"{words.capital(what)}: {words.share_percent(best[0].share)} in {every}"
    return f"{words.capital(what)}: from {_end(best, _of_councils)} to {_end(worst)}{tail}"


def _end(level: Sequence[Reading], told: Callable[[Reading], str] = _reached) -> str:
    """The one region at an end of the range, or how many are level there."""
    if len(level) == 1:
        return f"{told(level[0])} {level[0].place.within}"
    share = words.share_percent(level[0].share)
    return f"{share} in each of {spelled(len(level))} regions"


def barriers_title(named: Sequence[Reading]) -> str:
    """The barrier that most councils named, or how many are level."""
    first = named[0]
    if not first.k:
        return "No council named a barrier"
    level = [reading for reading in named if reading.k == first.k]
    if len(level) > 1:
        return f"{len(level)} barriers were named by {_of_councils(first)} each"
    return f"“{first.choice.label}” was named most: by {_of_councils(first)}"


def barriers_summary(named: Sequence[Reading]) -> str:
    return "; ".join(
        f"{reading.choice.label}, {words.k_of_n(reading.k or 0, reading.n or 0)}"
        for reading in named
    )


def furthest_title(found: Furthest) -> str:
    """The region that is furthest from the rest of England on either side, and where."""
    parts = [
        f"{where} the rest of England: {_furthest(side)}"
        for where, side in (("Furthest above", found.above), ("Furthest below", found.below))
        if side
    ]
    told = "; ".join(parts)
    if found.hides and told:
        told = f"Of the gaps shown, {words.lower_first(told)}"
    return told.replace("; Furthest below the rest of England", "; furthest below")


def _furthest(side: Gaps) -> str:
    widest = [each for each in side if abs(each[1].gap or 0) == abs(side[0][1].gap or 0)]
    if len(widest) > 1:
        return f"{len(widest)} are level"
    [(outlook, pair)] = widest
    return f"{pair.left.place.name} on “{outlook.label}”, {_reached(pair.left)}"


def furthest_summary(found: Furthest) -> str:
    return " ".join(
        f"{pair.left.place.name} on “{outlook.label}”: {_reached(pair.left)}, against "
        f"{_reached(pair.right)} in the rest of England."
        for outlook, pair in [*found.above, *found.below]
    )
