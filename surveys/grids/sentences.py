"""What the rows of a grid say side by side, in words: from the same values as the chart."""

from collections.abc import Sequence

from ppf_site import words
from surveys.sentences import k_of_n
from surveys.sentences_values import not_shown
from surveys.stats import Breakdown, Reading


def most_first(rows: Sequence[Breakdown]) -> list[Breakdown]:
    """The rows that tell counts, the best answer's share highest first."""
    told = [row for row in rows if row.top.k is not None and row.base.n]
    return sorted(told, key=lambda row: -(row.top.share or 0))


def grid_title(rows: Sequence[Breakdown], tally: Breakdown | None) -> str:
    """How many have it for all, and how many more for some; else the ends of the range."""
    return (tiers(tally) if tally is not None else "") or ends_of_the_range(rows)


def tiers(tally: Breakdown) -> str:
    """ "Systems: “all groups” for 19 of 148 councils, “some” for 51 more, “none” for 78"."""
    if not tally.base.n or any(reading.k is None for reading in tally.readings):
        return ""
    best, *rest = sorted(tally.readings, key=lambda reading: -reading.choice.tone)
    of = words.plural(tally.base.n, "council")
    told = [f"“{_label(best)}” for {_count(best)} of {of}"]
    for reading in rest:
        more = " more" if reading.choice.tone > 0 and best.k else ""
        told.append(f"“{_label(reading)}” for {_count(reading)}{more}")
    return f"{tally.place.name}: {', '.join(told)}"


def _count(reading: Reading) -> str:
    return words.number(reading.k) if reading.k else "none"


def _label(reading: Reading) -> str:
    return words.lower_first(reading.choice.label)


def ends_of_the_range(rows: Sequence[Breakdown]) -> str:
    """ "“Very committed”: from voluntary sector, 70 of 148, to private sector, 20 of 148"."""
    told = most_first(rows)
    if not told:
        return _nothing(rows)
    best, worst = told[0], told[-1]
    answer = f"“{best.top.choice.label}”"
    if best.top.share == worst.top.share:
        if len(told) == 1:
            return f"{answer}: {_end(told)}"
        return f"{answer}: {words.share_percent(best.top.share)} for each of {len(told)}"
    high = [row for row in told if row.top.share == best.top.share]
    low = [row for row in told if row.top.share == worst.top.share]
    return f"{answer}: from {_end(high)}, to {_end(low)}"


def _end(level: Sequence[Breakdown]) -> str:
    names = words.join_words([words.lower_first(row.place.name) for row in level])
    return f"{names}, {k_of_n(level[0].top)}"


def _nothing(rows: Sequence[Breakdown]) -> str:
    hidden = next((row.top.withheld for row in rows if row.top.withheld), "")
    return f"The counts are {not_shown(hidden)}" if hidden else "No council answered"


def grid_summary(rows: Sequence[Breakdown]) -> str:
    """Every row's best answer."""
    told = most_first(rows)
    return "; ".join(f"{row.place.name}, {k_of_n(row.top)}" for row in told)
