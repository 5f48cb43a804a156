"""What was named most, in words: from the same values as the chart and the table."""

from collections.abc import Sequence

from ppf_site import words
from surveys.sentences import k_of_n
from surveys.sentences_values import as_printed, not_shown
from surveys.stats import Base, Reading

from .named import Ranked


def ranked_title(found: Ranked, where: str) -> str:
    """What most named, in "the East Midlands"; else why nothing is told of it."""
    told = most_named(found.ranked)
    if told:
        return f"In {where}, {told}"
    if found.answers is None:
        if found.release.is_totals_only:
            return f"The answers were not published for {where}"
        return f"No council of {where} had to answer this"
    hidden = next((reading.withheld for reading in found.ranked if reading.withheld), "")
    if hidden:
        return f"The counts are {not_shown(hidden)}"
    return _none_counted(found.answers.base, where) or f"Nobody in {where} named any"


def _none_counted(base: Base, where: str) -> str:
    """Why no answer is in the base; "" where some are, or where none was printed."""
    if base.n != 0:
        return ""
    if base.required is not None and base.required == base.not_asked:
        return f"No council of {where} was asked this"
    if base.not_known or base.not_applicable:
        return f"In {where}, who answered did not know, or said that it did not apply"
    return f"Nobody in {where} answered this"


def could_name_several(found: Ranked) -> str:
    """Why the shares are more than 100% together: of councils, or of whoever a share is of; ""
    where nothing is told."""
    if found.answers is None:
        return ""
    people = found.answers.place.people
    who = f"Those who answered, {people}, could each" if people else "A council could"
    return f"{who} name several, so that the shares can add up to more than 100%."


def most_named(ranked: Sequence[Reading], *, is_any: bool = True) -> str:
    """The answer that most named, or called the biggest barrier, or those that are level; "" where
    none is told. Where only one was published, nothing is said to be most; where some are hidden,
    it is the most of those shown."""
    told = [reading for reading in ranked if reading.share is not None]
    if not told or not told[0].share:
        return ""
    level = [reading for reading in told if reading.share == told[0].share]
    named = words.join_words([f"“{reading.choice.label}”" for reading in level])
    said = "named" if is_any else "called the biggest barrier"
    if len(told) == 1 and told[0].k is None:
        return f"{named} was {said} by {_told_of(told[0])}"
    shown = " of those shown" if any(reading.withheld for reading in ranked) else ""
    most = f"most{shown}" if is_any else f"most often{shown}"
    if len(level) > 1:
        return f"{named} were {said} {most}: {_told_of(level[0])} each"
    return f"{named} was {said} {most}: {_told_of(level[0])}"


def _told_of(reading: Reading) -> str:
    """ "9 of 20 (45%)"; where only a share was printed, of whom it is: "40% of managers"."""
    if reading.k is not None or reading.published is None:
        return k_of_n(reading)
    return f"{as_printed(reading.published, reading.qualifier)[0]} of {reading.place.councils}"


def not_printed(ranked: Sequence[Reading], *, is_any: bool) -> str:
    """Of a question that was answered once by each, what the rest said, where none of it was
    printed; "" where more is told."""
    told = [reading for reading in ranked if reading.share is not None]
    if is_any or len(told) != 1 or told[0].k is not None:
        return ""
    rest = words.share_percent(1 - (told[0].share or 0))
    return (
        f"No other answer was published: the other {rest} of {told[0].place.councils} called "
        "something else the biggest, or did not say"
    )
