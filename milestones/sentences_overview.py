"""The titles and sentences of pages that show several expectations together."""

from collections.abc import Sequence

from ppf_site import words
from surveys.sentences import k_of_n
from surveys.stats import Reading, highest
from surveys.stats_compare import Comparison

from .models import Milestone
from .sentences import finding, of_those_shown, spelled
from .stats import FEW_GAPS, Furthest, Outlook, Subject
from .timeline.due import TimeLine


def overview_title(ordered: Sequence[Outlook]) -> str:
    if len(ordered) < 2:
        return "England at a glance"
    surest, least = ends(ordered)
    if len(surest) == len(ordered):
        return f"Councils were equally sure of {_expectations(ordered, every=True)}"
    return (
        f"Councils were surest of {_expectations(surest)} and least sure of {_expectations(least)}"
    )


def ends(ordered: Sequence[Outlook]) -> tuple[list[Outlook], list[Outlook]]:
    """The expectations with the highest share for England, and those with the lowest."""
    shares = [outlook.england.top.share if outlook.england else None for outlook in ordered]
    first, last = (
        [outlook for outlook, share in zip(ordered, shares, strict=True) if share == end]
        for end in (shares[0], shares[-1])
    )
    return first, last


def programme_title(lines: Sequence[TimeLine]) -> str:
    """What councils said of the front programme's expectations, as they were last asked."""
    ranked = lines[0].by_share if lines else []
    if len(ranked) < 2:
        return "What councils were to do, milestone by milestone"
    shares = [row.said.share if row.said else None for row in ranked]
    surest, least = (
        [row.expectation for row, share in zip(ranked, shares, strict=True) if share == end]
        for end in (shares[0], shares[-1])
    )
    when = f"In {lines[0].asked_in}" if lines[0].asked_in else "When last asked"
    if shares[0] == shares[-1]:
        return f"{when} councils were equally sure of {_expectations(surest, every=True)}"
    return (
        f"{when} councils were surest of {_expectations(surest)} and least sure of "
        f"{_expectations(least)}"
    )


def _expectations(level: Sequence[Subject], *, every: bool = False) -> str:
    if len(level) == 1:
        return f"“{level[0].label}”"
    return f"{'all ' if every else ''}{spelled(len(level))} expectations"


def overview_sentences(ordered: Sequence[Outlook], found: Furthest) -> list[tuple[Outlook, str]]:
    """The surest and the least sure for England, and the few largest robust gaps of regions."""
    shown = [ordered[0], ordered[-1]] if len(ordered) > 1 else list(ordered)
    said = [
        (outlook, f"{finding(outlook, outlook.england.top)}.")
        for outlook in shown
        if outlook.england
    ]
    for outlook, pair in found.above:
        said.append((outlook, furthest_sentence(outlook, pair, "Furthest above")))
    for outlook, pair in found.below:
        said.append((outlook, furthest_sentence(outlook, pair, "Furthest below")))
    return said


def stands_out(found: Furthest, regions: int) -> str:
    """The heading over the few widest gaps: what is drawn there, as the chart says the finding."""
    if found.above or found.below:
        return "Regions furthest from the rest of England"
    return "No region stands out" if regions > 1 else "What councils said"


def furthest_sentence(outlook: Outlook, pair: Comparison, where: str) -> str:
    told = finding(outlook, pair.left)
    rest = f"{words.number(pair.right.k)} of {words.number(pair.right.n)}"
    return f"{where} the rest of England: {told}, against {rest} in the rest of England."


def surest(cells: Sequence[tuple[Outlook, Reading]]) -> str:
    """Where a region's share is highest: "8 of 9 (89%) very likely on “Savings”, ..."."""
    best = highest([reading for _, reading in cells])
    level = [(outlook, reading) for outlook, reading in cells if reading in best]
    if not level:
        return ""
    reading = level[0][1]
    labels = [f"“{outlook.label}”" for outlook, _ in level]
    each = " each" if len(level) > 1 else ""
    on = (
        words.join_words(labels)
        if len(level) <= FEW_GAPS
        else f"{spelled(len(level))} expectations"
    )
    told = f"{k_of_n(reading)} {words.lower_first(reading.choice.label)} on {on}{each}"
    if sum(reading.share is not None for _, reading in cells) < 2:
        return told
    shown = of_those_shown([reading for _, reading in cells], "expectation")
    return f"{told}, its highest share{shown}"


def milestone_title(milestone: Milestone, ordered: Sequence[Outlook]) -> str:
    """The range over its expectations: no one of them is the milestone's finding."""
    told = [(outlook, outlook.england.top) for outlook in ordered if outlook.england]
    if not told:
        return milestone.title
    if len(told) == 1:
        return finding(*told[0])
    surest, least = ends(ordered)
    if len(surest) == len(ordered):
        return f"Councils were equally sure of {_expectations(ordered, every=True)}"
    return (
        f"Councils were surest of {_expectations(surest)} ({_counts(told[0][1])}) and least sure "
        f"of {_expectations(least)} ({_counts(told[-1][1])})"
    )


def _counts(reading: Reading) -> str:
    """ "79 of 151 very likely"."""
    share = words.share_percent(reading.share)
    if reading.k is not None and reading.n is not None:
        share = f"{words.number(reading.k)} of {words.number(reading.n)}"
    return f"{share} {words.lower_first(reading.choice.label)}"


def region_title(name: str, pairs: Sequence[tuple[Outlook, Comparison]]) -> str:
    """How many expectations the region is robustly apart from the rest of England on."""
    if all(pair.left.withheld for _, pair in pairs):
        return name
    apart = [pair for _, pair in pairs if pair.is_robust]
    higher = sum(pair.verdict == "higher" for pair in apart)
    lower = len(apart) - higher
    if not apart:
        return not_apart(f"{name} councils", pairs)
    if len(_shown(pairs)) == 1:
        how = "more" if higher else "less"
        return f"{name} councils are {how} confident on {_only(pairs)} than the rest of England"
    parts = []
    if higher:
        parts.append(f"more confident on {words.number(higher)}")
    if lower:
        parts.append(f"less confident on {words.number(lower)}")
    total = expectations_shown(pairs)
    return f"{name} councils are {words.join_words(parts)} of {total} than the rest of England"


def not_apart(who: str, pairs: Sequence[tuple[Outlook, Comparison]]) -> str:
    """That none of its gaps is robust."""
    both = f"{who} and the rest of England are"
    if len(_shown(pairs)) == 1:
        return f"{both} not clearly apart on {_only(pairs).rstrip(',')}"
    return f"{both} clearly apart on none of {expectations_shown(pairs)}"


def expectations_shown(pairs: Sequence[tuple[Outlook, Comparison]]) -> str:
    """How many can be told apart or not: hidden ones cannot."""
    shown = _shown(pairs)
    count = words.plural(len(shown), "expectation")
    return count if len(shown) == len(pairs) else f"{count} shown"


def _only(pairs: Sequence[tuple[Outlook, Comparison]]) -> str:
    [(outlook, _)] = _shown(pairs)
    alone = "" if len(pairs) == 1 else ", the only one shown,"
    return f"“{outlook.label}”{alone}"


def _shown(pairs: Sequence[tuple[Outlook, Comparison]]) -> list[tuple[Outlook, Comparison]]:
    return [each for each in pairs if not each[1].left.withheld]


def robust_rule(regions: int) -> str:
    """When a region is named at all; empty where there is none to tell it from."""
    if regions < 2:
        return ""
    return (
        "A region is named here only if its gap from the rest of England is robust: it stays "
        "whatever the missing councils would have said, and if one council in each had answered "
        "otherwise. The widest gaps are told first."
    )


def regions_title(regions: int) -> str:
    if regions < 2:
        return "How the regions answered"
    return f"How each of the {spelled(regions)} regions answered"
