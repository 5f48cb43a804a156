"""Where a council stands, in words, from the same values as its charts and tables."""

from collections.abc import Sequence

from milestones.measures.sentences import rate_words
from milestones.measures.stats import verdict
from ppf_site import words
from surveys.tables_council import rate_told

from .around import REGION, SIMILAR, OtherCouncils
from .placed import OnExpectation, OnMeasure, Placed
from .stats import NEAR, OthersSaid, Position


def page_title(name: str, placed: Placed, rate: str = "") -> str:
    """What it forecast and what came of that. Else of how many expectations it is surest, and its
    rate with who in its region is higher; the name alone where neither is told. `rate` is one that
    belongs to no measure."""
    if placed.main and placed.claim:
        return f"{name}: {_claim_words(placed.claim)}; {_came_words(placed.main)}"
    said = expectations_words(placed.told) if placed.told else ""
    counted = _rate_and_region(placed.main) if placed.main else rate
    if placed.told and placed.main:
        before, after = (
            f"{each.release.round.reference_date:%B %Y}" for each in (placed.told[0], placed.main)
        )
        if before != after:
            said, counted = f"in {before} {said}", f"in {after} {counted}"
    told = "; ".join(part for part in (said, counted) if part)
    return f"{name}: {told}" if told else name


def _claim_words(claim: OnExpectation) -> str:
    """ "said very likely in March 2010"."""
    label = words.lower_first(claim.said.label) if claim.said else ""
    said = label if label.endswith("likely") else f"“{label}”"
    return f"said {said} in {claim.release.round.reference_date:%B %Y}"


def _came_words(measure: OnMeasure) -> str:
    """ "28.2% of users with ongoing support in March 2011, missed the 30%"."""
    day = measure.release.round.reference_date
    told = f"{rate_words(measure.own)} of {measure.base.name} in {day:%B %Y}"
    return ", ".join(filter(None, [told, target_words(measure)]))


def target_words(measure: OnMeasure) -> str:
    """ "missed the 30%"; before it is due "short of the 30%"; "" without a target."""
    target, is_higher_better = measure.target, measure.base.measure.higher_is_better
    told = verdict(measure.own, target, higher_is_better=is_higher_better)
    if not told:
        return ""
    the = f"the {words.number(target)}%"
    if told == "met":
        return f"reached {the}" if is_higher_better else f"within {the}"
    if not is_higher_better:
        return f"above {the}"
    return f"missed {the}" if measure.is_due else f"short of {the}"


def expectations_words(told: Sequence[OnExpectation]) -> str:
    """ "very likely on 9 of 17 expectations", of those that it answered."""
    best = told[0].best
    surest = sum(each.said == each.best for each in told)
    label = words.lower_first(best.label)
    if len(told) == 1:
        return f"{label} on “{told[0].label}”" if surest else f"not {label} on “{told[0].label}”"
    if surest == len(told):
        return f"{label} on {_every(len(told))} expectations"
    some = _some(surest)
    return f"{label} on {some} of {words.number(len(told))} expectations"


def _rate_and_region(measure: OnMeasure) -> str:
    told = rate_told(measure.rate.question, measure.own) if measure.own is not None else ""
    position = measure.position(REGION)
    higher = higher_words(position, "in its region") if position else ""
    told = ", ".join(filter(None, [told, target_words(measure)]))
    return f"{told}; {higher}" if higher else told


def higher_words(position: Position, which: str) -> str:
    """ "4 of the 8 others in its region are higher"; "" without others."""
    count, among = position.lower_than, len(position.others)
    if not among:
        return ""
    if among == 1:
        return f"the one other {which} is {'higher' if count else 'not higher'}"
    if count == among:
        return f"{_every(among)} others {which} are higher"
    some = _some(count)
    return (
        f"{some} of the {words.number(among)} others {which} {'is' if count < 2 else 'are'} higher"
    )


def position_words(position: Position | None, which: str = "") -> str:
    """ "higher than 5 of the 8 others; 2 within 3 points", never a rank."""
    if position is None:
        return ""
    others = f"others {which}".strip()
    count = len(position.others)
    if not count:
        return f"no {others} gave both counts"
    near = _some(position.near)
    return f"{_higher(position, others)}; {near} within {NEAR} percentage points"


def _higher(position: Position, others: str) -> str:
    count = len(position.others)
    every = f"{_every(count)} {others}"
    if count == 1:
        every = f"the one {others.replace('others', 'other')}"
    for side, told in (
        (position.higher_than, "higher than"),
        (position.lower_than, "lower than"),
        (position.level_with, "level with"),
    ):
        if side == count:
            return f"{told} {every}"
    some = _some(position.higher_than)
    return f"higher than {some} of the {words.number(count)} {others}"


def lede(placed: Placed) -> str:
    """What a title that tells of one expectation leaves out. Where its rate stands beside others
    is for the chart to say."""
    if not placed.claim or len(placed.told) < 2:
        return ""
    day = placed.told[0].release.round.reference_date
    return f"In {day:%B %Y} it was {expectations_words(placed.told)}."


def among_words(position: Position | None, each: OtherCouncils) -> str:
    """Where it stands among similar councils, with how many of these there are to stand among."""
    told = position_words(position)
    if position is None or each.key != SIMILAR or len(position.others) == len(each.councils):
        return told
    count, among = len(position.others), len(each.councils)
    if not count:
        return f"none of its {words.plural(among, 'similar council')} gave both counts"
    return (
        f"{told}; {_some(count)} of its {words.plural(among, 'similar council')} gave both counts"
    )


def _every(count: int) -> str:
    return "both" if count == 2 else f"all {words.number(count)}"


def _some(count: int) -> str:
    return words.number(count) if count else "none"


def same_words(said: OthersSaid, choice: str) -> str:
    """ "2 of 8", who said the same; "none answered" without any."""
    if said.n is None:
        return "not told"
    if not said.n:
        return "no other answered"
    count = said.same(choice)
    return f"{_some(count)} of {words.number(said.n)}"


def expectations_title(name: str, told: Sequence[OnExpectation]) -> str:
    """The finding of the chart: it is what the order of its rows shows."""
    said = told[0].release.round.reference_date
    return f"In {said:%B %Y} {name} said {expectations_words(told)}"


def expectations_summary(told: Sequence[OnExpectation], others: OtherCouncils) -> str:
    """On how many it said what most of the others said, and where it is most alone."""
    shares = [
        (each, among.same(each.said.key) / among.n, same_words(among, each.said.key))
        for each in told
        for among in [each.among[others.key]]
        if each.said and among.n
    ]
    if not shares:
        return f"None of the others {others.others} answered."
    if len(shares) == 1:
        [(only, _, count)] = shares
        if only.among[others.key].n == 1:
            did = "said" if shares[0][1] else "did not say"
            return f"On “{only.label}” the one other {others.others} {did} the same."
        return f"On “{only.label}” {count} others {others.others} said the same."
    half = sum(share > 0.5 for _, share, _ in shares)
    alone, _, count = min(shares, key=lambda each: each[1])
    return (
        f"On {_some(half)} of {words.plural(len(shares), 'expectation')} more than half of "
        f"the others {others.others} said the same. Fewest did on “{alone.label}”: {count}."
    )


def strip_title(name: str, measure: OnMeasure, key: str, which: str) -> str:
    """ "Derby: 28.2% of ongoing users had a budget, higher than 2 of the 8 others"."""
    position = measure.position(key)
    told = f"{name}: {rate_words(measure.own)} of {measure.base.name}"
    if measure.says_share and measure.own is not None:
        told = f"{name}: {rate_told(measure.rate.question, measure.own)}"
    if position is None or not position.others:
        return told
    way = "" if measure.base.measure.higher_is_better else "; lower is better"
    return f"{told}, {_higher(position, f'others {which}')}{way}"


def strip_summary(measure: OnMeasure, others: Sequence[OtherCouncils]) -> str:
    told = [f"{each.name}: {among_words(measure.position(each.key), each)}." for each in others]
    return words.capital(" ".join(told))


def trend_title(name: str, measure: OnMeasure) -> str:
    told = [each for each in measure.rounds if each.own is not None]
    first, last = told[0], told[-1]
    ended = f"{rate_words(last.own)} in {last.round.reference_date:%B %Y}"
    if first is last:
        return f"{name}: {ended}"
    return (
        f"{name}: from {rate_words(first.own)} of {measure.base.name} in "
        f"{first.round.reference_date:%B %Y} to {ended}"
    )
