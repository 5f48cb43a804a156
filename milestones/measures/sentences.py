"""What a measured share says in words, from the same values as its charts and tables."""

from collections.abc import Sequence
from decimal import Decimal

from milestones.sentences import shown_last
from ppf_site import words
from surveys.models import ReleasedReturn
from surveys.sentences import k_of_n
from surveys.sentences_values import silent_by_standing
from surveys.stats import Amount

from .claims import Claims
from .measured import OnBase, Rate
from .stats import OnTheWay, pace_achieved, pace_needed, points, sides_of_target


def rate_words(value: Decimal | None) -> str:
    """ "35.0%"; "not told" for None."""
    return "not told" if value is None else f"{words.rounded(float(value), 1)}%"


def month(rate: Rate) -> str:
    """ "March 2011", of the day that the round is about."""
    return f"{rate.round.reference_date:%B %Y}"


def page_title(on_bases: Sequence[OnBase], round_slug: str) -> str:
    """What is measured, and each base with its verdict: two bases are two verdicts."""
    told = [
        (on_base, rate)
        for on_base in on_bases
        if (rate := on_base.in_round(round_slug)) and rate.pooled is not None
    ]
    title = on_bases[0].measure.title
    if not told:
        return title
    parts = [_on_base(on_base, rate) for on_base, rate in told]
    return f"{title}, {month(told[0][1])}: {'; '.join(parts)}"


def _on_base(on_base: OnBase, rate: Rate) -> str:
    return f"{rate_words(rate.pooled)} {of_base(on_base)}{_target_words(on_base, rate)}"


def of_base(on_base: OnBase) -> str:
    """ "of users with ongoing support", within a sentence."""
    return f"of {words.lower_first(on_base.base.name)}"


def _target_words(on_base: OnBase, rate: Rate) -> str:
    found = on_base.told_of(rate, rate.pooled)
    return f", {goal(on_base)} {found}" if found else ""


def goal(on_base: OnBase) -> str:
    """The target within a sentence: "30%", and of what should be low "the target of at most 8%"."""
    target = f"{words.number(on_base.target)}%"
    return target if on_base.measure.higher_is_better else f"the target of at most {target}"


def reached_words(on_base: OnBase, rate: Rate) -> str:
    """How many councils are at or above the target; "" where the round does not count it."""
    reading = rate.reached.get("england")
    if reading is None or reading.k is None or not reading.n:
        return ""
    who = (
        f"{words.share_words(reading.k, reading.n)} {reading.place.councils} that gave both counts"
    )
    were = "was" if reading.k == 1 else "were"
    if reading.n == 1:
        who = f"the only one of the {reading.place.councils} that gave both counts"
        were = "was" if reading.k else "was not"
    side = "at or above" if on_base.measure.higher_is_better else "at or below"
    return f"{words.capital(who)} {were} {side} {words.number(on_base.target)}% {of_base(on_base)}."


def reached_in(on_base: OnBase, rate: Rate, amount: Amount) -> str:
    """The same of one area, in short; "" where it is not counted, or not told."""
    reading = rate.reached.get(amount.place.slug)
    if reading is None or reading.k is None or reading.n is None:
        return ""
    at_target, _ = sides_of_target(on_base.target, on_base.measure.higher_is_better)
    return f"{k_of_n(reading)} at {words.lower_first(at_target.label)}"


def without_counts(silent: Sequence[ReleasedReturn]) -> str:
    """Who is not in a count, by name: "no return: Nottinghamshire"; "" where there is nobody."""
    told = [
        f"{words.lower_first(standing)}: {words.join_words([each.name for each in councils])}"
        for standing, councils in silent_by_standing(silent)
    ]
    partly = [each.name for each in silent if each.is_answered]
    if partly:
        told.append(f"answered without both counts: {words.join_words(partly)}")
    return "; ".join(told)


def gave_both_words(amount: Amount, silent: Sequence[ReleasedReturn]) -> str:
    """ "8 of 9 councils gave both counts; no return: Nottinghamshire."; "" where all did, or who
    did not is not for this reader."""
    n, required = amount.base.n, amount.base.required
    who = without_counts(silent)
    if not who or n is None or required is None:
        return ""
    return f"{words.count_of(n, required, 'council')} gave both counts; {who}."


def spread_title(on_base: OnBase, amount: Amount, rates: Sequence[Decimal]) -> str:
    """How far apart a region's councils are: of who may see them the ends, else the middle half."""
    name, what = amount.place.name, of_base(on_base)
    if len(rates) > 1:
        return f"{name} councils: from {rate_words(min(rates))} to {rate_words(max(rates))} {what}"
    if amount.quartiles is not None:
        low, _, high = amount.quartiles
        return f"Half of {name} councils: between {rate_words(low)} and {rate_words(high)} {what}"
    return f"{name}: {rate_words(amount.pooled)} {what}, all counted together"


def typical_words(amount: Amount | None) -> str:
    """Why the pooled rate and the typical council's differ, where both are told."""
    if amount is None or amount.pooled is None or amount.typical is None:
        return ""
    pooled, typical = (words.rounded(float(value), 1) for value in (amount.pooled, amount.typical))
    if pooled == typical:
        return f"All counted together and the typical council come to the same: {pooled}%."
    side = "less" if typical < pooled else "more"
    return (
        f"All counted together: {pooled}%. The typical council: {typical}%. The first counts all "
        f"alike, so large councils weigh more; half of councils have {typical}% or {side}."
    )


def foretold_words(on_base: OnBase) -> list[str]:
    """Each forecast beside what came out on the nearest day that was counted after it."""
    return [
        _foretold(on_base, forecast, came)
        for forecast in on_base.foretold
        if forecast.pooled is not None and (came := _after(on_base, forecast)) is not None
    ]


def _after(on_base: OnBase, forecast: Rate) -> Rate | None:
    """The latest count: what a forecast is held against, if it was made before."""
    latest = on_base.latest
    if latest is None or latest.round.reference_date <= forecast.round.reference_date:
        return None
    return latest


def _foretold(on_base: OnBase, forecast: Rate, came: Rate) -> str:
    foretold, counted = forecast.pooled, came.pooled
    made = f"In {month(forecast)} councils forecast {rate_words(foretold)} {of_base(on_base)}"
    if foretold is None or counted is None:
        return f"{made}; what came out is not told."
    gap = words.rounded(float(counted - foretold), 1)
    if not gap:
        return f"{made}, and so it came in {month(came)}."
    side = "more" if gap > 0 else "fewer"
    return (
        f"{made}; {rate_words(counted)} came in {month(came)}, "
        f"{words.number(abs(gap))} percentage {'point' if abs(gap) == 1 else 'points'} {side}."
    )


def time_title(on_base: OnBase) -> str:
    """The line in words, with its verdict."""
    told = [rate for rate in on_base.counted if rate.pooled is not None]
    name = words.capital(on_base.base.name)
    if not told:
        return f"{name}: no round tells the share"
    first, last = told[0], told[-1]
    target = _target_words(on_base, last)
    if first is last:
        return f"{name}: {rate_words(last.pooled)} in {month(last)}{target}"
    return (
        f"{name}: from {rate_words(first.pooled)} in {month(first)} to {rate_words(last.pooled)} "
        f"in {month(last)}{target}"
    )


def pace_words(on_base: OnBase) -> str:
    """What was needed before the last count, and what came; "" where either cannot be told."""
    told = [rate for rate in on_base.counted if rate.pooled is not None]
    expectation = on_base.measure.expectation
    if len(told) < 2 or expectation is None:
        return ""
    before, after = told[-2], told[-1]
    needed = pace_needed(before.on_its_day, on_base.target, expectation.due_on)
    achieved = pace_achieved(before.on_its_day, after.on_its_day)
    if needed is None or achieved is None:
        return ""
    if on_base.verdict_of_rate(before.pooled) == "met":
        return f"The target was reached by {month(before)} already."
    return (
        f"From {month(before)} it needed {points(needed)} percentage points a month to reach "
        f"{words.number(on_base.target)}% by {expectation.due_label}; "
        f"{points(achieved)} a month came."
    )


def regions_title(rate: Rate, name: str) -> str:
    """The ends of the range of regions, of those that are told, and of what they are shares."""
    told = [(amount.pooled, amount.place) for amount in rate.regions if amount.pooled is not None]
    if not told:
        return f"No region’s share of {words.lower_first(name)} is told"
    (high, most), (low, least) = (
        max(told, key=lambda each: each[0]), min(told, key=lambda each: each[0])
    )  # fmt: skip
    hides = any(amount.withheld for amount in rate.regions)
    shown = shown_last(len(told), "region") if hides else ""
    if len(told) == 1 or high == low:
        return f"{rate_words(high)} of {words.lower_first(name)} {most.within}{shown}"
    ends = f"From {rate_words(high)} {most.within} to {rate_words(low)} {least.within}"
    return f"{ends}{shown}: {name}"


def reached_cell(rate: Rate, slug: str) -> str:
    reading = rate.reached.get(slug)
    if reading is None:
        return "not counted" if rate.release.is_totals_only else "not shown"
    return k_of_n(reading)


def not_counted_words(rates: Sequence[Rate]) -> str:
    """Why some of the rounds do not tell how many councils are at the target; "" where all do."""
    hidden = [rate for rate in rates if not rate.reached and not rate.release.is_totals_only]
    return _for_the_sector("How many councils", hidden, "it was not published")


def not_by_area_words(rates: Sequence[Rate]) -> str:
    """The same of those that tell it of England only."""
    hidden = [rate for rate in rates if rate.regions and [*rate.reached] == ["england"]]
    why = "the round published no such count"
    return _for_the_sector("How many councils of each region and type", hidden, why)


def _for_the_sector(what: str, rates: Sequence[Rate], why: str) -> str:
    if not rates:
        return ""
    days = words.join_words([month(rate) for rate in rates])
    # Where councils are named, others read their shares as well, worked out of rounded counts.
    exact = [month(rate) for rate in rates if rate.release.names_councils]
    shares = "own shares"
    if exact:
        some = f"own shares, in {words.join_words(exact)} the exact ones"
        shares = "exact shares" if len(exact) == len(rates) else some
    return (
        f"{what} were at the target in {days} is shown to councils, regions and their national "
        f"bodies when they sign in: {why}, and councils’ {shares}, of which it is counted, stay "
        "within the sector."
    )


def claims_words(claims: Claims, on_base: OnBase, rate: Rate) -> str:
    """Of the councils that gave the best answer, how many stand where."""
    top, said_in = claims.rows[0], f"{claims.forecast.round.reference_date:%B %Y}"
    at_target, _ = sides_of_target(on_base.target, on_base.measure.higher_is_better)
    told = {
        OnTheWay.REACHED: f"{{be}} at {words.lower_first(at_target.label)}",
        OnTheWay.ON_PACE: "{be} on pace for it",
        OnTheWay.BEHIND: "{be} behind that pace",
        OnTheWay.SHORT: "{be} not",
        OnTheWay.NOT_COUNTED: "gave no count to set beside it",
    }
    if not top.councils:
        return f"No council said “{words.lower_first(top.label)}” in {said_in}."
    parts = [
        f"{words.number(count)} {told[kind].format(be='was' if count == 1 else 'were')}"
        for kind in OnTheWay
        if (count := top.counts[kind])
    ]
    by = "by then" if month(rate) == said_in else f"by {month(rate)}"
    who = f"{words.plural(top.councils, 'council')} that said “{words.lower_first(top.label)}”"
    return f"Of the {who} in {said_in}, {by} {words.join_words(parts)}."
