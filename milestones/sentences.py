"""The findings in words, built from the figures on the page: they cannot disagree with them."""

from collections.abc import Sequence

from ppf_site import words
from surveys.sentences import k_of_n
from surveys.stats import SURPRISING, Breakdown, Comparison, Reading, highest, the

from .models import Milestone
from .stats import Outlook, StandOut, Subject, stand_out

SMALL_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def spelled(count: int) -> str:
    """ "nine" within a sentence; from ten on as figures."""
    return SMALL_NUMBERS[count] if count < len(SMALL_NUMBERS) else words.number(count)


def is_likelihood(reading: Reading) -> bool:
    return reading.choice.label.lower().endswith("likely")


def verb(reading: Reading) -> str:
    return "is" if reading.k == 1 else "are"


def claim(subject: Subject, reading: Reading) -> str:
    """What they are or say: "very likely to have 30% ... by April 2011"."""
    label = reading.choice.label
    if is_likelihood(reading):
        return f"{label.lower()} to {subject.short_text} by {subject.due_label}"
    return f"recorded as “{label}” on “{subject.label}”, due {subject.due_label}"


def who(reading: Reading) -> str:
    """ "8 of the 9 East Midlands councils"; with only a percentage, "69% of councils"."""
    place = reading.place
    if reading.k is None or reading.n is None:
        share = words.share_percent(reading.share)
        told = f"{reading.qualifier} {share}".strip() if share else "An unpublished share"
        return f"{told} of {place.councils}"
    return f"{words.share_words(reading.k, reading.n)} {place.councils}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def finding(subject: Subject, reading: Reading) -> str:
    """One place's finding as a whole sentence, without its full stop."""
    if reading.n == 0:
        return f"No council {reading.place.within} answered"
    return capital(f"{who(reading)} {verb(reading)} {claim(subject, reading)}")


def comparison_sentence(subject: Subject, readings: Sequence[Reading]) -> str:
    """The first place in full, the others after it: "in the South West, 4 of 15 are"."""
    first, *others = readings
    parts = [finding(subject, first)]
    for other in others:
        if other.k is None or other.n is None:
            parts.append(f"{other.place.within}, {words.share_percent(other.share)} are")
        else:
            count = f"{words.number(other.k)} of {words.number(other.n)}"
            parts.append(f"{other.place.within}, {count} {verb(other)}")
    return f"{'; '.join(parts)}."


def shares_sentence(readings: Sequence[Reading]) -> str:
    """The shares one after the other: "East Midlands: 8 of 9 (89%). South West: ..."."""
    return " ".join(f"{one.place.name}: {k_of_n(one)}." for one in readings)


def comparison_title(subject: Subject, comparison: Comparison) -> str:
    """The finding of two places; it names a leader only if the gap is unlikely to be chance."""
    left, right = comparison.left, comparison.right
    about = f"“{subject.label}”"
    if comparison.verdict == "unknown":
        return f"{left.place.name} and {right.place.name} on {about}"
    if comparison.verdict == "level":
        return f"{left.place.name} and {right.place.name} say the same on {about}"
    more, less = (left, right) if comparison.verdict == "higher" else (right, left)
    if comparison.could_be_chance:
        return f"{more.place.name} and {less.place.name} are not clearly apart on {about}"
    confident = "more confident" if is_likelihood(more) else "further ahead"
    return f"{capital(more.place.councils)} are {confident} than {less.place.councils} on {about}"


def ends_title(places: Sequence[Breakdown]) -> str:
    """The chart of a comparison: "Very likely: from 8 of 9 in ... to 4 of 15 in ..."."""
    label = places[0].top.choice.label
    if len([one for one in places if one.top.n]) < 2:
        return f"{label}: {k_of_n(places[0].top)} in {the(places[0].place.name)}"
    return f"{label}: {spread_title(places).replace('From', 'from', 1)}"


def comparison_ends(subject: Subject, places: Sequence[Breakdown]) -> str:
    """The finding of one place, or of three and more: the ends of their range."""
    if len(places) == 1:
        return finding(subject, places[0].top)
    if len([one for one in places if one.top.n]) < 2:
        return f"{len(places)} areas compared on “{subject.label}”"
    return f"On “{subject.label}”: {spread_title(places).replace('From', 'from', 1)}"


def page_title(subject: Subject, england: Breakdown | None, found: StandOut | None) -> str:
    """A region if it stands out from the rest, else England's finding."""
    if found is not None:
        return f"{found.reading.place.name} councils are {_apart(found)} on “{subject.label}”"
    if england is None:
        return subject.label
    return finding(subject, england.top)


def _apart(found: StandOut) -> str:
    """ "The most confident" only of a region alone at that end; else against the rest."""
    if is_likelihood(found.reading):
        if found.is_end:
            return f"the {'most' if found.is_higher else 'least'} confident"
        degree = "more confident" if found.is_higher else "less confident"
    elif found.is_end:
        return "furthest ahead" if found.is_higher else "furthest behind"
    else:
        degree = "further ahead" if found.is_higher else "further behind"
    return f"{degree} than the rest of England"


def spread_sentence(regions: Sequence[Breakdown]) -> str:
    """The highest and the lowest region, all of them where several are level."""
    readings = [region.top for region in regions if region.top.share is not None]
    if len(readings) < 2:
        return ""
    best = highest(readings)
    lowest_share = min(one.share or 0 for one in readings)
    worst = [one for one in readings if one.share == lowest_share]
    return (
        f"The share runs from {_named(worst)} to {_named(best)}. With so few councils in a region, "
        "one council can move its share by several points."
    )


def spread_title(regions: Sequence[Breakdown]) -> str:
    """The ends of the range of regions, as a chart's title."""
    readings = [region.top for region in regions if region.top.k is not None and region.top.n]
    if len(readings) < 2:
        return "Answers by region"
    best = highest(readings)[0]
    worst = min(readings, key=lambda one: one.share or 0)
    return (
        f"From {best.k} of {best.n} in {the(best.place.name)} "
        f"to {worst.k} of {worst.n} in {the(worst.place.name)}"
    )


def _named(readings: Sequence[Reading]) -> str:
    shown = [
        f"{words.k_of_n(one.k, one.n)} in {the(one.place.name)}"
        if one.k is not None and one.n
        else f"{words.share_percent(one.share)} in {the(one.place.name)}"
        for one in readings
    ]
    return words.join_words(shown)


def overview_title(ordered: Sequence[Outlook]) -> str:
    if len(ordered) < 2:
        return "England at a glance"
    return f"Councils were surest of “{ordered[0].label}” and least sure of “{ordered[-1].label}”"


def overview_sentences(ordered: Sequence[Outlook]) -> list[tuple[Outlook, str]]:
    """The surest and the least sure for England, and each region that stands out from the rest."""
    ends = [ordered[0], ordered[-1]] if len(ordered) > 1 else list(ordered)
    said = [(one, f"{finding(one, one.england.top)}.") for one in ends if one.england]
    for one in ordered:
        found = stand_out(one.cells)
        if found is not None:
            said.append((one, f"{stand_out_sentence(one, found)}"))
    return said


def stand_out_sentence(outlook: Outlook, found: StandOut) -> str:
    side = "higher" if found.is_higher else "lower"
    return (
        f"{finding(outlook, found.reading)}: {side} than in the other regions together, "
        "by more than chance would bring about."
    )


def milestone_title(milestone: Milestone, ordered: Sequence[Outlook]) -> str:
    if not ordered or ordered[0].england is None:
        return milestone.title
    return finding(ordered[0], ordered[0].england.top)


def region_title(name: str, pairs: Sequence[tuple[Outlook, Comparison]]) -> str:
    """How many expectations the region is apart from England on, by more than chance."""
    if not pairs:
        return name
    apart = [pair for _, pair in pairs if not pair.could_be_chance]
    higher = sum(pair.verdict == "higher" for pair in apart)
    lower = len(apart) - higher
    if not apart:
        return f"{name} councils answer much as the rest of England does"
    parts = []
    if higher:
        parts.append(f"more confident on {words.number(higher)}")
    if lower:
        parts.append(f"less confident on {words.number(lower)}")
    return (
        f"{name} councils are {words.join_words(parts)} of "
        f"{words.number(len(pairs))} expectations than the rest of England"
    )


def stand_out_rule(regions: int) -> str:
    """When a region is named at all; empty where there is none to tell it from."""
    if regions < 2:
        return ""
    others = "the other" if regions == 2 else f"the other {spelled(regions - 1)} together"
    return (
        f"A region is named here only if its share is apart from {others} by more than chance, "
        f"allowing for there being {spelled(regions)} to pick from."
    )


def regions_title(regions: int) -> str:
    if regions < 2:
        return "How the regions answered"
    return f"How each of the {spelled(regions)} regions answered"


def expected_by_chance(expectations: int) -> str:
    """How many gaps one in twenty of them would be: the first so many are no news."""
    expected = int(words.rounded(expectations * SURPRISING))
    if not expected:
        told = "fewer than one such gap is"
    else:
        told = f"about {spelled(expected)} such {'gap is' if expected == 1 else 'gaps are'}"
    among = "one expectation" if expectations == 1 else f"{spelled(expectations)} expectations"
    return f"Among {among} {told} to be expected by chance alone."


def differences_sentence(explained: int, unexplained: int) -> str:
    """How many reported figures differ, and why where that is known; empty if none does."""
    told = []
    if explained:
        told.append(
            f"{_differ(explained)} because the sources themselves disagree; each is kept as its "
            "source gave it and none is averaged."
        )
    if unexplained:
        told.append(f"{_differ(unexplained)} from the held data.")
    return " ".join(told)


def _differ(count: int) -> str:
    return f"{words.number(count)} {'differs' if count == 1 else 'differ'}"
