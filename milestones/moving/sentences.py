"""Whether it is moving, in words: from the same values as the chart and the tables."""

from collections.abc import Sequence
from decimal import Decimal

from milestones.measures.sentences import rate_words
from ppf_site import words
from surveys.releases.moves import MatchedRates
from surveys.sentences import k_of_n
from surveys.stats import FEWEST

from .changes import PartChange
from .courses import Course, InRound
from .sentences_flows import flowed_title, gave, together_words
from .stats import Flows


def when(step: InRound, other: InRound | None = None) -> str:
    """ "March 2010"; the round by its name where the other is of the same month."""
    month = f"{step.release.round.reference_date:%B %Y}"
    if other is not None and month == f"{other.release.round.reference_date:%B %Y}":
        return step.release.round.short_title
    return month


def page_title(
    course: Course,
    label: str,
    earlier: InRound | None,
    flows: Flows | None,
    *,
    drawn: str = "",
    where: str = "",
) -> str:
    """What is drawn under it, if anything is; else from answer to answer; without matched councils
    from round to round; else why neither. `where` is the region, if it is of one."""
    last = course.steps[-1]
    if earlier is None:
        return not_before(course, label)
    if flows is not None and flows.matched == 0:
        both = f"both in {when(earlier, last)} and in {when(last, earlier)}"
        return in_area(where, f"No council answered {both}")
    if drawn:
        return drawn
    ends = when(earlier, last), when(last, earlier)
    told = flowed_title(course, flows, *ends) if flows is not None else ""
    return in_area(
        where,
        told or f"{_what(course)}: {published_words(course, earlier)}, each round’s own councils",
    )


def in_area(where: str, told: str) -> str:
    """With the region before it that it is about; as it is of England."""
    return f"{where}: {words.lower_first(told)}" if where else told


def not_before(course: Course, label: str) -> str:
    """Why there is no movement to tell: asked once, or of something else each time."""
    last = course.steps[-1].release.round
    change = course.steps[-1].change
    if change is not None and not change.joins:
        return f"“{label}” was another {change.of} before {last.title}"
    if len(course.steps) > 1 or course.apart:
        return f"“{label}” was asked before in words that cannot be compared with {last.title}"
    return f"Not asked before: only {last.title} tells of “{label}”"


def not_before_words(course: Course) -> str:
    """The same in short, for the expectation's own page."""
    if len(course.steps) > 1 or course.apart:
        return "Asked before only in words that cannot be compared."
    return "Not asked before."


def in_short(course: Course, earlier: InRound) -> str:
    """From round to round, as published."""
    return f"{_what(course)}: {published_words(course, earlier)}, each round’s own councils."


# How the line goes on after a change of what is asked about.
GOES_ON = {
    "same": "It is held to ask for the same, so the rounds are joined.",
    "wording": "Only its wording changed, so the rounds are joined, with a mark (*).",
    "options": "That changes what it asks, so the rounds are not joined.",
    "none": "So it cannot be compared with what was asked before.",
}


def changes_words(steps: Sequence[InRound]) -> list[str]:
    """Of each round from which the expectation or the measure is another: what changed, and what
    that does to the line."""
    return [change_words(step.change, when(step)) for step in steps if step.change is not None]


def change_words(change: PartChange, month: str) -> str:
    what = words.join_words(change.what)
    return f"In {month} the {change.of} had changed: {what}. {GOES_ON[change.comparability]}"


def _what(course: Course) -> str:
    last = course.steps[-1]
    if last.answers is not None:
        return f"“{last.answers.top.choice.label}”"
    return course.label


def published_words(course: Course, earlier: InRound) -> str:
    """ "41 of 148 (28%) in December 2009, 45 of 132 (34%) in March 2010"."""
    last = course.steps[-1]
    return (
        f"{step_words(earlier)} in {when(earlier, last)}, {step_words(last)} in "
        f"{when(last, earlier)}"
    )


def step_words(step: InRound) -> str:
    """What one round tells of the area."""
    if step.said:
        return step.said
    if step.answers is not None:
        return k_of_n(step.answers.top)
    return rate_words(step.amount.pooled if step.amount else None)


def alone_words(step: InRound) -> str:
    """The one round that tells it, and what will be here."""
    return (
        f"{step_words(step)} in {when(step)}. No earlier round asked what could be held beside it; "
        "once a later one asks the same, this page tells which way councils moved."
    )


def matched_words(course: Course, flows: Flows, earlier: InRound) -> str:
    """Growth, on matched councils; "" where nobody can be matched, or it is not told."""
    last, n = course.steps[-1], flows.matched
    if not n or flows.best_before is None:
        return ""
    who = "one council" if n == 1 else "councils"
    return (
        f"Of the {who} that answered both, {words.k_of_n(flows.best_before, n)} "
        f"{gave(course, flows, n)} in {when(earlier, last)} and "
        f"{words.k_of_n(flows.best_after, n)} in {when(last, earlier)}."
    )


def matched_rate(rates: MatchedRates, rate: Decimal) -> str:
    """ "24.1% (124 councils)"."""
    return f"{rate_words(rate)} ({words.plural(rates.councils, 'council')})"


def matched_rates_words(course: Course, rates: MatchedRates, earlier: InRound) -> str:
    """Growth of the rate, on matched councils."""
    last = course.steps[-1]
    who = "one council" if rates.councils == 1 else words.plural(rates.councils, "council")
    return (
        f"All counted at the {who} that gave both counts in "
        f"both rounds: {rate_words(rates.before)} in {when(earlier, last)}, "
        f"{rate_words(rates.after)} in {when(last, earlier)}."
    )


def beside_words(course: Course, earlier: InRound) -> str:
    """The unmatched figures, named."""
    whom = (
        "of all the councils that answered it"
        if course.steps[-1].answers is not None
        else "all its councils counted together"
    )
    return f"As each round published it, {whom}: {published_words(course, earlier)}."


def followed_words(course: Course, earlier: InRound, *, is_limited: bool) -> str:
    """Since when councils are followed, where the line is longer; "" where it is not."""
    if earlier is course.steps[0]:
        return ""
    first, last = course.steps[0], course.steps[-1]
    since = (
        f"The line starts in {when(first, last)}; councils are followed from answer to answer "
        f"since {when(earlier, last)}"
    )
    if not is_limited:
        return f"{since}, or since the round chosen."
    return f"{since} only: a second such table beside it would tell what single councils answered."


def left_out_words(course: Course, flows: Flows, earlier: InRound) -> str:
    """How many of each round cannot be matched; "" where that is not told."""
    if flows.left_out is None:
        return ""
    return _cannot_be_matched(course, earlier, *flows.left_out)


def _cannot_be_matched(course: Course, earlier: InRound, before: int, after: int) -> str:
    last = course.steps[-1]
    sides = ((before, when(earlier, last)), (after, when(last, earlier)))
    told = [f"{words.number(count)} that answered in {month}" for count, month in sides if count]
    if not told:
        return "Every council that answered one answered the other."
    return (
        f"{words.join_words(told)} cannot be matched: no answer in the other round, or split or "
        "merged in between."
    )


def matched_for_readers(course: Course, flows: Flows, earlier: InRound) -> str:
    """How many answered both rounds, where that follows from what is published, and why no more of
    them is told than the rows hold."""
    told, alone = "", "the councils that answered both"
    if flows.matched is None:
        found = _matched_by_bases(course, flows, earlier)
        if found is not None:
            both, before, after = found
            left_out = _cannot_be_matched(course, earlier, before, after)
            told = f"{words.plural(both, 'council')} answered both rounds. {left_out} "
            alone = f"these {words.number(both)}"
    elif course.steps[-1].answers is not None:
        return ""
    return (
        f"{told}What was so of {alone} alone is not shown: beside what each round published, it "
        "would tell of those that answered one only."
    )


def _matched_by_bases(
    course: Course, flows: Flows, earlier: InRound
) -> tuple[int, int, int] | None:
    """How many answered both, the earlier round only and the later one only, as it follows from
    the rows and from how many answered each; None where any are few, or that is not told."""
    before, after = earlier.base, course.steps[-1].base
    if before is None or after is None or before.n is None or after.n is None:
        return None
    both = before.n - flows.silent
    found = (both, flows.silent, after.n - both)
    return None if any(0 < count < FEWEST for count in found) else found


def under_the_flows(
    course: Course, flows: Flows, earlier: InRound, neither: int, *, is_limited: bool
) -> str:
    """Who is not in them, and what is told together so that nobody's answer follows."""
    told = [left_out_words(course, flows, earlier), neither_words(neither)]
    hidden = [matched_for_readers(course, flows, earlier) if is_limited else ""]
    hidden.append(together_words(flows))
    if any(hidden):
        hidden.append("Councils, regions and their national bodies see all of it signed in.")
    return " ".join(filter(None, [*told, *hidden]))


def neither_words(neither: int) -> str:
    """Why the rows do not come to all that were asked; "" where they do."""
    if not neither:
        return ""
    who = words.plural(neither, "council")
    was, is_in = ("was", "is") if neither == 1 else ("were", "are")
    return f"{who} that {was} asked answered neither round and {is_in} in no row."


REWORDED = "A value with a * was asked for in other words than the one before."
NOT_FOR_ALL = (
    "How councils moved from answer to answer is not shown here: so few councils are behind some "
    "of it that it would tell what each said. Councils, regions and their national bodies see it "
    "when they sign in."
)
"""Why the public does not see matched councils."""
