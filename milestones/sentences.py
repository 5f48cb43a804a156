"""The findings in words, built from the figures on the page: they cannot disagree with them."""

from collections.abc import Sequence
from decimal import Decimal

from ppf_site import words
from surveys.sentences import doubt_words, k_of_n
from surveys.sentences_values import as_printed, in_its_words, not_shown
from surveys.stats import Breakdown, Choice, Reading, highest

from .stats import OfAnswer, OnOneBase, StandOut, Subject, compare_areas

SMALL_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

# How a rate that reached its target is banded, which no council answered by itself.
MET = "met"


def spelled(count: int) -> str:
    """ "nine" within a sentence; from ten on as figures."""
    return SMALL_NUMBERS[count] if count < len(SMALL_NUMBERS) else words.number(count)


def is_likelihood(reading: Reading) -> bool:
    return reading.choice.label.lower().endswith("likely")


def claim(subject: Subject, reading: Reading) -> str:
    """What they are: "very likely to have 30% ... by April 2011"."""
    if not is_likelihood(reading):
        return f"“{reading.choice.label}” on “{subject.label}”"
    likely = words.lower_first(reading.choice.label)
    if not subject.due_label:  # a question, and no expectation
        return f"{likely} on “{subject.label}”"
    return f"{likely} to {subject.short_text} by {subject.due_label}"


def heading(subject: Subject) -> str:
    """What a chart that stands alone is about: "30% on personal budgets, due April 2011"."""
    return f"{subject.label}, due {subject.due_label}" if subject.due_label else subject.label


def predicate(subject: Subject, reading: Reading) -> str:
    """What they are, met or answered, to follow who: "met “30% on personal budgets”, due ..."."""
    if is_likelihood(reading):
        return f"{verb(reading)} {claim(subject, reading)}"
    due = f", due {subject.due_label}" if subject.due_label else ""
    is_no = reading.n == 1 and not reading.k
    if reading.choice.label.lower() == MET:
        what = aim(subject.target, subject.base) if isinstance(subject, OnOneBase) else ""
        return f"{'did not meet' if is_no else 'met'} {what or f'“{subject.label}”'}{due}"
    if isinstance(subject, OfAnswer):
        return (
            f"{'did not name' if is_no else 'named'} “{reading.choice.label}” on “{subject.asked}”"
        )
    gave = "did not answer" if is_no else "answered"
    return f"{gave} “{reading.choice.label}” on “{subject.label}”{due}"


def aim(target: Decimal | None, base: str) -> str:
    """What was to be met: "the 30% for users with ongoing support"; "" without a target."""
    return "" if target is None else f"the {words.number(target)}% for {base}"


def again(reading: Reading) -> str:
    """The same of another place, once it has been said: "4 of 15 are", "4 of 15 did"."""
    if is_likelihood(reading):
        return verb(reading)
    return "did not" if reading.n == 1 and not reading.k else "did"


def verb(reading: Reading) -> str:
    if reading.n == 1:
        return "is" if reading.k else "is not"
    return "is" if reading.k == 1 else "are"


def share_told(reading: Reading) -> tuple[str, str]:
    """A published share as it was printed, and its source’s own words around it, in brackets."""
    if reading.published is None:
        return "an unpublished share", in_its_words(reading.qualifier)
    return as_printed(reading.published, reading.qualifier)


def who(reading: Reading) -> str:
    """ "8 of the 9 East Midlands councils"; with only a percentage, "69% of councils"."""
    place = reading.place
    if reading.k is None or reading.n is None:
        return f"{share_told(reading)[0]} of {place.councils}"
    if reading.n == 1:
        return f"the only one of the {place.councils} that answered"
    return f"{words.share_words(reading.k, reading.n)} {place.councils}"


def finding(subject: Subject, reading: Reading) -> str:
    """One place's finding as a whole sentence, without its full stop."""
    if reading.n == 0:
        return f"No council {reading.place.within} answered"
    if reading.withheld:
        return words.capital(f"{reading.place.within}, the count is {not_shown(reading.withheld)}")
    return words.capital(f"{who(reading)} {predicate(subject, reading)}{_in_its_words(reading)}")


def _in_its_words(reading: Reading) -> str:
    """How its source has a share, at the end: " (in the report’s words: only 60%)"."""
    if reading.k is not None or reading.published is None:
        return ""
    share, around = share_told(reading)
    return f"{around.removesuffix(')')} {share})" if around else ""


def hidden_note(places: Sequence[Reading]) -> str:
    """Which areas are hidden from this reader and why, as one sentence; "" where none is."""
    hidden: dict[str, list[str]] = {}
    for reading in places:
        if reading.withheld:
            names = hidden.setdefault(reading.withheld, [])
            names += [] if reading.place.name in names else [reading.place.name]
    return " ".join(
        f"{words.join_words(names)}: {not_shown(because)}." for because, names in hidden.items()
    )


def published_note(reading: Reading, respondents: str) -> str:
    """What to know of a share whose counts are not held; empty where they are."""
    if reading.k is not None or reading.share is None:
        return ""
    by = f" Answered by {words.lower_first(respondents)}." if respondents else ""
    return f"Held as the total that was published, without its base.{by}"


def page_title(
    subject: Subject,
    england: Breakdown | None,
    found: StandOut | None,
    areas: Sequence[Breakdown] = (),
) -> str:
    """A place whose gap from the rest is robust; else the range; of one alone England's finding."""
    if found is not None:
        councils = words.capital(found.reading.place.councils)
        return f"{councils} are {_apart(found)} on “{subject.label}”"
    return range_title(subject, areas) or (
        finding(subject, england.top) if england else subject.label
    )


def range_title(subject: Subject, areas: Sequence[Breakdown]) -> str:
    """ "“Very likely” on “Savings”: from 5 of 9 in ... to 3 of 8 in ... (close: one council could
    turn it)"; "" of fewer than two areas that are told."""
    told = [area.top for area in areas if area.top.k is not None and area.top.n]
    if len(told) < 2:
        return ""
    best, worst = highest(told), lowest(told)
    is_pair = len(best) == len(worst) == 1
    doubt = doubt_words(compare_areas(best[0], worst[0])) if is_pair else ""
    title = f"“{told[0].choice.label}” on “{subject.label}”: {spread(areas)}"
    return f"{title} ({doubt})" if doubt else title


def _apart(found: StandOut) -> str:
    """ "The most confident" only of one robustly apart from every other of its kind."""
    if not found.is_end:
        return f"{degree(found.reading, is_more=found.is_higher)} than the rest of England"
    if is_likelihood(found.reading):
        return f"the {'most' if found.is_higher else 'least'} confident"
    return "furthest ahead" if found.is_higher else "furthest behind"


def degree(reading: Reading, *, is_more: bool) -> str:
    """What a robust gap may be called."""
    if is_likelihood(reading):
        return "more confident" if is_more else "less confident"
    return "further ahead" if is_more else "further behind"


def spread_sentence(regions: Sequence[Breakdown]) -> str:
    """The highest and the lowest region, all of them where several are level."""
    readings = [region.top for region in regions if region.top.share is not None]
    if len(readings) < 2:
        return ""
    best, worst = highest(readings), lowest(readings)
    tops = [region.top for region in regions]
    if len(best) == len(readings):
        shown = of_those_shown(tops)
        every = f"each{shown}" if shown else "every region"
        told = f"The share is the same in {every}: {_share_of_all(best)}."
    else:
        told = f"The share runs from {_named(worst)} to {_named(best)}{ends_shown(tops)}."
    return (
        f"{told} With so few councils in a region, one council can move its share by several "
        "points."
    )


def of_those_shown(places: Sequence[Reading], kind: str = "region") -> str:
    """ " of the seven regions shown", to follow a superlative: which of them is highest cannot be
    told where some are hidden. "" where none is."""
    if not any(reading.withheld for reading in places):
        return ""
    return shown_of(_told(places), kind)


def _told(places: Sequence[Reading]) -> int:
    return sum(bool(each.n) and each.share is not None for each in places)


def shown_of(count: int, kind: str) -> str:
    return f" of the {spelled(count)} {kind}s shown" if count != 1 else f" of the only {kind} shown"


def ends_shown(places: Sequence[Reading], kind: str = "region") -> str:
    """The same at the end of a sentence: ", of the seven regions shown"."""
    return shown_last(_told(places), kind) if any(each.withheld for each in places) else ""


def shown_last(count: int, kind: str) -> str:
    return f",{shown_of(count, kind)}" if count != 1 else f", the only {kind} shown"


def lowest(readings: Sequence[Reading]) -> list[Reading]:
    """Those with the lowest share, all of them if several are level."""
    least = min((reading.share for reading in readings if reading.share is not None), default=None)
    return [reading for reading in readings if least is not None and reading.share == least]


def _named(readings: Sequence[Reading]) -> str:
    return words.join_words([f"{k_of_n(reading)} {reading.place.within}" for reading in readings])


def _share_of_all(readings: Sequence[Reading]) -> str:
    """The share of places that are level: with its counts where these are the same too."""
    told = {k_of_n(reading) for reading in readings}
    return told.pop() if len(told) == 1 else words.share_percent(readings[0].share)


def spread_title(places: Sequence[Breakdown]) -> str:
    """The ends of the range of places, as a chart's title."""
    return words.capital(spread(places)) or "No council answered"


def spread(places: Sequence[Breakdown]) -> str:
    """ "from 8 of 9 in the East Midlands to 4 of 15 in the South West"; empty without answers."""
    readings = [place.top for place in places if place.top.k is not None and place.top.n]
    if not readings:
        return ""
    best, worst = highest(readings), lowest(readings)
    is_of_regions = all(place.place.kind == "region" for place in places)
    shown = ends_shown([place.top for place in places], "region" if is_of_regions else "area")
    if len(best) == len(readings):
        return f"{_end(best, every=not shown)}{shown}"
    return f"from {_range_end(best)} to {_range_end(worst)}{shown}"


def _range_end(level: Sequence[Reading]) -> str:
    """Two that are level are named, each with its counts where these differ; of more how many."""
    if len(level) != 2:
        return _end(level)
    told = [f"{words.number(each.k)} of {words.number(each.n)}" for each in level]
    first, second = (each.place.within for each in level)
    if told[0] == told[1]:
        return f"{told[0]} {first} and {second}"
    return f"{told[0]} {first} and {told[1]} {second}"


def map_title(england: Reading, regions: Sequence[Breakdown]) -> str:
    """ "65 of 148 (44%) said “very likely”: from 8 of 9 in … to 1 of 12 in …"."""
    label = words.lower_first(england.choice.label)
    ends = spread(regions)
    if england.k is None and england.published is None:
        told = f"how many councils said “{label}”{f', {ends}' if ends else ' is not shown'}"
        return words.capital(told)
    return f"{k_of_n(england)} said “{label}”{f': {ends}' if ends else ''}"


def _end(level: Sequence[Reading], *, every: bool = False) -> str:
    """The one place at an end of the range, or how many are there together."""
    counts = {(reading.k or 0, reading.n or 0) for reading in level}
    told = words.share_percent(level[0].share)
    if len(counts) == 1:
        k, n = counts.pop()
        told = f"{words.number(k)} of {words.number(n)}"
    if len(level) == 1:
        return f"{told} {level[0].place.within}"
    kind = "regions" if all(reading.place.kind == "region" for reading in level) else "areas"
    return f"{told} in each of {'the ' if every else ''}{spelled(len(level))} {kind}"


def better_answers(choices: Sequence[Choice]) -> str:
    """The good answers of a scale as one: "very or fairly likely"; empty if there is but one."""
    labels = [choice.label for choice in choices]
    if len(labels) < 2:
        return ""
    firsts, _, lasts = zip(*(label.rpartition(" ") for label in labels), strict=True)
    if len(set(lasts)) == 1 and all(first and " " not in first for first in firsts):
        parts = [firsts[0], *(words.lower_first(first) for first in firsts[1:])]
        return f"{words.join_words(parts, 'or')} {lasts[0]}"
    return words.join_words([f"“{label}”" for label in labels], "or")
